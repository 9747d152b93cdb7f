"""The life of a row: queued, claimed, sending, sent. Each step is one conditional UPDATE, committed before the next.

What may find nothing looks before it writes: SQLite lets nobody else write while an UPDATE still searches.

``sending`` is committed before the mail server is spoken to. A row found in that state after its worker died may or
may not have been accepted: it is sent again under the same Message-ID and marked uncertain. There is no third way.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet

from hexad_web.outbox import budget, presence
from hexad_web.outbox.models import OutboxMessage

State = OutboxMessage.State
BATCH = 50
LEASE = timedelta(seconds=90)  # longer than the mail server's time-outs for one message added up
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)
PATIENCE = timedelta(days=3)
WIPED_AT_ONCE = 500  # the others have their turn in seconds
KEPT = timedelta(days=30)  # what was written to people is not kept longer than it serves


def due(now: datetime) -> QuerySet[OutboxMessage]:
    return OutboxMessage.objects.filter(state=State.QUEUED, next_try_at__lte=now)


def sweep(now: datetime) -> int:
    """Put back the rows of workers that died or hang. Returns how many."""
    held = OutboxMessage.objects.filter(state__in=[State.CLAIMED, State.SENDING])
    holders = set(held.values_list("claimed_by", flat=True))
    gone = [holder for holder in holders if presence.is_gone(holder.partition(".")[0])]
    lost = Q(lease_until__lt=now) | Q(claimed_by__in=gone)
    count = _free(lost, now) if held.filter(lost).exists() else 0
    presence.forget_gone({holder.partition(".")[0] for holder in holders} - {name.partition(".")[0] for name in gone})
    return count


def _free(lost: Q, now: datetime) -> int:
    freed = {"claimed_by": "", "lease_until": None, "next_try_at": now}
    count = OutboxMessage.objects.filter(lost, state=State.SENDING).update(
        state=State.QUEUED, uncertain=True, last_error="interrupted", **freed
    )
    return count + OutboxMessage.objects.filter(lost, state=State.CLAIMED).update(state=State.QUEUED, **freed)


def withdraw_expired(now: datetime) -> None:
    withdraw(OutboxMessage.objects.filter(expires_at__lt=now))


WITHDRAWABLE = (State.QUEUED, State.HELD, State.JOINED)


def withdraw(mails: QuerySet[OutboxMessage]) -> int:
    """Take back what no worker has taken yet; what had joined it waits again. Returns how many were withdrawn."""
    chosen = list(mails.filter(state__in=WITHDRAWABLE).values_list("pk", flat=True))
    return _withdraw(chosen) if chosen else 0


@transaction.atomic
def _withdraw(chosen: list[int]) -> int:
    count = OutboxMessage.objects.filter(pk__in=chosen, state__in=WITHDRAWABLE).update(
        state=State.CANCELLED, payload=b"", section={}
    )
    budget.give_back(OutboxMessage.objects.filter(pk__in=chosen, state=State.CANCELLED).values_list("pk", flat=True))
    return count


def wipe_old(now: datetime) -> None:
    """Blank the text of mails that went out a month ago; who got what kind of mail, and when, stays."""
    gone = (State.SENT, State.FAILED, State.JOINED)
    over = OutboxMessage.objects.filter(state__in=gone, queued_at__lt=now - KEPT).exclude(payload=b"")
    if chosen := list(over.values_list("pk", flat=True)[:WIPED_AT_ONCE]):
        over.filter(pk__in=chosen).update(payload=b"", section={})


def claim(now: datetime, *, limit: int = BATCH) -> list[OutboxMessage]:
    """Take up to ``limit`` due rows; two workers never hold the same one."""
    holder = f"{presence.own_name()}.{secrets.token_hex(4)}"
    order = ("-urgent", "queued_at", "pk")
    chosen = list(due(now).order_by(*order).values_list("pk", flat=True)[:limit])
    OutboxMessage.objects.filter(pk__in=chosen, state=State.QUEUED).update(
        state=State.CLAIMED, claimed_by=holder, lease_until=now + LEASE
    )
    return list(OutboxMessage.objects.filter(claimed_by=holder, state=State.CLAIMED).order_by(*order))


def mark_sending(message: OutboxMessage, now: datetime) -> bool:
    """False: the claim was lost meanwhile (lease over), so another worker has the row."""
    mine = OutboxMessage.objects.filter(pk=message.pk, state=State.CLAIMED, claimed_by=message.claimed_by)
    return bool(mine.update(state=State.SENDING, lease_until=now + LEASE, attempts=F("attempts") + 1))


def release(messages: Sequence[OutboxMessage]) -> None:
    """Put claimed rows back untouched."""
    mine = OutboxMessage.objects.filter(pk__in=[m.pk for m in messages], state=State.CLAIMED)
    mine.filter(claimed_by__in={m.claimed_by for m in messages}).update(
        state=State.QUEUED, claimed_by="", lease_until=None
    )


def _held(message: OutboxMessage) -> QuerySet[OutboxMessage]:
    return OutboxMessage.objects.filter(
        pk=message.pk, state__in=[State.CLAIMED, State.SENDING], claimed_by=message.claimed_by
    )


@transaction.atomic
def mark_sent(message: OutboxMessage, now: datetime) -> None:
    wiped = {"payload": b""} if message.secret else {}
    _held(message).update(state=State.SENT, sent_at=now, last_error="", claimed_by="", lease_until=None, **wiped)
    if message.counts_for:
        budget.note_sent(message, now)


def mark_failed(message: OutboxMessage, error: str) -> None:
    """For good: the server refused this address or this mail. The owner sees it."""
    wiped = {"payload": b""} if message.secret else {}
    _held(message).update(state=State.FAILED, last_error=error, claimed_by="", lease_until=None, **wiped)


def put_back(message: OutboxMessage, error: str, now: datetime, *, uncertain: bool = False) -> None:
    """Try later, with growing pauses, for three days; then it has failed."""
    if now - message.queued_at > PATIENCE:
        mark_failed(message, error)
        return
    pause = min(FIRST_PAUSE * 2 ** min(message.attempts, 10), LONGEST_PAUSE)
    changes = {"state": State.QUEUED, "next_try_at": now + pause, "last_error": error}
    if uncertain:
        changes["uncertain"] = True
    _held(message).update(claimed_by="", lease_until=None, **changes)
