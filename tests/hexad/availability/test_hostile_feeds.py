"""Feeds are untrusted: whatever stands in them, reading ends, bounded, with a problem and never with an exception."""

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexad.availability.calendars import read_ics
from hexad.availability.content import LIMITS, Limits
from tests.hexad.availability.feeds import WINDOW, event, feed, fields, kinds, read

HOUR = ("DTSTART:20261019T080000Z", "DURATION:PT1H")
WHOLE = [(*WINDOW, "unknown")]


def blocked(data: bytes, limits: Limits = LIMITS) -> list[object]:
    reading = read_ics(data, owner_zone="UTC", window=WINDOW, limits=limits)
    assert reading.problems
    return [(one.start, one.end, one.kind) for one in reading.busy if one.kind == "unknown"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00\x01\x02",
        b"\xff\xfe",
        b"<html>sign in</html>",
        b"BEGIN:VCALENDAR" * 50,
        b"x" * 2_000_000,
        b"BEGIN:VEVENT\r\nDTSTART:20261019T080000Z\r\nEND:VEVENT",
    ],
)
def test_what_is_no_calendar_is_a_problem_and_says_nothing_about_any_day(data: bytes) -> None:
    assert blocked(data) == WHOLE


def test_a_calendar_without_entries_is_a_free_one() -> None:
    assert read() == read_ics(feed(), owner_zone="UTC", window=WINDOW)
    assert (read().busy, read().problems) == ((), ())


def test_a_file_over_the_size_is_not_read() -> None:
    assert blocked(feed(event(*HOUR)), replace(LIMITS, size=20)) == WHOLE


def test_entries_over_the_limit_block_everything_since_they_may_be_at_any_time() -> None:
    entries = [event(*HOUR, uid=str(number)) for number in range(4)]
    assert blocked(feed(*entries), replace(LIMITS, events=3)) == WHOLE


def test_times_over_the_limit_block_everything() -> None:
    assert blocked(feed(event(*HOUR, "RRULE:FREQ=DAILY")), replace(LIMITS, occurrences=10)) == WHOLE


@pytest.mark.parametrize(
    "lines",
    [
        ("RRULE:FREQ=DAILY;COUNT=9999999",),
        ("RRULE:FREQ=YEARLY;BYDAY=MO,TU;BYYEARDAY=1,2,3,-1",),
        ("EXDATE:" + ",".join(["20261019T080000Z"] * 1000),),
        ("RDATE:" + ",".join(["20261019T080000Z"] * 1000),),
    ],
)
def test_work_over_the_budget_blocks_everything_and_leaves_the_other_entries(lines: Iterable[str]) -> None:
    data = feed(event(*HOUR, *lines), event("DTSTART:20261020T080000Z", "DURATION:PT1H", uid="2"))
    assert blocked(data, replace(LIMITS, steps=100)) == WHOLE
    reading = read_ics(data, owner_zone="UTC", window=WINDOW, limits=replace(LIMITS, steps=100))
    assert [one.start.day for one in reading.busy if one.kind == "busy"] == [20]


def test_the_budget_is_one_for_the_whole_file() -> None:
    entries = [event(*HOUR, "RRULE:FREQ=DAILY", uid=str(number)) for number in range(10)]
    assert blocked(feed(*entries), replace(LIMITS, steps=1000)) == WHOLE


def test_a_list_of_busy_times_is_counted_too() -> None:
    line = "FREEBUSY:" + ",".join(["20261019T080000Z/PT1H"] * 1000)
    part = f"BEGIN:VFREEBUSY\r\n{line}\r\nEND:VFREEBUSY"
    assert blocked(feed(part), replace(LIMITS, steps=500)) == WHOLE


def test_an_unreadable_busy_time_is_a_problem_and_the_others_count() -> None:
    reading = read("BEGIN:VFREEBUSY\r\nFREEBUSY:soon,20261019T080000Z/PT1H\r\nEND:VFREEBUSY")
    assert [one.start.hour for one in reading.busy] == [8]
    assert [(problem.field, problem.found) for problem in reading.problems] == [("FREEBUSY", "soon")]


def test_fifty_thousand_entries_are_read() -> None:
    entries = [
        event(f"DTSTART:2026{9 + n % 4:02}{1 + n % 28:02}T{n % 24:02}0000Z", "DURATION:PT1H", uid=str(n))
        for n in range(LIMITS.events)
    ]
    assert len(kinds(*entries)) == LIMITS.events


