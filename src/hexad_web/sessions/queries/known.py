"""A room that is watched, as the process that does has it in memory: what a tap need not fold once more."""

from dataclasses import dataclass
from datetime import datetime

from hexad.sessions.state import RoomState
from hexad_web.sessions.models import Session
from hexad_web.sessions.queries import rooms

Plan = tuple[datetime, datetime, list[str], list[int]]


@dataclass(frozen=True, slots=True)
class Known:
    """Its state after ``count`` events, looked at ``at`` a moment."""

    count: int
    state: RoomState
    at: datetime
    plan: Plan


def plan_of(session: Session) -> Plan:
    """What a lobby is worked out from, besides its events: its times, its rota, and who is in the group."""
    return session.starts_at, session.ends_at, session.rota, [one.pk for one in rooms.members_of(session)]
