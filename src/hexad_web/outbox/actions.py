"""Putting mail into the outbox, taking it back, trying it again."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from itertools import islice
from typing import Required, TypedDict, Unpack

from django.db import transaction

from hexad_web.accounts import audit
from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import Organisation
from hexad_web.outbox import access, budget, claims
from hexad_web.outbox.models import OutboxMessage
from hexad_web.outbox.rendering import Mail, Section, new_message_id, render, sender_address
from hexad_web.outbox.waking import wake_on_commit

State = OutboxMessage.State
PART = 1000  # databases limit the parameters of one statement
TURN = 50  # mails in one transaction of the worker: SQLite lets nobody else write meanwhile


class MailFields(TypedDict, total=False):
    """The keyword arguments of ``queue_mail``: the fields of Mail."""

    to: Required[str]
    subject: Required[str]
    text: Required[str]
    kind: Required[str]
    key: Required[str]
    html: str
    calendar: bytes | None
    calendar_method: str
    reply_to: str
    message_id: str | None
    urgent: bool
    urgency: int
    section: Section | None
    secret: bool
    expires_at: datetime | None


def queue_mail(*, organisation: Organisation | None, now: datetime, **fields: Unpack[MailFields]) -> OutboxMessage:
    """Write one mail into the caller's transaction; a key that is already there returns the row that has it."""
    return queue_mails(organisation=organisation, mails=[Mail(**fields)], now=now)[0]


@transaction.atomic
def queue_mails(*, organisation: Organisation | None, mails: Sequence[Mail], now: datetime) -> list[OutboxMessage]:
    """Write many mails with three statements a thousand, in the order given."""
    parts = [mails[start : start + PART] for start in range(0, len(mails), PART)]
    return [row for part in parts for row in _queue_part(organisation, part, now)]


def composed(*, organisation: Organisation | None, mails: Iterable[Mail], now: datetime) -> list[OutboxMessage]:
    """The rows of these mails, not written yet: for the worker, which does what takes longest before a transaction."""
    return [_row(organisation, mail, now) for mail in mails]


def queue_composed(rows: Sequence[OutboxMessage]) -> None:
    """Of two with the same key one is written, also where two transactions write at once."""
    OutboxMessage.objects.bulk_create(rows, ignore_conflicts=True)
    if rows:
        wake_on_commit()


def queue_in_turns(*, organisation: Organisation | None, mails: Iterable[Mail], now: datetime) -> int:
    """For the worker: compose a few, write them, and leave the database to others before the next few."""
    waiting, count = iter(mails), 0
    while rows := composed(organisation=organisation, mails=islice(waiting, TURN), now=now):
        queue_composed(rows)
        count += len(rows)
    return count


def fresh_keys(organisation: Organisation | None, keys: Sequence[str]) -> set[str]:
    """Return the keys of which no mail was queued yet, so that only those are written."""
    of_organisation, known = OutboxMessage.objects.filter(organisation=organisation), set[str]()
    for start in range(0, len(keys), PART):
        known.update(of_organisation.filter(key__in=keys[start : start + PART]).values_list("key", flat=True))
    return set(keys) - known


def _queue_part(organisation: Organisation | None, mails: Sequence[Mail], now: datetime) -> list[OutboxMessage]:
    of_organisation = OutboxMessage.objects.filter(organisation=organisation)
    keys = [mail.key for mail in mails]
    known = set(of_organisation.filter(key__in=keys).values_list("key", flat=True))
    fresh = {mail.key: mail for mail in mails if mail.key not in known}
    rows = [_row(organisation, mail, now) for mail in fresh.values()]
    queue_composed(rows)
    by_key = {row.key: row for row in of_organisation.filter(key__in=keys)}
    return [by_key[key] for key in keys]


def _row(organisation: Organisation | None, mail: Mail, now: datetime) -> OutboxMessage:
    message_id = mail.message_id or new_message_id()
    counts_for = budget.reader_of(organisation, mail)
    return OutboxMessage(
        organisation=organisation,
        recipient=mail.to,
        sender=sender_address(),
        subject=mail.one_line_subject[:300],
        kind=mail.kind,
        key=mail.key,
        payload=render(mail, message_id=message_id, now=now),
        message_id=message_id,
        calendar_uid=mail.calendar_uid,
        urgent=mail.urgent,
        urgency=mail.urgency,
        counts_for=counts_for,
        section=asdict(mail.section) if mail.section else {},
        state=State.HELD if counts_for else State.QUEUED,
        secret=mail.secret,
        expires_at=mail.expires_at,
        queued_at=now,
        next_try_at=now,
    )


@transaction.atomic
def cancel_mails(*, organisation: Organisation | None, keys: Sequence[str]) -> int:
    """Withdraw what no worker has taken yet; returns how many were withdrawn."""
    mails = OutboxMessage.objects.filter(organisation=organisation, key__in=keys)
    return claims.withdraw(mails)


@transaction.atomic
def try_again(*, actor: Actor, message_id: int, now: datetime) -> bool:
    """Queue a mail that was not delivered once more, under the same Message-ID. False: it is on its way already."""
    message = access.message_of(actor, message_id)
    again = OutboxMessage.objects.filter(pk=message.pk, state__in=[State.FAILED, State.QUEUED]).exclude(payload=b"")
    if not again.update(state=State.QUEUED, attempts=0, next_try_at=now, last_error="", queued_at=now, seen_at=None):
        return False
    audit.record(actor=actor, action="outbox.try_again", target=f"OutboxMessage {message.pk}", now=now)
    wake_on_commit()
    return True


@transaction.atomic
def mark_seen(*, actor: Actor, message_id: int, now: datetime) -> None:
    """Take a mail off the list of those that need a look; what happened to it stays written."""
    message = access.message_of(actor, message_id)
    OutboxMessage.objects.filter(pk=message.pk, seen_at=None).update(seen_at=now)
    audit.record(actor=actor, action="outbox.mark_seen", target=f"OutboxMessage {message.pk}", now=now)
