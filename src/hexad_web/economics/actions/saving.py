"""The owner's assumptions, kept as a whole."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from hexad_web.accounts import audit
from hexad_web.accounts.access import Actor, user_of
from hexad_web.economics.models import Assumptions


@dataclass(frozen=True, slots=True)
class Given:
    values: Mapping[str, float]
    currency: str
    usd_rate: float | None


@transaction.atomic
def save(*, actor: Actor, given: Given, now: datetime) -> Assumptions:
    """Replace what was there; a later period is priced with it, a closed one stays as it was."""
    kept, _is_new = Assumptions.objects.update_or_create(
        organisation=actor.organisation,
        defaults={
            "values": dict(given.values),
            "currency": given.currency,
            "usd_rate": given.usd_rate,
            "saved_by": user_of(actor),
            "saved_at": now,
        },
    )
    audit.record(actor=actor, action="economics.save", now=now, figures=len(given.values))
    return kept
