"""The address under which somebody's own calendar reads their sessions: made, revoked, taken back."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from hexad_web.accounts import audit
from hexad_web.accounts.access import Actor
from hexad_web.scheduling import access
from hexad_web.scheduling.models import SessionFeed

UNDO_FOR = timedelta(days=1)


@transaction.atomic
def make_feed(*, actor: Actor, now: datetime) -> str:
    """A new address, which is returned and not kept; the one before it ends here."""
    person, token = access.own_person(actor), secrets.token_urlsafe(32)
    values = {"token_hash": access.hash_of(token), "made_at": now, "revoked_at": None}
    SessionFeed.objects.update_or_create(organisation=person.organisation, person=person, defaults=values)
    audit.record(actor=actor, action="scheduling.make_feed", now=now)
    return token


@transaction.atomic
def revoke_feed(*, actor: Actor, now: datetime) -> bool:
    """From now on the address finds nothing; for a day it can be taken back. False: there was none."""
    return _set(actor, "scheduling.revoke_feed", now, revoked_at=now)


@transaction.atomic
def restore_feed(*, actor: Actor, now: datetime) -> bool:
    return _set(actor, "scheduling.restore_feed", now, revoked_at=None)


def _set(actor: Actor, action: str, now: datetime, *, revoked_at: datetime | None) -> bool:
    rows = SessionFeed.objects.filter(person=access.own_person(actor), revoked_at__isnull=revoked_at is not None)
    changed = rows.update(revoked_at=revoked_at) == 1
    if changed:
        audit.record(actor=actor, action=action, now=now)
    return changed


def forget_revoked(now: datetime) -> None:
    over = SessionFeed.objects.filter(revoked_at__lte=now - UNDO_FOR)
    if over.exists():
        over.delete()
