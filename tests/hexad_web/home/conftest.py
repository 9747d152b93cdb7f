"""What a home says, and somebody who takes part."""

from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from hexad_web.accounts.access import Actor
from hexad_web.people.models import Participation, Person
from tests.examples import NOW
from tests.hexad_web.said import as_read

Words = Callable[..., str]


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages read the day of the cast, whenever the tests run."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def home_of(client: Client) -> str:
    response = client.get("/")
    assert response.status_code == 200
    return as_read(unescape(response.content.decode()))


@pytest.fixture
def ben(participant: Actor) -> Person:
    """The participant of the shared fixtures, as a person who joined."""
    assert participant.user is not None
    return Person.objects.create(
        organisation=participant.organisation,
        user=participant.user,
        email=participant.user.email,
        name=participant.user.name,
        time_zone="Europe/Berlin",
        participation=Participation.JOINED,
    )
