"""Who reads what: authors their own texts; all the shared statements, without names; nobody a rival or a vote."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from hexad_web.accounts import private_text
from hexad_web.accounts.access import Actor
from hexad_web.challenges.models import (
    Challenge,
    ModuleVersion,
    OwnModule,
    PersonSpace,
    Rival,
    Topic,
    TopicChange,
    TopicChoice,
    TopicList,
    Vote,
)
from hexad_web.people import access as people_access
from hexad_web.people.models import Participation, Person

TEXTS = ("statement__space", "gives__space", "wants__space", "shared__space")


@dataclass(frozen=True, slots=True)
class Statement:
    """A shared statement as others read it. ``key`` is its text's and tells neither its author nor when it was made."""

    key: uuid.UUID
    text: str
    topic_id: int | None


def own_challenge(actor: Actor) -> Challenge | None:
    return Challenge.objects.filter(person=people_access.own_person(actor)).select_related(*TEXTS).first()


def own_rival(actor: Actor) -> Rival | None:
    return Rival.objects.filter(person=people_access.own_person(actor)).select_related("other").first()


def space_of(person: Person) -> PersonSpace | None:
    return PersonSpace.objects.filter(person=person).select_related("space").first()


def colleagues_of(actor: Actor) -> QuerySet[Person]:
    """Everybody in the organisation whom a participant may name as a rival: not themselves, nobody who left."""
    own = people_access.own_person(actor)
    return (
        Person.objects.filter(organisation=actor.organisation)
        .exclude(participation=Participation.LEFT)
        .exclude(pk=own.pk)
    )


def shared_of(actor: Actor) -> QuerySet[Challenge]:
    """Rows for counting and grouping; whoever shows a statement takes it from ``statements``."""
    return Challenge.objects.filter(organisation=actor.organisation, state=Challenge.State.SHARED, shared__isnull=False)


def statements(actor: Actor, rows: QuerySet[Challenge]) -> list[Statement]:
    """Shared statements without their authors, in an order that says nothing about them: the random keys'."""
    found: Iterable[Challenge] = rows.select_related("shared__space").order_by("shared")
    return [
        Statement(row.shared.pk, private_text.read(actor=actor, private=row.shared), row.topic_id)
        for row in found
        if row.shared is not None
    ]


def topics_of(actor: Actor) -> QuerySet[Topic]:
    """Topics that can be chosen: those merged into another are gone."""
    return Topic.objects.filter(organisation=actor.organisation, merged_into=None)


def topic_of(actor: Actor, topic_id: int) -> Topic:
    return get_object_or_404(topics_of(actor), pk=topic_id)


def change_of(actor: Actor, change_id: int) -> TopicChange:
    rows = TopicChange.objects.select_related("topic", "other")
    return get_object_or_404(rows, pk=change_id, organisation=actor.organisation)


def topic_list_of(actor: Actor) -> TopicList:
    """The organisation's, not yet saved where nobody has shared anything."""
    found = TopicList.objects.filter(organisation=actor.organisation).first()
    return found or TopicList(organisation=actor.organisation)


def own_votes(actor: Actor) -> QuerySet[Vote]:
    return Vote.objects.filter(person=people_access.own_person(actor))


def own_choices(actor: Actor) -> QuerySet[TopicChoice]:
    return TopicChoice.objects.filter(person=people_access.own_person(actor)).select_related("topic__merged_into")


def own_modules_of(actor: Actor) -> QuerySet[OwnModule]:
    return OwnModule.objects.filter(organisation=actor.organisation)


def own_module(actor: Actor, key: str) -> OwnModule | None:
    """The organisation's row of a module; one that comes with Hexad has none until somebody changes it."""
    return own_modules_of(actor).filter(key=key).first()


def versions_of(actor: Actor, key: str) -> QuerySet[ModuleVersion]:
    """The latest first."""
    return ModuleVersion.objects.filter(organisation=actor.organisation, module__key=key).order_by("-number")
