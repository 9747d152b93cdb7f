"""One conversation with a calendar's server: past the guard, within limits, every failure as one word.

Nothing here logs, and no exception but FeedError leaves it: an address is a credential, and httpcore's messages may
hold it.
"""

import base64
import ssl
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from urllib.parse import unquote

import httpcore
import httpx
from django.utils import timezone

from hexad_web.availability.addresses import Deadline, GuardedBackend, RefusedAddressError, Resolver, resolve
from hexad_web.availability.models import Problem

REDIRECTS = frozenset({301, 302, 303, 307, 308})
LONGEST_PATIENCE = 24 * 3600
BY_STATUS = {
    401: Problem.DENIED,
    403: Problem.DENIED,
    407: Problem.DENIED,
    404: Problem.NOT_FOUND,
    410: Problem.NOT_FOUND,
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What one conversation may cost."""

    seconds: float = 30.0
    step_seconds: float = 10.0
    content_bytes: int = 10 * 2**20
    redirects: int = 5


LIMITS = Limits()


class FeedError(Exception):
    """One kind of problem; never a text from outside."""

    def __init__(self, problem: Problem, retry_after: int = 0) -> None:
        super().__init__(str(problem.value))
        self.problem = problem
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Request:
    """What to ask. ``repr`` leaves out whatever may be a credential."""

    url: httpx.URL = field(repr=False)
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes = field(default=b"", repr=False)
    wanted: frozenset[int] = frozenset({200})
    most_bytes: int | None = None  # less than the conversation's limit, where so much is never needed


@dataclass(frozen=True, slots=True)
class Answer:
    """What came, and from where after all redirects."""

    url: httpx.URL = field(repr=False)
    status: int
    headers: Mapping[str, str] = field(repr=False)
    content: bytes = field(repr=False)


Trusts = Callable[[httpx.URL, httpx.URL], bool]


def can_be_fetched(url: httpx.URL) -> bool:
    return url.scheme in ("http", "https") and bool(url.host) and (url.port or 80) < 65536


def same_server(home: httpx.URL, other: httpx.URL) -> bool:
    """Whether a password for the one belongs to the other too."""
    return (home.scheme, home.host, home.port) == (other.scheme, other.host, other.port)


class Exchange:
    """Requests that share one deadline. The name and password in ``home`` go where ``trusts`` says, as a header."""

    def __init__(self, home: httpx.URL, pool: httpcore.ConnectionPool, limits: Limits, trusts: Trusts) -> None:
        self.home, self._pool, self._limits, self._trusts = home, pool, limits, trusts

    def ask(self, request: Request) -> Answer:
        """Follow redirects, each by a new connection through the guard; raises FeedError for anything but an answer."""
        url = request.url
        for _hop in range(self._limits.redirects + 1):
            answer = self._once(url, request)
            if isinstance(answer, Answer):
                return answer
            url = answer
        raise FeedError(Problem.REDIRECTS)

    def _once(self, url: httpx.URL, request: Request) -> Answer | httpx.URL:
        limits = self._limits
        step = dict.fromkeys(("connect", "read", "write", "pool"), limits.step_seconds)
        # The host goes in as text without its user part: a name and password in the address become a header below.
        target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        with self._pool.stream(
            request.method,
            target,
            headers=self._headers(url, request),
            content=request.content or None,
            extensions={"timeout": step},
        ) as response:
            headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
            if response.status in REDIRECTS:
                return _next_url(url, headers.get("location", ""))
            if response.status not in request.wanted:
                patience = _seconds(headers.get("retry-after", ""), timezone.now())
                raise FeedError(BY_STATUS.get(response.status, Problem.SERVER), patience)
            most = min(request.most_bytes or limits.content_bytes, limits.content_bytes)
            content = _content(response.iter_stream(), headers, most)
            return Answer(url, response.status, headers, content)

    def _headers(self, url: httpx.URL, request: Request) -> list[tuple[bytes, bytes]]:
        headers = {
            "Host": url.copy_with(userinfo=b"").netloc.decode("ascii"),
            "User-Agent": "Hexad (calendar reader)",
            "Accept-Encoding": "gzip",
            "Connection": "close",
            **request.headers,
        }
        if request.content:
            headers["Content-Length"] = str(len(request.content))
        if self.home.userinfo and self._trusts(self.home, url):
            credentials = unquote(self.home.userinfo.decode("ascii")).encode()
            headers["Authorization"] = f"Basic {base64.b64encode(credentials).decode('ascii')}"
        return [(name.encode("ascii"), value.encode("latin-1")) for name, value in headers.items()]


@contextmanager
def conversation(
    home: httpx.URL,
    *,
    allowed_hosts: Collection[str],
    limits: Limits,
    resolver: Resolver = resolve,
    trusts: Trusts = same_server,
) -> Iterator[Exchange]:
    """Raises FeedError alone, whatever happens on the way."""
    backend = GuardedBackend(Deadline.after(limits.seconds), allowed_hosts, resolver)
    try:
        with httpcore.ConnectionPool(ssl_context=_tls(), network_backend=backend) as pool:
            yield Exchange(home, pool, limits, trusts)
    except RefusedAddressError:
        raise FeedError(Problem.REFUSED) from None
    except httpcore.TimeoutException:
        raise FeedError(Problem.TIMEOUT) from None
    except httpcore.RemoteProtocolError:
        raise FeedError(Problem.TRUNCATED) from None
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol, ValueError):
        raise FeedError(Problem.UNREACHABLE) from None


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def _next_url(url: httpx.URL, location: str) -> httpx.URL:
    try:
        target = url.join(location)
    except httpx.InvalidURL as error:
        raise FeedError(Problem.REDIRECTS) from error
    if not location or not can_be_fetched(target):
        raise FeedError(Problem.REFUSED)
    if url.scheme == "https" and target.scheme == "http":
        raise FeedError(Problem.REFUSED)  # the secret part of an address would travel in the open
    return target


def _content(chunks: Iterator[bytes], headers: Mapping[str, str], most: int) -> bytes:
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


def _seconds(retry_after: str, now: datetime) -> int:
    """How long the other side asks to be left alone, in seconds or up to a date; at most a day."""
    if retry_after.isascii() and retry_after.isdigit():
        return min(int(retry_after[:9]), LONGEST_PATIENCE)
    try:
        left = parsedate_to_datetime(retry_after) - now
    except (TypeError, ValueError):  # no date, or one without a zone
        return 0
    return max(0, min(int(left.total_seconds()), LONGEST_PATIENCE))
