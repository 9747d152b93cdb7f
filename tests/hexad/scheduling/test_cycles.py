from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hexad.availability import Busy, Horizon, Span, WorkHours, mask_of
from hexad.scheduling import Cycle, Member, plan_cycle, rank
from hexad.scheduling.cycles import WAITING_WEEK, blockers_of
from tests.hexad.scheduling.cast import HORIZON, START, calendars, every_day, member, zones

DAY = timedelta(days=1)


def test_zones_without_common_hours_meet_in_stretch_hours_or_with_one_absent() -> None:
    plan = plan_cycle([member(), member(), member("America/Los_Angeles")], HORIZON)
    assert plan.cycles
    assert plan.rung >= 3
    assert {reason.code for reason in plan.cycles[0].explore.reasons} & {"slot.stretch", "slot.absent"}


def test_the_programme_limits_how_far_down_the_ladder_a_search_goes() -> None:
    plan = plan_cycle([member(), member("America/Los_Angeles")], HORIZON, rungs=1)
    assert not plan.cycles
    assert [reason.code for reason in plan.blockers] == ["none.window"]


def test_free_time_is_enough_where_it_leaves_a_choice() -> None:
    plan = plan_cycle([member(busy=every_day(0, 24, "tentative", days=7))] * 2, HORIZON)
    assert plan.rung == 0
    assert {code for cycle in plan.cycles for code in codes(cycle)} == {"slot.convenient", "cycle.apart"}


def test_the_ladder_is_followed_on_where_there_is_no_choice_of_three() -> None:
    free_days = [7, 30]  # Monday 14 December and Wednesday 6 January, 23 days later
    blocked = [one for one in every_day(0, 24, "tentative") if (one.start.date() - START).days not in free_days]
    plan = plan_cycle([member(busy=blocked)] * 2, HORIZON)
    assert plan.rung == 0
    assert len(plan.cycles) == 5
    assert "slot.tentative" not in codes(plan.cycles[0])
    assert all("slot.tentative" in codes(cycle) for cycle in plan.cycles[1:])


def codes(cycle: Cycle) -> set[str]:
    return {reason.code for part in (cycle, cycle.explore, cycle.reflect) for reason in part.reasons}


def test_a_week_of_waiting_weighs_less_than_any_inconvenience() -> None:
    over_lunch = [*every_day(0, 11, days=14), *every_day(12.5, 24, days=14)]
    first = plan_cycle([member(busy=over_lunch)] * 2, HORIZON).cycles[0]
    assert first.explore.cost == 0
    assert first.explore.start.date() == START + timedelta(days=14)
    assert first.cost == pytest.approx(WAITING_WEEK * (first.explore.start - HORIZON.start) / (7 * DAY), abs=1e-4)


def test_an_hour_is_found_where_an_hour_and_a_half_is_not() -> None:
    an_hour = [member(busy=[*every_day(0, 10), *every_day(11, 24)])] * 2
    assert [reason.text for reason in plan_cycle(an_hour, HORIZON).blockers][:1] == [
        "No shared 90 minutes in these weeks."
    ]
    cycle = plan_cycle(an_hour, HORIZON, length=4).cycles[0]
    assert {slot.end - slot.start for slot in (cycle.explore, cycle.reflect)} == {timedelta(hours=1)}


def test_full_calendars_are_told_in_kinds_and_nobody_is_named() -> None:
    plan = plan_cycle([member(), member(busy=every_day(0, 24))], HORIZON)
    assert [reason.text for reason in plan.blockers] == [
        "No shared 90 minutes in these weeks.",
        "One calendar is very full: less than a quarter of the hours is free.",
    ]


def test_two_calendars_that_never_meet_are_not_called_full() -> None:
    mornings, afternoons = member("UTC", every_day(13, 24)), member("UTC", every_day(0, 13))
    assert [reason.code for reason in blockers_of([mornings, afternoons])] == ["none.window"]


def test_hours_that_never_meet_are_told() -> None:
    early, late = (
        Member(mask_of(WorkHours("UTC", ((span,),) * 7), [], HORIZON), "UTC")
        for span in (Span(360, 600), Span(540, 900))
    )
    plan = plan_cycle([early, late], HORIZON)
    assert [reason.text for reason in plan.blockers] == ["Their working hours never have 90 minutes in common."]


