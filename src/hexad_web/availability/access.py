"""Calendars are private: a person reaches their own, and nobody else's, whatever the role."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from hexad_web.accounts.access import Actor
from hexad_web.availability.models import Source
from hexad_web.people.models import Participation, Person


def person_of(actor: Actor) -> Person:
    """The person that this user is in this organisation; 404 where the programme knows none."""
    people = Person.objects.filter(organisation=actor.organisation, user=actor.user, user__isnull=False)
    return get_object_or_404(people.exclude(participation=Participation.LEFT).select_related("organisation"))


def check_site(actor: Actor, site: str) -> None:
    """404 for a site that nobody of this organisation was entered with."""
    if not site or "\x00" in site or not Person.objects.filter(organisation=actor.organisation, site=site).exists():
        raise Http404


def source_of(actor: Actor, source_id: int) -> Source:
    """One own source, removed or not; 404 for anybody else's."""
    return get_object_or_404(Source, pk=source_id, person=person_of(actor))
