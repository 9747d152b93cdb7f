"""How long explore and reflect take, chosen by the owner."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hexad_web.accounts import audit
from hexad_web.accounts.access import Actor
from hexad_web.formation.models import SessionLength
from hexad_web.scheduling.refusals import Refused


@transaction.atomic
def set_length(*, actor: Actor, minutes: int, now: datetime) -> SessionLength:
    """It holds for what is planned from now on; what is planned, asked or booked already keeps its length."""
    if minutes not in SessionLength.LENGTHS:
        raise Refused(_("Choose one of the lengths in the list."))
    row, _created = SessionLength.objects.update_or_create(
        organisation=actor.organisation, defaults={"minutes": minutes}
    )
    audit.record(actor=actor, action="scheduling.set_length", now=now, minutes=minutes)
    return row
