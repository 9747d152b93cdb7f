"""CalDAV servers that are broken or hostile, over a real connection: each is one word, in bounded time."""

import time
from datetime import UTC, datetime

import pytest

from hexad_web.availability import caldav, dav_xml, reading
from hexad_web.availability.exchange import LIMITS, Limits
from hexad_web.availability.models import Problem
from tests.hexad_web.availability.calendar_server import ICS, CalendarServer

HOSTS = ["localhost"]
WINDOW = (datetime(2026, 11, 28, tzinfo=UTC), datetime(2027, 12, 31, tzinfo=UTC))
D = 'xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"'
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + f"]><d:multistatus {D}><d:response><d:href>&j;</d:href></d:response></d:multistatus>"
)
OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    f"<d:multistatus {D}><d:response><d:href>&e;</d:href></d:response></d:multistatus>"
)
DEEP = f"<d:multistatus {D}>" + "<d:a>" * 100_000 + "</d:a>" * 100_000 + "</d:multistatus>"
WIDE = f"<d:multistatus {D}>" + "<d:a/>" * 1_500_000 + "</d:multistatus>"
BROKEN = {
    "laughs": LAUGHS,
    "a file from outside": OUTSIDE,
    "deep": DEEP,
    "wide": WIDE,
    "cut off": f"<d:multistatus {D}><d:response>",
    "a page": "<!doctype html><html><body>Sign in</body></html>",
    "another document": "<a/>",
    "empty": "",
    "zero bytes": "\x00" * 100,
    "an unknown encoding": '<?xml version="1.0" encoding="klingon"?><a/>',
}


def multistatus(*responses: str) -> bytes:
    return f"<d:multistatus {D}>{''.join(responses)}</d:multistatus>".encode()


def entry(text: str, href: str = "/a.ics") -> str:
    data = f"<d:prop><c:calendar-data><![CDATA[{text}]]></c:calendar-data></d:prop>"
    ok = "<d:status>HTTP/1.1 200 OK</d:status>"
    return f"<d:response><d:href>{href}</d:href><d:propstat>{data}{ok}</d:propstat></d:response>"


def linking(name: str, href: str) -> bytes:
    link = f"<d:prop><{name}><d:href>{href}</d:href></{name}></d:prop><d:status>HTTP/1.1 200 OK</d:status>"
    return multistatus(f"<d:response><d:href>/</d:href><d:propstat>{link}</d:propstat></d:response>")


def read(server: CalendarServer, path: str = "/good.ics", limits: Limits = LIMITS) -> caldav.Fetched:
    url = server.url(path, host="ben:app-tippytoe@localhost")
    return caldav.read(caldav.Wanted(url, "", WINDOW), allowed_hosts=HOSTS, limits=limits)


def search(server: CalendarServer) -> caldav.Searched:
    account = caldav.Account(server.url(), "ben", "app-tippytoe")
    return caldav.search(account, allowed_hosts=HOSTS)


def in_child(content: bytes, now: datetime) -> reading.Found:
    return reading.read(reading.Asked(content, "Europe/Berlin", "ben@northwind.example", now, "caldav"))


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN.keys())
def test_an_answer_that_is_none_is_named_in_no_time(calendars: CalendarServer, now: datetime, content: str) -> None:
    calendars.content = content.encode()
    began = time.monotonic()
    assert read(calendars).problem in {Problem.NOT_A_CALENDAR, Problem.TOO_LARGE}
    assert search(calendars).problem in {Problem.NOT_FOUND, Problem.TOO_LARGE}
    assert in_child(content.encode(), now).problem == Problem.NOT_A_CALENDAR
    assert time.monotonic() - began < 10


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("/404", Problem.NOT_FOUND),
        ("/401", Problem.DENIED),
        ("/500", Problem.SERVER),
        ("/loop", Problem.REDIRECTS),
        ("/truncated", Problem.TRUNCATED),
        ("/huge", Problem.TOO_LARGE),
        ("/bomb", Problem.TOO_LARGE),
        ("/to/http://127.0.0.1/inside", Problem.REFUSED),
    ],
)
def test_each_way_to_fail_has_its_own_word(calendars: CalendarServer, path: str, problem: Problem) -> None:
    assert read(calendars, path).problem == problem


@pytest.mark.parametrize("path", ["/slow", "/drip"])
def test_an_answer_that_never_ends_is_given_up_in_time(calendars: CalendarServer, path: str) -> None:
    assert read(calendars, path, Limits(seconds=1.0, step_seconds=0.5)).problem == Problem.TIMEOUT


def test_a_redirect_to_another_server_takes_no_password_along(calendars: CalendarServer) -> None:
    other = calendars.url("/good.ics", host="127.0.0.1")
    wanted = caldav.Wanted(calendars.url(f"/to/{other}", host="ben:app-tippytoe@localhost"), "", WINDOW)
    caldav.read(wanted, allowed_hosts=["localhost", "127.0.0.1"])
    first, second = calendars.asked
    assert "authorization" in first.headers
    assert "authorization" not in second.headers


@pytest.mark.parametrize(
    "href",
    ["http://127.0.0.1/x/", "http://169.254.169.254/", "https://evil.example/", "file:///etc/", "//evil.example"],
)
@pytest.mark.parametrize("name", ["d:current-user-principal", "c:calendar-home-set"])
def test_an_answer_that_points_elsewhere_leads_nowhere(calendars: CalendarServer, name: str, href: str) -> None:
    calendars.content = linking(name, href)
    assert search(calendars).problem == Problem.REFUSED
    assert {asked.headers["host"] for asked in calendars.asked} == {f"localhost:{calendars.port}"}


def test_an_answer_that_points_at_itself_ends(calendars: CalendarServer) -> None:
    calendars.content = linking("d:current-user-principal", "/good.ics")
    assert search(calendars).problem == Problem.NOT_FOUND
    assert len(calendars.asked) <= 6


def test_one_broken_entry_does_not_lose_the_others(now: datetime) -> None:
    found = in_child(multistatus(entry(ICS.decode()), entry("<html>"), entry("BEGIN:VCALENDAR\r\n", "/c.ics")), now)
    assert (found.rows, found.unreadable, found.problem) == ([[29943900, 29943990, "busy"]], 2, "")


def test_an_answer_that_was_cut_short_by_the_server_is_no_free_time(now: datetime) -> None:
    short = "<d:response><d:href>/</d:href><d:status>HTTP/1.1 507 Insufficient Storage</d:status></d:response>"
    assert in_child(multistatus(entry(ICS.decode()), short), now).problem == Problem.NOT_A_CALENDAR


def test_an_entry_that_was_deleted_meanwhile_is_left_out(now: datetime) -> None:
    gone = "<d:response><d:href>/b.ics</d:href><d:status>HTTP/1.1 404 Not Found</d:status></d:response>"
    assert in_child(multistatus(entry(ICS.decode()), gone), now).rows == [[29943900, 29943990, "busy"]]


def test_ten_megabytes_of_elements_are_counted_and_not_kept() -> None:
    with pytest.raises(dav_xml.UnreadableAnswerError):
        list(dav_xml.resources(WIDE.encode()))
