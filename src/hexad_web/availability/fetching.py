"""Fetch one calendar over HTTP, within limits, past the guard, and say in one word what went wrong.

Nothing here logs, and no exception leaves it: an address is a credential, and httpcore's messages may hold it.
"""

import base64
import ssl
import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import unquote

import httpcore
import httpx

from hexad_web.availability.addresses import Deadline, GuardedBackend, RefusedAddressError, Resolver, resolve
from hexad_web.availability.models import Problem

REDIRECTS = frozenset({301, 302, 303, 307, 308})
BY_STATUS = {
    401: Problem.DENIED,
    403: Problem.DENIED,
    407: Problem.DENIED,
    404: Problem.NOT_FOUND,
    410: Problem.NOT_FOUND,
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What one fetch may cost."""

    seconds: float = 30.0
    step_seconds: float = 10.0
    content_bytes: int = 10 * 2**20
    redirects: int = 5


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


class FeedError(Exception):
    """One kind of problem; never a text from outside."""

    def __init__(self, problem: Problem, retry_after: int = 0) -> None:
        super().__init__(str(problem.value))
        self.problem = problem
        self.retry_after = retry_after


def address_of(text: str) -> str:
    """A typed address as one that can be fetched; webcal is http(s) by another name. Empty where it cannot be."""
    text = text.strip()
    if text.lower().startswith(("webcal://", "webcals://")):
        text = "https://" + text.partition("://")[2]
    try:
        url = httpx.URL(text)
    except httpx.InvalidURL:
        return ""
    return str(url.copy_with(fragment=None)) if _can_be_fetched(url) else ""


def _can_be_fetched(url: httpx.URL) -> bool:
    return url.scheme in ("http", "https") and bool(url.host) and (url.port or 80) < 65536


def fetch(
    feed: Feed, *, allowed_hosts: Collection[str], limits: Limits = Limits(), resolver: Resolver = resolve
) -> Fetched:
    """Fetch once. Each redirect opens a new connection through the guard and carries nothing from the one before."""
    backend = GuardedBackend(Deadline.after(limits.seconds), allowed_hosts, resolver)
    try:
        with httpcore.ConnectionPool(ssl_context=_tls(), network_backend=backend) as pool:
            return _follow(pool, feed, limits)
    except FeedError as error:
        return Fetched(problem=error.problem.value, retry_after=error.retry_after)
    except RefusedAddressError:
        return Fetched(problem=Problem.REFUSED.value)
    except httpcore.TimeoutException:
        return Fetched(problem=Problem.TIMEOUT.value)
    except httpcore.RemoteProtocolError:
        return Fetched(problem=Problem.TRUNCATED.value)
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol, ValueError):
        return Fetched(problem=Problem.UNREACHABLE.value)


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def _follow(pool: httpcore.ConnectionPool, feed: Feed, limits: Limits) -> Fetched:
    url = httpx.URL(feed.url)
    for _hop in range(limits.redirects + 1):
        answer = _ask(pool, url, feed, limits)
        if isinstance(answer, Fetched):
            return answer
        url = answer
    raise FeedError(Problem.REDIRECTS)


def _ask(pool: httpcore.ConnectionPool, url: httpx.URL, feed: Feed, limits: Limits) -> Fetched | httpx.URL:
    """One request: the answer, or where it sends us."""
    step = dict.fromkeys(("connect", "read", "write", "pool"), limits.step_seconds)
    # The host goes in as text without its user part: a name and password in the address become a header below.
    target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
    with pool.stream("GET", target, headers=_headers(url, feed), extensions={"timeout": step}) as response:
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
        if response.status in REDIRECTS:
            return _next_url(url, headers.get("location", ""))
        if response.status == 304 and (feed.etag or feed.last_modified):
            return Fetched(unchanged=True, etag=feed.etag, last_modified=feed.last_modified)
        if response.status != 200:
            raise FeedError(BY_STATUS.get(response.status, Problem.SERVER), _seconds(headers.get("retry-after", "")))
        return Fetched(
            content=_content(response.iter_stream(), headers, limits.content_bytes),
            etag=headers.get("etag", "")[:255],
            last_modified=headers.get("last-modified", "")[:64],
        )


def _headers(url: httpx.URL, feed: Feed) -> dict[bytes | str, bytes | str]:
    headers: dict[bytes | str, bytes | str] = {
        "Host": url.netloc.decode("ascii"),
        "User-Agent": "Hexad (calendar reader)",
        "Accept": "text/calendar, */*;q=0.5",
        "Accept-Encoding": "gzip",
        "Connection": "close",
    }
    if feed.etag:
        headers["If-None-Match"] = feed.etag
    if feed.last_modified:
        headers["If-Modified-Since"] = feed.last_modified
    if url.userinfo:
        credentials = unquote(url.userinfo.decode("ascii")).encode()
        headers["Authorization"] = f"Basic {base64.b64encode(credentials).decode('ascii')}"
    return headers


def _next_url(url: httpx.URL, location: str) -> httpx.URL:
    try:
        target = url.join(location)
    except httpx.InvalidURL as error:
        raise FeedError(Problem.REDIRECTS) from error
    if not location or not _can_be_fetched(target):
        raise FeedError(Problem.REFUSED)
    if url.scheme == "https" and target.scheme == "http":
        raise FeedError(Problem.REFUSED)  # the secret part of an address would travel in the open
    return target


def _content(chunks: Iterator[bytes], headers: dict[str, str], most: int) -> bytes:
    """The body within the limit, unpacked piece by piece so that a small answer cannot become a huge one."""
    encoding = headers.get("content-encoding", "").lower()
    if encoding not in ("", "identity", "gzip", "x-gzip"):
        raise FeedError(Problem.NOT_A_CALENDAR)
    if headers.get("content-length", "").isdigit() and int(headers["content-length"]) > most:
        raise FeedError(Problem.TOO_LARGE)
    content = bytearray()
    for piece in _unpacked(chunks, most) if "gzip" in encoding else chunks:
        content += piece
        if len(content) > most:
            raise FeedError(Problem.TOO_LARGE)
    return bytes(content)


def _unpacked(chunks: Iterator[bytes], most: int) -> Iterator[bytes]:
    inflate = zlib.decompressobj(wbits=31)
    try:
        for chunk in chunks:
            yield inflate.decompress(chunk, most + 1)
    except zlib.error as error:
        raise FeedError(Problem.TRUNCATED) from error
    if not inflate.eof:
        raise FeedError(Problem.TRUNCATED)


def _seconds(retry_after: str) -> int:
    return min(int(retry_after), 24 * 3600) if retry_after.isascii() and retry_after.isdigit() else 0
