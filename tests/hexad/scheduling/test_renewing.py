from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from hexad.availability import Busy
from hexad.availability.windows import PRACTICE_DAYS
from hexad.scheduling.renewing import Renewal, renew_explore, renew_reflect
from hexad.scheduling.slots import Slot
from tests.hexad.scheduling.cast import FIRST, HORIZON, START, calendars, every_day, member, zones

BERLIN = ZoneInfo("Europe/Berlin")
HELD = datetime(2026, 11, 26, 13, 0, tzinfo=UTC)  # a Thursday before the horizon
PLANNED = datetime(2027, 1, 14, 13, 0, tzinfo=UTC)  # 38 days into it


def slot_of(found: Renewal) -> Slot:
    assert found.slot is not None
    return found.slot


def days_apart(first: datetime, last: datetime) -> int:
    return (last.astimezone(BERLIN).date() - first.astimezone(BERLIN).date()).days


def test_reflect_is_found_as_soon_as_the_practice_weeks_are_over() -> None:
    found = slot_of(renew_reflect([member(), member()], HORIZON, explore=HELD))
    assert 21 <= days_apart(HELD, found.start) <= 22


def test_reflect_that_is_overdue_takes_one_of_the_first_days() -> None:
    long_ago = HELD - timedelta(days=60)
    found = slot_of(renew_reflect([member(), member()], HORIZON, explore=long_ago))
    assert found.start.astimezone(BERLIN).date() <= START + timedelta(days=1)


def test_a_week_of_waiting_weighs_more_than_a_lunch_hour() -> None:
    lunch_only = [*every_day(0, 11, days=70), *every_day(12.5, 24, days=70)]
    found = slot_of(renew_reflect([member(busy=lunch_only)] * 2, HORIZON, explore=HELD - timedelta(days=60)))
    assert found.start < FIRST + timedelta(days=7)


def test_explore_finds_a_place_before_the_reflect_that_stays() -> None:
    found = renew_explore([member(), member()], HORIZON, reflect=PLANNED)
    assert found.other is None
    assert 21 <= days_apart(slot_of(found).start, PLANNED) <= 28


def test_reflect_moves_where_explore_has_no_place_before_it() -> None:
    too_near = datetime(2026, 12, 17, 13, 0, tzinfo=UTC)
    found = renew_explore([member(), member()], HORIZON, reflect=too_near)
    assert found.other is not None
    assert 21 <= days_apart(slot_of(found).start, found.other.start) <= 28


def test_a_new_date_is_as_long_as_the_session_was() -> None:
    found = slot_of(renew_reflect([member(), member()], HORIZON, explore=HELD, length=4))
    before = slot_of(renew_explore([member(), member()], HORIZON, reflect=PLANNED, length=4))
    assert {slot.end - slot.start for slot in (found, before)} == {timedelta(hours=1)}


def test_without_any_shared_time_the_reason_is_told_in_kinds() -> None:
    full: Sequence[Busy] = every_day(0, 24)
    for found in (
        renew_reflect([member(), member(busy=full)], HORIZON, explore=HELD, rungs=1),
        renew_explore([member(), member(busy=full)], HORIZON, reflect=PLANNED, rungs=1),
    ):
        assert found.slot is None
        assert next(reason.code for reason in found.blockers).startswith("none.")


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(zones, calendars), min_size=2, max_size=4), st.dates(date(2026, 10, 1), date(2027, 2, 1)))
def test_a_new_reflect_never_cuts_the_practice_weeks_short(cast: list[tuple[str, list[Busy]]], held: date) -> None:
    explore = datetime(held.year, held.month, held.day, 13, 0, tzinfo=UTC)
    found = renew_reflect([member(zone, busy) for zone, busy in cast], HORIZON, explore=explore)
    assert found.slot is None or found.slot.start - explore >= PRACTICE_DAYS[0] * timedelta(days=1) - timedelta(hours=1)
