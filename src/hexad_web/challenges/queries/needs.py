"""What challenges need from somebody now, for the home page."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.urls import reverse

from hexad_web.accounts.access import Actor
from hexad_web.challenges import access
from hexad_web.challenges.models import MOST_VOTES, Challenge
from hexad_web.challenges.queries.voting import voting_of
from hexad_web.people.models import Participation, Person


class NeedKind(StrEnum):
    CHALLENGE_MISSING = "challenge_missing"
    VOTES_LEFT = "votes_left"
    TOPICS_MISSING = "topics_missing"


@dataclass(frozen=True, slots=True)
class Need:
    """``minutes``: how long it takes. ``until``: the last day, in words of the reader, where there is one."""

    kind: NeedKind
    url: str
    minutes: int
    until: str = ""


def things_for(actor: Actor, now: datetime) -> list[Need]:
    """The most pressing first: what ends on a day, then what has not been begun."""
    people = Person.objects.filter(organisation=actor.organisation, user=actor.user, user__isnull=False)
    person = people.filter(participation=Participation.JOINED).order_by("pk").first()
    if person is None:
        return []
    return [*_votes(actor, now), *_challenge(actor), *_topics(actor)]


def _votes(actor: Actor, now: datetime) -> list[Need]:
    voting = voting_of(access.topic_list_of(actor), actor.organisation, now)
    if not voting.is_open or sum(access.own_votes(actor).values_list("count", flat=True)) >= MOST_VOTES:
        return []
    return [Need(NeedKind.VOTES_LEFT, reverse("challenges:vote"), 2, voting.until)]


def _challenge(actor: Actor) -> list[Need]:
    own = access.own_challenge(actor)
    is_done = own is not None and own.state != Challenge.State.DRAFT
    return [] if is_done else [Need(NeedKind.CHALLENGE_MISSING, reverse("challenges:new"), 2)]


def _topics(actor: Actor) -> list[Need]:
    if access.own_choices(actor).exists() or not access.topics_of(actor).exists():
        return []
    return [Need(NeedKind.TOPICS_MISSING, reverse("challenges:accept"), 1)]
