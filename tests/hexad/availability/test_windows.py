from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexad.availability import SLOT, Busy, Horizon, blocks, can_meet, mask_of, nine_to_five, starts, windows
from hexad.availability.hours import NINE_TO_FIVE, WorkHours
from hexad.availability.intervals import intersect, merge, subtract
from hexad.availability.masks import work_intervals

MONDAY = date(2026, 10, 26)
HORIZON = Horizon.between(MONDAY, MONDAY + timedelta(days=14))
MINUTES = int((HORIZON.end - HORIZON.start) / timedelta(minutes=1))

stretches = st.builds(
    lambda first, length: (HORIZON.start + timedelta(minutes=first), HORIZON.start + timedelta(minutes=first + length)),
    st.integers(0, MINUTES - 400),
    st.integers(1, 400),
)
calendars = st.lists(stretches, max_size=12)
zones = st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe"])


@pytest.mark.parametrize(("monday", "first", "last"), [(date(2026, 10, 26), 13, 16), (date(2026, 11, 2), 14, 16)])
def test_berlin_and_new_york_overlap_as_their_clocks_allow(monday: date, first: int, last: int) -> None:
    week = Horizon.between(monday, monday + timedelta(days=7))
    masks = [mask_of(nine_to_five(zone), [], week) for zone in ("Europe/Berlin", "America/New_York")]
    shared = starts(windows([mask.free for mask in masks], length=1), week)
    day = [at for at in shared if at.date() == monday]
    assert (day[0].hour, (day[-1] + SLOT).hour) == (first, last)


def test_kathmandu_and_london_meet_exactly_on_the_grid() -> None:
    week = Horizon.between(MONDAY, MONDAY + timedelta(days=1))
    masks = [mask_of(nine_to_five(zone), [], week) for zone in ("Asia/Kathmandu", "Europe/London")]
    shared = starts(windows([mask.free for mask in masks], length=1), week)
    assert (shared[0].strftime("%H:%M"), (shared[-1] + SLOT).strftime("%H:%M")) == ("09:00", "11:15")


@given(st.lists(calendars, min_size=1, max_size=4), zones)
def test_windows_of_bitmaps_equal_those_of_intervals(members: list[list[tuple[datetime, datetime]]], zone: str) -> None:
    hours = WorkHours(zone, NINE_TO_FIVE)
    masks = [mask_of(hours, [Busy("", *one) for one in busy], HORIZON) for busy in members]
    found = set(starts(windows([mask.free for mask in masks], length=6), HORIZON))
    work = list(work_intervals(hours, HORIZON))
    free = work
    for busy in members:
        free = intersect(free, subtract(work, busy))
    naive = {
        HORIZON.time_of(slot)
        for slot in range(HORIZON.slots - 5)
        if any(start <= HORIZON.time_of(slot) and HORIZON.time_of(slot) + 6 * SLOT <= end for start, end in free)
    }
    assert found == naive


@given(st.lists(calendars, min_size=2, max_size=5))
def test_the_order_of_people_changes_nothing(members: list[list[tuple[datetime, datetime]]]) -> None:
    free = [mask_of(nine_to_five("Europe/London"), [Busy("", *one) for one in busy], HORIZON).free for busy in members]
    shuffled = sorted(free)
    quorum = len(free) - 1
    assert windows(free, length=6) == windows(shuffled, length=6)
    assert windows(free, length=6, quorum=quorum) == windows(shuffled, length=6, quorum=quorum)
    assert windows(free, length=6) & ~windows(free, length=6, quorum=quorum) == 0


@given(calendars, calendars)
def test_what_is_taken_out_is_out(one: list[tuple[datetime, datetime]], other: list[tuple[datetime, datetime]]) -> None:
    assert intersect(subtract(one, other), other) == []
    assert merge([*subtract(one, other), *intersect(one, other)]) == merge(one)


def test_busy_rounds_out_and_work_rounds_in() -> None:
    day = Horizon.between(MONDAY, MONDAY + timedelta(days=1))
    call = Busy("1", datetime(2026, 10, 26, 9, 10, tzinfo=UTC), datetime(2026, 10, 26, 9, 20, tzinfo=UTC))
    mask = mask_of(nine_to_five("UTC"), [call], day)
    assert [day.time_of(slot).strftime("%H:%M") for slot in (36, 37, 38)] == ["09:00", "09:15", "09:30"]
    assert [bool(mask.free >> slot & 1) for slot in (35, 36, 37, 38)] == [False, False, False, True]


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
