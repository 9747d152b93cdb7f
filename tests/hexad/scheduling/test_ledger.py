"""The time ledger reproduces the design's figures, adds up, and knows when another session still fits."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexad.scheduling.ledger import LedgerError, Seat, year_of_time


def sessions(count: int, **fields: bool) -> list[Seat]:
    start = datetime(2026, 1, 5, 9, tzinfo=UTC)
    return [Seat(start=start + timedelta(days=7 * one), hours=1.5, is_held=False, **fields) for one in range(count)]


@pytest.mark.parametrize(("count", "share"), [(6, 0.433), (4, 0.288), (12, 0.865)])
def test_shares_of_two_thousand_and_eighty_hours(count: int, share: float) -> None:
    found = year_of_time(sessions(count), year=2026, zone="UTC")
    assert round(found.planned_share * 100, 3) == share


def test_the_preparation_of_one_session_in_six() -> None:
    seats = [*sessions(5), *sessions(1, facilitates=True)]
    assert round(year_of_time(seats, year=2026, zone="UTC").prepared_share * 100, 3) == 0.481


def test_a_session_at_midnight_belongs_to_the_year_of_its_own_clock() -> None:
    late = Seat(start=datetime(2026, 12, 31, 23, 30, tzinfo=UTC), hours=1.5, is_held=True)
    assert year_of_time([late], year=2026, zone="Europe/Berlin").planned_hours == 0
    assert year_of_time([late], year=2027, zone="Europe/Berlin").held_hours == 1.5
    assert year_of_time([late], year=2026, zone="America/Lima").held_hours == 1.5


def test_somebody_who_works_half_a_week_reaches_the_ceiling_at_half_the_time() -> None:
    half = year_of_time(sessions(6), year=2026, zone="UTC", weekly_hours=20)
    assert half.work_hours == 1040
    assert half.has_room_for(1.4)
    assert not half.has_room_for(1.5)
    assert half.has_room_for(1.5, ceiling=0.02)


@pytest.mark.parametrize("hours", [0, -3, float("nan")])
def test_work_time_of_nothing_is_refused(hours: float) -> None:
    with pytest.raises(LedgerError, match="more than 0"):
        year_of_time([], year=2026, zone="UTC", weekly_hours=hours)


@given(st.lists(st.tuples(st.integers(2025, 2027), st.booleans(), st.floats(0.25, 8)), max_size=30))
def test_years_add_up_to_all_that_there_is(rows: list[tuple[int, bool, float]]) -> None:
    seats = [Seat(start=datetime(year, 6, 1, tzinfo=UTC), hours=hours, is_held=held) for year, held, hours in rows]
    years = [year_of_time(seats, year=year, zone="UTC") for year in (2025, 2026, 2027)]
    assert sum(one.planned_hours for one in years) == pytest.approx(sum(hours for *_, hours in rows))
    assert all(0 <= one.held_hours <= one.planned_hours for one in years)
