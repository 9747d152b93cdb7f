"""The cases of the table of scheduling that a calendar's reader decides, by number. 1 to 3 and 23 are about hours."""

import pytest

from hexad.availability.calendars import read_ics
from tests.hexad.availability.feeds import BERLIN_SERIES, WINDOW, event, feed, fields, kinds, read, times


def test_case_4_a_weekly_series_keeps_its_wall_time_when_clocks_change() -> None:
    found = times(event(*BERLIN_SERIES, "RRULE:FREQ=WEEKLY;COUNT=2"))
    assert found == ["10-19 07:00-10-19 08:00 busy", "10-26 08:00-10-26 09:00 busy"]


def test_case_5_a_time_in_the_gap_takes_the_offset_before_it() -> None:
    found = times(event("DTSTART;TZID=America/New_York:20270314T023000", "DURATION:PT30M"))
    assert found == ["03-14 07:30-03-14 08:00 busy"]


def test_case_5_an_instance_of_a_series_in_the_gap_is_shifted_and_not_lost() -> None:
    found = times(event("DTSTART;TZID=America/New_York:20270313T023000", "DURATION:PT30M", "RRULE:FREQ=DAILY;COUNT=3"))
    assert [text[:11] for text in found] == ["03-13 07:30", "03-14 07:30", "03-15 06:30"]


def test_case_6_a_time_that_comes_twice_is_the_first() -> None:
    found = times(event("DTSTART;TZID=America/New_York:20261101T013000", "DURATION:PT30M"))
    assert found == ["11-01 05:30-11-01 06:00 busy"]


def test_case_7_hours_of_a_duration_are_exact_over_the_change_of_clocks() -> None:
    found = times(event("DTSTART;TZID=Europe/Berlin:20261024T230000", "DURATION:PT4H"))
    assert found == ["10-24 21:00-10-25 01:00 busy"]


def test_case_7_days_of_a_duration_are_days_on_the_wall() -> None:
    found = times(event("DTSTART;TZID=Europe/Berlin:20261024T230000", "DURATION:P1D"))
    assert found == ["10-24 21:00-10-25 22:00 busy"]


def test_case_8_an_all_day_entry_lasts_from_midnight_to_midnight_of_its_owner() -> None:
    assert times(event("DTSTART;VALUE=DATE:20261021")) == ["10-20 22:00-10-21 22:00 busy"]


def test_case_9_the_end_of_a_longer_all_day_entry_is_not_part_of_it() -> None:
    found = times(event("DTSTART;VALUE=DATE:20261021", "DTEND;VALUE=DATE:20261023"))
    assert found == ["10-20 22:00-10-22 22:00 busy"]


def test_case_10_transparent_entries_are_free() -> None:
    assert times(event(*BERLIN_SERIES, "TRANSP:TRANSPARENT")) == []


def test_case_11_a_cancelled_entry_is_free() -> None:
    assert times(event(*BERLIN_SERIES, "STATUS:CANCELLED", "RRULE:FREQ=DAILY;COUNT=2")) == []


def test_case_11_a_cancelled_instance_frees_itself_alone() -> None:
    instance = ("RECURRENCE-ID;TZID=Europe/Berlin:20261020T090000", "STATUS:CANCELLED")
    changed = event("DTSTART;TZID=Europe/Berlin:20261020T090000", "DURATION:PT1H", *instance)
    series = event(*BERLIN_SERIES, "RRULE:FREQ=DAILY;COUNT=3")
    assert times(series, changed) == ["10-19 07:00-10-19 08:00 busy", "10-21 07:00-10-21 08:00 busy"]
    assert kinds(series, changed) == ["busy", "cancelled", "busy"]


def test_case_12_a_moved_instance_frees_its_old_day_and_takes_the_new_one() -> None:
    moved = event(
        "RECURRENCE-ID;TZID=Europe/Berlin:20261020T090000",
        "DTSTART;TZID=Europe/Berlin:20261022T140000",
        "DTEND;TZID=Europe/Berlin:20261022T150000",
    )
    found = times(event(*BERLIN_SERIES, "RRULE:FREQ=DAILY;COUNT=2"), moved)
    assert found == ["10-19 07:00-10-19 08:00 busy", "10-22 12:00-10-22 13:00 busy"]


def test_case_13_an_instance_that_is_moved_into_the_window_counts() -> None:
    moved = event("RECURRENCE-ID:20270501T080000Z", "DTSTART:20261102T080000Z", "DTEND:20261102T090000Z")
    series = event("DTSTART:20270401T080000Z", "DTEND:20270401T090000Z", "RRULE:FREQ=DAILY;COUNT=60")
    assert times(series, moved) == ["11-02 08:00-11-02 09:00 busy"]


def test_case_14_an_excluded_date_without_a_time_takes_out_that_day_and_is_said() -> None:
    reading = read(event(*BERLIN_SERIES, "RRULE:FREQ=DAILY;COUNT=2", "EXDATE;VALUE=DATE:20261020"))
    assert [one.start.day for one in reading.busy] == [19]
    assert fields(reading) == [("EXDATE", "warning")]


def test_case_15_a_last_instance_at_the_end_of_the_rule_is_included() -> None:
    found = times(event(*BERLIN_SERIES, "RRULE:FREQ=DAILY;UNTIL=20261020T070000Z"))
    assert found == ["10-19 07:00-10-19 08:00 busy", "10-20 07:00-10-20 08:00 busy"]


def test_case_16_of_two_revisions_the_higher_sequence_counts_once() -> None:
    older = event("DTSTART:20261020T080000Z", "DURATION:PT1H", "SEQUENCE:9")
    newer = event("DTSTART:20261020T120000Z", "DURATION:PT1H", "SEQUENCE:10")
    assert times(newer, older) == times(older, newer) == ["10-20 12:00-10-20 13:00 busy"]


