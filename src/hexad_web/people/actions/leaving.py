"""Who leaves the organisation stays in the list, marked; who comes back is asked again."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from hexad_web.accounts import audit
from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import Membership, Role
from hexad_web.people import access
from hexad_web.people.actions.register import advance
from hexad_web.people.models import Participation, Person


@transaction.atomic
def mark_left(*, actor: Actor, person_ids: Sequence[int], now: datetime) -> int:
    """Mark people as left and take their access; returns how many."""
    people = access.people_of(actor).filter(pk__in=person_ids).exclude(participation=Participation.LEFT)
    users = list(people.exclude(user=None).values_list("user_id", flat=True))
    count = people.update(participation_before=F("participation"), participation=Participation.LEFT, left_at=now)
    if count:
        Membership.objects.filter(organisation=actor.organisation, role=Role.PARTICIPANT, user__in=users).delete()
        advance(actor.organisation)
        audit.record(actor=actor, action="people.mark_left", target=_target(person_ids), now=now, people=count)
    return count


@transaction.atomic
def take_back(*, actor: Actor, person_ids: Sequence[int], now: datetime) -> int:
    """Undo the mark: everybody is again what they were, with the access they had."""
    people = list(access.people_of(actor).filter(pk__in=person_ids, participation=Participation.LEFT))
    for person in people:
        person.participation = person.participation_before or Participation.NOT_INVITED
        person.participation_before, person.left_at = "", None
    Person.objects.bulk_update(people, ["participation", "participation_before", "left_at"], batch_size=500)
    if people:
        _give_access(actor, people)
        advance(actor.organisation)
        audit.record(actor=actor, action="people.take_back", target=_target(person_ids), now=now, people=len(people))
    return len(people)


def _give_access(actor: Actor, people: Sequence[Person]) -> None:
    Membership.objects.bulk_create(
        [
            Membership(organisation=actor.organisation, user_id=person.user_id, role=Role.PARTICIPANT)
            for person in people
            if person.user_id and person.participation == Participation.JOINED
        ],
        ignore_conflicts=True,
    )


def _target(person_ids: Sequence[int]) -> str:
    return f"Person {person_ids[0]}" if len(person_ids) == 1 else f"{len(person_ids)} people"
