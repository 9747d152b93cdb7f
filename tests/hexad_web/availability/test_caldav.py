"""CalDAV against a real Radicale: calendars are found from a server's name, read, and left alone while unchanged."""

import logging
from datetime import UTC, datetime

import httpx
import pytest

from hexad_web.availability import caldav, reading
from hexad_web.availability.exchange import Limits
from hexad_web.availability.models import Problem
from tests.hexad_web.availability.caldav_server import MEETING_ROWS, PASSWORD, USER, CaldavServer

HOSTS = ["localhost"]
WINDOW = (datetime(2026, 11, 28, tzinfo=UTC), datetime(2027, 12, 31, tzinfo=UTC))


def search(server: str, user: str = USER, password: str = PASSWORD) -> caldav.Searched:
    return caldav.search(caldav.Account(server, user, password), allowed_hosts=HOSTS)


def read(url: str, state: str = "") -> caldav.Fetched:
    return caldav.read(caldav.Wanted(url, state, WINDOW), allowed_hosts=HOSTS)


def rows(content: bytes, now: datetime) -> list[list[object]]:
    return reading.read(reading.Asked(content, "Europe/Berlin", "ben@northwind.example", now, "caldav")).rows


@pytest.mark.parametrize("path", ["", "ben/", "ben", ".well-known/caldav"])
def test_the_calendars_of_an_account_are_found_and_lists_of_tasks_left_out(
    caldav_server: CaldavServer, path: str
) -> None:
    found = search(caldav_server.url + path)
    assert found.problem == ""
    assert sorted(one.name for one in found.calendars) == ["Family & friends", "Work"]
    assert {one.url for one in found.calendars} == {caldav_server.at("family"), caldav_server.at("work")}


def test_a_calendar_s_own_address_is_that_calendar(caldav_server: CaldavServer) -> None:
    (found,) = search(f"{caldav_server.url}ben/work/").calendars
    assert (found.name, found.url) == ("Work", caldav_server.at("work"))


@pytest.mark.parametrize(("user", "password"), [(USER, "wrong"), ("nobody", PASSWORD)])
def test_a_wrong_name_or_password_is_denied_and_not_tried_elsewhere(
    caldav_server: CaldavServer, user: str, password: str
) -> None:
    caldav_server.asked.clear()
    assert search(caldav_server.url, user, password).problem == Problem.DENIED
    assert sum(one.startswith("PROPFIND") for one in caldav_server.asked) <= 2  # the well-known address leads to one


def test_an_account_without_calendars_says_so(caldav_server: CaldavServer) -> None:
    for path in ("work/", "family/", "tasks/"):
        caldav_server.delete(path)
    assert search(caldav_server.url).problem == Problem.NOT_FOUND


def test_a_server_inside_is_refused_without_its_name_in_the_settings(caldav_server: CaldavServer) -> None:
    caldav_server.asked.clear()
    account = caldav.Account(caldav_server.url, USER, PASSWORD)
    assert caldav.search(account, allowed_hosts=()).problem == Problem.REFUSED
    wanted = caldav.Wanted(caldav_server.at("work"), "", WINDOW)
    assert caldav.read(wanted, allowed_hosts=()).problem == Problem.REFUSED
    assert caldav_server.asked == []


def test_a_calendar_is_read_in_two_requests_and_an_unchanged_one_in_one(
    caldav_server: CaldavServer, now: datetime
) -> None:
    first = read(caldav_server.at("work"))
    assert rows(first.content, now) == MEETING_ROWS
    assert caldav_server.asked == ["PROPFIND /ben/work/", "REPORT /ben/work/"]
    caldav_server.asked.clear()
    second = read(caldav_server.at("work"), first.etag)
    assert (second.unchanged, second.content, second.etag) == (True, b"", first.etag)
    assert caldav_server.asked == ["PROPFIND /ben/work/"]


def test_a_new_a_changed_and_a_deleted_entry_are_noticed(caldav_server: CaldavServer, now: datetime) -> None:
    state = read(caldav_server.at("work")).etag
    caldav_server.put("work", "second", "DTSTART:20261208T090000Z", "DURATION:PT1H")
    added = read(caldav_server.at("work"), state)
    assert len(rows(added.content, now)) == 2
    caldav_server.put("work", "second", "DTSTART:20261208T110000Z", "DURATION:PT2H")
    changed = read(caldav_server.at("work"), added.etag)
    start, end, _kind = rows(changed.content, now)[1]
    assert end - start == 120  # type: ignore[operator]
    caldav_server.delete("work/second.ics")
    assert rows(read(caldav_server.at("work"), changed.etag).content, now) == MEETING_ROWS


def test_an_empty_calendar_is_a_free_one(caldav_server: CaldavServer, now: datetime) -> None:
    found = reading.read(
        reading.Asked(read(caldav_server.at("family")).content, "Europe/Berlin", "ben@x.example", now, "caldav")
    )
    assert (found.rows, found.problem, found.unreadable) == ([], "", 0)


