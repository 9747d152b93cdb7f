"""The cases of docs/scheduling.md that a calendar's reader decides."""

import time
from datetime import UTC, datetime

import pytest

from hexad.availability.calendars import read_ics
from tests.hexad.availability.feeds import WINDOW, event, feed, read, times

BERLIN_SERIES = ("DTSTART;TZID=Europe/Berlin:20261019T090000", "DTEND;TZID=Europe/Berlin:20261019T100000")


def test_a_weekly_series_keeps_its_wall_time_when_clocks_change() -> None:
    found = times(event(*BERLIN_SERIES, "RRULE:FREQ=WEEKLY;COUNT=2"))
    assert found == ["10-19 07:00-10-19 08:00 busy", "10-26 08:00-10-26 09:00 busy"]


def test_a_time_in_the_gap_takes_the_offset_before_it() -> None:
    found = times(event("DTSTART;TZID=America/New_York:20270314T023000", "DURATION:PT30M"))
    assert found == ["03-14 07:30-03-14 08:00 busy"]


def test_a_time_that_comes_twice_is_the_first() -> None:
    found = times(event("DTSTART;TZID=America/New_York:20261101T013000", "DURATION:PT30M"))
    assert found == ["11-01 05:30-11-01 06:00 busy"]


def test_hours_of_a_duration_are_exact_over_the_change_of_clocks() -> None:
    found = times(event("DTSTART;TZID=Europe/Berlin:20261024T230000", "DURATION:PT4H"))
    assert found == ["10-24 21:00-10-25 01:00 busy"]


def test_an_all_day_entry_lasts_from_midnight_to_midnight_of_its_owner() -> None:
    assert times(event("DTSTART;VALUE=DATE:20261021")) == ["10-20 22:00-10-21 22:00 busy"]


def test_the_end_of_a_longer_all_day_entry_is_not_part_of_it() -> None:
    found = times(event("DTSTART;VALUE=DATE:20261021", "DTEND;VALUE=DATE:20261023"))
    assert found == ["10-20 22:00-10-22 22:00 busy"]


def test_transparent_entries_are_free() -> None:
    assert times(event(*BERLIN_SERIES, "TRANSP:TRANSPARENT")) == []


def test_a_cancelled_entry_is_free_and_a_cancelled_instance_frees_itself_alone() -> None:
    assert times(event(*BERLIN_SERIES, "STATUS:CANCELLED", "RRULE:FREQ=DAILY;COUNT=2")) == []
    instance = ("RECURRENCE-ID;TZID=Europe/Berlin:20261020T090000", "STATUS:CANCELLED")
    changed = event("DTSTART;TZID=Europe/Berlin:20261020T090000", "DURATION:PT1H", *instance)
    found = times(event(*BERLIN_SERIES, "RRULE:FREQ=DAILY;COUNT=3"), changed)
    assert found == ["10-19 07:00-10-19 08:00 busy", "10-21 07:00-10-21 08:00 busy"]


def test_a_moved_instance_frees_its_old_day_and_takes_the_new_one() -> None:
    moved = event(
        "RECURRENCE-ID;TZID=Europe/Berlin:20261020T090000",
        "DTSTART;TZID=Europe/Berlin:20261022T140000",
        "DTEND;TZID=Europe/Berlin:20261022T150000",
    )
    found = times(event(*BERLIN_SERIES, "RRULE:FREQ=DAILY;COUNT=2"), moved)
    assert found == ["10-19 07:00-10-19 08:00 busy", "10-22 12:00-10-22 13:00 busy"]


def test_an_instance_that_is_moved_into_the_window_counts() -> None:
    moved = event("RECURRENCE-ID:20270501T080000Z", "DTSTART:20261102T080000Z", "DTEND:20261102T090000Z")
    series = event("DTSTART:20270401T080000Z", "DTEND:20270401T090000Z", "RRULE:FREQ=DAILY;COUNT=60")
    assert times(series, moved) == ["11-02 08:00-11-02 09:00 busy"]


