from datetime import datetime

from hexad_web.challenges.actions import grouping


def reconcile(now: datetime) -> None:
    """Group statements that were shared, changed or withdrawn since. May be called at any time."""
    grouping.group_due(now)