def test_repeating_changed_cancelled_all_day_and_free_entries_mean_what_they_mean_in_a_file(
    caldav_server: CaldavServer, now: datetime
) -> None:
    caldav_server.delete("work/meeting.ics")
    weekly = ("DTSTART;TZID=Europe/Berlin:20260105T090000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;UNTIL=20261221T090000Z")
    moved = (
        *("END:VEVENT", "BEGIN:VEVENT", "UID:weekly", "RECURRENCE-ID;TZID=Europe/Berlin:20261207T090000"),
        *("DTSTART;TZID=Europe/Berlin:20261208T090000", "DURATION:PT1H"),
    )
    caldav_server.put("work", "weekly", *weekly, *moved)
    caldav_server.put("work", "holiday", "DTSTART;VALUE=DATE:20261222", "DTEND;VALUE=DATE:20261224")
    caldav_server.put("work", "free", "DTSTART:20261225T090000Z", "DURATION:PT1H", "TRANSP:TRANSPARENT")
    caldav_server.put("work", "off", "DTSTART:20261226T090000Z", "DURATION:PT1H", "STATUS:CANCELLED")
    found = rows(read(caldav_server.at("work")).content, now)
    starts = [datetime.fromtimestamp(row[0] * 60, UTC).strftime("%d.%m. %H:%M") for row in found]  # type: ignore[operator]
    assert starts == ["30.11. 08:00", "08.12. 08:00", "14.12. 08:00", "21.12. 08:00", "21.12. 23:00"]
    assert found[-1][1] - found[-1][0] == 2 * 24 * 60  # type: ignore[operator]


def test_entries_outside_the_time_of_interest_are_not_even_asked_for(
    caldav_server: CaldavServer, now: datetime
) -> None:
    caldav_server.put("work", "old", "DTSTART:20200101T090000Z", "DURATION:PT1H")
    content = read(caldav_server.at("work")).content
    assert b"UID:meeting" in content
    assert b"UID:old" not in content


def test_a_calendar_that_is_gone_and_a_password_that_was_withdrawn_have_their_own_word(
    caldav_server: CaldavServer,
) -> None:
    assert read(caldav_server.at("nowhere")).problem == Problem.NOT_FOUND
    assert read(caldav_server.at("work").replace(PASSWORD, "old")).problem == Problem.DENIED


def test_no_name_and_no_password_is_logged_or_in_any_repr(
    caldav_server: CaldavServer, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        found = search(caldav_server.url)
        fetched = read(caldav_server.at("work"))
        search(caldav_server.url, USER, f"{PASSWORD}-wrong")
    account = caldav.Account(caldav_server.url, USER, PASSWORD)
    ours = [one.getMessage() for one in caplog.records if not one.name.startswith("radicale")]
    said = " ".join([*ours, repr(found), repr(fetched), repr(account), repr(caldav.Wanted(account.server, "", WINDOW))])
    for secret in (PASSWORD, "Zebulon", str(caldav_server.port)):
        assert secret not in said


def test_everything_together_ends_in_time(caldav_server: CaldavServer) -> None:
    account = caldav.Account(caldav_server.url, USER, PASSWORD)
    assert caldav.search(account, allowed_hosts=HOSTS, limits=Limits(seconds=0.0)).problem == Problem.TIMEOUT


@pytest.mark.parametrize(
    ("typed", "server"),
    [
        ("caldav.icloud.com", "https://caldav.icloud.com"),
        (" https://cloud.example/remote.php/dav ", "https://cloud.example/remote.php/dav"),
        ("http://nas.example:5232", "http://nas.example:5232"),
        ("https://me:secret@cloud.example/", "https://cloud.example/"),
        ("ftp://cloud.example", ""),
        ("", ""),
        ("https://", ""),
    ],
)
def test_a_server_is_taken_with_or_without_its_scheme(typed: str, server: str) -> None:
    assert caldav.server_of(typed) == server


def test_a_password_travels_in_the_open_to_nobody_but_hosts_that_were_allowed() -> None:
    assert caldav.in_the_open("http://cloud.example/", [])
    assert not caldav.in_the_open("https://cloud.example/", [])
    assert not caldav.in_the_open("http://nas.example:5232/", ["NAS.example"])


@pytest.mark.parametrize(
    ("home", "other", "same"),
    [
        ("https://caldav.icloud.com", "https://p42-caldav.icloud.com/1", True),
        ("https://fastmail.com", "https://caldav.fastmail.com", True),
        ("https://cloud.example", "https://cloud.example/dav", True),
        ("https://cloud.example", "https://evil.example", False),
        ("https://a.cloud.example", "https://cloud.example.evil.example", False),
        ("https://a.cloud.example", "https://evilcloud.example", False),
        ("https://cloud.example", "http://cloud.example", False),
        ("https://cloud.example", "https://cloud.example:8443", False),
        ("http://nas.local.example", "http://other.local.example", False),
        ("https://10.0.0.1", "https://9.0.0.1", False),
    ],
)
def test_a_password_goes_to_its_server_and_to_neighbours_under_its_domain(home: str, other: str, *, same: bool) -> None:
    assert caldav.same_site(httpx.URL(home), httpx.URL(other)) is same
