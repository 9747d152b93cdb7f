"""Masks: a person's time on the grid, never more free than it is."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given

from hexad.availability import SLOT, Busy, Horizon, Span, WorkHours, mask_of, nine_to_five, starts
from hexad.availability.intervals import Interval, intersect, subtract
from hexad.availability.masks import BLOCKING, work_intervals
from tests.hexad.availability.drawing import HORIZON, busy_times, zones

MONDAY = date(2026, 10, 26)
DAY = Horizon.between(MONDAY, MONDAY + timedelta(days=1))


def at(hour: int, minute: int = 0, day: int = 26) -> datetime:
    return datetime(2026, 10, day, hour, minute, tzinfo=UTC)


def whole_slots(intervals: list[Interval]) -> set[datetime]:
    """Slots that lie wholly in exact intervals, found one by one."""
    times = [HORIZON.time_of(slot) for slot in range(HORIZON.slots)]
    return {at for at in times if any(start <= at and at + SLOT <= end for start, end in intervals)}


@given(busy_times, zones)
def test_a_slot_is_free_exactly_when_every_second_of_it_is(busy: list[Busy], zone: str) -> None:
    hours = nine_to_five(zone)
    taken = [one.interval for one in busy if one.kind != "elsewhere"]
    free = subtract(work_intervals(hours, HORIZON), taken)
    assert set(starts(mask_of(hours, busy, HORIZON).free, HORIZON)) == whole_slots(free)


@given(busy_times, zones)
def test_each_kind_blocks_as_it_should(busy: list[Busy], zone: str) -> None:
    mask = mask_of(nine_to_five(zone), busy, HORIZON)

    def touched(*kinds: str) -> int:
        ones = [one for one in busy if one.kind in kinds]
        return mask_of(WorkHours("UTC"), [Busy("", one.start, one.end) for one in ones], HORIZON).busy

    assert mask.busy == touched(*BLOCKING) == touched("busy", "out-of-office", "unknown")
    assert mask.soft == touched("tentative", "movable")
    assert mask.movable == touched("movable") & ~touched("tentative")
    assert mask.elsewhere == touched("elsewhere")
    assert mask.free == mask.work & ~mask.busy & ~mask.soft
    assert mask.work & mask.stretch == 0


def test_busy_rounds_out_and_work_rounds_in() -> None:
    hours = WorkHours("UTC", ((Span(545, 1020),),) * 7)  # from 9:05
    mask = mask_of(hours, [Busy("1", at(10, 10), at(10, 20))], DAY)
    free = [slot.strftime("%H:%M") for slot in starts(mask.free, DAY)]
    assert free[:5] == ["09:15", "09:30", "09:45", "10:30", "10:45"]


def test_busy_times_that_reach_over_the_edges_of_the_horizon_are_cut() -> None:
    assert mask_of(nine_to_five("UTC"), [Busy("1", at(0, day=20), at(0, day=30))], DAY).free == 0
    outside = [Busy("1", at(0, day=20), at(0)), Busy("2", at(0, day=27), at(9, day=27))]
    assert mask_of(nine_to_five("UTC"), outside, DAY).busy == 0


def test_working_hours_keep_their_wall_time_over_the_change_of_clocks() -> None:
    mask = mask_of(nine_to_five("Europe/Berlin"), [], HORIZON)
    local = [slot.astimezone(ZoneInfo("Europe/Berlin")) for slot in starts(mask.work, HORIZON)]
    assert {one.hour for one in local} == set(range(9, 17))
    assert len(local) == 10 * 32


def test_a_night_of_work_over_the_change_of_clocks_has_the_hours_that_pass() -> None:
    night = WorkHours("Europe/Berlin", ((Span(0, 360),),) * 7)
    autumn = Horizon.between(date(2026, 10, 25), date(2026, 10, 26), "Europe/Berlin")
    spring = Horizon.between(date(2027, 3, 28), date(2027, 3, 29), "Europe/Berlin")
    assert [mask_of(night, [], day).work.bit_count() / 4 for day in (autumn, spring)] == [7, 5]


def test_whoever_changes_zone_works_by_the_new_clock_from_that_day_on() -> None:
    week = Horizon.between(date(2026, 12, 7), date(2026, 12, 14))
    moved = mask_of(
        nine_to_five("Europe/Berlin"), [], week, moves=[(date(2026, 12, 9), nine_to_five("America/New_York"))]
    )
    first = {slot.date().day: slot.strftime("%H:%M") for slot in reversed(starts(moved.work, week))}
    assert first == {7: "08:00", 8: "08:00", 9: "14:00", 10: "14:00", 11: "14:00"}


@given(busy_times, zones, zones)
def test_a_move_at_the_first_day_is_a_person_of_the_new_zone(busy: list[Busy], old: str, new: str) -> None:
    moves = [(HORIZON.start.date() - timedelta(days=1), nine_to_five(new))]
    assert mask_of(nine_to_five(old), busy, HORIZON, moves=moves) == mask_of(nine_to_five(new), busy, HORIZON)


def test_a_holiday_that_is_entered_late_counts_at_once() -> None:
    before = mask_of(nine_to_five("Europe/Berlin"), [], DAY)
    after = mask_of(nine_to_five("Europe/Berlin", frozenset({MONDAY})), [], DAY)
    assert (before.work.bit_count(), after.work, after.stretch) == (32, 0, 0)


def test_exact_hours_and_bits_are_the_same_time() -> None:
    exact = intersect(work_intervals(nine_to_five("Asia/Kathmandu"), HORIZON), [(HORIZON.start, HORIZON.end)])
    assert set(starts(mask_of(nine_to_five("Asia/Kathmandu"), [], HORIZON).work, HORIZON)) == whole_slots(exact)
