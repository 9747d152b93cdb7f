"""Feeds in the background. Every five seconds at the latest, or at once when somebody adds one."""

from datetime import datetime, timedelta

from hexad_web.availability.feeds import read_due
from hexad_web.availability.models import Source
from hexad_web.availability.waking import read_calendars

__all__ = ["read_calendars", "reconcile"]

UNDO_FOR = timedelta(days=1)


def reconcile(now: datetime) -> None:
    """Read what is due, a killed worker's claims too once their lease has ended; delete what was removed a day ago."""
    over = Source.objects.filter(removed_at__lte=now - UNDO_FOR)
    if over.exists():
        over.delete()
    read_due()
