"""Everybody reaches their own data, and nobody else's."""

from hexad_web.accounts.access import Actor
from hexad_web.people.models import Person
from hexad_web.privacy.models import Erasure


def own_people(actor: Actor) -> list[Person]:
    """The rows of whoever asks: a login may have been a participant more than once."""
    own = Person.objects.filter(organisation=actor.organisation, user=actor.user, user__isnull=False)
    return list(own.order_by("pk"))


def open_erasure(actor: Actor) -> Erasure | None:
    open_ = Erasure.objects.filter(person__in=own_people(actor), done_at=None, taken_back_at=None)
    return open_.order_by("pk").first()
