"""The owner's hand on topics: rename, merge, split, and undo. What the owner arranged, no later grouping changes."""

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hexad_web.accounts import audit
from hexad_web.accounts.access import Actor
from hexad_web.challenges import access
from hexad_web.challenges.actions.locking import lock_topics
from hexad_web.challenges.models import Challenge, Topic, TopicChange
from hexad_web.challenges.queries.listing import is_readable
from hexad_web.challenges.queries.voting import has_votes
from hexad_web.challenges.refusals import Refused


@transaction.atomic
def rename(*, actor: Actor, topic_id: int, title: str, now: datetime) -> None:
    topic = _open_topic(actor, topic_id)
    _refuse_taken(actor, title, topic)
    Topic.objects.filter(pk=topic.pk).update(title=title, is_held=True)
    audit.record(actor=actor, action="challenges.rename", target=f"Topic {topic.pk}", now=now)


@transaction.atomic
def merge(*, actor: Actor, topic_id: int, into_id: int, now: datetime) -> TopicChange:
    """Everything of one topic becomes part of another; whoever accepted the first accepts the second."""
    topic = _open_topic(actor, topic_id)
    if topic_id == into_id:
        raise Refused(_("This is the same topic. Choose another."))
    into = access.topics_of(actor).filter(pk=into_id).first()
    if into is None:
        raise Refused(_("This topic is gone. Choose another."))
    moved = list(Challenge.objects.filter(topic=topic).values_list("pk", flat=True))
    Challenge.objects.filter(pk__in=moved).update(topic=into)
    Topic.objects.filter(pk=topic.pk).update(merged_into=into, is_held=True)
    Topic.objects.filter(pk=into.pk).update(is_held=True)
    audit.record(actor=actor, action="challenges.merge", target=f"Topic {topic.pk}", now=now)
    return _note(topic, into, TopicChange.Kind.MERGE, moved, now)


@transaction.atomic
def split(*, actor: Actor, topic_id: int, keys: Collection[uuid.UUID], title: str, now: datetime) -> TopicChange:
    """Put the chosen statements into a topic of their own."""
    topic = _open_topic(actor, topic_id)
    _refuse_taken(actor, title)
    inside = Challenge.objects.filter(topic=topic, shared__isnull=False)
    if not is_readable(inside.count()):
        raise Refused(_("This topic is too small to split. Its statements could be traced to people."))
    moved = list(inside.filter(shared__in=keys).values_list("pk", flat=True))
    if not moved or len(moved) == inside.count():
        raise Refused(_("Choose some of the statements, and leave some."))
    new = Topic.objects.create(organisation=actor.organisation, title=title, is_held=True, made_at=now)
    Challenge.objects.filter(pk__in=moved).update(topic=new)
    Topic.objects.filter(pk=topic.pk).update(is_held=True)
    audit.record(actor=actor, action="challenges.split", target=f"Topic {topic.pk}", now=now)
    return _note(topic, new, TopicChange.Kind.SPLIT, moved, now)


@transaction.atomic
def undo(*, actor: Actor, change_id: int, now: datetime) -> Topic:
    """Take a merge or a split back; returns the topic that is whole again. Statements that came later stay."""
    change = access.change_of(actor, change_id)
    _refuse_voted(actor)
    if change.undone_at is not None:
        raise Refused(_("This is undone already."))
    _refuse_if_moved_on(change)
    Challenge.objects.filter(pk__in=change.moved, topic=change.other).update(topic=change.topic)
    if change.kind == TopicChange.Kind.MERGE:
        _refuse_taken(actor, change.topic.title)
        Topic.objects.filter(pk=change.topic_id).update(merged_into=None)
    else:  # what came to the new topic since then goes with the rest
        Challenge.objects.filter(topic=change.other).update(topic=change.topic)
        Topic.objects.filter(pk=change.other_id).update(merged_into=change.topic)
    TopicChange.objects.filter(pk=change.pk).update(undone_at=now)
    audit.record(actor=actor, action="challenges.undo", target=f"Topic {change.topic_id}", now=now)
    return change.topic


def _refuse_if_moved_on(change: TopicChange) -> None:
    """A topic that was itself merged later has to be brought back first."""
    is_gone = change.other.merged_into_id is not None
    if change.kind == TopicChange.Kind.SPLIT:
        is_gone = is_gone or change.topic.merged_into_id is not None
    if is_gone:
        raise Refused(_("The topic was merged since then. Undo that first."))


def _open_topic(actor: Actor, topic_id: int) -> Topic:
    topic = access.topic_of(actor, topic_id)
    _refuse_voted(actor)
    return topic


def _refuse_voted(actor: Actor) -> None:
    lock_topics(actor.organisation)
    if has_votes(actor.organisation):
        raise Refused(_("People have voted on these topics. Start voting anew to change them."))


def _refuse_taken(actor: Actor, title: str, but: Topic | None = None) -> None:
    same = access.topics_of(actor).filter(title__iexact=title)
    if (same.exclude(pk=but.pk) if but else same).exists():
        raise Refused(_("Another topic has this title. Merge the two, or choose other words."))


def _note(topic: Topic, other: Topic, kind: TopicChange.Kind, moved: list[int], now: datetime) -> TopicChange:
    return TopicChange.objects.create(
        organisation_id=topic.organisation_id, kind=kind, topic=topic, other=other, moved=moved, made_at=now
    )
