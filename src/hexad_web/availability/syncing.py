"""Which feeds are due, who reads them, and what a reading leaves in the row. Claimed by a lease, swept when it ends."""

import secrets
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from hexad_web.accounts import private_text
from hexad_web.availability import caldav, fetching, mails, queries, reading, stored
from hexad_web.availability.models import FEED_STALE_AFTER, FOLLOWED, Source
from hexad_web.outbox.actions import queue_mails
from hexad_web.people.models import Participation

LEASE = timedelta(minutes=2)  # more than one fetch and one reading can take together
EVERY = timedelta(minutes=30)
SPREAD_SECONDS = 300  # so that feeds added together are not read together for ever
FIRST_RETRY, LAST_RETRY = timedelta(minutes=5), timedelta(hours=6)
MOST_AT_ONE_HOST = 4
READ_AGAIN_AFTER = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Claim:
    """One feed that this worker alone may read until its lease ends, with all that reading needs."""

    source: Source
    zone: str
    email: str
    known: bool  # whether an unchanged calendar needs no new reading

    def feed(self) -> fetching.Feed:
        """The address, opened at the last moment; changes alone are asked for where our copy reaches far ahead."""
        if not self.known:
            return fetching.Feed(self._url())
        return fetching.Feed(self._url(), self.source.etag, self.source.last_modified)

    def calendar(self, now: datetime) -> caldav.Wanted:
        """The same of a calendar on a CalDAV server."""
        return caldav.Wanted(self._url(), self.source.etag if self.known else "", reading.window(now))

    def _url(self) -> str:
        return private_text.unseal(self.source.sealed_url or b"")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one claim: the fetch, and the reading where there was something new to read."""

    fetched: fetching.Fetched
    found: reading.Found | None = None

    @property
    def problem(self) -> str:
        return self.fetched.problem or (self.found.problem if self.found else "")


def due(now: datetime) -> QuerySet[Source]:
    free = Q(lease_until=None) | Q(lease_until__lte=now)
    feeds = Source.objects.filter(free, kind__in=FOLLOWED, removed_at=None, next_try_at__lte=now)
    return feeds.exclude(person__participation=Participation.LEFT).order_by("next_try_at", "pk")


def claim_due(now: datetime, *, limit: int) -> list[Claim]:
    """Take up to ``limit`` feeds, at most a few of one host at a time. The condition in the UPDATE decides races."""
    busy_hosts = Counter[str](dict(_hosts_being_read(now)))
    taken: dict[int, str] = {}
    token = secrets.token_hex(16)
    full = [host for host, count in busy_hosts.items() if count >= MOST_AT_ONE_HOST]
    waiting = due(now).exclude(host_digest__in=full)
    for pk, host in waiting.values_list("pk", "host_digest")[: limit * 25].iterator():
        if len(taken) == limit:
            break
        if busy_hosts[host] < MOST_AT_ONE_HOST and _take(pk, token, now):
            busy_hosts[host] += 1
            taken[pk] = host
    return _claims(_within_the_limit(taken, token, now), now)


def _hosts_being_read(now: datetime) -> QuerySet[Source, tuple[str, int]]:
    leased = Source.objects.filter(kind__in=FOLLOWED, lease_until__gt=now)
    return leased.values_list("host_digest").annotate(count=Count("pk"))


def _within_the_limit(taken: Mapping[int, str], token: str, now: datetime) -> list[int]:
    """Counted once more, with our own: of workers that took some at once the last sees all, and gives back."""
    too_many = {host: count - MOST_AT_ONE_HOST for host, count in _hosts_being_read(now)} if taken else {}
    kept: list[int] = []
    for pk, host in taken.items():
        if too_many[host] > 0:
            too_many[host] -= 1
            Source.objects.filter(pk=pk, lease_token=token).update(lease_token="", lease_until=None)
        else:
            kept.append(pk)
    return kept


def _take(pk: int, token: str, now: datetime) -> bool:
    return due(now).filter(pk=pk).order_by().update(lease_token=token, lease_until=now + LEASE) == 1


def _claims(taken: list[int], now: datetime) -> list[Claim]:
    sources = list(Source.objects.filter(pk__in=taken).select_related("person__user", "organisation").defer("busy"))
    zones = queries.current_zones([source.person for source in sources])
    return [
        Claim(source, zones[source.person_id], source.person.email, _is_known(source, zones[source.person_id], now))
        for source in sources
    ]


def _is_known(source: Source, zone: str, now: datetime) -> bool:
    """Repeating entries reach further every day and all-day ones move with the zone, also in an unchanged file."""
    reaches_far = source.covers_until is not None and source.covers_until > now + reading.AHEAD - READ_AGAIN_AFTER
    return reaches_far and source.read_zone == zone


@transaction.atomic
def finish(claim: Claim, outcome: Outcome, now: datetime) -> bool:
    """Write what came of it; False where the lease had ended and somebody else has the feed now."""
    columns = _failed(claim.source, outcome, now) if outcome.problem else _read(claim, outcome, now)
    columns |= {"tried_at": now, "lease_token": "", "lease_until": None}
    ours = Source.objects.filter(pk=claim.source.pk, lease_token=claim.source.lease_token)
    if outcome.problem:
        _tell_owner(claim.source, outcome.problem, now)
    if outcome.fetched.retry_after:
        _leave_alone(claim.source.host_digest, now + timedelta(seconds=outcome.fetched.retry_after))
    return ours.update(**columns) == 1


def _tell_owner(source: Source, problem: str, now: datetime) -> None:
    """Once an outage, by mail, after a night and a working day; the page says it at once."""
    if now - (source.read_at or source.created_at) > FEED_STALE_AFTER:
        queue_mails(organisation=source.organisation, mails=[mails.unread(source, problem, now)], now=now)


def _leave_alone(host: str, until: datetime) -> None:
    """A server that asks for patience asks for all its calendars, not for the one that met the answer."""
    Source.objects.filter(kind__in=FOLLOWED, host_digest=host, next_try_at__lt=until).update(next_try_at=until)


def _failed(source: Source, outcome: Outcome, now: datetime) -> dict[str, Any]:
    """The last good copy stays; the next try comes later each time."""
    pause = min(FIRST_RETRY * 2 ** min(source.failures, 10), LAST_RETRY)
    pause = max(pause, timedelta(seconds=outcome.fetched.retry_after))
    return {
        "problem": outcome.problem,
        "failures": min(source.failures + 1, 1000),
        "next_try_at": now + pause,
    }


def _read(claim: Claim, outcome: Outcome, now: datetime) -> dict[str, Any]:
    columns: dict[str, Any] = {
        "problem": "",
        "failures": 0,
        "read_at": now,
        "next_try_at": now + EVERY + timedelta(seconds=claim.source.pk % SPREAD_SECONDS),
        "etag": outcome.fetched.etag,
        "last_modified": outcome.fetched.last_modified,
    }
    if outcome.found is not None:
        columns |= outcome.found.columns(now)
        columns |= {"content_hash": content_hash(outcome.fetched.content), "read_zone": claim.zone}
    return columns


def content_hash(content: bytes) -> str:
    return stored.digest(content.hex())
