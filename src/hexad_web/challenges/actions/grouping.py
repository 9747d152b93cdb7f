"""Grouping shared statements into topics. A worker does it once nobody has shared for a moment."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from hexad.challenges.matching import Cluster, cluster
from hexad.challenges.nearness import Embed
from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import Organisation
from hexad_web.challenges import access
from hexad_web.challenges.access import Statement
from hexad_web.challenges.actions.locking import lock_topics
from hexad_web.challenges.models import Challenge, Topic, TopicChoice, TopicList, Vote
from hexad_web.challenges.queries import comparing
from hexad_web.challenges.queries.shelf import modules_of
from hexad_web.challenges.queries.voting import voting_of

# Somebody who shares, reads it again and changes a word causes one grouping; a steady stream causes one a few minutes.
QUIET, LONGEST_WAIT = timedelta(seconds=20), timedelta(minutes=3)
LONGEST_TITLE = 120
MOST_OF_ONE_TITLE = 100


def group_due(now: datetime) -> int:
    """Group wherever statements changed and it has been quiet since, or it has waited long enough."""
    stale = TopicList.objects.filter(Q(grouped_at=None) | Q(grouped_at__lt=F("changed_at")), changed_at__isnull=False)
    quiet = Q(changed_at__lte=now - QUIET) | Q(grouped_at__lte=now - LONGEST_WAIT) | Q(grouped_at=None)
    due = list(stale.filter(quiet).select_related("organisation"))
    for row in due:
        group_statements(organisation=row.organisation, now=now)
    return len(due)


@dataclass(slots=True)
class Ground:
    """What a grouping may not touch: topics that the owner arranged or that people chose, and what is in them."""

    organisation: Organisation
    now: datetime
    held: dict[int, Topic]
    loose: dict[int, Topic]  # may change their title, and go when they are empty
    may_add: bool
    used: set[int] = field(default_factory=set)

    def titles(self, but: Topic | None = None) -> set[str]:
        topics = [*self.held.values(), *self.loose.values()]
        return {topic.title.casefold() for topic in topics if topic is not but}


def group_statements(*, organisation: Organisation, now: datetime) -> None:
    """Put similar statements together; what people have chosen or the owner has arranged is only added to."""
    embed, modules = comparing.model(), modules_of(organisation)
    if embed is not None:  # it remembers what it saw: nobody waits for it while rows are locked
        actor = Actor.worker(organisation)
        cluster([one.text for one in access.statements(actor, access.shared_of(actor))], modules, embed=embed)
    _group(organisation, embed, now)


@transaction.atomic
def _group(organisation: Organisation, embed: Embed | None, now: datetime) -> None:
    topics = lock_topics(organisation)
    actor = Actor.worker(organisation)
    ground = _ground(actor, topics, now)
    found = access.statements(actor, access.shared_of(actor))
    for part in cluster([statement.text for statement in found], modules_of(organisation), embed=embed):
        members = [found[place] for place in part.members]
        _place(ground, part, members)
    _drop_empty(ground)
    TopicList.objects.filter(pk=topics.pk).update(grouped_at=now)


def _ground(actor: Actor, topics: TopicList, now: datetime) -> Ground:
    chosen = {*TopicChoice.objects.filter(organisation=actor.organisation).values_list("topic", flat=True)}
    voted = {*Vote.objects.filter(organisation=actor.organisation).values_list("topic", flat=True)}
    every = {topic.pk: topic for topic in access.topics_of(actor)}
    is_open = voting_of(topics, actor.organisation, now).is_open
    held = {pk: topic for pk, topic in every.items() if is_open or topic.is_held or pk in chosen | voted}
    loose = {pk: topic for pk, topic in every.items() if pk not in held}
    return Ground(actor.organisation, now, held, loose, may_add=not is_open)


def _place(ground: Ground, part: Cluster, members: Sequence[Statement]) -> None:
    """Statements in held topics stay there; the others join the topic in which most of their like are."""
    free = [one for one in members if one.topic_id not in ground.held]
    if not free:
        return
    topic = _most_common(members, ground.held)
    if topic is None:
        topic = _loose_topic(ground, part, members)
    if topic is not None:
        Challenge.objects.filter(shared__in=[one.key for one in free]).update(topic=topic)


def _most_common(members: Sequence[Statement], among: Collection[int]) -> int | None:
    counted = Counter(one.topic_id for one in members if one.topic_id in among)
    return min(counted, key=lambda pk: (-counted[pk], pk or 0)) if counted else None


def _loose_topic(ground: Ground, part: Cluster, members: Sequence[Statement]) -> int | None:
    """The topic that most of them had so far, with its words brought up to date, or a new one."""
    known = _most_common(members, ground.loose.keys() - ground.used)
    if known is None and not ground.may_add:
        return None  # nobody could vote on it any more: it waits until voting is over
    topic = ground.loose[known] if known is not None else Topic(organisation=ground.organisation, made_at=ground.now)
    topic.title, topic.terms, topic.module = _title(ground, topic, part), list(part.terms), part.module
    topic.save()
    ground.loose[topic.pk] = topic
    ground.used.add(topic.pk)
    return topic.pk


def _title(ground: Ground, topic: Topic, part: Cluster) -> str:
    """The title of the module that fits, else the shared words; a second topic of one title takes more words."""
    taken = ground.titles(topic)
    for title in _titles(part.title if part.module else "", [str(term) for term in part.terms]):
        if title and title.casefold() not in taken:
            return title[:LONGEST_TITLE]
    return _("Topic %(number)d") % {"number": len(taken) + 1}


def _titles(module: str, words: Sequence[str]) -> Iterator[str]:
    """Never a statement itself: a topic of one is shown with its title."""
    yield module
    yield _sentence_case(", ".join(words[:2]))
    yield f"{module}: {words[0]}" if module and words else ""
    yield _sentence_case(", ".join(words[:4]))
    yield from (f"{module} {number}" for number in range(2, MOST_OF_ONE_TITLE) if module)


def _sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]


def _drop_empty(ground: Ground) -> None:
    filled = set(Challenge.objects.filter(topic__in=list(ground.loose)).values_list("topic", flat=True))
    Topic.objects.filter(pk__in=ground.loose.keys() - filled).delete()
