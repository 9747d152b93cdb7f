import logging
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from hexad_web.availability.fetching import Feed, Fetched, Limits, address_of, fetch
from hexad_web.availability.models import Problem
from tests.hexad_web.availability.calendar_server import ICS, CalendarServer

QUICK = Limits(seconds=20.0, step_seconds=10.0, content_bytes=2**20)
IMPATIENT = Limits(seconds=1.0, step_seconds=0.5)


def get(url: str, limits: Limits = QUICK, etag: str = "", allowed: tuple[str, ...] = ("localhost",)) -> Fetched:
    return fetch(Feed(url, etag=etag), allowed_hosts=allowed, limits=limits)


def test_a_calendar_arrives_whole_with_its_etag(calendars: CalendarServer) -> None:
    found = get(calendars.url())
    assert (found.content, found.etag, found.problem) == (ICS, '"v1"', "")


def test_a_calendar_that_did_not_change_is_not_sent_again(calendars: CalendarServer) -> None:
    found = get(calendars.url(), etag='"v1"')
    assert found.unchanged
    assert found.content == b""


def test_a_304_that_nobody_asked_for_is_no_copy(calendars: CalendarServer) -> None:
    assert get(calendars.url("/304")).problem == Problem.SERVER


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("/404", Problem.NOT_FOUND),
        ("/410", Problem.NOT_FOUND),
        ("/401", Problem.DENIED),
        ("/403", Problem.DENIED),
        ("/500", Problem.SERVER),
        ("/503", Problem.SERVER),
        ("/204", Problem.SERVER),
        ("/loop", Problem.REDIRECTS),
        ("/truncated", Problem.TRUNCATED),
        ("/half-gzipped", Problem.TRUNCATED),
        ("/huge", Problem.TOO_LARGE),
        ("/hundred", Problem.TOO_LARGE),
        ("/bomb", Problem.TOO_LARGE),
    ],
)
def test_each_way_to_fail_has_its_own_word(calendars: CalendarServer, path: str, problem: Problem) -> None:
    assert get(calendars.url(path)) == Fetched(problem=problem.value, retry_after=120 if path[1:].isdigit() else 0)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("0", 0),
        ("3600", 3600),
        ("99999999999999999999", 24 * 3600),
        ("-5", 0),
        ("soon", 0),
        ("", 0),
        ("Sun, 06 Nov 1994 08:49:37 GMT", 0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 24 * 3600),
        ("Fri, 31 Dec 99999 23:59:59 GMT", 0),
    ],
)
def test_a_server_asks_for_patience_in_seconds_or_up_to_a_date(
    calendars: CalendarServer, said: str, seconds: int
) -> None:
    calendars.patience = said
    assert get(calendars.url("/429")).retry_after == seconds


def test_a_date_of_an_hour_from_now_is_an_hour(calendars: CalendarServer) -> None:
    calendars.patience = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    assert 3590 <= get(calendars.url("/429")).retry_after <= 3600


@pytest.mark.parametrize("path", ["/slow", "/drip"])
def test_an_answer_that_never_ends_is_given_up_in_time(calendars: CalendarServer, path: str) -> None:
    began = time.monotonic()
    assert get(calendars.url(path), IMPATIENT).problem == Problem.TIMEOUT
    assert time.monotonic() - began < 5


def test_a_packed_calendar_is_unpacked(calendars: CalendarServer) -> None:
    assert get(calendars.url("/gzipped")).content == ICS


def test_the_limit_of_size_is_exact(calendars: CalendarServer) -> None:
    assert get(calendars.url(), Limits(content_bytes=len(ICS))).content == ICS
    assert get(calendars.url(), Limits(content_bytes=len(ICS) - 1)).problem == Problem.TOO_LARGE


def test_five_redirects_are_followed_and_six_are_not(calendars: CalendarServer) -> None:
    assert get(calendars.url("/hops/5")).content == ICS
    assert get(calendars.url("/hops/6")).problem == Problem.REDIRECTS


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "127.1", "[::1]", "[::ffff:127.0.0.1]"])
def test_this_machine_is_refused_unless_its_name_is_allowed(calendars: CalendarServer, host: str) -> None:
    assert get(calendars.url(host=host), allowed=()).problem in {Problem.REFUSED, Problem.UNREACHABLE}
    assert calendars.asked == []


