"""Windows on bitmaps, against brute force on exact intervals."""

import itertools
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexad.availability import (
    SLOT,
    AvailabilityError,
    Busy,
    Horizon,
    blocks,
    can_meet,
    mask_of,
    nine_to_five,
    starts,
    windows,
)
from hexad.availability.intervals import Interval, subtract
from hexad.availability.masks import work_intervals
from tests.hexad.availability.drawing import HORIZON, Stretches, stretches, zones

MONDAY = date(2026, 10, 26)
groups = st.lists(st.tuples(stretches, zones), min_size=1, max_size=5)
Group = list[tuple[Stretches, str]]


def free_of(group: Group) -> list[int]:
    return [mask_of(nine_to_five(zone), [Busy("", *one) for one in busy], HORIZON).free for busy, zone in group]


def exactly_free(group: Group) -> list[list[Interval]]:
    return [subtract(work_intervals(nine_to_five(zone), HORIZON), busy) for busy, zone in group]


def brute_force(group: Group, length: int, quorum: int) -> set[datetime]:
    free = exactly_free(group)
    found = set()
    for slot in range(HORIZON.slots - length + 1):
        start = HORIZON.time_of(slot)
        there = [any(one.start <= start and start + length * SLOT <= one.end for one in person) for person in free]
        if sum(there) >= quorum:
            found.add(start)
    return found


@given(groups, st.integers(1, 8), st.integers(0, 2))
def test_windows_are_those_of_exact_intervals(group: Group, length: int, missing: int) -> None:
    quorum = max(len(group) - missing, 1)
    found = windows(free_of(group), length=length, quorum=quorum)
    assert set(starts(found, HORIZON)) == brute_force(group, length, quorum)


@given(groups.flatmap(lambda group: st.tuples(st.just(group), st.permutations(group))))
def test_the_order_of_people_changes_nothing(both: tuple[Group, Group]) -> None:
    one, other = free_of(both[0]), free_of(both[1])
    quorum = max(len(one) - 1, 1)
    assert windows(one) == windows(other)
    assert windows(one, quorum=quorum) == windows(other, quorum=quorum)


@given(groups)
def test_who_may_miss_a_meeting_never_costs_a_window(group: Group) -> None:
    free = free_of(group)
    found = [windows(free, quorum=quorum) for quorum in range(1, len(free) + 1)]
    assert all(more & ~fewer == 0 for fewer, more in itertools.pairwise(found))


@given(groups, st.integers(1, 2))
def test_a_group_can_meet_when_every_block_has_a_window_of_its_own(group: Group, weeks: int) -> None:
    parts = blocks(HORIZON, weeks)
    found = brute_force(group, 6, len(group))
    inside = [
        any(HORIZON.time_of(first) <= at and at + 6 * SLOT <= HORIZON.time_of(last) for at in found)
        for first, last in parts
    ]
    assert can_meet(free_of(group), parts) == all(inside)


@pytest.mark.parametrize(("monday", "first", "last"), [(date(2026, 10, 26), 13, 16), (date(2026, 11, 2), 14, 16)])
def test_cases_1_and_2_berlin_and_new_york_overlap_as_their_clocks_allow(monday: date, first: int, last: int) -> None:
    week = Horizon.between(monday, monday + timedelta(days=7))
    masks = [mask_of(nine_to_five(zone), [], week) for zone in ("Europe/Berlin", "America/New_York")]
    shared = starts(windows([mask.free for mask in masks], length=1), week)
    days = {at.date(): [one for one in shared if one.date() == at.date()] for at in shared}
    assert len(days) == 5
    assert {(day[0].hour, (day[-1] + SLOT).hour) for day in days.values()} == {(first, last)}


def test_case_23_kathmandu_and_london_meet_exactly_on_the_grid() -> None:
    week = Horizon.between(MONDAY, MONDAY + timedelta(days=1))
    masks = [mask_of(nine_to_five(zone), [], week) for zone in ("Asia/Kathmandu", "Europe/London")]
    shared = starts(windows([mask.free for mask in masks], length=1), week)
    assert (shared[0].strftime("%H:%M"), (shared[-1] + SLOT).strftime("%H:%M")) == ("09:00", "11:15")


def test_a_session_that_starts_when_another_ends_is_no_conflict() -> None:
    day = Horizon.between(MONDAY, MONDAY + timedelta(days=1))
    before = Busy("1", datetime(2026, 10, 26, 9, tzinfo=UTC), datetime(2026, 10, 26, 10, tzinfo=UTC))
    after = Busy("2", datetime(2026, 10, 26, 11, 30, tzinfo=UTC), datetime(2026, 10, 26, 17, tzinfo=UTC))
    mask = mask_of(nine_to_five("UTC"), [before, after], day)
    assert [at.strftime("%H:%M") for at in starts(windows([mask.free], length=6), day)] == ["10:00"]


def test_a_group_can_meet_only_with_a_window_in_every_block() -> None:
    year = Horizon.between(date(2026, 12, 7), date(2027, 2, 1))
    free = mask_of(nine_to_five("Europe/Berlin"), [], year).free
    away = Busy("1", datetime(2027, 1, 4, tzinfo=UTC), datetime(2027, 2, 1, tzinfo=UTC), "out-of-office")
    absent = mask_of(nine_to_five("Europe/Berlin"), [away], year).free
    assert can_meet([free, free], blocks(year))
    assert not can_meet([free, absent], blocks(year))
    assert can_meet([free, free, absent], blocks(year), quorum=2)


def test_a_rest_shorter_than_a_block_is_no_block_unless_there_is_no_other() -> None:
    assert blocks(Horizon(HORIZON.start, 9 * 672)) == [(0, 2688), (2688, 5376)]
    assert blocks(Horizon(HORIZON.start, 100)) == [(0, 100)]


@pytest.mark.parametrize(
    ("people", "length", "quorum"), [([], 6, None), ([1, 1], 6, 3), ([1, 1], 6, 0), ([1], 0, None), ([1], -1, None)]
)
def test_a_question_without_sense_is_refused(people: list[int], length: int, quorum: int | None) -> None:
    with pytest.raises(AvailabilityError):
        windows(people, length=length, quorum=quorum)


def test_blocks_of_no_weeks_are_refused() -> None:
    with pytest.raises(AvailabilityError, match="one week or more"):
        blocks(HORIZON, 0)
