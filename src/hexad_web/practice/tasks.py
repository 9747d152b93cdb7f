from datetime import datetime

from hexad_web.practice.actions import nudging, reporting, reviewing

__all__ = ["reconcile"]


def reconcile(now: datetime) -> None:
    """Pair buddies, send what is due, throw away old notes, look back on a month. May be called at any time."""
    nudging.pair_groups(now)
    nudging.send_due(now)
    reporting.throw_away_notes(now)
    reviewing.review_month(now)
