"""Topics that the owner arranged or that people chose: a later grouping adds to them and takes nothing away."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from hexad_web.accounts.access import Actor
from hexad_web.challenges.actions import arranging, choosing, grouping, voting
from hexad_web.challenges.models import Challenge, Topic
from tests.examples import NOW
from tests.hexad_web.challenges.conftest import say

LATER, AFTER = NOW + timedelta(hours=1), NOW + timedelta(hours=2)
Members = dict[int, tuple[str, set[int]]]


def members() -> Members:
    rows = Topic.objects.filter(merged_into=None)
    return {row.pk: (row.title, set(row.challenges.values_list("pk", flat=True))) for row in rows}


def rename(owner: Actor, people: list[Actor], topics: list[Topic]) -> None:
    arranging.rename(actor=owner, topic_id=topics[0].pk, title="Mondays", now=NOW)


def merge(owner: Actor, people: list[Actor], topics: list[Topic]) -> None:
    arranging.merge(actor=owner, topic_id=topics[0].pk, into_id=topics[1].pk, now=NOW)


def split(owner: Actor, people: list[Actor], topics: list[Topic]) -> None:
    keys = [row.shared_id for row in topics[0].challenges.order_by("pk")[:2] if row.shared_id]
    arranging.split(actor=owner, topic_id=topics[0].pk, keys=keys, title="Endless", now=NOW)


def choose(owner: Actor, people: list[Actor], topics: list[Topic]) -> None:
    choosing.accept_topics(actor=people[7], ranked=[topics[0].pk], now=NOW)


def vote(owner: Actor, people: list[Actor], topics: list[Topic]) -> None:
    voting.open_voting(actor=owner, closes_date=NOW.date(), now=NOW)
    voting.cast_votes(actor=people[7], counts={topics[0].pk: 1}, now=NOW)
    voting.close_voting(actor=owner, now=NOW)


@pytest.mark.parametrize("arrange", [rename, merge, split, choose, vote])
def test_what_was_arranged_keeps_its_title_and_all_its_statements(
    owner: Actor, people: list[Actor], topics: list[Topic], arrange: Callable[..., None]
) -> None:
    arrange(owner, people, topics)
    held = {pk: found for pk, found in members().items() if pk in _touched()} or members()
    moved = Challenge.objects.get(person__user=people[7].user).pk
    say(people[7], "The crane in the yard needs a new driver.", now=LATER)
    grouping.group_due(AFTER)
    now = members()
    for pk, (title, inside) in held.items():
        assert now[pk][0] == title
        assert now[pk][1] >= inside - {moved}


def _touched() -> set[int]:
    return set(Topic.objects.filter(is_held=True).values_list("pk", flat=True))


def test_a_statement_like_those_of_a_held_topic_joins_it(
    owner: Actor, people: list[Actor], topics: list[Topic]
) -> None:
    about_meetings = Challenge.objects.get(person__user=people[0].user).topic
    assert about_meetings is not None
    arranging.rename(actor=owner, topic_id=about_meetings.pk, title="Mondays", now=NOW)
    say(people[7], "Our meetings run over and decide nothing.", now=LATER)
    grouping.group_due(AFTER)
    assert Challenge.objects.get(person__user=people[7].user).topic_id == about_meetings.pk


def test_grouping_twice_changes_nothing(owner: Actor, topics: list[Topic]) -> None:
    before = members()
    grouping.group_statements(organisation=owner.organisation, now=LATER)
    assert members() == before


def test_a_lone_statement_gets_a_topic_and_leaves_the_others_as_they_are(
    people: list[Actor], topics: list[Topic]
) -> None:
    before = members()
    moved = Challenge.objects.get(person__user=people[7].user).pk
    say(people[7], "The crane in the yard needs a new driver.", now=LATER)
    grouping.group_due(AFTER)
    after = members()
    assert {pk: (title, inside - {moved}) for pk, (title, inside) in before.items()} == {pk: after[pk] for pk in before}
    assert sum(len(inside) for _title, inside in after.values()) == 8
