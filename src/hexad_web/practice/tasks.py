from datetime import datetime

from hexad_web.practice.actions import nudging, reporting

__all__ = ["reconcile"]


def reconcile(now: datetime) -> None:
    """Pair buddies, send what is due, throw away notes that were deleted a day ago. May be called at any time."""
    nudging.pair_groups(now)
    nudging.send_due(now)
    reporting.throw_away_notes(now)
