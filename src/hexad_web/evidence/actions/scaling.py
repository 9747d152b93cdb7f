"""An organisation's own questions: added, taken out, and put back; a frozen study keeps what it asks."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hexad_web.accounts import audit
from hexad_web.accounts.access import Actor
from hexad_web.evidence.models import OwnScale
from hexad_web.evidence.queries import asked
from hexad_web.practice.refusals import Refused


@transaction.atomic
def add(*, actor: Actor, title: str, items: Sequence[tuple[str, str]], now: datetime) -> OwnScale:
    """Two to four questions, each in two wordings."""
    _refuse_more(actor)
    scale = OwnScale.objects.create(
        organisation=actor.organisation, title=title, items=[list(pair) for pair in items], created_at=now
    )
    audit.record(actor=actor, action="evidence.add_scale", target=f"OwnScale {scale.pk}", now=now)
    return scale


def _refuse_more(actor: Actor) -> None:
    if len(asked.own_scales(actor.organisation.pk)) >= asked.MOST_SCALES:
        raise Refused(_("Two of your own are enough: answering takes two minutes. Take one out first."))


@transaction.atomic
def take_out(*, actor: Actor, scale: OwnScale, now: datetime) -> None:
    """Not asked in the next study; those that are frozen go on as they were."""
    if OwnScale.objects.filter(pk=scale.pk, removed_at=None).update(removed_at=now):
        audit.record(actor=actor, action="evidence.take_out_scale", target=f"OwnScale {scale.pk}", now=now)


@transaction.atomic
def put_back(*, actor: Actor, scale: OwnScale, now: datetime) -> None:
    _refuse_more(actor)
    if OwnScale.objects.filter(pk=scale.pk).exclude(removed_at=None).update(removed_at=None):
        audit.record(actor=actor, action="evidence.put_back_scale", target=f"OwnScale {scale.pk}", now=now)
