from datetime import datetime

from hexad_web.scheduling.actions.feeds import forget_revoked
from hexad_web.scheduling.actions.following import follow_members
from hexad_web.scheduling.actions.planning import work_off
from hexad_web.scheduling.actions.polling import settle_polls
from hexad_web.scheduling.actions.rechecking import Turn, recheck
from hexad_web.scheduling.actions.replying import read_replies
from hexad_web.scheduling.waking import plan_groups

__all__ = ["plan_groups", "read_replies", "reconcile"]


SOMETIMES = Turn(minutes=1)  # comparing calendars reads a digest of everybody's


def reconcile(now: datetime) -> None:
    """Plan what waits, book what groups chose, follow groups and calendars: at the latest in five seconds."""
    work_off()
    settle_polls(now)
    follow_members(now)
    forget_revoked(now)
    if SOMETIMES.is_due():
        recheck(now)
