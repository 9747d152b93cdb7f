"""The one place where events are added to a room: numbered without a gap, dated by the server, each key once."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q

from hexad.sessions.state import EventKind
from hexad_web.accounts.prepared import Prepared, PreparedInsert, PreparedUpdate
from hexad_web.sessions import waking
from hexad_web.sessions.models import RoomEvent, Session
from hexad_web.sessions.waking import NewEvent

LOCKED = ("id", "organisation_id", "group_id", "state", "ends_at", "closed_at", "events_count")
A_MOMENT = timedelta(microseconds=1)
LONGEST_KEY = 64
Values = Mapping[str, str | int | bool]


_locked = Prepared(lambda session_id: Session.objects.select_for_update().filter(pk=session_id).values_list(*LOCKED))
_same_or_last = Prepared(
    lambda session_id, key, number: (
        RoomEvent.objects.filter(Q(key=key) | Q(number=number), session=session_id).order_by().values_list("key", "at")
    )
)


_insert = PreparedInsert(RoomEvent)
_count = PreparedUpdate(Session, "events_count")


@transaction.atomic
def record(
    *, session_id: int, kind: EventKind, key: str, person_id: int | None, values: Values | None = None, now: datetime
) -> bool:
    """Add an event after all others; False where its key is there already."""
    at = add(lock(session_id), kind=kind, key=key, person_id=person_id, values=values, now=now)
    return at is not None


def lock(session_id: int) -> Session:
    """The session's row with what an event depends on; whoever else adds to this room waits."""
    rows = _locked(session_id)
    if not rows:
        raise Session.DoesNotExist
    return Session.from_db(connection.alias, LOCKED, rows[0])


def add(
    session: Session, *, kind: EventKind, key: str, person_id: int | None, values: Values | None = None, now: datetime
) -> datetime | None:
    """The same on a row that is locked. Says when the event happened; None where its key is there already."""
    found = dict(_same_or_last(session.pk, key, session.events_count))
    if key in found:
        return None
    # Two servers' clocks never put a later event before an earlier one.
    at: datetime = max([now, *(last + A_MOMENT for last in found.values())])
    _add(session, NewEvent(session.events_count + 1, key, str(kind), at, person_id, dict(values or {})))
    return at


@transaction.atomic
def record_past(*, session_id: int, kind: EventKind, key: str, person_id: int, values: Values, at: datetime) -> None:
    """Add what happened at ``at``, before events that are known already: the fold takes them by their time."""
    session = lock(session_id)
    if not RoomEvent.objects.filter(session=session_id, key=key).exists():
        _add(session, NewEvent(session.events_count + 1, key, str(kind), at, person_id, dict(values)))


def _add(session: Session, event: NewEvent) -> None:
    _count(session.pk, event.number)
    _insert({"organisation_id": session.organisation_id, "session_id": session.pk, **asdict(event)})
    waking.room_changed(session.pk, event)
