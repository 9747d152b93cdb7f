"""Whether voting is open, what a person may still give, and the page on which they do."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import Organisation
from hexad_web.challenges import access
from hexad_web.challenges.models import MOST_VOTES, Topic, TopicList, Vote
from hexad_web.challenges.queries.wording import reason_of
from hexad_web.frontend.moments import day_text


class Phase(StrEnum):
    NOT_YET = "not_yet"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Voting:
    """``day``: the last one on which votes count, or the one on which the owner closed it."""

    phase: Phase
    day: date | None = None

    @property
    def is_open(self) -> bool:
        return self.phase is Phase.OPEN

    @property
    def until(self) -> str:
        return day_text(self.day) if self.day else ""

    @property
    def sentence(self) -> str:
        words = {
            Phase.NOT_YET: _("Voting has not begun."),
            Phase.OPEN: _("Voting is open until %(day)s."),
            Phase.CLOSED: _("Voting closed %(day)s."),
        }
        return words[self.phase] % {"day": self.until}


def voting_of(topics: TopicList, organisation: Organisation, now: datetime) -> Voting:
    """Days are the organisation's: its last minute of the last day still counts."""
    zone = ZoneInfo(organisation.time_zone)
    if topics.opened_at is None or topics.closes_date is None:
        return Voting(Phase.NOT_YET)
    if topics.closed_at is not None:
        return Voting(Phase.CLOSED, topics.closed_at.astimezone(zone).date())
    is_over = now.astimezone(zone).date() > topics.closes_date
    return Voting(Phase.CLOSED if is_over else Phase.OPEN, topics.closes_date)


def has_votes(organisation: Organisation) -> bool:
    return Vote.objects.filter(organisation=organisation).exists()


@dataclass(frozen=True, slots=True)
class Option:
    """One topic to vote on, with the reader's own votes for it and nobody else's."""

    id: int
    title: str
    reason: str
    own: int


@dataclass(frozen=True, slots=True)
class VotePage:
    voting: Voting
    options: list[Option]
    most: int = MOST_VOTES

    @property
    def left(self) -> int:
        return self.most - sum(option.own for option in self.options)


def vote_page(actor: Actor, now: datetime) -> VotePage:
    own = dict(access.own_votes(actor).values_list("topic", "count"))
    topics = access.topics_of(actor)
    options = [_option(topic, own.get(topic.pk, 0)) for topic in topics]
    return VotePage(voting_of(access.topic_list_of(actor), actor.organisation, now), options)


def _option(topic: Topic, own: int) -> Option:
    return Option(topic.pk, topic.title, reason_of(topic), own)
