"""The ladder from a calendar's name of a zone to the zone: nothing becomes UTC in silence."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexad.availability.problems import AvailabilityError
from hexad.availability.zone_names import iana_name
from hexad.availability.zones import zone_of
from tests.hexad.availability.feeds import event, fields, read, times


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ('"Europe/Berlin"', "Europe/Berlin"),
        ("/freeassociation.sourceforge.net/Europe/Berlin", "Europe/Berlin"),
        ("/freeassociation.sourceforge.net/Tzfile/Europe/Berlin", "Europe/Berlin"),
        ("/mozilla.org/20050126_1/America/New_York", "America/New_York"),
        ("/citadel.org/20211207_1/America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("Eastern Standard Time", "America/New_York"),
        ("India Standard Time", "Asia/Calcutta"),
        ("UTC", "UTC"),
        ("tzone://Microsoft/Utc", "UTC"),
        ("Customized Time Zone", ""),
        ("tzone://Microsoft/Custom", ""),
        ("(UTC+01:00) Amsterdam, Berlin, Bern, Rome", ""),
        ("CST", ""),
        ("", ""),
    ],
)
def test_names_of_vendors_are_understood_or_not_at_all(written: str, name: str) -> None:
    assert iana_name(written) == name


@given(st.text(st.characters(exclude_characters='\r\n;:",', exclude_categories=["C"]), min_size=1, max_size=30))
def test_a_name_that_nobody_knows_means_the_owners_zone_with_a_warning(name: str) -> None:
    reading = read(event(f"DTSTART;TZID=x {name} x:20261019T090000", "DURATION:PT1H"), zone="Asia/Tokyo")
    assert [(one.start.hour, one.kind) for one in reading.busy] == [(0, "tentative")]
    assert fields(reading) == [("DTSTART", "warning")]


def test_the_calendars_own_zone_comes_before_the_owners() -> None:
    line = "DTSTART;TZID=Nowhere:20261019T090000"
    assert times("X-WR-TIMEZONE:Asia/Tokyo", event(line, "DURATION:PT1H")) == ["10-19 00:00-10-19 01:00 tentative"]


def test_floating_times_follow_the_newer_property_where_there_is_no_older_one() -> None:
    floating = event("DTSTART:20261019T090000", "DURATION:PT1H")
    assert times("TIMEZONE-ID:Asia/Tokyo", floating) == ["10-19 00:00-10-19 01:00 busy"]
    assert times("TIMEZONE-ID:Asia/Tokyo", "X-WR-TIMEZONE:Asia/Kathmandu", floating)[0].startswith("10-19 03:15")
    assert times(floating) == ["10-19 07:00-10-19 08:00 busy"]


def test_a_calendars_zone_that_nobody_knows_is_said() -> None:
    reading = read("X-WR-TIMEZONE:Nowhere", event("DTSTART:20261019T090000", "DURATION:PT1H"))
    assert [one.start.hour for one in reading.busy] == [7]
    assert fields(reading) == [("X-WR-TIMEZONE", "warning")]


def test_a_calendars_zone_may_be_one_of_the_file() -> None:
    zone = vtimezone("Our own", "TZOFFSETFROM:+0530", "TZOFFSETTO:+0530")
    assert times("X-WR-TIMEZONE:Our own", zone, event("DTSTART:20261019T090000", "DURATION:PT1H")) == [
        "10-19 03:30-10-19 04:30 busy"
    ]


def vtimezone(name: str, *lines: str) -> str:
    inner = ["BEGIN:STANDARD", "DTSTART:16010101T000000", *lines, "END:STANDARD"]
    return "\r\n".join(["BEGIN:VTIMEZONE", f"TZID:{name}", *inner, "END:VTIMEZONE"])


@pytest.mark.parametrize(
    "lines",
    [
        (),
        ("TZOFFSETFROM:east", "TZOFFSETTO:west"),
        ("TZOFFSETFROM:+0100", "TZOFFSETTO:+0100", "RRULE:FREQ=SECONDLY"),
        ("TZOFFSETFROM:+0100", "TZOFFSETTO:+0100", "RRULE:FREQ=DAILY"),
        ("TZOFFSETFROM:+0100", "TZOFFSETTO:+0100", "RDATE:" + ",".join(["20260101T000000"] * 25_000)),
    ],
)
def test_rules_of_a_zone_that_cannot_be_used_leave_its_times_tentative(lines: Iterable[str]) -> None:
    reading = read(vtimezone("Odd", *lines), event("DTSTART;TZID=Odd:20261019T090000", "DURATION:PT1H"))
    assert [(one.start.hour, one.kind) for one in reading.busy] == [(7, "tentative")]


def test_two_calendars_may_call_different_zones_by_one_name() -> None:
    def at(offset: str) -> list[str]:
        zone = vtimezone("Customized Time Zone", f"TZOFFSETFROM:{offset}", f"TZOFFSETTO:{offset}")
        return times(zone, event("DTSTART;TZID=Customized Time Zone:20261019T090000", "DURATION:PT1H"))

    assert at("+0530") == ["10-19 03:30-10-19 04:30 busy"]
    assert at("-0300") == ["10-19 12:00-10-19 13:00 busy"]


@pytest.mark.parametrize(
    "name", ["", "Mars/Olympus", "../../etc/passwd", "/etc/passwd", "Europe/Berlin\x00", "x" * 5000]
)
def test_a_name_that_is_no_zone_is_refused_in_a_sentence(name: str) -> None:
    with pytest.raises(AvailabilityError, match="No time zone is called"):
        zone_of(name)


def test_case_3_sydney_and_london_drift_apart_by_two_hours_in_october() -> None:
    def apart(day: datetime) -> timedelta:
        offsets = [day.astimezone(ZoneInfo(zone)).utcoffset() for zone in ("Australia/Sydney", "Europe/London")]
        return (offsets[0] or timedelta()) - (offsets[1] or timedelta())

    before, after = datetime(2026, 10, 3, tzinfo=UTC), datetime(2026, 10, 26, tzinfo=UTC)
    assert apart(after) - apart(before) == timedelta(hours=2)
