from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hexad.availability import Busy, Horizon, mask_of
from hexad.availability.hours import EARLY_AND_LATE, NINE_TO_FIVE, WorkHours
from hexad.scheduling import Member, choose_mode, plan_cycle, rank

START = date(2026, 12, 7)
HORIZON = Horizon.between(START, START + timedelta(weeks=12))


def member(zone: str = "Europe/Berlin", busy: Sequence[Busy] = ()) -> Member:
    return Member(mask_of(WorkHours(zone, NINE_TO_FIVE, EARLY_AND_LATE), busy, HORIZON), zone)


def every_day(first: int, last: int, kind: str = "busy") -> list[Busy]:
    """Taken from one hour to another, UTC, each day of the horizon."""
    days = [datetime(2026, 12, 7, tzinfo=UTC) + timedelta(days=day) for day in range(84)]
    return [Busy("", day + timedelta(hours=first), day + timedelta(hours=last), kind) for day in days]


def test_convenient_hours_come_first() -> None:
    best = rank([member(), member()], HORIZON)[0]
    assert best.cost == 0
    assert [reason.code for reason in best.reasons] == ["slot.convenient"]
    assert 9 <= best.start.astimezone(ZoneInfo("Europe/Berlin")).hour < 16


def test_a_session_over_lunch_costs_and_says_so() -> None:
    only_lunch = [*every_day(0, 11), *every_day(13, 24)]
    best = rank([member(busy=only_lunch)] * 2, HORIZON)[0]
    assert best.cost > 0
    assert "slot.lunch" in {reason.code for reason in best.reasons}


@pytest.mark.parametrize(("kind", "code"), [("tentative", "slot.tentative"), ("movable", "slot.movable")])
def test_soft_entries_give_way_only_where_nothing_is_free(kind: str, code: str) -> None:
    free = rank([member(), member()], HORIZON)
    soft = rank([member(), member(busy=every_day(0, 24, kind))], HORIZON)
    assert all(reason.code != code for slot in free for reason in slot.reasons)
    assert soft
    assert all(code in {reason.code for reason in slot.reasons} for slot in soft)


def test_zones_without_common_hours_meet_in_stretch_hours_or_with_one_absent() -> None:
    plan = plan_cycle([member(), member(), member("America/Los_Angeles")], HORIZON)
    assert plan.cycles
    assert plan.rung >= 3
    assert {reason.code for reason in plan.cycles[0].explore.reasons} & {"slot.stretch", "slot.absent"}


def test_the_programme_limits_how_far_down_the_ladder_a_search_goes() -> None:
    plan = plan_cycle([member(), member("America/Los_Angeles")], HORIZON, rungs=1)
    assert not plan.cycles
    assert [reason.code for reason in plan.blockers] == ["none.window"]


def test_full_calendars_are_told_in_kinds_and_nobody_is_named() -> None:
    plan = plan_cycle([member(), member(busy=every_day(0, 24))], HORIZON)
    assert [reason.text for reason in plan.blockers] == [
        "No shared 90 minutes in these weeks.",
        "1 calendars are very full: less than a quarter of the hours is free.",
    ]


def test_a_horizon_too_short_for_practice_is_told() -> None:
    short = Horizon.between(START, START + timedelta(weeks=2))
    members = [Member(mask_of(WorkHours("UTC", NINE_TO_FIVE), [], short), "UTC")] * 4
    assert [reason.code for reason in plan_cycle(members, short).blockers] == ["none.pair"]


calendars = st.lists(
    st.tuples(st.integers(0, 83), st.integers(6, 18), st.integers(1, 6)).map(
        lambda drawn: Busy(
            "",
            datetime(2026, 12, 7, tzinfo=UTC) + timedelta(days=drawn[0], hours=drawn[1]),
            datetime(2026, 12, 7, tzinfo=UTC) + timedelta(days=drawn[0], hours=drawn[1] + drawn[2]),
        )
    ),
    max_size=30,
)


@settings(max_examples=25, deadline=None)
@given(st.lists(calendars, min_size=2, max_size=5))
def test_a_cycle_is_free_for_everybody_who_is_not_absent_and_practice_fits(members: list[list[Busy]]) -> None:
    plan = plan_cycle([member(busy=busy) for busy in members], HORIZON)
    assert len({cycle.explore.start.date() for cycle in plan.cycles}) == len(plan.cycles)
    for cycle in plan.cycles:
        assert timedelta(days=21) <= cycle.reflect.start - cycle.explore.start <= timedelta(days=28, hours=1)
        for slot in (cycle.explore, cycle.reflect):
            assert slot.end - slot.start == timedelta(minutes=90)
            for position, busy in enumerate(members):
                clash = any(one.start < slot.end and slot.start < one.end for one in busy)
                assert clash <= (position in slot.absent)


@settings(max_examples=10, deadline=None)
@given(st.lists(calendars, min_size=3, max_size=4))
def test_permuting_members_keeps_every_time_and_cost(members: list[list[Busy]]) -> None:
    one, other = ([member(busy=busy) for busy in order] for order in (members, members[::-1]))
    assert [(c.explore.start, c.reflect.start, c.cost) for c in plan_cycle(one, HORIZON).cycles] == [
        (c.explore.start, c.reflect.start, c.cost) for c in plan_cycle(other, HORIZON).cycles
    ]


@pytest.mark.parametrize(
    ("sites", "first", "online", "kind", "code"),
    [
        (["Berlin"] * 6, True, [4] * 6, "in-person", "mode.same_site"),
        (["Berlin"] * 6, False, [4] * 6, "virtual", "mode.used_to_it"),
        (["Berlin"] * 6, False, [4, None, 4, 4, 4, 4], "in-person", "mode.same_site"),
        (["Berlin"] * 4 + ["Leeds", "Boston"], True, [], "hybrid", "mode.most_at_site"),
        (["Berlin"] * 3 + ["Leeds"] * 3, True, [], "virtual", "mode.sites"),
    ],
)
def test_the_mode_follows_sites_and_habits(
    sites: list[str], first: bool, online: list[int | None], kind: str, code: str
) -> None:
    mode = choose_mode(sites, first=first, online=online)
    assert (mode.kind, mode.reason.code) == (kind, code)
    assert mode.reason.text