def test_a_horizon_too_short_for_practice_is_told() -> None:
    short = Horizon.between(START, START + timedelta(weeks=2))
    plan = plan_cycle([member("UTC", horizon=short)] * 4, short)
    assert [reason.text for reason in plan.blockers] == ["There are times, but no two of them lie 21 to 28 days apart."]


@pytest.mark.parametrize(
    ("monday", "zone"), [(date(2027, 3, 15), "Europe/Berlin"), (date(2026, 10, 12), "Europe/Berlin")]
)
@pytest.mark.parametrize("apart", [21, 28])
def test_days_of_practice_are_counted_on_the_wall_where_clocks_change(monday: date, zone: str, apart: int) -> None:
    spring = Horizon.between(monday, monday + timedelta(days=apart + 1), zone)
    cycle = plan_cycle([member(zone, horizon=spring)] * 2, spring, practice_days=(apart, apart)).cycles[0]
    explore, reflect = (slot.start.astimezone(ZoneInfo(zone)) for slot in (cycle.explore, cycle.reflect))
    assert (explore.time(), explore.date() + timedelta(days=apart)) == (reflect.time(), reflect.date())
    assert [reason.text for reason in cycle.reasons] == [f"{apart} days of practice in between."]


def test_proposals_lie_on_different_days_of_the_members_own_calendar() -> None:
    zone = "Pacific/Auckland"
    plan = plan_cycle([member(zone)] * 2, HORIZON)
    days = [cycle.explore.start.astimezone(ZoneInfo(zone)).date() for cycle in plan.cycles]
    assert len(set(days)) == len(days) == 5


groups = st.lists(st.tuples(calendars, zones), min_size=2, max_size=5)


@settings(max_examples=30)
@given(groups)
def test_a_cycle_is_free_for_everybody_who_is_not_absent_and_practice_fits(group: list[tuple[list[Busy], str]]) -> None:
    plan = plan_cycle([member(zone, busy) for busy, zone in group], HORIZON)
    assert bool(plan.cycles) != bool(plan.blockers)
    for cycle in plan.cycles:
        assert 21 * DAY <= cycle.reflect.start - cycle.explore.start <= 28 * DAY
        for slot in (cycle.explore, cycle.reflect):
            assert slot.end - slot.start == timedelta(minutes=90)
            for position, (busy, _) in enumerate(group):
                hard = [one for one in busy if one.kind in ("busy", "out-of-office", "unknown")]
                clash = any(one.start < slot.end and slot.start < one.end for one in hard)
                assert clash <= (position in slot.absent)


@settings(max_examples=10)
@given(groups)
def test_no_pair_of_free_times_is_better_than_the_first_proposal(group: list[tuple[list[Busy], str]]) -> None:
    members = [member(zone, busy) for busy, zone in group]
    plan = plan_cycle(members, HORIZON, rungs=1)
    slots = rank(members, HORIZON, rungs=1)
    costs = [
        one.cost + other.cost + WAITING_WEEK * ((one.start - HORIZON.start) / (7 * DAY))
        for one in slots
        for other in slots
        if 21 * DAY <= other.start - one.start <= 28 * DAY
    ]
    assert [cycle.cost for cycle in plan.cycles[:1]] == [pytest.approx(cost, abs=1e-3) for cost in sorted(costs)[:1]]
    assert [cycle.cost for cycle in plan.cycles] == sorted(cycle.cost for cycle in plan.cycles)


@settings(max_examples=15)
@given(groups.flatmap(lambda group: st.tuples(st.just(group), st.permutations(group))))
def test_permuting_members_changes_nothing_but_positions(
    both: tuple[list[tuple[list[Busy], str]], list[tuple[list[Busy], str]]],
) -> None:
    one, other = (plan_cycle([member(zone, busy) for busy, zone in group], HORIZON) for group in both)
    assert one.blockers == other.blockers
    for left, right in zip(one.cycles, other.cycles, strict=True):
        assert (left.explore.start, left.reflect.start, left.cost) == (
            right.explore.start,
            right.reflect.start,
            right.cost,
        )
        assert (left.explore.reasons, left.reflect.reasons) == (right.explore.reasons, right.reflect.reasons)