def test_an_excluded_date_without_a_time_takes_out_that_day_and_is_said() -> None:
    reading = read(event(*BERLIN_SERIES, "RRULE:FREQ=DAILY;COUNT=2", "EXDATE;VALUE=DATE:20261020"))
    assert [one.start.day for one in reading.busy] == [19]
    assert [(problem.field, problem.severity) for problem in reading.problems] == [("EXDATE", "warning")]


def test_a_last_instance_at_the_end_of_the_rule_is_included() -> None:
    found = times(event(*BERLIN_SERIES, "RRULE:FREQ=DAILY;UNTIL=20261020T070000Z"))
    assert found == ["10-19 07:00-10-19 08:00 busy", "10-20 07:00-10-20 08:00 busy"]


def test_of_two_revisions_the_higher_sequence_counts_once() -> None:
    older = event("DTSTART:20261020T080000Z", "DURATION:PT1H", "SEQUENCE:1")
    newer = event("DTSTART:20261020T120000Z", "DURATION:PT1H", "SEQUENCE:2")
    assert times(newer, older) == ["10-20 12:00-10-20 13:00 busy"]


def test_this_and_future_shifts_the_later_instances() -> None:
    shifted = event(
        "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:20261020T090000",
        "DTSTART;TZID=Europe/Berlin:20261020T110000",
        "DTEND;TZID=Europe/Berlin:20261020T120000",
    )
    found = times(event(*BERLIN_SERIES, "RRULE:FREQ=DAILY;COUNT=3"), shifted)
    assert [text[:11] for text in found] == ["10-19 07:00", "10-20 09:00", "10-21 09:00"]


def test_a_single_date_may_bring_its_own_period() -> None:
    found = times(event(*BERLIN_SERIES, "RDATE;VALUE=PERIOD:20261028T080000Z/PT30M"))
    assert found == ["10-19 07:00-10-19 08:00 busy", "10-28 08:00-10-28 08:30 busy"]


@pytest.mark.parametrize(
    "name", ["W. Europe Standard Time", "/freeassociation.sourceforge.net/Europe/Berlin", "Europe/Berlin"]
)
def test_zone_names_of_vendors_are_understood(name: str) -> None:
    found = times(event(f"DTSTART;TZID={name}:20261019T090000", "DURATION:PT1H"), zone="Asia/Tokyo")
    assert found == ["10-19 07:00-10-19 08:00 busy"]


def test_an_unknown_zone_follows_its_own_rules_where_the_file_has_them() -> None:
    rules = (
        "BEGIN:VTIMEZONE\r\nTZID:Customized Time Zone\r\nBEGIN:STANDARD\r\nDTSTART:16010101T000000\r\n"
        "TZOFFSETFROM:+0530\r\nTZOFFSETTO:+0530\r\nEND:STANDARD\r\nEND:VTIMEZONE"
    )
    found = times(rules, event("DTSTART;TZID=Customized Time Zone:20261019T090000", "DURATION:PT1H"))
    assert found == ["10-19 03:30-10-19 04:30 busy"]


def test_an_unknown_zone_without_rules_is_the_owners_and_only_tentative() -> None:
    reading = read(event("DTSTART;TZID=Customized Time Zone:20261019T090000", "DURATION:PT1H"))
    assert [(one.start.hour, one.kind) for one in reading.busy] == [(7, "tentative")]
    assert "Customized Time Zone" in reading.problems[0].remedy


def test_floating_times_are_in_the_calendars_own_zone() -> None:
    found = times("X-WR-TIMEZONE:Asia/Tokyo", event("DTSTART:20261019T090000", "DURATION:PT1H"))
    assert found == ["10-19 00:00-10-19 01:00 busy"]


def test_out_of_office_blocks_and_working_elsewhere_does_not() -> None:
    away = event("DTSTART;VALUE=DATE:20261019", "X-MICROSOFT-CDO-BUSYSTATUS:OOF", "TRANSP:TRANSPARENT")
    elsewhere = event("DTSTART;VALUE=DATE:20261026", "X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE", uid="2")
    assert [text.split()[-1] for text in times(away, elsewhere)] == ["out-of-office", "elsewhere"]


