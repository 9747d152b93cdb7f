"""Series with revisions, changed instances and single dates, written as calendars really write them."""

import pytest

from hexad.availability.calendars import read_ics
from tests.hexad.availability.feeds import BERLIN_SERIES, WINDOW, days, event, feed, fields, kinds, read, times

DAILY = event(*BERLIN_SERIES, "RRULE:FREQ=DAILY;COUNT=3")
NOON = ("DTSTART;TZID=Europe/Berlin:20261020T120000", "DURATION:PT1H")


@pytest.mark.parametrize(
    "instance",
    [
        "RECURRENCE-ID;TZID=Europe/Berlin:20261020T090000",
        "RECURRENCE-ID:20261020T070000Z",
        "RECURRENCE-ID;TZID=America/New_York:20261020T030000",
        "RECURRENCE-ID:20261020T090000",
        "RECURRENCE-ID;VALUE=DATE:20261020",
    ],
)
def test_a_changed_instance_is_found_however_it_is_named(instance: str) -> None:
    starts = [text[:11] for text in times(DAILY, event(instance, *NOON))]
    assert starts == ["10-19 07:00", "10-20 10:00", "10-21 07:00"]


@pytest.mark.parametrize(
    "instance", ["RECURRENCE-ID;VALUE=DATE:20261020", "RECURRENCE-ID:20261019T220000Z", "RECURRENCE-ID:20261020T000000"]
)
def test_a_changed_day_of_an_all_day_series_is_found_however_it_is_named(instance: str) -> None:
    series = event("DTSTART;VALUE=DATE:20261019", "RRULE:FREQ=DAILY;COUNT=3")
    assert [text[:11] for text in times(series, event(instance, *NOON))] == [
        "10-18 22:00",
        "10-20 10:00",
        "10-20 22:00",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "EXDATE;TZID=Europe/Berlin:20261020T090000,20261021T090000",
        "EXDATE:20261020T070000Z,20261021T070000Z",
        "EXDATE:20261020T090000,20261021T090000",
        "EXDATE;VALUE=DATE:20261020,20261021",
    ],
)
def test_excluded_dates_are_found_however_they_are_written(line: str) -> None:
    assert days(*BERLIN_SERIES, "RRULE:FREQ=DAILY;COUNT=3", line) == ["10-19"]


def test_an_excluded_time_takes_out_the_day_of_an_all_day_series() -> None:
    lines = ("DTSTART;VALUE=DATE:20261019", "RRULE:FREQ=DAILY;COUNT=2", "EXDATE:20261019T220000Z")
    assert times(event(*lines)) == ["10-18 22:00-10-19 22:00 busy"]


def test_a_single_date_without_a_time_has_the_series_time_of_day() -> None:
    assert times(event(*BERLIN_SERIES, "RDATE;VALUE=DATE:20261028"))[1] == "10-28 08:00-10-28 09:00 busy"


def test_one_unreadable_date_costs_that_date_alone() -> None:
    reading = read(event(*BERLIN_SERIES, "RRULE:FREQ=DAILY;COUNT=3", "EXDATE;TZID=Europe/Berlin:soon,20261020T090000"))
    assert [one.start.day for one in reading.busy] == [19, 21]
    assert [(problem.field, problem.found, problem.severity) for problem in reading.problems] == [
        ("EXDATE", "soon", "error")
    ]


def test_of_equal_sequences_the_one_that_was_changed_last_counts() -> None:
    older = event("DTSTART:20261020T080000Z", "DURATION:PT1H", "SEQUENCE:1", "LAST-MODIFIED:20260901T080000Z")
    newer = event("DTSTART:20261020T120000Z", "DURATION:PT1H", "SEQUENCE:1", "LAST-MODIFIED:20260902T080000Z")
    assert times(newer, older) == times(older, newer) == ["10-20 12:00-10-20 13:00 busy"]


def test_of_two_revisions_of_one_instance_the_higher_sequence_counts() -> None:
    name = "RECURRENCE-ID;TZID=Europe/Berlin:20261020T090000"
    newer = event(name, "DTSTART:20261020T120000Z", "DURATION:PT1H", "SEQUENCE:3")
    older = event(name, "DTSTART:20261020T150000Z", "DURATION:PT1H", "SEQUENCE:2")
    assert [text[:11] for text in times(DAILY, newer, older)] == ["10-19 07:00", "10-20 12:00", "10-21 07:00"]


def test_entries_without_an_identity_stand_alone() -> None:
    parts = ["BEGIN:VEVENT\r\nDTSTART:20261020T080000Z\r\nDURATION:PT1H\r\nEND:VEVENT"] * 2
    assert len(kinds(*parts)) == 2


