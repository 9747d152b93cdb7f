"""Casting votes, and opening and closing the voting."""

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hexad_web.accounts import audit
from hexad_web.accounts.access import Actor
from hexad_web.challenges import access
from hexad_web.challenges.actions.locking import lock_person, lock_topics
from hexad_web.challenges.models import MOST_VOTES, TopicList, Vote
from hexad_web.challenges.queries.missing import refuse_missing
from hexad_web.challenges.queries.voting import has_votes, voting_of
from hexad_web.challenges.refusals import Refused


@transaction.atomic
def cast_votes(*, actor: Actor, counts: Mapping[int, int], now: datetime) -> None:
    """Replace the votes of whoever acts: as many as three in all, on topics that still exist, while voting is open."""
    person, topics = lock_person(actor), lock_topics(actor.organisation)
    voting = voting_of(topics, actor.organisation, now)
    if not voting.is_open:
        raise Refused(voting.sentence)
    given = {topic: count for topic, count in counts.items() if count > 0}
    refuse_missing(actor, given)
    over = sum(given.values()) - MOST_VOTES
    if over > 0:
        raise Refused(_too_many(over))
    Vote.objects.filter(person=person).delete()
    common = {"organisation": actor.organisation, "person": person}
    Vote.objects.bulk_create(Vote(topic_id=topic, count=count, **common) for topic, count in given.items())


def _too_many(over: int) -> str:
    return ngettext(
        "You have three votes. Take %(over)d away.", "You have three votes. Take %(over)d of them away.", over
    ) % {"over": over}


@transaction.atomic
def open_voting(*, actor: Actor, closes_date: date, now: datetime) -> None:
    """Begin, go on until another day, or open it again; votes that were cast still count."""
    topics = lock_topics(actor.organisation)
    if closes_date < now.astimezone(ZoneInfo(actor.organisation.time_zone)).date():
        raise Refused(_("This day is over. Choose today or a later day."))
    if not access.topics_of(actor).exists():
        raise Refused(_("There are no topics yet. They appear when people have shared their challenges."))
    _set(topics, opened_at=topics.opened_at or now, closes_date=closes_date, closed_at=None)
    audit.record(actor=actor, action="challenges.open_voting", now=now)


@transaction.atomic
def close_voting(*, actor: Actor, now: datetime) -> None:
    topics = lock_topics(actor.organisation)
    if not voting_of(topics, actor.organisation, now).is_open:
        raise Refused(_("Voting is not open."))
    _set(topics, closed_at=now)
    audit.record(actor=actor, action="challenges.close_voting", now=now)


@transaction.atomic
def start_anew(*, actor: Actor, now: datetime) -> None:
    """Delete every vote, so that topics can be changed; the owner then opens voting once more."""
    topics = lock_topics(actor.organisation)
    if not has_votes(actor.organisation):
        raise Refused(_("Nobody has voted. You can change the topics."))
    Vote.objects.filter(organisation=actor.organisation).delete()
    _set(topics, opened_at=None, closes_date=None, closed_at=None)
    audit.record(actor=actor, action="challenges.start_voting_anew", now=now)


def _set(topics: TopicList, **values: object) -> None:
    TopicList.objects.filter(pk=topics.pk).update(**values)