def test_one_broken_entry_among_two_hundred_costs_that_entry_alone() -> None:
    whole = [
        event(f"DTSTART:202610{day:02}T{hour:02}0000Z", "DURATION:PT15M", uid=f"{day}-{hour}")
        for day in range(1, 26)
        for hour in range(8, 16)
    ]
    reading = read(*whole, event("DTSTART:yesterday", uid="broken"))
    assert len(reading.busy) == 200
    assert [(problem.field, problem.found, problem.severity) for problem in reading.problems] == [
        ("DTSTART", "yesterday", "error")
    ]


def test_a_file_that_ends_early_is_read_as_far_as_it_goes() -> None:
    data = feed(
        event("DTSTART:20261019T080000Z", "DURATION:PT1H"), event("DTSTART:20261020T080000Z", "DURATION:PT1H", uid="2")
    )
    reading = read_ics(data[: data.rindex(b"DURATION")], owner_zone="UTC", window=WINDOW)
    assert [(one.start.day, one.kind) for one in reading.busy] == [(19, "busy"), (20, "unknown")]
    assert {problem.field for problem in reading.problems} >= {"END:VCALENDAR"}


@pytest.mark.parametrize(
    "rule", ["FREQ=SECONDLY", "FREQ=MINUTELY;COUNT=5", "FREQ=DAILY;INTERVAL=0", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"]
)
def test_a_rule_that_would_run_for_ever_blocks_its_first_date_as_unknown(rule: str) -> None:
    reading = read(event("DTSTART:20261019T080000Z", "DURATION:PT1H", f"RRULE:{rule}"))
    assert [one.kind for one in reading.busy] == ["unknown"]
    assert reading.problems[0].field == "RRULE"


def test_a_daily_series_since_1970_ends_in_bounded_time() -> None:
    began = time.process_time()
    reading = read(event("DTSTART:19700101T080000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY"))
    assert len(reading.busy) == (WINDOW[1] - WINDOW[0]).days
    assert time.process_time() - began < 20


@pytest.mark.parametrize(
    "data", [b"", b"\x00\x01\x02", b"<html>sign in</html>", b"BEGIN:VCALENDAR" * 50, b"x" * 2_000_000]
)
def test_what_is_no_calendar_is_a_problem_and_never_an_exception(data: bytes) -> None:
    reading = read_ics(data, owner_zone="UTC", window=WINDOW)
    assert reading.busy == ()
    assert reading.problems


def test_a_declined_invitation_is_free_for_whoever_declined() -> None:
    lines = (*BERLIN_SERIES, "ATTENDEE;PARTSTAT=DECLINED:mailto:ana@firm.example")
    assert times(event(*lines), owner="ana@firm.example") == []
    assert len(times(event(*lines), owner="bob@firm.example")) == 1


def test_an_own_recurring_one_to_one_is_movable() -> None:
    people = ("ORGANIZER:mailto:ana@firm.example", "ATTENDEE:mailto:bob@firm.example")
    found = times(event(*BERLIN_SERIES, *people, "RRULE:FREQ=WEEKLY;COUNT=2"), owner="ana@firm.example")
    assert [text.split()[-1] for text in found] == ["movable", "movable"]


def test_busy_times_are_cut_to_the_window() -> None:
    window = (datetime(2026, 10, 20, tzinfo=UTC), datetime(2026, 10, 21, tzinfo=UTC))
    long = read(event("DTSTART;VALUE=DATE:20261001", "DTEND;VALUE=DATE:20261101"), window=window)
    assert [(one.start, one.end) for one in long.busy] == [window]


def test_calendars_of_free_and_busy_are_read() -> None:
    lines = [
        "BEGIN:VFREEBUSY",
        "UID:f",
        "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20261019T080000Z/PT1H,20261020T080000Z/20261020T083000Z",
    ]
    assert times("\r\n".join([*lines, "END:VFREEBUSY"])) == [
        "10-19 08:00-10-19 09:00 tentative",
        "10-20 08:00-10-20 08:30 tentative",
    ]
