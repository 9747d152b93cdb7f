"""Accepting topics: up to three, ranked. Formation chooses among them."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hexad_web.accounts.access import Actor
from hexad_web.challenges.actions.locking import lock_person, lock_topics
from hexad_web.challenges.models import MOST_CHOICES, TopicChoice
from hexad_web.challenges.queries.missing import refuse_missing
from hexad_web.challenges.refusals import Refused
from hexad_web.people.models import Participation


@transaction.atomic
def accept_topics(*, actor: Actor, ranked: Sequence[int], now: datetime) -> None:
    """Replace what the actor accepts, best first; none: the topics of the owner's file hold again."""
    person = lock_person(actor)
    if person.participation != Participation.JOINED:
        raise Refused(_("You have not joined the programme. Join first, then choose your topics."))
    lock_topics(actor.organisation)
    if len(set(ranked)) < len(ranked):
        raise Refused(_("You chose one topic twice. Choose another, or leave a place empty."))
    refuse_missing(actor, ranked)
    TopicChoice.objects.filter(person=person).delete()
    common = {"organisation": actor.organisation, "person": person}
    rows = enumerate(ranked[:MOST_CHOICES], start=1)
    TopicChoice.objects.bulk_create(TopicChoice(topic_id=topic, rank=rank, **common) for rank, topic in rows)
