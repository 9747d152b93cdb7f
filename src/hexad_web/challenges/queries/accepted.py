"""What formation takes from challenges: the topics that each person accepts, and whom to keep apart."""

from collections.abc import Iterable

from hexad_web.accounts.models import Organisation
from hexad_web.challenges.models import Rival, Topic, TopicChoice
from hexad_web.people.models import Person


def topics_by_person(organisation: Organisation) -> dict[int, tuple[str, ...]]:
    """Titles by person, best first: what they chose, else what the owner's file says of them."""
    people = Person.objects.filter(organisation=organisation).values_list("pk", "topics")
    return {**{pk: tuple(topics) for pk, topics in people if topics}, **_chosen(organisation)}


def _chosen(organisation: Organisation) -> dict[int, tuple[str, ...]]:
    topics = {topic.pk: topic for topic in Topic.objects.filter(organisation=organisation)}
    rows = TopicChoice.objects.filter(organisation=organisation).order_by("person", "rank")
    ranked: dict[int, list[Topic]] = {}
    for person, topic in rows.values_list("person", "topic"):
        ranked.setdefault(person, []).append(where_it_went(topics[topic], topics))
    return {person: tuple(dict.fromkeys(topic.title for topic in found)) for person, found in ranked.items()}


def where_it_went(topic: Topic, topics: dict[int, Topic]) -> Topic:
    """The topic into which this one was merged, or the topic itself; also after several merges."""
    while topic.merged_into_id is not None and topic.merged_into_id in topics:
        topic = topics[topic.merged_into_id]
    return topic


def rivals_of(organisation: Organisation) -> list[tuple[int, int]]:
    """Pairs of people who go for the same post, each pair once. For the search alone: it is shown nowhere."""
    pairs: Iterable[tuple[int, int]] = Rival.objects.filter(organisation=organisation).values_list("person", "other")
    return sorted({(min(pair), max(pair)) for pair in pairs})
