"""Eight managers of Northwind Works who have joined, and what they find hard."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import Organisation
from hexad_web.challenges.actions import grouping, stating
from hexad_web.challenges.actions.stating import Answers
from hexad_web.challenges.models import Topic
from hexad_web.people.models import Participation, Person
from tests.examples import NOW
from tests.hexad_web.practice.cast import actor

MEETINGS = (
    "Our meetings never end on time and decide nothing.",
    "Meetings run over and nothing is decided in our meetings.",
    "We sit in meetings that decide nothing.",
    "Long meetings, and nothing gets decided in them.",
)
HANDING = (
    "I correct reports at night that my team has written.",
    "At night I correct the reports of my team.",
    "My team writes reports and I correct them at night.",
    "The reports of my team need so many corrections at night.",
)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def people(organisation: Organisation) -> list[Actor]:
    rows = [
        Person.objects.create(
            organisation=organisation,
            email=f"{name}@northwind.example",
            name=f"{name.title()} Sender",
            department="Sales",
            participation=Participation.JOINED,
        )
        for name in ("ada", "bo", "cai", "dia", "eli", "fay", "gil", "hue")
    ]
    return [actor(row) for row in rows]


def say(one: Actor, text: str, *, shared: bool = True, now: datetime = NOW) -> None:
    stating.save_answers(actor=one, answers=Answers(statement=text), now=now)
    if shared:
        stating.share(actor=one, now=now)


@pytest.fixture
def topics(people: list[Actor]) -> list[Topic]:
    """Four find meetings hard, four correct reports; the worker has grouped them."""
    for one, text in zip(people, (*MEETINGS, *HANDING), strict=True):
        say(one, text)
    grouping.group_due(NOW + timedelta(minutes=5))
    return list(Topic.objects.order_by("pk"))
