"""One round of reading: every feed that is due, several at a time, each past the guard and through the child."""

import logging
from concurrent.futures import ThreadPoolExecutor

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.utils import timezone

from hexad_web.availability import fetching, reading, syncing
from hexad_web.availability.models import Problem

logger = logging.getLogger(__name__)

AT_ONCE = 8
LIMITS = fetching.Limits()


def read_due(*, limits: fetching.Limits = LIMITS) -> int:
    """Read every feed that is due, several at a time; returns how many were tried."""
    tried = 0
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="feed") as pool:
        while claims := syncing.claim_due(timezone.now(), limit=AT_ONCE):
            # Threads fetch and wait for the child; the database is spoken to from here only.
            outcomes = pool.map(lambda claim: read_one(claim, limits), claims)
            for claim, outcome in zip(claims, outcomes, strict=True):
                syncing.finish(claim, outcome, timezone.now())
            tried += len(claims)
    return tried


def read_one(claim: syncing.Claim, limits: fetching.Limits) -> syncing.Outcome:
    try:
        return _read(claim, limits)
    except InvalidToken:
        return syncing.Outcome(fetching.Fetched(problem=Problem.SEALED.value))
    except Exception as error:  # noqa: BLE001  # one odd calendar must not keep the others of its batch from being written
        # Not the message: it may hold the address or the content.
        logger.error("source %s could not be read: %s", claim.source.pk, type(error).__name__)
        return syncing.Outcome(fetching.Fetched(problem=Problem.FAULT.value))


def _read(claim: syncing.Claim, limits: fetching.Limits) -> syncing.Outcome:
    fetched = fetching.fetch(claim.feed(), allowed_hosts=settings.FEED_ALLOWED_HOSTS, limits=limits)
    if fetched.problem or fetched.unchanged:
        return syncing.Outcome(fetched)
    if claim.known and syncing.content_hash(fetched.content) == claim.source.content_hash:
        return syncing.Outcome(fetched)
    asked = reading.Asked(fetched.content, claim.zone, claim.email, timezone.now())
    return syncing.Outcome(fetched, reading.read(asked))