@pytest.mark.parametrize(
    "inside",
    [
        "http://127.0.0.1:{port}/good.ics",
        "http://[::1]:{port}/good.ics",
        "http://[::ffff:127.0.0.1]:{port}/good.ics",
        "http://2130706433:{port}/good.ics",
        "http://0x7f000001:{port}/good.ics",
        "http://169.254.169.254/latest/meta-data/",
        "//127.0.0.1:{port}/good.ics",
        "file:///etc/passwd",
        "gopher://127.0.0.1:{port}/",
        "ftp://localhost/",
        "http://localhost:99999/",
    ],
)
def test_a_redirect_to_the_inside_is_refused(calendars: CalendarServer, inside: str) -> None:
    found = get(calendars.url("/to/" + inside.format(port=calendars.port)))
    assert found.problem in {Problem.REFUSED, Problem.UNREACHABLE}
    assert len(calendars.asked) == 1


def test_a_name_that_resolves_inside_is_refused(calendars: CalendarServer) -> None:
    feed = Feed(calendars.url(host="calendar.example"))
    found = fetch(feed, allowed_hosts=(), limits=QUICK, resolver=lambda host, port: ["127.0.0.1"])
    assert found.problem == Problem.REFUSED
    assert calendars.asked == []


def test_a_name_that_moves_inside_between_two_requests_is_refused(calendars: CalendarServer) -> None:
    url = calendars.url("/to/" + calendars.url(host="calendar.example"), host="allowed.example")
    found = fetch(Feed(url), allowed_hosts=["allowed.example"], limits=QUICK, resolver=lambda host, port: ["127.0.0.1"])
    assert found.problem == Problem.REFUSED
    assert [asked.path for asked in calendars.asked] == ["/to/" + calendars.url(host="calendar.example")]


def test_a_password_in_the_address_stays_with_its_host(calendars: CalendarServer) -> None:
    other = calendars.url(host="other.example")
    url = calendars.url(f"/to/{other}", host="robin:p%40ss@localhost")
    found = fetch(
        Feed(url),
        allowed_hosts=["localhost", "other.example"],
        limits=QUICK,
        resolver=lambda host, port: ["127.0.0.1"],
    )
    first, second = calendars.asked
    assert found.content == ICS
    assert first.headers["authorization"] == "Basic cm9iaW46cEBzcw=="
    assert first.headers["host"] == f"localhost:{calendars.port}"
    assert "authorization" not in second.headers
    assert "cookie" not in second.headers
    assert "referer" not in second.headers


def test_a_closed_port_is_no_connection(calendars: CalendarServer) -> None:
    assert get("http://localhost:1/calendar.ics").problem == Problem.UNREACHABLE


def test_the_address_is_neither_logged_nor_in_any_repr(
    calendars: CalendarServer, caplog: pytest.LogCaptureFixture
) -> None:
    feed = Feed(calendars.url("/good.ics?token=tippytoe"))
    with caplog.at_level(logging.DEBUG):
        found = fetch(feed, allowed_hosts=["localhost"])
    assert found.content == ICS
    assert "tippytoe" not in repr(feed) + repr(found) + caplog.text


@pytest.mark.parametrize(
    ("typed", "fetched"),
    [
        (" https://example.org/a.ics ", "https://example.org/a.ics"),
        ("webcal://example.org/a.ics", "https://example.org/a.ics"),
        ("WEBCAL://example.org/a.ics?x=1#top", "https://example.org/a.ics?x=1"),
        ("http://example.org:8008/a.ics", "http://example.org:8008/a.ics"),
        ("example.org/a.ics", ""),
        ("file:///etc/passwd", ""),
        ("ftp://example.org/a.ics", ""),
        ("javascript:alert(1)", ""),
        ("https://", ""),
        ("http://localhost:99999/", ""),
        ("https://exa\tmple.org/", ""),
        ("", ""),
    ],
)
def test_only_addresses_of_the_web_are_taken(typed: str, fetched: str) -> None:
    assert address_of(typed) == fetched
