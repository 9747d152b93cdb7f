"""Who has a connection to a room. The room is told once of a coming and once of a going."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction

from hexad.sessions.state import EventKind
from hexad_web.sessions.actions.recording import record
from hexad_web.sessions.models import Presence, Session

LOST_AFTER = timedelta(seconds=12)  # three renewals missed: the server that kept it is gone
LEFT_OVER_AFTER = timedelta(minutes=2)
Place = tuple[int, int, str]


@transaction.atomic
def arrive(
    *, session_id: int, organisation_id: int, person_id: int, device: str, server: str = "", now: datetime
) -> None:
    """A device opened the room; one that was here all along, as far as the room knows, is no news."""
    place = {"session_id": session_id, "person_id": person_id, "device": device}
    kept = {"seen_at": now, "server": server}
    _row, is_new = Presence.objects.update_or_create(
        **place,
        defaults=kept,
        create_defaults={**place, **kept, "organisation_id": organisation_id, "opened_at": now},
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


def renew(
    server: str, places: Collection[Place], unsure: Collection[Place], looked_at: datetime, now: datetime
) -> set[Place]:
    """The connections that a server keeps are still open: one short statement while nobody was swept meanwhile.

    ``looked_at``: when it looked which ``places`` it keeps; ``unsure`` are those that it was just writing down. Says
    which of ``places`` are kept nowhere any more: their rooms have to be told anew.
    """
    renewed = Presence.objects.filter(server=server, seen_at__lte=looked_at).update(seen_at=now)
    return set() if renewed == len(places) else _put_right(server, set(places), set(unsure), now)


def _put_right(server: str, places: set[Place], unsure: set[Place], renewed_at: datetime) -> set[Place]:
    """A row that this server does not know of is let go, unless it is newer than what the server knew."""
    rows = Presence.objects.filter(server=server).values_list("session_id", "person_id", "device", "seen_at")
    own = {(session, person, device): seen_at for session, person, device, seen_at in rows}
    for session_id, person_id, device in sorted(own.keys() - places - unsure):
        if own[session_id, person_id, device] == renewed_at:
            Presence.objects.filter(server=server, session=session_id, person=person_id, device=device).update(
                server=""
            )  # nobody renews it: the next sweep tells the room
    return _kept_nowhere(places - own.keys() - unsure)


def _kept_nowhere(places: set[Place]) -> set[Place]:
    """Without what another server keeps now, and rooms that are closed."""
    sessions, people = {place[0] for place in places}, {place[1] for place in places}
    rows = Presence.objects.filter(session__in=sessions, person__in=people)
    elsewhere = set(rows.values_list("session_id", "person_id", "device"))
    still_open = set(Session.objects.filter(pk__in=sessions, closed_at=None).values_list("pk", flat=True))
    return {place for place in places - elsewhere if place[0] in still_open}


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


def sweep_left_over(now: datetime) -> int:
    """What no web process has swept because none watches a room; without haste, so that no busy one is meant."""
    return sweep_lost(now - LEFT_OVER_AFTER)
