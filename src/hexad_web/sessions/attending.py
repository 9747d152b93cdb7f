"""Who is here, written down for the seats that this process keeps."""

from collections.abc import Collection
from datetime import datetime

from django.utils import timezone

from hexad_web.sessions.actions import presence
from hexad_web.sessions.seats import Place, Seat


def settle(coming: Collection[Seat], going: Collection[Seat], server: str) -> None:
    """One turn of a room: repeated after an error, none of it counts twice."""
    for seat in coming:
        arrive(seat, server)
    for seat in going:
        depart(seat)


def arrive(seat: Seat, server: str) -> None:
    presence.arrive(
        session_id=seat.session_id,
        organisation_id=seat.actor.organisation.pk,
        person_id=seat.person.pk,
        device=seat.device,
        server=server,
        now=timezone.now(),
    )


def depart(seat: Seat) -> None:
    presence.depart(
        session_id=seat.session_id,
        organisation_id=seat.actor.organisation.pk,
        person_id=seat.person.pk,
        device=seat.device,
        now=timezone.now(),
    )


def renew(server: str, places: Collection[Place], unsure: Collection[Place], looked_at: datetime) -> set[Place]:
    return presence.renew(server, places, unsure, looked_at, timezone.now())


def sweep(looked_at: datetime) -> None:
    presence.sweep_lost(looked_at)
