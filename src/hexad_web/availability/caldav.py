"""CalDAV with an app password: which calendars an account has, and what stands in one of them.

The password travels over TLS alone, except to hosts that the administrator allowed by name, and only to the server
that it was given for: the same name, or a neighbour under the same domain, as iCloud has them.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import httpx

from hexad_web.availability import dav_xml, stored
from hexad_web.availability.addresses import Resolver, resolve
from hexad_web.availability.exchange import (
    LIMITS,
    Answer,
    Exchange,
    FeedError,
    Limits,
    Request,
    can_be_fetched,
    conversation,
)
from hexad_web.availability.fetching import Fetched
from hexad_web.availability.models import Problem

SEARCH = Limits(seconds=15.0, step_seconds=5.0)
MOST_OF_PROPERTIES = 2**20  # bytes; they are read here, only entries go to the child
MOST_HOMES, MOST_CALENDARS = 3, 50
MULTISTATUS = frozenset({207})
WALL = timedelta(days=1)  # all-day and floating entries may be taken in any zone


@dataclass(frozen=True, slots=True)
class Account:
    """A server with a name and an app password. ``repr`` leaves everything out."""

    server: str = field(repr=False)
    user: str = field(repr=False)
    password: str = field(repr=False)

    def url(self) -> httpx.URL:
        return httpx.URL(self.server).copy_with(username=self.user, password=self.password)


@dataclass(frozen=True, slots=True)
class Calendar:
    """One calendar of an account; the address holds name and password."""

    name: str
    url: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Searched:
    """The calendars of an account, or why there are none."""

    calendars: tuple[Calendar, ...] = ()
    problem: str = ""


def server_of(text: str) -> str:
    """A typed server as an address, https unless it says otherwise. Empty where it cannot be one."""
    text = text.strip()
    try:
        url = httpx.URL(text if "://" in text else f"https://{text}")
    except httpx.InvalidURL:
        return ""
    return str(url.copy_with(fragment=None, userinfo=b"")) if can_be_fetched(url) else ""


def in_the_open(server: str, allowed_hosts: Collection[str]) -> bool:
    """Whether a password would be sent without TLS, and not to a host that the administrator allowed."""
    url = httpx.URL(server)
    return url.scheme == "http" and url.host not in {host.lower() for host in allowed_hosts}


def same_site(home: httpx.URL, other: httpx.URL) -> bool:
    """The same server, or one under the same domain and over TLS: accounts live on p42-caldav.icloud.com."""
    if (home.scheme, home.port) != (other.scheme, other.port):
        return False
    if home.host == other.host:
        return True
    _first, _dot, parent = home.host.partition(".")
    domain = parent if "." in parent else home.host
    return home.scheme == "https" and not _is_number(home.host) and f".{other.host}".endswith(f".{domain}")


def _is_number(host: str) -> bool:
    return ":" in host or host.replace(".", "").isdigit()


def search(
    account: Account, *, allowed_hosts: Collection[str], limits: Limits = SEARCH, resolver: Resolver = resolve
) -> Searched:
    """The calendars of an account, from as little as the name of its server.

    Source: RFC 6764 and RFC 4791, section 6.2.1: well-known address, principal, home, calendars.
    """
    home = account.url()
    try:
        with conversation(
            home, allowed_hosts=allowed_hosts, limits=limits, resolver=resolver, trusts=same_site
        ) as exchange:
            found = tuple(_search(exchange))
    except FeedError as error:
        return Searched(problem=error.problem.value)
    return Searched(found) if found else Searched(problem=Problem.NOT_FOUND.value)


def _search(exchange: Exchange) -> list[Calendar]:
    for start in _starts(exchange.home):
        try:
            calendars = _from(exchange, start)
        except FeedError as error:
            if error.problem not in (Problem.NOT_FOUND, Problem.SERVER, Problem.NOT_A_CALENDAR):
                raise  # a wrong password, or a server that is not there, does not get better elsewhere
            calendars = []
        if calendars:
            return calendars
    return []


def _starts(home: httpx.URL) -> Iterator[httpx.URL]:
    """Where to begin: at the address itself where it leads somewhere, at the well-known one, at the root."""
    bare = home.copy_with(userinfo=b"")
    if bare.path not in ("", "/"):
        yield bare
    yield bare.join("/.well-known/caldav")
    yield bare.join("/")


def _from(exchange: Exchange, start: httpx.URL) -> list[Calendar]:
    wanted = (
        dav_xml.PRINCIPAL,
        dav_xml.HOMES,
        dav_xml.RESOURCE_TYPE,
        dav_xml.DISPLAY_NAME,
        dav_xml.COMPONENTS,
    )
    here, (first, *_others) = _properties(exchange, start, *wanted)
    if first.is_calendar:
        return _calendars(exchange, here, [first])
    homes = _links(exchange, here, first, dav_xml.HOMES)
    for principal in [] if homes else _links(exchange, here, first, dav_xml.PRINCIPAL)[:1]:
        where, (person, *_rest) = _properties(exchange, principal, dav_xml.HOMES)
        homes = _links(exchange, where, person, dav_xml.HOMES)
    found: list[Calendar] = []
    for home in homes[:MOST_HOMES]:
        where, listed = _properties(exchange, home, *wanted[2:], depth="1")
        found += _calendars(exchange, where, listed)
    return found[:MOST_CALENDARS]


def _links(exchange: Exchange, here: Answer, resource: dav_xml.Resource, name: str) -> list[httpx.URL]:
    return [_inside(exchange, here, href) for href in resource.hrefs(name) if href]


def _inside(exchange: Exchange, here: Answer, href: str) -> httpx.URL:
    """Where a link leads, within the site that the password was given for."""
    try:
        url = here.url.join(href).copy_with(userinfo=b"", fragment=None)
    except httpx.InvalidURL:
        raise FeedError(Problem.NOT_A_CALENDAR) from None
    if not can_be_fetched(url) or not same_site(exchange.home, url):
        raise FeedError(Problem.REFUSED)
    return url


def _calendars(exchange: Exchange, here: Answer, listed: list[dav_xml.Resource]) -> list[Calendar]:
    found = []
    for one in listed:
        if one.is_calendar and one.href:
            url = _inside(exchange, here, one.href)
            name = one.text(dav_xml.DISPLAY_NAME) or url.path.rstrip("/").rpartition("/")[2]
            found.append(Calendar(name[:80], str(url.copy_with(userinfo=exchange.home.userinfo))))
    return found


def _properties(
    exchange: Exchange, url: httpx.URL, *wanted: str, depth: str = "0"
) -> tuple[Answer, list[dav_xml.Resource]]:
    answer = exchange.ask(_request(url, "PROPFIND", dav_xml.ask_for(*wanted), depth, MOST_OF_PROPERTIES))
    try:
        found = list(dav_xml.resources(answer.content))
    except dav_xml.UnreadableAnswerError:
        raise FeedError(Problem.NOT_A_CALENDAR) from None
    if not found:
        raise FeedError(Problem.NOT_A_CALENDAR)
    return answer, found


def _request(url: httpx.URL, method: str, content: bytes, depth: str, most_bytes: int | None = None) -> Request:
    headers = {"Depth": depth, "Content-Type": "application/xml; charset=utf-8", "Accept": "application/xml, text/xml"}
    return Request(url, method, headers, content, MULTISTATUS, most_bytes)


@dataclass(frozen=True, slots=True)
class Wanted:
    """One calendar to read: its address with name and password, its state as last read, the time of interest."""

    url: str = field(repr=False)
    state: str
    window: tuple[datetime, datetime]


def read(
    wanted: Wanted, *, allowed_hosts: Collection[str], limits: Limits = LIMITS, resolver: Resolver = resolve
) -> Fetched:
    """One request where nothing changed; otherwise a second one brings every entry that touches the window.

    The content is the answer as it came, XML around the entries: it is read in the child.
    """
    home = httpx.URL(wanted.url)
    url = home.copy_with(userinfo=b"")
    ask = conversation(home, allowed_hosts=allowed_hosts, limits=limits, resolver=resolver, trusts=same_site)
    try:
        with ask as exchange:
            state = _state(exchange, url)
            if state and state == wanted.state:
                return Fetched(unchanged=True, etag=state)
            start, end = wanted.window
            query = dav_xml.entries_between(start - WALL, end + WALL)
            answer = exchange.ask(_request(url, "REPORT", query, "1"))
    except FeedError as error:
        return Fetched(problem=error.problem.value, retry_after=error.retry_after)
    return Fetched(content=answer.content, etag=state)


def _state(exchange: Exchange, url: httpx.URL) -> str:
    """A digest that changes with any entry, from the collection's tag or, without one, its token; else empty."""
    _answer, (first, *_others) = _properties(exchange, url, dav_xml.CTAG, dav_xml.SYNC_TOKEN)
    tag = first.text(dav_xml.CTAG) or first.text(dav_xml.SYNC_TOKEN)
    return stored.digest("state", tag) if tag else ""