def test_a_line_of_a_million_characters_costs_nothing_where_it_says_nothing_about_time() -> None:
    assert fields(read(event(*HOUR, "SUMMARY:" + "x" * 1_000_000))) == []


def test_a_rule_of_a_million_characters_is_cut_off_and_unknown() -> None:
    reading = read(event(*HOUR, "RRULE:FREQ=YEARLY;BYYEARDAY=" + ",".join(["1"] * 500_000)))
    assert {one.kind for one in reading.busy} == {"unknown"}
    assert all(len(problem.found) <= 80 for problem in reading.problems)


def test_a_line_folded_a_million_times_is_one_line() -> None:
    folded = "X-LONG:a" + "\r\n b" * 1_000_000
    assert len(read(event(*HOUR, folded)).busy) == 1


def test_nul_bytes_are_left_out_with_a_warning() -> None:
    data = feed(event(*HOUR)).replace(b"DTSTART", b"DT\x00START")
    reading = read_ics(data, owner_zone="UTC", window=WINDOW)
    assert [one.start.hour for one in reading.busy] == [8]
    assert fields(reading) == [("file", "warning")]


def test_utf_16_is_read_as_well() -> None:
    data = feed(event(*HOUR)).decode().encode("utf-16")
    assert read_ics(data, owner_zone="UTC", window=WINDOW).busy == read(event(*HOUR)).busy


def test_an_alarm_inside_an_entry_does_not_disturb_it() -> None:
    alarm = ("BEGIN:VALARM", "TRIGGER:-PT15M", "DURATION:PT5M", "DTSTART:20270101T000000Z", "END:VALARM")
    assert [one.start.hour for one in read(event(*alarm, *HOUR)).busy] == [8]


def test_an_entry_inside_an_entry_cuts_the_outer_one_off() -> None:
    inner = event("DTSTART:20261020T080000Z", "DURATION:PT1H", uid="2")
    reading = read(event("DTSTART:20261019T080000Z", inner))
    assert [(one.start.day, one.kind) for one in reading.busy] == [(19, "unknown"), (20, "busy")]


def test_a_thousand_entries_that_never_end_are_a_thousand_problems() -> None:
    assert len(read_ics(feed("BEGIN:VEVENT\r\n" * 1000), owner_zone="UTC", window=WINDOW).problems) == 1000


@pytest.mark.parametrize(
    "lines",
    [
        ("DTSTART:00010101T000000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=3"),
        ("DTSTART;VALUE=DATE:99991231",),
        ("DTSTART;VALUE=DATE:99991231", "RRULE:FREQ=YEARLY"),
        ("DTSTART:19000101T000000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;UNTIL=20000101T000000Z"),
    ],
)
def test_dates_at_the_ends_of_all_calendars_touch_nobody(lines: tuple[str, ...]) -> None:
    assert read(event(*lines)).busy == ()


ALPHABET = st.sampled_from(
    [
        *("BEGIN:VCALENDAR", "END:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT", "BEGIN:VALARM", "END:VALARM", "UID:1"),
        *(
            "BEGIN:VTIMEZONE",
            "END:VTIMEZONE",
            "TZID:A",
            "BEGIN:VFREEBUSY",
            "END:VFREEBUSY",
            " ",
            "",
            ";:,=",
            '"',
            "\x00",
        ),
        *("DTSTART", "DTSTART;TZID=A:20261019T080000", "DTSTART;VALUE=DATE:20261019", "DTEND:2026", "DURATION:P1D"),
        *("DTSTART:20261019T080000Z", "RRULE:FREQ=DAILY", "RRULE:FREQ=SECONDLY;COUNT=999999;INTERVAL=999999", "RRULE:"),
        *("EXDATE:20261020T080000Z,x", "RDATE;VALUE=PERIOD:20261020T080000Z/P99999D", "RECURRENCE-ID:20261019T080000Z"),
        *("RECURRENCE-ID;RANGE=THISANDFUTURE:99991231", "FREEBUSY:20261019T080000Z/PT1H,/", "STATUS:CANCELLED"),
    ]
)


@given(st.lists(ALPHABET, max_size=40), st.binary(max_size=20))
def test_no_mixture_of_lines_ends_in_an_exception(lines: list[str], rest: bytes) -> None:
    data = "\r\n".join(["BEGIN:VCALENDAR", *lines]).encode() + rest
    reading = read_ics(data, owner_zone="Europe/Berlin", window=WINDOW)
    assert all(WINDOW[0] <= one.start < one.end <= WINDOW[1] for one in reading.busy)
