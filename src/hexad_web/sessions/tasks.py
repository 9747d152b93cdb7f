from datetime import datetime

from hexad_web.sessions.actions import following_agendas, keeping, presence, releasing


def reconcile(now: datetime) -> None:
    """Open and close sessions, follow meetings and members, ask for what leaves a group. May be called at any time."""
    keeping.open_sessions(now)
    keeping.follow_meetings(now)
    following_agendas.follow_agendas(now)
    keeping.follow_members(now)
    presence.sweep_left_over(now)
    keeping.close_sessions(now)
    keeping.throw_away_drafts(now)
    releasing.propose_briefs(now=now)
    releasing.settle_leavers(now=now)
