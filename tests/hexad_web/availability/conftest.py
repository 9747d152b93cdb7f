from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from hexad.availability.horizon import Horizon
from hexad.availability.intervals import Busy
from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import Organisation, User
from hexad_web.availability import mask_cache, stored
from hexad_web.availability.models import Kind, Source
from hexad_web.people.models import Participation, Person
from tests.hexad_web.availability.caldav_server import CaldavServer, radicale
from tests.hexad_web.availability.calendar_server import CalendarServer, serving

# A week of December 2026: Monday 7 to Sunday 13, Berlin an hour before UTC.
WEEK = Horizon.between(date(2026, 12, 7), date(2026, 12, 14))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 12, day, hour, minute, tzinfo=UTC)


def person_of(organisation: Organisation, name: str, user: User | None = None, **fields: object) -> Person:
    defaults: dict[str, object] = {
        "email": f"{name.lower()}@northwind.example",
        "name": f"{name} Example",
        "time_zone": "Europe/Berlin",
        "country": "DE",
        "participation": Participation.JOINED,
    }
    return Person.objects.create(organisation=organisation, user=user, **{**defaults, **fields})


def uploaded(person: Person, *busy: Busy, read_at: datetime, **fields: object) -> Source:
    rows = stored.pack(busy)
    defaults: dict[str, object] = {
        "name": "Work",
        "busy": rows,
        "busy_hash": stored.digest(rows),
        "covers_from": read_at,
        "covers_until": read_at + timedelta(days=400),
    }
    return Source.objects.create(
        organisation=person.organisation,
        person=person,
        kind=Kind.UPLOAD,
        created_at=read_at,
        read_at=read_at,
        **{**defaults, **fields},
    )


@pytest.fixture(autouse=True)
def no_masks_from_other_tests() -> None:
    mask_cache.masks.clear()


@pytest.fixture
def calendars() -> Iterator[CalendarServer]:
    with serving() as server:
        yield server


@pytest.fixture
def ben(organisation: Organisation, participant: Actor) -> Person:
    """The participant of the shared fixtures, as a person of the programme."""
    return person_of(organisation, "Ben", participant.user)


@pytest.fixture
def fen(organisation: Organisation) -> Person:
    return person_of(organisation, "Fen", time_zone="Europe/London", country="GB")


@pytest.fixture
def caldav_server(tmp_path: Path) -> Iterator[CaldavServer]:
    with radicale(tmp_path) as server:
        yield server