def test_case_17_this_and_future_shifts_the_later_instances() -> None:
    shifted = event(
        "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:20261020T090000",
        "DTSTART;TZID=Europe/Berlin:20261020T110000",
        "DTEND;TZID=Europe/Berlin:20261020T113000",
    )
    found = times(event(*BERLIN_SERIES, "RRULE:FREQ=DAILY;COUNT=3"), shifted)
    assert found == [
        "10-19 07:00-10-19 08:00 busy",
        "10-20 09:00-10-20 09:30 busy",
        "10-21 09:00-10-21 09:30 busy",
    ]


def test_case_18_a_single_date_may_bring_its_own_period() -> None:
    found = times(event(*BERLIN_SERIES, "RDATE;VALUE=PERIOD:20261028T080000Z/PT30M,20261029T080000Z/20261029T083000Z"))
    assert found == [
        "10-19 07:00-10-19 08:00 busy",
        "10-28 08:00-10-28 08:30 busy",
        "10-29 08:00-10-29 08:30 busy",
    ]


def test_case_19_a_windows_name_needs_no_rules() -> None:
    line = "DTSTART;TZID=W. Europe Standard Time:20261019T090000"
    assert times(event(line, "DURATION:PT1H"), zone="Asia/Tokyo") == ["10-19 07:00-10-19 08:00 busy"]


def test_case_20_an_unknown_zone_follows_its_own_rules_where_the_file_has_them() -> None:
    found = times(LISBON_BY_RULES, event("DTSTART;TZID=Customized Time Zone:20261021T090000", "DURATION:PT1H"))
    assert found == ["10-21 08:00-10-21 09:00 busy"]
    weekly = event("DTSTART;TZID=Customized Time Zone:20261021T090000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=2")
    assert times(LISBON_BY_RULES, weekly)[1] == "10-28 09:00-10-28 10:00 busy"


def test_case_20_an_unknown_zone_without_rules_is_the_owners_and_only_tentative() -> None:
    reading = read(event("DTSTART;TZID=Customized Time Zone:20261019T090000", "DURATION:PT1H"))
    assert [(one.start.hour, one.kind) for one in reading.busy] == [(7, "tentative")]
    assert fields(reading) == [("DTSTART", "warning")]
    assert "Customized Time Zone" in reading.problems[0].remedy


def test_case_21_floating_times_are_in_the_calendars_own_zone() -> None:
    found = times("X-WR-TIMEZONE:Asia/Tokyo", event("DTSTART:20261019T090000", "DURATION:PT1H"))
    assert found == ["10-19 00:00-10-19 01:00 busy"]


def test_case_22_out_of_office_blocks_and_working_elsewhere_does_not() -> None:
    away = event("DTSTART;VALUE=DATE:20261019", "X-MICROSOFT-CDO-BUSYSTATUS:OOF", "TRANSP:TRANSPARENT")
    elsewhere = event("DTSTART;VALUE=DATE:20261026", "X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE", uid="2")
    assert times(away, elsewhere) == [
        "10-18 22:00-10-19 22:00 out-of-office",
        "10-25 23:00-10-26 23:00 elsewhere",
    ]


def test_case_24_one_broken_entry_among_two_hundred_costs_that_entry_alone() -> None:
    whole = [
        event(f"DTSTART:202610{day:02}T{hour:02}0000Z", "DURATION:PT15M", uid=f"{day}-{hour}")
        for day in range(1, 26)
        for hour in range(8, 16)
    ]
    reading = read(*whole[:100], event("DTSTART:yesterday", uid="broken"), *whole[100:])
    assert len(reading.busy) == 200
    assert [(problem.row, problem.found) for problem in reading.problems] == [(503, "yesterday")]


def test_case_24_a_file_that_ends_early_is_read_as_far_as_it_goes() -> None:
    data = feed(
        event("DTSTART:20261019T080000Z", "DURATION:PT1H"), event("DTSTART:20261020T080000Z", "DURATION:PT1H", uid="2")
    )
    reading = read_ics(data[: data.rindex(b"DURATION")], owner_zone="UTC", window=WINDOW)
    assert [(one.start.day, one.kind) for one in reading.busy] == [(19, "busy"), (20, "unknown")]
    assert {problem.field for problem in reading.problems} == {"END", "END:VCALENDAR"}


def test_case_25_a_daily_series_since_1970_has_one_instance_a_day() -> None:
    reading = read(event("DTSTART:19700101T080000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY"))
    assert len(reading.busy) == (WINDOW[1] - WINDOW[0]).days
    assert not reading.problems


@pytest.mark.parametrize("frequency", ["SECONDLY", "MINUTELY", "HOURLY"])
def test_case_25_a_repetition_within_the_day_is_unknown_from_its_first_date_on(frequency: str) -> None:
    reading = read(event("DTSTART:20261019T080000Z", "DURATION:PT1M", f"RRULE:FREQ={frequency}"))
    assert [(one.start.day, one.end, one.kind) for one in reading.busy] == [(19, WINDOW[1], "unknown")]
    assert fields(reading) == [("RRULE", "error")]


LISBON_BY_RULES = "\r\n".join(
    [
        *("BEGIN:VTIMEZONE", "TZID:Customized Time Zone"),
        *("BEGIN:STANDARD", "DTSTART:16010101T020000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0000"),
        *("RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10", "END:STANDARD"),
        *("BEGIN:DAYLIGHT", "DTSTART:16010101T010000", "TZOFFSETFROM:+0000", "TZOFFSETTO:+0100"),
        *("RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3", "END:DAYLIGHT", "END:VTIMEZONE"),
    ]
)
