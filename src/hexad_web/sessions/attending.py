"""Who is here, written down for the seats that this process keeps."""

from collections.abc import Collection

from django.utils import timezone

from hexad_web.sessions.actions import presence
from hexad_web.sessions.seats import Place, Seat


def arrive(seat: Seat) -> None:
    presence.arrive(
        session_id=seat.session_id,
        organisation_id=seat.actor.organisation.pk,
        person_id=seat.person.pk,
        device=seat.device,
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


def renew(places: Collection[Place]) -> None:
    presence.renew(places, timezone.now())


def sweep() -> None:
    presence.sweep_lost(timezone.now())
