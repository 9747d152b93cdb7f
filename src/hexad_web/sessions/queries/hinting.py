"""What whoever facilitates is told privately. Worked out anew each time, kept nowhere, given to nobody else."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from hexad.sessions.rescue import Hint, hints_of
from hexad.sessions.state import RoomState
from hexad_web.people.models import Person
from hexad_web.sessions.models import Session
from hexad_web.sessions.queries import rooms


@dataclass(frozen=True, slots=True)
class Whisper:
    """One hint in the reader's language. ``key`` is what an answer names."""

    key: str
    observation: str
    suggestion: str
    why: str


def hint_for(session: Session, state: RoomState, person: Person | None, now: datetime) -> Whisper | None:
    """The hint of the moment, for whoever facilitates; None for everybody else and for the shared screen."""
    if person is None or str(person.pk) != state.facilitator:
        return None
    shown = hints_of(rooms.agenda_of(session), state, now).shown
    return _said(shown, session) if shown else None


def hint_now(session: Session, state: RoomState, now: datetime) -> tuple[str, datetime | None]:
    """The key of the hint of the moment, and when one comes or goes although nobody does anything."""
    hints = hints_of(rooms.agenda_of(session), state, now)
    return hints.shown.key if hints.shown else "", hints.next_at


def _said(hint: Hint, session: Session) -> Whisper:
    names = {str(one.pk): one.name for one in rooms.members_of(session)}
    values = {**hint.values, "name": names.get(hint.person, "")}
    return Whisper(hint.key, _(hint.observation) % values, _(hint.suggestion) % values, _(hint.why) % values)
