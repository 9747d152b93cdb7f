"""At most one message a week and person. Whatever somebody waits for, or asked for, is never held back.

A mail that counts is HELD until its reader's week is free. Then the most urgent one goes out and takes the week by one
conditional UPDATE, so that two workers never take it twice; up to four others join it as short sections, if they were
queued with one. The rest waits for the next week, or is withdrawn when it expires.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from hexad_web.accounts.models import Organisation
from hexad_web.outbox.models import OutboxMessage, WeeklySlot
from hexad_web.outbox.rendering import Mail

State = OutboxMessage.State
Reader = tuple[Any, str]  # the key of the organisation, the address in small letters
EXEMPT = frozenset(
    {"sign-in", "account", "invitation", "cancellation", "formation.group", "poll", "catch-up"},
)
WEEK = timedelta(days=7)
MOST_JOINED = 4
MOST_OPENED = 50  # in one look: no more than are sent before the next
MOST_LOOKED_AT = 4 * MOST_OPENED  # of one reader several may wait


def reader_of(organisation: Organisation | None, mail: Mail) -> str:
    """In whose week a mail counts; empty: in nobody's."""
    return "" if organisation is None or mail.kind in EXEMPT else mail.to.lower()


def open_weeks(now: datetime) -> int:
    """Let the most urgent mail of everybody go whose week is free; returns how many were let go."""
    chosen: dict[Reader, OutboxMessage] = {}
    for row in _can_leave(now)[:MOST_LOOKED_AT]:
        chosen.setdefault(_reader(row), row)
    return _let_go(list(chosen.values())[:MOST_OPENED], now) if chosen else 0


def _reader(row: OutboxMessage) -> Reader:
    return row.organisation_id, row.counts_for


def _can_leave(now: datetime) -> QuerySet[OutboxMessage]:
    reader = {"organisation": OuterRef("organisation"), "counts_for": OuterRef("counts_for")}
    on_its_way = OutboxMessage.objects.filter(**reader, state__in=[State.QUEUED, State.CLAIMED, State.SENDING])
    taken = WeeklySlot.objects.filter(
        organisation=OuterRef("organisation"), reader=OuterRef("counts_for"), taken_at__gt=now - WEEK
    )
    held = _fresh(OutboxMessage.objects.filter(state=State.HELD), now)
    # A mail that the mail server keeps refusing for days must not be followed by the next one.
    return (
        held.exclude(Exists(taken))
        .exclude(Exists(on_its_way))
        .only("organisation", "counts_for")
        .order_by(*_by_urgency)
    )


_by_urgency = ("-urgency", "queued_at", "pk")


def _fresh(rows: QuerySet[OutboxMessage], now: datetime) -> QuerySet[OutboxMessage]:
    return rows.filter(Q(expires_at=None) | Q(expires_at__gte=now))


@transaction.atomic
def _let_go(rows: Iterable[OutboxMessage], now: datetime) -> int:
    """``rows``: one of each reader. What was withdrawn since, or comes after another that took the week, stays."""
    hosts = {row.pk: row for row in rows}
    held = OutboxMessage.objects.select_for_update().filter(pk__in=hosts, state=State.HELD)
    taken = _take_weeks([hosts[pk] for pk in held.order_by("pk").values_list("pk", flat=True)], now)
    # ``queued_at`` is from when on the mail server has three days to take it.
    leaving = OutboxMessage.objects.filter(pk__in=taken)
    count = leaving.update(state=State.QUEUED, next_try_at=now, queued_at=now)
    _join([hosts[pk] for pk in taken], now)
    return count


def _take_weeks(hosts: Sequence[OutboxMessage], now: datetime) -> list[int]:
    """The keys of those whose reader's week was free, and is now theirs."""
    readers = sorted({_reader(host) for host in hosts})  # two workers write them in the same order
    slots = [WeeklySlot(organisation_id=organisation, reader=name) for organisation, name in readers]
    WeeklySlot.objects.bulk_create(slots, ignore_conflicts=True)
    of_reader = {"organisation": OuterRef("organisation"), "counts_for": OuterRef("reader")}
    own = OutboxMessage.objects.filter(pk__in=[host.pk for host in hosts], **of_reader)
    free = WeeklySlot.objects.filter(
        Q(taken_at=None) | Q(taken_at__lte=now - WEEK), Exists(own), **_of(hosts, "reader")
    )
    free.update(taken_at=now, message=Subquery(own.values("pk")[:1]))
    taken = WeeklySlot.objects.filter(taken_at=now, message__in=[host.pk for host in hosts])
    return [slot.message_id for slot in taken if slot.message_id]


def _join(hosts: Iterable[OutboxMessage], now: datetime) -> None:
    waiting = OutboxMessage.objects.filter(state=State.HELD, **_of(hosts, "counts_for")).exclude(section={})
    company: dict[Reader, list[int]] = defaultdict(list)
    for row in _fresh(waiting, now).only("organisation", "counts_for").order_by(*_by_urgency):
        company[_reader(row)].append(row.pk)
    for host in hosts:
        if guests := company[_reader(host)][:MOST_JOINED]:
            own = OutboxMessage.objects.filter(pk__in=guests, state=State.HELD)
            own.update(state=State.JOINED, joined_to=host)


def _of(hosts: Iterable[OutboxMessage], column: str) -> dict[str, Any]:
    """Narrows a search to their readers, and to few more: the same address in another organisation."""
    return {
        "organisation__in": {host.organisation_id for host in hosts},
        f"{column}__in": {host.counts_for for host in hosts},
    }


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