def test_a_cancelled_series_takes_its_changed_instances_with_it_unless_they_are_newer() -> None:
    cancelled = event(*BERLIN_SERIES, "RRULE:FREQ=DAILY;COUNT=3", "STATUS:CANCELLED", "SEQUENCE:2")
    name = "RECURRENCE-ID;TZID=Europe/Berlin:20261020T090000"
    assert times(cancelled, event(name, *NOON, "SEQUENCE:1")) == []
    assert times(cancelled, event(name, *NOON, "SEQUENCE:3")) == ["10-20 10:00-10-20 11:00 busy"]


def test_a_changed_instance_without_its_series_counts_by_itself() -> None:
    assert times(event("RECURRENCE-ID:20261020T070000Z", *NOON)) == ["10-20 10:00-10-20 11:00 busy"]


def test_entries_in_calendars_of_their_own_belong_together() -> None:
    moved = event("RECURRENCE-ID;TZID=Europe/Berlin:20261020T090000", *NOON)
    reading = read_ics(feed(DAILY) + feed(moved), owner_zone="Europe/Berlin", window=WINDOW)
    assert [one.start.hour for one in reading.busy] == [7, 10, 7]
    assert not reading.problems


def test_each_calendar_of_a_file_has_its_own_zone_for_floating_times() -> None:
    lines = ("DTSTART:20261019T090000", "DURATION:PT1H")
    tokyo, lima = (feed(f"X-WR-TIMEZONE:{zone}", event(*lines, uid=zone)) for zone in ("Asia/Tokyo", "America/Lima"))
    reading = read_ics(tokyo + lima, owner_zone="Europe/Berlin", window=WINDOW)
    assert [one.start.hour for one in reading.busy] == [0, 14]


def test_a_series_moved_by_days_onwards_moves_each_later_instance_by_as_much() -> None:
    weekly = event(*BERLIN_SERIES, "RRULE:FREQ=WEEKLY;COUNT=3")
    moved = event(
        "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:20261026T090000",
        *("DTSTART;TZID=Europe/Berlin:20261027T143000", "DURATION:PT1H"),
    )
    assert [text[:11] for text in times(weekly, moved)] == ["10-19 07:00", "10-27 13:30", "11-03 13:30"]


def test_a_series_cancelled_onwards_is_free_from_there() -> None:
    end = event("RECURRENCE-ID;RANGE=THISANDFUTURE:20261020T070000Z", *NOON, "STATUS:CANCELLED")
    assert times(DAILY, end) == ["10-19 07:00-10-19 08:00 busy"]


def test_an_old_kind_of_exception_excludes_nothing_and_is_said() -> None:
    reading = read(event(*BERLIN_SERIES, "RRULE:FREQ=DAILY;COUNT=2", "EXRULE:FREQ=WEEKLY"))
    assert len(reading.busy) == 2
    assert fields(reading) == [("EXRULE", "warning")]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (("DTSTART:20261020T080000Z",), []),
        (("DTSTART:20261020T080000Z", "DTEND:20261020T080000Z"), []),
        (("DTSTART:20261020T080000Z", "DTEND;VALUE=DATE:20261021"), ["10-20 08:00-10-21 00:00 busy"]),
        (("DTSTART:20261020T080000Z", "DTEND:20261020T070000Z"), ["10-20 08:00-10-21 00:00 unknown"]),
        (("DTSTART:20261020T080000Z", "DURATION:-PT1H"), ["10-20 08:00-10-21 00:00 unknown"]),
        (("DTSTART:20261020T080000Z", "DURATION:an hour"), ["10-20 08:00-10-21 00:00 unknown"]),
        (("DTSTART;VALUE=DATE:20261020", "DTEND;VALUE=DATE:20261020"), ["10-19 22:00-10-20 22:00 busy"]),
        (("DTSTART;VALUE=DATE:20261020", "DURATION:P2D"), ["10-19 22:00-10-21 22:00 busy"]),
        (("DTSTART;VALUE=DATE:20261020T000000", "DURATION:P1D"), ["10-19 22:00-10-20 22:00 busy"]),
        (("DTSTART:20261020T080000Z", "DTEND:99991231T235959Z"), ["10-20 08:00-04-01 00:00 busy"]),
        (("DTSTART;TZID=Europe/Berlin:20261020T080000", "DTEND:20261020T090000"), ["10-20 06:00-10-20 07:00 busy"]),
    ],
)
def test_how_long_an_entry_lasts(lines: tuple[str, ...], found: list[str]) -> None:
    assert times(event(*lines)) == found


def test_a_series_that_reaches_into_the_window_from_before_counts() -> None:
    long = ("DTSTART;VALUE=DATE:20250101", "DURATION:P14D", "RRULE:FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=25")
    assert times(event(*long)) == ["09-01 00:00-09-07 22:00 busy"]
