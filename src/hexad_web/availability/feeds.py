"""One round of reading: every calendar that is due, several at a time, each past the guard and through the child."""

import logging
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import datetime

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.utils import timezone

from hexad_web.availability import caldav, fetching, reading, syncing
from hexad_web.availability.models import Kind, Problem

logger = logging.getLogger(__name__)

AT_ONCE = 8
UnderWay = dict[Future[syncing.Outcome], syncing.Claim]


def read_due(*, limits: fetching.Limits = fetching.LIMITS) -> int:
    """Read every calendar that is due; one that is slow keeps its own place and nobody else's. Returns how many."""
    tried = 0
    under_way: UnderWay = {}
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="feed") as pool:
        while True:
            _begin(pool, under_way, limits)
            if not under_way:
                return tried
            done, _rest = wait(under_way, return_when=FIRST_COMPLETED)
            for reading_done in done:
                # Threads fetch and wait for the child; the database is spoken to from here only.
                syncing.finish(under_way.pop(reading_done), reading_done.result(), timezone.now())
            tried += len(done)


def _begin(pool: ThreadPoolExecutor, under_way: UnderWay, limits: fetching.Limits) -> None:
    """Fill the free places."""
    while len(under_way) < AT_ONCE:
        claims = syncing.claim_due(timezone.now(), limit=AT_ONCE - len(under_way))
        if not claims:
            return
        under_way.update({pool.submit(read_one, claim, limits): claim for claim in claims})


def read_one(claim: syncing.Claim, limits: fetching.Limits) -> syncing.Outcome:
    try:
        return _read(claim, limits, timezone.now())
    except InvalidToken:
        return syncing.Outcome(fetching.Fetched(problem=Problem.SEALED.value))
    except Exception as error:  # noqa: BLE001  # one odd calendar must not keep the others of its round from being written
        # Not the message: it may hold the address or the content.
        logger.error("source %s could not be read: %s", claim.source.pk, type(error).__name__)
        return syncing.Outcome(fetching.Fetched(problem=Problem.FAULT.value))


def _read(claim: syncing.Claim, limits: fetching.Limits, now: datetime) -> syncing.Outcome:
    fetched = _fetch(claim, limits, now)
    if fetched.problem or fetched.unchanged:
        return syncing.Outcome(fetched)
    if claim.known and syncing.content_hash(fetched.content) == claim.source.content_hash:
        return syncing.Outcome(fetched)
    form = "caldav" if claim.source.kind == Kind.CALDAV else "file"
    return syncing.Outcome(fetched, reading.read(reading.Asked(fetched.content, claim.zone, claim.email, now, form)))


def _fetch(claim: syncing.Claim, limits: fetching.Limits, now: datetime) -> fetching.Fetched:
    hosts = settings.FEED_ALLOWED_HOSTS
    if claim.source.kind == Kind.CALDAV:
        return caldav.read(claim.calendar(now), allowed_hosts=hosts, limits=limits)
    return fetching.fetch(claim.feed(), allowed_hosts=hosts, limits=limits)
