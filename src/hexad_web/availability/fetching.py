"""Fetch one calendar over HTTP, and say in one word what went wrong."""

from collections.abc import Collection
from dataclasses import dataclass, field

import httpx

from hexad_web.availability.addresses import Resolver, resolve
from hexad_web.availability.exchange import LIMITS, FeedError, Limits, Request, can_be_fetched, conversation

__all__ = ["LIMITS", "Feed", "Fetched", "Limits", "address_of", "fetch"]


@dataclass(frozen=True, slots=True)
class Feed:
    """What to fetch and what is known of it already. ``repr`` leaves the address out."""

    url: str = field(repr=False)
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A new copy (``content``), the same as before (``unchanged``), or a problem."""

    content: bytes = field(default=b"", repr=False)
    etag: str = ""
    last_modified: str = ""
    unchanged: bool = False
    problem: str = ""
    retry_after: int = 0  # seconds that the other side asked for


def address_of(text: str) -> str:
    """A typed address as one that can be fetched; webcal is http(s) by another name. Empty where it cannot be."""
    text = text.strip()
    if text.lower().startswith(("webcal://", "webcals://")):
        text = "https://" + text.partition("://")[2]
    try:
        url = httpx.URL(text)
    except httpx.InvalidURL:
        return ""
    return str(url.copy_with(fragment=None)) if can_be_fetched(url) else ""


def fetch(
    feed: Feed, *, allowed_hosts: Collection[str], limits: Limits = LIMITS, resolver: Resolver = resolve
) -> Fetched:
    """Fetch once. Each redirect opens a new connection through the guard and carries nothing from the one before."""
    try:
        url = httpx.URL(feed.url)
        with conversation(url, allowed_hosts=allowed_hosts, limits=limits, resolver=resolver) as exchange:
            answer = exchange.ask(_request(url, feed))
    except FeedError as error:
        return Fetched(problem=error.problem.value, retry_after=error.retry_after)
    if answer.status == 304:
        return Fetched(unchanged=True, etag=feed.etag, last_modified=feed.last_modified)
    return Fetched(
        content=answer.content,
        etag=answer.headers.get("etag", "")[:255],
        last_modified=answer.headers.get("last-modified", "")[:64],
    )


def _request(url: httpx.URL, feed: Feed) -> Request:
    headers = {"Accept": "text/calendar, */*;q=0.5"}
    if feed.etag:
        headers["If-None-Match"] = feed.etag
    if feed.last_modified:
        headers["If-Modified-Since"] = feed.last_modified
    known = bool(feed.etag or feed.last_modified)
    return Request(url, headers=headers, wanted=frozenset({200, 304} if known else {200}))
