"""Windows of one group in order of inconvenience."""

import itertools
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hexad.availability import Busy, Horizon, Span, WorkHours, mask_of, starts, windows
from hexad.scheduling import Member, Slot, rank
from hexad.scheduling.reasons import OF_ONE, TEMPLATES, Reason
from hexad.scheduling.slots import ABSENT, LADDER, MOVABLE, STRETCH, TENTATIVE, usable
from tests.hexad.scheduling.cast import FIRST, HORIZON, START, calendars, every_day, member, zones


def codes(slots: list[Slot]) -> set[str]:
    return {reason.code for slot in slots for reason in slot.reasons}


def test_convenient_hours_come_first() -> None:
    best = rank([member(), member()], HORIZON)[0]
    assert best.cost == 0
    assert [reason.text for reason in best.reasons] == ["Inside everybody's usual hours."]
    assert best.start == datetime(2026, 12, 7, 8, tzinfo=UTC)


def test_a_session_over_lunch_costs_and_says_so() -> None:
    only_lunch = [*every_day(0, 11), *every_day(13, 24)]
    best = rank([member(busy=only_lunch)] * 2, HORIZON)[0]
    assert best.start == datetime(2026, 12, 7, 11, 30, tzinfo=UTC)  # half an hour of lunch is left
    assert best.cost == pytest.approx(0.375 * 1.25, abs=1e-4)
    assert [reason.text for reason in best.reasons] == ["Over lunch for 2 members."]


def test_early_and_late_hours_cost_by_the_hour_for_those_who_work_then() -> None:
    early_bird = WorkHours("UTC", ((Span(360, 840),),) * 5 + ((),) * 2)
    mask = mask_of(early_bird, every_day(8, 24), HORIZON)
    slots = rank([Member(mask, "UTC")] * 2, HORIZON)
    assert {slot.start.hour for slot in slots} == {6}
    assert codes(slots) == {"slot.early"}
    assert slots[0].start.minute == 30  # the later the better


@pytest.mark.parametrize(("kind", "points"), [("tentative", TENTATIVE), ("movable", MOVABLE)])
def test_soft_entries_give_way_only_where_nothing_is_free(kind: str, points: float) -> None:
    free = rank([member(), member()], HORIZON)
    soft = rank([member(), member(busy=every_day(0, 24, kind))], HORIZON)
    assert f"slot.{kind}" not in codes(free)
    assert all(f"slot.{kind}" in codes([slot]) for slot in soft)
    assert soft[0].cost == pytest.approx(points + points / 8)


def test_a_tentative_entry_gives_way_before_a_one_to_one_and_that_before_stretch_hours() -> None:
    assert 0 < TENTATIVE < MOVABLE < STRETCH < ABSENT
    both = [member(busy=every_day(0, 12, "movable")), member(busy=every_day(12, 24, "tentative"))]
    best = rank(both, HORIZON)[0]
    assert codes([best]) == {"slot.tentative"}
    assert best.start.hour >= 12


def test_stretch_hours_are_used_only_where_working_hours_share_nothing() -> None:
    slots = rank([member("UTC"), member("UTC", every_day(8.75, 17.25))], HORIZON)
    assert codes(slots) >= {"slot.stretch"}
    assert all("slot.stretch" in codes([slot]) for slot in slots)


def test_one_may_be_absent_at_last_and_only_from_three_on() -> None:
    never = member(busy=every_day(0, 24))
    assert rank([member(), never], HORIZON) == []
    slots = rank([member(), never, member()], HORIZON)
    assert {slot.absent for slot in slots} == {(1,)}
    assert slots[0].cost >= ABSENT
    assert [reason.text for reason in slots[0].reasons][-1] == "One member cannot come and would catch up."


def test_the_ladder_goes_no_further_than_allowed() -> None:
    never = member(busy=every_day(0, 24))
    assert rank([member(), never, member()], HORIZON, rungs=LADDER.index("absent")) == []


