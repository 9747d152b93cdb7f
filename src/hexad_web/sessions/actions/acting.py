"""What members do in a room: each tap is an event. The engine says what it means; here is only who may send which."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hexad.sessions.state import EventKind, Phase
from hexad_web.accounts.access import Actor
from hexad_web.sessions import access
from hexad_web.sessions.actions import agreeing, beginning, recording
from hexad_web.sessions.actions.recording import LONGEST_KEY
from hexad_web.sessions.models import Session
from hexad_web.sessions.queries import rooms
from hexad_web.sessions.queries.known import Known
from hexad_web.sessions.refusals import Refused

TAPS = frozenset(
    {
        EventKind.AGREE,
        EventKind.START,
        EventKind.NEXT,
        EventKind.DONE,
        EventKind.UNDONE,
        EventKind.REVEAL,
        EventKind.PASS,
        EventKind.TAKE_BACK,
        EventKind.SWAP,
        EventKind.SKIP,
        EventKind.RETURN,
        EventKind.PAGE,
        EventKind.END,
        EventKind.SPEAK,
        EventKind.HUSH,
        EventKind.QUESTIONS_FIRST,
        EventKind.ONWARD,
        EventKind.ASKED,
        EventKind.ADVICE,
        EventKind.TAKE_UP,
        EventKind.PUT_BACK,
        EventKind.HINT,
    }
)
NUMBERS, WORDS = ("step", "part", "turn", "on", "used"), ("other", "who", "page", "asking", "card", "hint")
LONGEST_WORD = 80


@dataclass(frozen=True, slots=True)
class Tap:
    """``key``: the phone's own, so that a tap that is sent again counts once."""

    kind: str
    key: str
    values: dict[str, str | int | bool] = field(default_factory=dict)


@transaction.atomic
def act(
    *,
    actor: Actor,
    session_id: int,
    tap: Tap,
    now: datetime,
    seated_as: int | None = None,
    known: Known | None = None,
) -> None:
    """Add a tap to the room. Refused where it came too late for it to mean anything.

    ``seated_as``: the person of a seat at this room's line, which was let in and is asked again while it stays open.
    ``known``: the room as this process has it in memory, if it does.
    """
    person_id = seated_as or access.person_in(actor, session_id)
    if tap.kind not in TAPS:
        raise Refused(_("This cannot be done here."))
    if tap.kind == EventKind.AGREE:
        agreeing.agree(actor=actor, session_id=session_id, now=now)
        return
    session = recording.lock(session_id)
    refuse_closed(session, now)
    kind = EventKind(tap.kind)
    at = recording.add(
        session,
        kind=kind,
        key=_own_key(person_id, tap.key),
        person_id=person_id,
        values=tap.values,
        now=now,
    )
    if at is None or kind not in (EventKind.START, EventKind.END):
        return
    is_start = kind is EventKind.START
    if not (is_start and known and beginning.begin_as_known(session, actor.organisation, person_id, at, known)):
        _follow(session_id, kind, now)


def refuse_closed(session: Session, now: datetime) -> None:
    if session.closed_at is not None or now >= session.ends_at or session.state == Session.State.CANCELLED:
        raise Refused(_("The session has ended."))


def _own_key(person_id: int, key: str) -> str:
    """Nobody's tap can stand in for somebody else's."""
    return f"{person_id}-{key}"[:LONGEST_KEY]


def _follow(session_id: int, kind: EventKind, now: datetime) -> None:
    """The row, which is locked, says what lists and mails need to know without reading events."""
    rows = Session.objects.filter(pk=session_id)
    session = rows.select_related("organisation", "group").get()
    state = rooms.state_of(session, now)
    if state.phase is Phase.LOBBY:
        raise Refused(_("Whoever facilitates can start from ten minutes before; anybody three minutes after."))
    if state.started_at is not None and session.started_at is None:
        beginning.begin(session, state.started_at)
    if kind is EventKind.END and state.closed_at is not None:
        rows.filter(closed_at=None).update(closed_at=state.closed_at)
