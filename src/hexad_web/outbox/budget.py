"""At most one message a week and person. Whatever somebody waits for, or asked for, is never held back.

A mail that counts is HELD until its reader's week is free. Then the most urgent one goes out and takes the week by one
conditional UPDATE, so that two workers never take it twice; up to four others join it as short sections, if they were
queued with one. The rest waits for the next week, or is withdrawn when it expires.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from hexad_web.accounts.models import Organisation
from hexad_web.outbox.models import OutboxMessage, WeeklySlot
from hexad_web.outbox.rendering import Mail

State = OutboxMessage.State
EXEMPT = frozenset(
    {"sign-in", "account", "invitation", "cancellation", "formation.group", "poll", "catch-up"},
)
WEEK = timedelta(days=7)
MOST_JOINED = 4
MOST_OPENED = 200  # in one look; the next follows within seconds


def reader_of(organisation: Organisation | None, mail: Mail) -> str:
    """In whose week a mail counts; empty: in nobody's."""
    return "" if organisation is None or mail.kind in EXEMPT else mail.to.lower()


def open_weeks(now: datetime) -> int:
    """Let the most urgent mail of everybody go whose week is free; returns how many were let go."""
    chosen: dict[tuple[int | None, str], OutboxMessage] = {}
    for row in _can_leave(now):
        chosen.setdefault((row.organisation_id, row.counts_for), row)
    return sum(_let_go(row, now) for row in list(chosen.values())[:MOST_OPENED])


def _can_leave(now: datetime) -> QuerySet[OutboxMessage]:
    reader = {"organisation": OuterRef("organisation"), "counts_for": OuterRef("counts_for")}
    on_its_way = OutboxMessage.objects.filter(**reader, state__in=[State.QUEUED, State.CLAIMED, State.SENDING])
    taken = WeeklySlot.objects.filter(
        organisation=OuterRef("organisation"), reader=OuterRef("counts_for"), taken_at__gt=now - WEEK
    )
    held = _fresh(OutboxMessage.objects.filter(state=State.HELD), now)
    # A mail that the mail server keeps refusing for days must not be followed by the next one.
    return held.exclude(Exists(taken)).exclude(Exists(on_its_way)).defer("payload").order_by(*_by_urgency)


_by_urgency = ("-urgency", "queued_at", "pk")


def _fresh(rows: QuerySet[OutboxMessage], now: datetime) -> QuerySet[OutboxMessage]:
    return rows.filter(Q(expires_at=None) | Q(expires_at__gte=now))


@transaction.atomic
def _let_go(row: OutboxMessage, now: datetime) -> bool:
    if not _take_week(row, now):
        return False
    # ``queued_at`` is from when on the mail server has three days to take it.
    own = OutboxMessage.objects.filter(pk=row.pk, state=State.HELD)
    if not own.update(state=State.QUEUED, next_try_at=now, queued_at=now):
        transaction.set_rollback(True)  # withdrawn meanwhile: the week stays free for the next one
        return False
    _join(row, now)
    return True


def _take_week(row: OutboxMessage, now: datetime) -> bool:
    of_reader = {"organisation_id": row.organisation_id, "reader": row.counts_for}
    WeeklySlot.objects.bulk_create([WeeklySlot(**of_reader)], ignore_conflicts=True)
    free = WeeklySlot.objects.filter(Q(taken_at=None) | Q(taken_at__lte=now - WEEK), **of_reader)
    return bool(free.update(taken_at=now, message=row))


def _join(host: OutboxMessage, now: datetime) -> None:
    waiting = OutboxMessage.objects.filter(
        organisation=host.organisation_id, counts_for=host.counts_for, state=State.HELD
    ).exclude(section={})
    guests = list(_fresh(waiting, now).order_by(*_by_urgency).values_list("pk", flat=True)[:MOST_JOINED])
    OutboxMessage.objects.filter(pk__in=guests, state=State.HELD).update(state=State.JOINED, joined_to=host)


def note_sent(host: OutboxMessage, now: datetime) -> None:
    """The week counts from the moment the mail server took the mail; what joined it went with it."""
    OutboxMessage.objects.filter(joined_to=host, state=State.JOINED).update(state=State.SENT, sent_at=now)
    WeeklySlot.objects.filter(message=host, taken_at__lt=now).update(taken_at=now)


def give_back(hosts: Iterable[int]) -> None:
    """Mails that were withdrawn before they left: what had joined them waits again, and the week is free."""
    gone = list(hosts)
    OutboxMessage.objects.filter(joined_to__in=gone, state=State.JOINED).update(state=State.HELD, joined_to=None)
    # One that may have arrived has used the week.
    WeeklySlot.objects.filter(message__in=gone, message__uncertain=False).update(taken_at=None)