def test_a_day_on_which_somebody_works_elsewhere_is_a_little_worse_and_says_so() -> None:
    away = member("UTC", every_day(0, 24, "elsewhere", days=1))
    slots = rank([member("UTC"), away], HORIZON)
    assert slots[0].start.date() == START + timedelta(days=1)
    first_day = [slot for slot in slots if slot.start.date() == START]
    assert first_day
    assert all("slot.elsewhere" in codes([slot]) for slot in first_day)


def test_what_is_bad_for_one_costs_more_than_what_is_a_little_bad_for_both() -> None:
    one_moves = rank([member(), member(busy=every_day(0, 24, "movable"))], HORIZON)[0]
    both_give_up = rank([member(busy=every_day(0, 24, "tentative"))] * 2, HORIZON)[0]
    assert one_moves.cost > both_give_up.cost


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Asia/Kathmandu", "Asia/Kolkata"])
def test_times_start_on_the_half_hour_of_the_members_clock_where_there_are_any(zone: str) -> None:
    slots = rank([member(zone)] * 2, HORIZON)
    assert {slot.start.astimezone(ZoneInfo(zone)).minute for slot in slots} == {0, 30}


def test_times_start_on_the_quarter_where_nothing_else_is_left() -> None:
    narrow = [*every_day(0, 9.25), *every_day(10.75, 24)]
    assert {slot.start.strftime("%H:%M") for slot in rank([member("UTC", narrow)] * 2, HORIZON)} == {"09:15"}


groups = st.lists(st.tuples(calendars, zones), min_size=1, max_size=4)
Group = list[tuple[list[Busy], str]]


@settings(max_examples=40)
@given(groups)
def test_free_windows_are_all_there_once_the_half_hours_are_kept(group: Group) -> None:
    members = [member(zone, busy) for busy, zone in group]
    found = {slot.start for slot in rank(members, HORIZON, rungs=1)}
    free = set(starts(windows([one.mask.free for one in members]), HORIZON))
    assert found <= free
    assert bool(found) == bool(free)


@settings(max_examples=40)
@given(groups)
def test_who_is_absent_is_who_cannot_come(group: Group) -> None:
    members = [member(zone, busy) for busy, zone in group]
    for slot in rank(members, HORIZON)[:5]:
        window = ((1 << 6) - 1) << HORIZON.slot_of(slot.start)
        for position, one in enumerate(members):
            come = usable(one.mask, LADDER.index("stretch")) & window == window
            assert come != (position in slot.absent)


@settings(max_examples=40)
@given(groups)
def test_each_rung_only_adds_windows(group: Group) -> None:
    for busy, zone in group:
        bits = [usable(member(zone, busy).mask, rung) for rung in range(len(LADDER))]
        assert all(less & ~more == 0 for less, more in itertools.pairwise(bits))


@given(groups)
@settings(max_examples=20)
def test_slots_are_in_order_of_cost_and_never_cost_less_than_nothing(group: Group) -> None:
    slots = rank([member(zone, busy) for busy, zone in group], HORIZON)
    assert [(slot.cost, slot.start) for slot in slots] == sorted((slot.cost, slot.start) for slot in slots)
    assert all(slot.cost >= 0 and slot.reasons for slot in slots)


def test_every_reason_reads_well_for_one_and_for_several() -> None:
    values = {"people": 2, "members": 6, "site": "Leeds", "sites": 3, "days": 21, "low": 21, "high": 28, "minutes": 60}
    values |= {"seats": 6, "windows": 4}
    assert all("%" not in Reason(code, values).text for code in TEMPLATES)
    assert all("1" not in Reason(code, {"people": 1, "windows": 1, "days": 1}).text for code in OF_ONE)
    assert set(OF_ONE) <= set(TEMPLATES)


def test_a_horizon_that_begins_between_half_hours_changes_nothing() -> None:
    shifted = Horizon(FIRST + timedelta(minutes=15), 96 * 7)
    slots = rank([member("UTC", horizon=shifted)] * 2, shifted)
    assert {slot.start.minute for slot in slots} == {0, 30}
