"""Two runs side by side: differences first, and never a winner without its policy."""

from datetime import datetime
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from hexad_web.accounts.access import Actor
from hexad_web.formation.models import Policy, Run
from hexad_web.formation.queries.comparing import compare
from hexad_web.people.models import Person
from tests.hexad_web.formation.cast import answer_of, finished_run, join, state_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(owner: Actor) -> list[Person]:
    return join(owner.organisation, 12)


def page_of(client: Client, first: Run, second: Run) -> str:
    response = client.get(reverse("formation:compare"), {"a": first.pk, "b": second.pk})
    assert response.status_code == 200
    return " ".join(unescape(response.content.decode()).split())


def test_equal_groups_are_said_to_be_the_same_whatever_their_numbers(
    owner: Actor, owner_client: Client, people: list[Person], now: datetime
) -> None:
    first = finished_run(owner, now, answer=answer_of(people))
    second = finished_run(owner, now, answer=answer_of([*people[8:], *people[:8]]))
    assert "Same groups." in page_of(owner_client, first, second)
    assert "The same policy." in page_of(owner_client, first, second)


def test_only_those_who_sit_with_other_people_have_moved(owner: Actor, people: list[Person], now: datetime) -> None:
    swapped = [people[4], *people[1:4], people[0], *people[5:]]
    first = finished_run(owner, now, answer=answer_of(people))
    second = finished_run(owner, now, answer=answer_of(swapped))
    found = compare(first, second)
    assert [(one.name, one.first, one.second) for one in found.moved] == [
        (people[0].name, 1, 2),
        (people[4].name, 2, 1),
    ]


def test_somebody_in_one_run_only_is_listed_with_a_dash(
    owner: Actor, owner_client: Client, people: list[Person], now: datetime
) -> None:
    first = finished_run(owner, now, answer=answer_of(people[:8]))
    second = finished_run(owner, now, answer=answer_of(people))
    found = compare(first, second)
    assert {(one.first, one.second) for one in found.moved} == {(None, 3)}
    assert "4 people sit with other people." in page_of(owner_client, first, second)


def test_rules_won_and_lost_stand_on_one_axis(owner: Actor, people: list[Person], now: datetime) -> None:
    worse = answer_of(people, objective=30.0)
    worse["groups"][0]["by_rule"] = [state_of("level", "broken"), state_of("department", mode="wish")]
    found = compare(finished_run(owner, now, answer=answer_of(people)), finished_run(owner, now, answer=worse))
    bars = {bar.title: bar for bar in found.bars}
    assert (bars["Score"].first, bars["Score"].second, bars["Score"].change) == ("40.0", "30.0", "−10.0")
    assert (bars["Score"].first_length, bars["Score"].second_length) == (100.0, 75.0)
    level = bars["Same level: kept, %"]
    assert (level.first, level.second, level.change) == ("100", "67", "−33")


def test_the_policy_behind_each_run_is_shown_where_it_differs(
    owner: Actor, owner_client: Client, people: list[Person], now: datetime
) -> None:
    first = finished_run(owner, now)
    policy = Policy.objects.get(organisation=owner.organisation)
    policy.seed, policy.largest = 9, 8
    policy.save()
    second = finished_run(owner, now)
    found = {one.title: (one.first, one.second) for one in compare(first, second).policy}
    assert found == {"Sizes": ("4 to 6, preferably 6", "4 to 8, preferably 6"), "Seed": ("1", "9")}
    assert f"Use run B ({second.pk})" in page_of(owner_client, first, second)


def test_a_run_without_groups_cannot_be_compared(owner: Actor, owner_client: Client, now: datetime) -> None:
    response = owner_client.get(reverse("formation:compare"), {"a": 1, "b": 2})
    assert response.status_code == 404
