"""Working hours, holidays and horizons."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from hexad.availability import AvailabilityError, Horizon, Span, WorkHours, holidays_of, mask_of, nine_to_five, starts
from hexad.availability.hours import NINE_TO_FIVE

WEEK = Horizon.between(date(2026, 12, 7), date(2026, 12, 14))


def test_nobody_is_asked_on_a_weekend_or_at_night_unless_they_said_so() -> None:
    mask = mask_of(nine_to_five("Europe/London"), [], WEEK)
    asked = starts(mask.work | mask.stretch, WEEK)
    assert {slot.weekday() for slot in asked} == {0, 1, 2, 3, 4}
    assert (min(slot.hour for slot in asked), max(slot.hour for slot in asked)) == (7, 19)


def test_a_weekly_grid_may_differ_from_day_to_day() -> None:
    part_time = WorkHours("UTC", ((Span(480, 720),), (), (Span(480, 720), Span(780, 1440)), (), (), (), ()))
    hours = list(starts(mask_of(part_time, [], WEEK).work, WEEK))
    assert {slot.weekday() for slot in hours} == {0, 2}
    assert len(hours) == 16 + 16 + 44


@pytest.mark.parametrize(
    ("weekly", "sentence"),
    [
        (NINE_TO_FIVE[:6], "seven days"),
        ((((Span(600, 540),),) * 7), "from an earlier to a later minute"),
        ((((Span(0, 1441),),) * 7), "of one day"),
        ((((Span(-1, 10),),) * 7), "of one day"),
    ],
)
def test_a_week_that_cannot_be_is_refused(weekly: tuple[tuple[Span, ...], ...], sentence: str) -> None:
    with pytest.raises(AvailabilityError, match=sentence):
        WorkHours("UTC", weekly)


def test_hours_in_a_zone_that_is_none_are_refused() -> None:
    with pytest.raises(AvailabilityError, match="No time zone is called 'Mars/Base'"):
        nine_to_five("Mars/Base")


def test_holidays_differ_between_parts_of_a_country() -> None:
    epiphany = date(2027, 1, 6)
    assert epiphany in holidays_of("DE", "BY", [2027])
    assert epiphany not in holidays_of("DE", "BE", [2027])
    assert epiphany not in holidays_of("de", years=[2027])
    assert date(2027, 1, 1) in holidays_of("DE", "BE", [2027])


def test_holidays_of_two_years_are_those_of_either() -> None:
    assert holidays_of("GB", "", [2026, 2027]) == holidays_of("GB", "", [2026]) | holidays_of("GB", "", [2027])


@pytest.mark.parametrize(("country", "part"), [("XX", ""), ("", ""), ("DE", "ZZ"), ("Germany", "")])
def test_holidays_of_no_country_are_refused_in_a_sentence(country: str, part: str) -> None:
    with pytest.raises(AvailabilityError, match="No holidays are known"):
        holidays_of(country, part, [2027])


def test_two_sites_have_their_own_holidays() -> None:
    year = Horizon.between(date(2026, 12, 24), date(2026, 12, 27))
    berlin, dubai = (
        mask_of(nine_to_five(zone, holidays_of(country, "", [2026])), [], year)
        for zone, country in (("Europe/Berlin", "DE"), ("Asia/Dubai", "AE"))
    )
    assert {slot.day for slot in starts(berlin.work, year)} == {24}
    assert {slot.day for slot in starts(dubai.work, year)} == {24, 25}


def test_a_horizon_begins_and_ends_at_midnight_of_its_zone() -> None:
    day = Horizon.between(date(2026, 10, 25), date(2026, 10, 26), "Europe/Berlin")
    assert (day.start, day.slots) == (datetime(2026, 10, 24, 22, tzinfo=UTC), 25 * 4)


def test_a_horizon_between_odd_times_holds_them() -> None:
    odd = Horizon.between(datetime(2026, 12, 7, 9, 7, tzinfo=UTC), datetime(2026, 12, 7, 9, 31, tzinfo=UTC))
    assert (odd.start.minute, odd.slots) == (0, 3)


@pytest.mark.parametrize(
    ("start", "slots", "sentence"),
    [
        (datetime(2026, 12, 7, tzinfo=timezone(timedelta(hours=1))), 4, "in UTC"),
        (datetime(2026, 12, 7, 0, 5, tzinfo=UTC), 4, "quarter hour"),
        (datetime(2026, 12, 7, tzinfo=UTC), 0, "ends after it starts"),
        (datetime(2026, 12, 7, tzinfo=UTC), 200_000, "three years at most"),
    ],
)
def test_a_horizon_that_cannot_be_is_refused(start: datetime, slots: int, sentence: str) -> None:
    with pytest.raises(AvailabilityError, match=sentence):
        Horizon(start, slots)
