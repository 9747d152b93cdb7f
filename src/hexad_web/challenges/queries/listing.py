"""The owner's pages of topics: demand in total, statements without authors, nothing behind which few people stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet

from hexad_web.accounts.access import Actor
from hexad_web.challenges import access
from hexad_web.challenges.access import Statement
from hexad_web.challenges.models import Challenge, Topic, TopicChange, TopicChoice, Vote
from hexad_web.challenges.queries import modules_of_topics
from hexad_web.challenges.queries.accepted import where_it_went
from hexad_web.challenges.queries.voting import Voting, has_votes, voting_of
from hexad_web.challenges.queries.wording import reason_of

FEWEST = 4  # people behind a figure or a set of statements; fewer could be traced


def is_readable(people: int) -> bool:
    return people >= FEWEST


@dataclass(frozen=True, slots=True)
class Demand:
    """People behind a topic; None: fewer than four, which also hides whether there is anybody."""

    shared: int | None
    accepted: int | None
    voted: int | None


@dataclass(frozen=True, slots=True)
class Row:
    id: int
    title: str
    reason: str
    module: modules_of_topics.Suggested | None
    demand: Demand


@dataclass(frozen=True, slots=True)
class ListPage:
    """``last``: the change that can be undone on the spot."""

    rows: list[Row]
    voting: Voting
    has_votes: bool
    last: TopicChange | None


@dataclass(frozen=True, slots=True)
class TopicPage:
    row: Row
    statements: list[Statement] | None  # None: too few to be shown
    others: list[tuple[int, str]]
    has_votes: bool


def list_page(actor: Actor, now: datetime) -> ListPage:
    voting = voting_of(access.topic_list_of(actor), actor.organisation, now)
    rows = _rows(actor, list(access.topics_of(actor)), voting)
    last = TopicChange.objects.filter(organisation=actor.organisation).select_related("topic", "other").first()
    return ListPage(rows, voting, has_votes(actor.organisation), last if last and last.undone_at is None else None)


def topic_page(actor: Actor, topic_id: int, now: datetime) -> TopicPage:
    topic = access.topic_of(actor, topic_id)
    voting = voting_of(access.topic_list_of(actor), actor.organisation, now)
    (row,) = _rows(actor, [topic], voting)
    inside = access.shared_of(actor).filter(topic=topic)
    others = list(access.topics_of(actor).exclude(pk=topic.pk).values_list("pk", "title"))
    return TopicPage(row, _statements(actor, inside), others, has_votes(actor.organisation))


def _statements(actor: Actor, inside: QuerySet[Challenge]) -> list[Statement] | None:
    found = access.statements(actor, inside)
    return found if is_readable(len(found)) else None


def _rows(actor: Actor, topics: list[Topic], voting: Voting) -> list[Row]:
    """Everything is counted for all topics at once: a list of fifty takes the queries of a list of five."""
    shared = access.shared_of(actor).exclude(topic=None).values_list("topic").annotate(people=Count("pk"))
    counted = (dict(shared), accepted_by_topic(actor), {} if voting.is_open else _voters(actor))
    suggested = modules_of_topics.suggested(actor.organisation)
    return [
        Row(topic.pk, topic.title, reason_of(topic), suggested.get(topic.module), _demand(topic.pk, counted))
        for topic in topics
    ]


def _demand(topic_id: int, counted: tuple[Mapping[int, int], ...]) -> Demand:
    shown = (count if is_readable(count := found.get(topic_id, 0)) else None for found in counted)
    return Demand(*shown)


def accepted_by_topic(actor: Actor) -> dict[int, int]:
    """How many people accept each topic; whoever chose one that was merged counts for what it became."""
    topics = {topic.pk: topic for topic in Topic.objects.filter(organisation=actor.organisation)}
    people: dict[int, set[int]] = {}
    for person, topic in TopicChoice.objects.filter(organisation=actor.organisation).values_list("person", "topic"):
        people.setdefault(where_it_went(topics[topic], topics).pk, set()).add(person)
    return {topic: len(found) for topic, found in people.items()}


def _voters(actor: Actor) -> dict[int, int]:
    """Once voting is closed: a total that grows while people vote would say who just did."""
    votes = Vote.objects.filter(organisation=actor.organisation).values_list("topic")
    return dict(votes.annotate(people=Count("pk")))
