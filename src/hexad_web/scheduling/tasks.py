from datetime import datetime

from hexad_web.scheduling.actions.following import follow_members
from hexad_web.scheduling.actions.planning import work_off
from hexad_web.scheduling.actions.polling import settle_polls
from hexad_web.scheduling.waking import plan_groups

__all__ = ["plan_groups", "reconcile"]


def reconcile(now: datetime) -> None:
    """Plan what waits, book what groups chose, follow who left and who joined: at the latest in five seconds."""
    work_off()
    settle_polls(now)
    follow_members(now)
