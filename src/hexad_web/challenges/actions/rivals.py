"""Naming a rival for a post, and taking it back. Neither is noted in the audit trail: an administrator reads that."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hexad_web.accounts.access import Actor
from hexad_web.challenges import access
from hexad_web.challenges.actions.locking import lock_person
from hexad_web.challenges.models import Rival
from hexad_web.challenges.refusals import Refused


@transaction.atomic
def name_rival(*, actor: Actor, other_id: int, now: datetime) -> None:
    """One at a time: naming another takes the first back."""
    person = lock_person(actor)
    if other_id == person.pk:
        raise Refused(_("That is you. Choose somebody else."))
    other = access.colleagues_of(actor).filter(pk=other_id).first()
    if other is None:
        raise Refused(_("This person is not in the list any more. Choose somebody else."))
    named = {"other": other, "made_at": now, "organisation": actor.organisation}
    Rival.objects.update_or_create(person=person, defaults=named)


@transaction.atomic
def drop_rival(*, actor: Actor) -> None:
    Rival.objects.filter(person=lock_person(actor)).delete()
