"""Who may see whom: the owner everybody, participants themselves; an invitation's link opens one person's answer."""

import hashlib

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from hexad_web.accounts.access import Actor
from hexad_web.people.models import Import, Invitation, Participation, Person


def people_of(actor: Actor) -> QuerySet[Person]:
    people = Person.objects.filter(organisation=actor.organisation)
    return people if actor.is_owner else people.filter(user=actor.user, user__isnull=False)


def person_of(actor: Actor, person_id: int) -> Person:
    return get_object_or_404(people_of(actor), pk=person_id)


def own_person(actor: Actor) -> Person:
    own = Person.objects.filter(organisation=actor.organisation, user=actor.user, user__isnull=False)
    return get_object_or_404(own.exclude(participation=Participation.LEFT).order_by("pk")[:1])


def imports_of(actor: Actor) -> QuerySet[Import]:
    return Import.objects.filter(organisation=actor.organisation)


def import_of(actor: Actor, import_id: int) -> Import:
    return get_object_or_404(imports_of(actor).select_related("organisation", "user"), pk=import_id)


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def invitation_of(token: str) -> Invitation | None:
    """Whoever holds the link may answer for this person, in whichever organisation; a leaver's link is closed."""
    found = Invitation.objects.select_related("person__user", "person__organisation", "organisation", "invited_by")
    return found.filter(token_hash=hash_of(token)).exclude(person__participation=Participation.LEFT).first()
