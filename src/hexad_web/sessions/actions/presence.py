"""Who has a connection to a room. The room is told once of a coming and once of a going."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction

from hexad.sessions.state import EventKind
from hexad_web.sessions.actions.recording import record
from hexad_web.sessions.models import Presence, Session

LOST_AFTER = timedelta(seconds=12)  # three renewals missed: the server that kept it is gone
Place = tuple[int, int, str]


@transaction.atomic
def arrive(*, session_id: int, organisation_id: int, person_id: int, device: str, now: datetime) -> None:
    """A device opened the room; one that was here all along, as far as the room knows, is no news."""
    place = {"session_id": session_id, "person_id": person_id, "device": device}
    _row, is_new = Presence.objects.update_or_create(
        **place,
        defaults={"seen_at": now},
        create_defaults={**place, "organisation_id": organisation_id, "opened_at": now, "seen_at": now},
    )
    if is_new:
        _record(EventKind.HERE, place, now)


@transaction.atomic
def depart(*, session_id: int, organisation_id: int, person_id: int, device: str, now: datetime) -> None:
    place = {"session_id": session_id, "person_id": person_id, "device": device}
    gone, _models = Presence.objects.filter(organisation_id=organisation_id, **place).delete()
    if gone:
        _record(EventKind.GONE, place, now)


def _record(kind: EventKind, place: dict[str, object], now: datetime) -> None:
    record(
        session_id=int(str(place["session_id"])),
        kind=kind,
        key=f"{kind}-{uuid4().hex}",
        person_id=int(str(place["person_id"])),
        values={"device": str(place["device"])},
        now=now,
    )


def renew(places: Collection[Place], now: datetime) -> None:
    """The connections that a server keeps are still open: one statement for all, and who was swept is here again."""
    if not places:
        return
    sessions, people, devices = (set(column) for column in zip(*places, strict=True))
    rows = Presence.objects.filter(session__in=sessions, person__in=people, device__in=devices)
    rows.update(seen_at=now)
    swept = set(places) - set(rows.values_list("session_id", "person_id", "device"))
    if swept:
        organisations = dict(
            Session.objects.filter(pk__in=sessions, closed_at=None).values_list("pk", "organisation_id")
        )
        for session_id, person_id, device in sorted(swept):
            if session_id in organisations:
                arrive(
                    session_id=session_id,
                    organisation_id=organisations[session_id],
                    person_id=person_id,
                    device=device,
                    now=now,
                )


def sweep_lost(now: datetime) -> int:
    """Connections whose server no longer renews them are gone; says how many."""
    lost = list(Presence.objects.filter(seen_at__lt=now - LOST_AFTER))
    for row in lost:
        depart(
            session_id=row.session_id,
            organisation_id=row.organisation_id,
            person_id=row.person_id,
            device=row.device,
            now=now,
        )
    return len(lost)
