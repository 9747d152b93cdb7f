"""The one place where events are added to a room: numbered without a gap, dated by the server, each key once."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from hexad.sessions.state import EventKind
from hexad_web.sessions import waking
from hexad_web.sessions.models import RoomEvent, Session

A_MOMENT = timedelta(microseconds=1)
LONGEST_KEY = 64
Values = Mapping[str, str | int | bool]


@transaction.atomic
def record(
    *, session_id: int, kind: EventKind, key: str, person_id: int | None, values: Values | None = None, now: datetime
) -> bool:
    """Add an event after all others; False where its key is there already."""
    session = Session.objects.select_for_update().only("pk", "organisation_id", "events_count").get(pk=session_id)
    if RoomEvent.objects.filter(session=session_id, key=key).exists():
        return False
    last = (
        RoomEvent.objects.filter(session=session_id, number=session.events_count).values_list("at", flat=True).first()
    )
    number = session.events_count + 1
    Session.objects.filter(pk=session_id).update(events_count=number)
    RoomEvent.objects.create(
        organisation_id=session.organisation_id,
        session_id=session_id,
        number=number,
        key=key,
        kind=kind,
        # Two servers' clocks never put a later event before an earlier one.
        at=max(now, last + A_MOMENT) if last else now,
        person_id=person_id,
        values=dict(values or {}),
    )
    waking.room_changed(session_id)
    return True
