"""Whoever writes about one person, or about the topics of an organisation, does so one at a time."""

from datetime import datetime

from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import Organisation
from hexad_web.challenges.models import TopicList
from hexad_web.people import access as people_access
from hexad_web.people.models import Person


def lock_person(actor: Actor) -> Person:
    """The actor's own row, held to the end of the transaction: two devices of one person wait for each other."""
    return Person.objects.select_for_update().get(pk=people_access.own_person(actor).pk)


def lock_topics(organisation: Organisation) -> TopicList:
    """Voting cannot close while a vote is being cast, and nobody votes while a topic is being merged."""
    TopicList.objects.bulk_create([TopicList(organisation=organisation)], ignore_conflicts=True)
    return TopicList.objects.select_for_update().get(organisation=organisation)


def mark_changed(organisation: Organisation, now: datetime) -> None:
    lock_topics(organisation)
    TopicList.objects.filter(organisation=organisation).update(changed_at=now)
