"""Asking people whether they take part: one mail each, with a link that only they hold."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from hexad_web.accounts import audit
from hexad_web.accounts.access import Actor
from hexad_web.frontend.mail import Reader, render_mail
from hexad_web.outbox.actions import TURN, composed, queue_composed
from hexad_web.outbox.models import OutboxMessage
from hexad_web.outbox.rendering import Mail
from hexad_web.people import access, waking
from hexad_web.people.models import Invitation, Participation, Person

WRITTEN_AT_ONCE = 200
ASK_AGAIN_AFTER = timedelta(days=3)


@transaction.atomic
def invite_all(*, actor: Actor, now: datetime) -> int:
    """Invite everybody who was never invited; returns how many."""
    waiting = access.people_of(actor).filter(participation=Participation.NOT_INVITED)
    return _invite(actor, waiting.values_list("pk", flat=True), "people.invite", now)


@transaction.atomic
def ask_again(*, actor: Actor, now: datetime) -> int:
    """Send a new link to everybody who has not answered for three days; returns how many."""
    silent = access.people_of(actor).filter(participation=Participation.INVITED, invited_at__lte=now - ASK_AGAIN_AFTER)
    return _invite(actor, silent.values_list("pk", flat=True), "people.ask_again", now)


@transaction.atomic
def invite_one(*, actor: Actor, person_id: int, now: datetime) -> int:
    """Invite one person, or send a new link to one who has not answered or has declined."""
    person = access.person_of(actor, person_id)
    if person.participation in {Participation.LEFT, Participation.JOINED}:
        return 0
    return _invite(actor, [person.pk], "people.invite", now)


def _invite(actor: Actor, person_ids: Iterable[int], action: str, now: datetime) -> int:
    ids = list(person_ids)
    Invitation.objects.bulk_create(
        [
            Invitation(organisation=actor.organisation, person_id=pk, invited_by=actor.user, invited_at=now)
            for pk in ids
        ],
        batch_size=500,
    )
    invited = Person.objects.filter(organisation=actor.organisation, pk__in=ids)
    invited.exclude(participation=Participation.DECLINED).update(participation=Participation.INVITED)
    invited.update(invited_at=now)
    if ids:
        audit.record(actor=actor, action=action, target=f"{len(ids)} people", now=now, people=len(ids))
        _write_now_or_wake(len(ids), now)
    return len(ids)


def _write_now_or_wake(count: int, now: datetime) -> None:
    if count <= WRITTEN_AT_ONCE:
        while write_batch(now=now):
            pass
    else:
        transaction.on_commit(waking.write_invitations.enqueue, robust=True)


def write_batch(*, now: datetime) -> int:
    """Write the mails of the next invitations that have none; returns how many.

    The token exists in the mail only; the row keeps its hash, and the outbox wipes the mail once it is delivered.
    Composing takes longest, and nothing is locked meanwhile.
    """
    waiting = Invitation.objects.filter(token_hash=None).select_related("person__user", "organisation", "invited_by")
    batch = list(waiting.order_by("pk")[:TURN])
    letters: dict[int, OutboxMessage] = {}
    for invitation in batch:
        token = secrets.token_urlsafe(24)
        invitation.token_hash = access.hash_of(token)
        mail = mail_of(invitation, token)
        (letters[invitation.pk],) = composed(organisation=invitation.organisation, mails=[mail], now=now)
    if batch:
        _queue(batch, letters)
    return len(batch)


@transaction.atomic
def _queue(batch: list[Invitation], letters: dict[int, OutboxMessage]) -> None:
    """Those that no other worker has written since."""
    waiting = Invitation.objects.select_for_update().filter(pk__in=letters, token_hash=None)
    fresh = set(waiting.order_by("pk").values_list("pk", flat=True))
    own = [invitation for invitation in batch if invitation.pk in fresh]
    Invitation.objects.bulk_update(own, ["token_hash"])
    queue_composed([letters[invitation.pk] for invitation in own])


def mail_of(invitation: Invitation, token: str) -> Mail:
    person, organisation = invitation.person, invitation.organisation
    language = (person.user.language if person.user else "") or settings.LANGUAGE_CODE
    url = settings.BASE_URL + reverse("people:join", args=[token])
    inviter = invitation.invited_by.name if invitation.invited_by else ""
    context = {
        "person": person,
        "organisation": organisation,
        "inviter": inviter,
        "join_url": f"{url}?answer=join",
        "decline_url": f"{url}?answer=decline",
    }
    with override(language):
        texts = render_mail("people/mail/invitation", context, reader=Reader(language=language, zone=person.zone))
        subject = _("Take part in a learning group at %(organisation)s?") % {"organisation": organisation.name}
    return Mail(
        to=person.email,
        subject=subject,
        text=texts.text,
        html=texts.html,
        kind="invitation",
        key=f"people:invitation:{invitation.pk}",
        secret=True,
    )
