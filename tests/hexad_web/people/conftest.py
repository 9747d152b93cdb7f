"""The cast of Northwind as rows, and files about them."""

from collections.abc import Callable
from datetime import datetime

import pytest

from hexad.people.roster import Person as Line
from hexad.people.writing import write_people
from hexad_web.accounts.access import Actor
from hexad_web.people.actions.confirming import confirm
from hexad_web.people.actions.uploading import take_file
from hexad_web.people.models import Import, Person
from tests.examples import NORTHWIND

TakeIn = Callable[..., Import]


def file_of(*people: Line) -> bytes:
    return write_people(people or NORTHWIND).encode()


@pytest.fixture
def look_at(owner: Actor, now: datetime) -> TakeIn:
    """Upload a file and stop at its preview."""

    def upload(data: bytes, name: str = "people.csv") -> Import:
        return take_file(actor=owner, name=name, data=data, now=now)

    return upload


@pytest.fixture
def take_in(owner: Actor, now: datetime, look_at: TakeIn) -> TakeIn:
    """Upload a file and import it."""

    def bring_in(data: bytes) -> Import:
        return confirm(actor=owner, import_id=look_at(data).pk, now=now)

    return bring_in


@pytest.fixture
def northwind(take_in: TakeIn) -> dict[str, Person]:
    """Everybody of Northwind in the list, by first name."""
    take_in(file_of())
    return {person.name.split()[0]: person for person in Person.objects.select_related("boss")}
