"""Dates and times as readers see them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from hexad_web.frontend import moments

NOON = datetime(2026, 6, 4, 12, 0, tzinfo=UTC)
HALF_PAST_ONE = NOON + timedelta(minutes=90)


def test_a_moment_names_weekday_day_time_and_the_city_of_its_zone() -> None:
    assert moments.moment_text(NOON, "Europe/Berlin") == "Thu 4 June, 14:00 (Berlin)"


def test_without_a_named_zone_the_readers_own_is_taken() -> None:
    with timezone.override(ZoneInfo("America/New_York")):
        assert moments.moment_text(NOON) == "Thu 4 June, 08:00 (New York)"


def test_the_same_clock_time_before_and_after_a_change_of_daylight_saving_keeps_its_hour() -> None:
    before = datetime(2026, 10, 24, 12, 0, tzinfo=UTC)
    after = datetime(2026, 10, 26, 13, 0, tzinfo=UTC)
    assert moments.time_text(before, "Europe/Berlin") == moments.time_text(after, "Europe/Berlin") == "14:00 (Berlin)"


def test_a_span_on_one_day_names_the_day_once() -> None:
    assert moments.span_text(NOON, HALF_PAST_ONE, "Europe/Berlin") == "Thu 4 June, 14:00–15:30 (Berlin)"


def test_a_span_past_midnight_writes_next_day_out() -> None:
    late = NOON + timedelta(hours=9, minutes=30)
    found = moments.span_text(late, late + timedelta(minutes=90), "Europe/Berlin")
    assert found == "Thu 4 June, 23:30–01:00 next day (Berlin)"


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("Europe/Lisbon", "Thu 4 June, 22:30–23:45 (Lisbon)"),
        ("Asia/Tokyo", "Fri 5 June, 06:30–07:45 (Tokyo), next day"),
    ],
)
def test_somebody_elsewhere_is_told_when_their_day_differs(zone: str, expected: str) -> None:
    late = NOON + timedelta(hours=9, minutes=30)
    assert moments.elsewhere_text(late, late + timedelta(minutes=75), zone, "Europe/Berlin") == expected


def test_somebody_far_west_is_told_of_the_day_before() -> None:
    early = datetime(2026, 6, 4, 2, 0, tzinfo=UTC)
    found = moments.elsewhere_text(early, early + timedelta(hours=1), "America/Los_Angeles", "Europe/Berlin")
    assert found == "Wed 3 June, 19:00–20:00 (Los Angeles), the day before"


def test_twelve_hours_always_carry_am_or_pm() -> None:
    with moments.clock_of_reader("12"):
        found = moments.span_text(NOON, HALF_PAST_ONE, "Europe/Berlin")
    assert found == "Thu 4 June, 2:00 p.m.–3:30 p.m. (Berlin)"


def test_the_language_decides_the_clock_until_the_reader_does() -> None:
    with translation.override("ar"):
        assert moments.reads_twelve_hours()
        with moments.clock_of_reader("24"):
            assert not moments.reads_twelve_hours()
    with translation.override("de"):
        assert not moments.reads_twelve_hours()


@pytest.mark.parametrize(
    ("zone", "city"),
    [
        ("America/Argentina/Buenos_Aires", "Buenos Aires"),
        ("Europe/Berlin", "Berlin"),
        ("UTC", "UTC"),
    ],
)
def test_a_zone_is_named_by_its_city(zone: str, city: str) -> None:
    assert moments.city_of(zone) == city


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2026, 5, 4), date(2026, 5, 29), "4–29 May"),
        (date(2026, 4, 28), date(2026, 5, 3), "28 April – 3 May"),
        (date(2026, 12, 28), date(2027, 1, 3), "28 December 2026 – 3 January 2027"),
        (date(2026, 5, 4), date(2026, 5, 4), "Mon 4 May"),
    ],
)
def test_a_range_of_days_says_no_more_than_differs(first: date, last: date, expected: str) -> None:
    assert moments.day_range_text(first, last) == expected


@pytest.mark.parametrize(
    ("length", "expected"),
    [
        (1, "1 minute"),
        (timedelta(minutes=90), "90 minutes"),
        (180, "3 hours"),
        (190, "3 h 10"),
        (timedelta(hours=3, minutes=5), "3 h 05"),
    ],
)
def test_a_duration_has_its_unit(length: timedelta | int, expected: str) -> None:
    assert moments.duration_text(length) == expected


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (0.5, "just now"),
        (6, "6 minutes ago"),
        (60, "1 hour ago"),
        (47 * 60, "47 hours ago"),
        (19 * 24 * 60, "19 days ago"),
    ],
)
def test_freshness_is_said_in_the_largest_fitting_unit(minutes: float, expected: str) -> None:
    assert moments.ago_text(NOON - timedelta(minutes=minutes), NOON) == expected


def test_a_clock_that_runs_ahead_never_makes_the_past_negative() -> None:
    assert moments.ago_text(NOON + timedelta(minutes=5), NOON) == "just now"
