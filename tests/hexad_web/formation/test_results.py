"""The result page: facts, filters, paging, and the same few queries however many groups there are."""

import csv
import io
import json
from datetime import datetime
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hexad_web.accounts.access import Actor
from hexad_web.formation.models import Run
from hexad_web.formation.queries import results
from hexad_web.people.models import Participation, Person
from tests.hexad_web.formation.cast import answer_of, finished_run, group, join, state_of

pytestmark = pytest.mark.django_db


def open_result(client: Client, run: Run, **query: object) -> str:
    response = client.get(reverse("formation:result", args=[run.pk]), query)
    assert response.status_code == 200
    return " ".join(unescape(response.content.decode()).split())


def queries_of(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.fixture
def answer(owner: Actor) -> dict[str, Any]:
    """Three groups: the second cannot meet and was relaxed, the third is plain."""
    answer = answer_of(join(owner.organisation, 12), can_meet=2 / 3)
    relaxed = {"code": "meet.broken", "values": {"missing": 1, "blocks": 6}, "text": ""}
    answer["groups"][1] |= {"can_meet": False, "next_window": None, "by_rule": [state_of("meet", "relaxed", **relaxed)]}
    answer["relaxed"] = [{"rule": "meet", "group": "g2", "why": "", "reason": relaxed}]
    return answer


def test_facts_come_first(owner: Actor, owner_client: Client, answer: dict[str, Any], now: datetime) -> None:
    page = open_result(owner_client, finished_run(owner, now, answer=answer))
    assert "2/3" in page
    assert "At most 2.44 % better is possible." in page
    assert "Can meet: in 1 group" in page


def test_a_filter_shows_only_its_groups_and_says_how_many(
    owner: Actor, owner_client: Client, answer: dict[str, Any], now: datetime
) -> None:
    run = finished_run(owner, now, answer=answer)
    page = open_result(owner_client, run, show="cannot-meet")
    assert "Cannot meet (1)" in page
    assert 'id="group-2"' in page
    assert 'id="group-1"' not in page
    assert 'id="group-2"' in open_result(owner_client, run, show="relaxed")


def test_an_unknown_filter_and_a_wild_page_number_show_the_groups(
    owner: Actor, owner_client: Client, answer: dict[str, Any], now: datetime
) -> None:
    run = finished_run(owner, now, answer=answer)
    assert 'id="group-1"' in open_result(owner_client, run, show="'; drop", page="-3e9")
    assert 'id="group-3"' in open_result(owner_client, run, page="99999999999999")


def test_calendars_are_spoken_of_without_anybody(
    owner: Actor, owner_client: Client, answer: dict[str, Any], now: datetime
) -> None:
    run = finished_run(owner, now, answer=answer)
    page = " ".join(owner_client.get(reverse("formation:explain", args=[run.pk, 2])).content.decode().split())
    assert "No window suits all in 1 of 6 stretches of the calendar." in page


def test_a_private_constraint_names_nobody(owner: Actor, answer: dict[str, Any], now: datetime) -> None:
    reason = {"code": "rivals.broken", "values": {}, "text": "A private constraint is not kept."}
    answer["groups"][0]["by_rule"] = [state_of("rivals", "broken", **reason)]
    card = results.card_of(group(finished_run(owner, now, answer=answer), 1))
    assert card.cells["rivals"].title == "A private constraint"
    assert card.cells["rivals"].reason == "A private constraint is not kept."


def test_the_matrix_has_a_sign_and_a_word_for_each_rule_and_group(
    owner: Actor, answer: dict[str, Any], now: datetime
) -> None:
    run = finished_run(owner, now, answer=answer)
    rows = {row.title: row for row in results.context_of(run, "all", 1, now)["matrix"]}
    assert [cell and (cell.sign, cell.word) for cell in rows["Can meet"].cells] == [None, ("~", "relaxed"), None]
    assert [cell and (cell.sign, cell.word) for cell in rows["Same level"].cells] == [
        ("✓", "kept"),
        None,
        ("✓", "kept"),
    ]


def test_a_wish_that_is_not_met_in_full_is_not_called_relaxed(
    owner: Actor, answer: dict[str, Any], now: datetime
) -> None:
    """Only a must gives way: the filter and the facts count those."""
    some, none = state_of("site", "relaxed", "wish"), {**state_of("tenure", "relaxed", "wish"), "points": 0.0}
    answer["groups"][0]["by_rule"] = [some, none]
    cells = results.card_of(group(finished_run(owner, now, answer=answer), 1)).cells
    assert [(cells[rule].sign, cells[rule].word) for rule in ("site", "tenure")] == [("◐", "in part"), ("○", "not met")]


def test_a_wish_that_only_costs_points_is_not_set_against_nought(
    owner: Actor, owner_client: Client, answer: dict[str, Any], now: datetime
) -> None:
    costs = {**state_of("ranking", "relaxed", "wish"), "points": -16.0, "most": 0.0}
    answer["groups"][0]["by_rule"] = [costs]
    run = finished_run(owner, now, answer=answer)
    page = owner_client.get(reverse("formation:explain", args=[run.pk, 1])).content.decode()
    assert "-16.0" in page
    assert "of 0.0" not in page


def test_somebody_without_a_place_is_said(owner: Actor, owner_client: Client, now: datetime) -> None:
    people = join(owner.organisation, 13)
    values = {"name": people[12].name, "people": 13, "low": 4, "high": 4}
    waiting = [
        {"person": people[12].email, "why": "", "reason": {"code": "waiting.size", "values": values, "text": ""}}
    ]
    run = finished_run(owner, now, answer=answer_of(people[:12], waiting=waiting))
    assert f"{people[12].name}: {people[12].name} waits, drawn by lot" in open_result(owner_client, run)


def test_somebody_who_left_since_is_announced_before_publishing(
    owner: Actor, owner_client: Client, answer: dict[str, Any], now: datetime
) -> None:
    run = finished_run(owner, now, answer=answer)
    Person.objects.filter(email=answer["groups"][0]["members"][0]).update(participation=Participation.LEFT)
    assert "1 person here has not joined, or left." in open_result(owner_client, run)


def test_the_result_takes_the_same_queries_for_three_and_for_thirty_groups(
    owner: Actor, owner_client: Client, now: datetime
) -> None:
    people = join(owner.organisation, 120)
    small = finished_run(owner, now, answer=answer_of(people[:12]))
    large = finished_run(owner, now, answer=answer_of(people))
    counts = {queries_of(owner_client, reverse("formation:result", args=[run.pk])) for run in (small, large)}
    assert len(counts) == 1
    assert counts.pop() <= 16
    assert "Page 1 of 2" in open_result(owner_client, large)


def test_names_that_look_like_formulas_are_harmless_in_the_export(
    owner: Actor, owner_client: Client, now: datetime
) -> None:
    people = join(owner.organisation, 4)
    Person.objects.filter(pk=people[0].pk).update(name='=HYPERLINK("http://evil.example")')
    run = finished_run(owner, now)
    response = owner_client.get(reverse("formation:export", args=[run.pk, "csv"]))
    rows = list(csv.DictReader(io.StringIO(response.content.decode())))
    assert response.headers["Content-Disposition"] == f'attachment; filename="groups-{run.pk}.csv"'
    assert rows[0]["name"].startswith("'=")
    assert {row["email"] for row in rows} == {person.email for person in people}


def test_the_json_export_has_the_keys_of_the_command_line(
    owner: Actor, owner_client: Client, answer: dict[str, Any], now: datetime
) -> None:
    run = finished_run(owner, now, answer=answer)
    exported = json.loads(owner_client.get(reverse("formation:export", args=[run.pk, "json"])).content)
    keys = {"groups", "objective", "bound", "gap", "can_meet", "relaxed", "problems", "seed", "sweeps", "stopped"}
    assert keys <= exported.keys()
    assert exported["groups"][0]["members"] == sorted(answer["groups"][0]["members"])
    assert exported["groups"][0].keys() >= {"id", "members", "topic", "why"}
    assert exported["input_hash"] == Run.objects.get(pk=run.pk).input_hash
