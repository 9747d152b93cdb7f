"""The page on which somebody accepts topics, with what the own statement and votes suggest."""

from dataclasses import dataclass

from hexad_web.accounts.access import Actor
from hexad_web.challenges import access
from hexad_web.challenges.models import MOST_CHOICES, Topic
from hexad_web.challenges.queries.accepted import where_it_went
from hexad_web.challenges.queries.wording import reason_of
from hexad_web.people import access as people_access
from hexad_web.people.models import Participation


@dataclass(frozen=True, slots=True)
class Offered:
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class ChoicesPage:
    """``ranked``: what is chosen, or else suggested; ``is_saved`` tells which."""

    topics: list[tuple[int, str]]
    offered: list[Offered]
    ranked: list[int]
    is_saved: bool
    has_joined: bool


def choices_page(actor: Actor) -> ChoicesPage:
    topics = list(access.topics_of(actor))
    chosen = _chosen(actor)
    return ChoicesPage(
        topics=[(topic.pk, topic.title) for topic in topics],
        offered=[Offered(topic.title, reason_of(topic)) for topic in topics],
        ranked=chosen or _suggested(actor, topics),
        is_saved=bool(chosen),
        has_joined=people_access.own_person(actor).participation == Participation.JOINED,
    )


def _chosen(actor: Actor) -> list[int]:
    """As chosen, though under the name of what a topic has become since."""
    rows = [choice.topic for choice in access.own_choices(actor).order_by("rank")]
    if not rows:
        return []
    topics = {topic.pk: topic for topic in Topic.objects.filter(organisation=actor.organisation)}
    return list(dict.fromkeys(where_it_went(topic, topics).pk for topic in rows))


def _suggested(actor: Actor, topics: list[Topic]) -> list[int]:
    """The topic of the own statement first, then those with the own votes, most first."""
    own = access.own_challenge(actor)
    voted = access.own_votes(actor).order_by("-count", "pk").values_list("topic", flat=True)
    wanted = [own.topic_id if own else None, *voted]
    known = {topic.pk for topic in topics}
    return list(dict.fromkeys(pk for pk in wanted if pk in known))[:MOST_CHOICES]
