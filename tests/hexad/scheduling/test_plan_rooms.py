"""Groups of one site share its rooms: turns, reasons, and the best by every choice of times."""

import itertools
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hexad.availability.intervals import Interval
from hexad.scheduling.needs import GroupNeeds, Request, Room
from hexad.scheduling.planning import plan
from hexad.scheduling.verify import cost_of_group
from tests.hexad.scheduling.planning_cast import (
    FIRST,
    START,
    at,
    busy,
    draw_people,
    full_but,
    groups_of,
    one_group,
    people_of,
    person,
    weeks,
)
from tests.hexad.scheduling.test_plan import CYCLE, PAIR, codes, is_open, session, sound


def at_one_site(groups: int, *rooms: Room, horizon: int = 5, **fields: object) -> Request:
    everybody = [person(f"p{number}") for number in range(2 * groups)]
    return Request(
        horizon=weeks(horizon),
        people=people_of(*everybody),
        groups=groups_of(everybody, 2, site="Leeds", **fields),
        rooms=rooms,
        rules=CYCLE,
    )


def room(name: str = "Hall", seats: int = 6, taken: tuple[Interval, ...] = ()) -> Room:
    return Room(site="Leeds", name=name, seats=seats, busy=taken)


def all_but(day: int, first: float, last: float, days: int = 35) -> tuple[Interval, ...]:
    """A room that is taken all the time but for one stretch, and again three weeks later."""
    free = [Interval(at(one, first), at(one, last)) for one in (day, day + 21)]
    edges = [at(0, 0), *(edge for one in free for edge in one), at(days, 0)]
    return tuple(Interval(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if start < end)


def test_two_groups_that_want_one_room_take_turns() -> None:
    found = sound(at_one_site(2, room(taken=all_but(0, 9, 12))))
    explores = [one for one in found.sessions if one.kind == "explore"]
    assert [one.start for one in explores] == [at(0, 9), at(0, 10.5)]
    assert {one.room for one in found.sessions} == {"Hall"}
    assert found.gap == 0


def test_a_group_without_a_room_is_said_to_lack_one_and_what_online_would_give() -> None:
    found = sound(at_one_site(3, room(taken=all_but(0, 9, 12))))
    assert len(found.sessions) == 4
    assert {code for reasons in codes(found).values() for code in reasons} == {"none.room"}
    assert {reason.code for one in found.unscheduled for reason in one.gains} == {"gain.room"}
    assert found.unscheduled[0].reasons[0].text == "There are times, but no room at Leeds is free then."


def test_a_room_that_is_too_small_is_said_to_be() -> None:
    found = sound(at_one_site(1, room(seats=1)))
    assert codes(found) == {"explore": ["none.seats"], "reflect": ["none.seats"]}


@pytest.mark.parametrize("numbers", [("1", "2"), ("9", "10"), ("99", "100")])
def test_of_groups_that_want_the_same_hour_the_first_by_number_has_the_smaller_room(numbers: tuple[str, str]) -> None:
    request = at_one_site(2, room("Hall", 20), room("Nook", 2))
    numbered = [replace(group, id=number) for group, number in zip(request.groups, numbers, strict=True)]
    found = sound(replace(request, groups=tuple(numbered)))
    assert {one.room for one in found.sessions if one.group == numbers[0]} == {"Nook"}
    assert {one.room for one in found.sessions if one.group == numbers[1]} == {"Hall"}


def test_the_smallest_room_that_holds_the_group_is_taken() -> None:
    found = sound(at_one_site(1, room("Hall", 30), room("Closet", 1), room("Snug", 2)))
    assert {one.room for one in found.sessions} == {"Snug"}


def test_sites_without_a_list_of_rooms_are_not_limited() -> None:
    request = at_one_site(3, Room(site="Boston", name="Hall", seats=1))
    assert {one.room for one in sound(request).sessions} == {""}


def test_only_the_sessions_that_meet_in_person_need_a_room() -> None:
    found = sound(at_one_site(2, room(taken=all_but(0, 9, 12)), in_rooms=("explore",)))
    assert [(one.kind, one.room) for one in found.sessions] == [("explore", "Hall")] * 2 + [("reflect", "")] * 2


def test_who_works_elsewhere_cannot_sit_in_a_room() -> None:
    away = person("ana", [busy(day, 0, 24, "elsewhere") for day in range(7)])
    request = one_group(away, person("ben"))
    assert sound(request).sessions[0].start == at(7, 9)  # a week's distance is cheaper than half a point
    on_site = one_group(away, person("ben"), site="Leeds", not_before=START)
    assert all(one.start >= at(7, 0) for one in sound(replace(on_site, rooms=(room(),))).sessions)


def test_a_person_of_two_groups_is_never_in_both_at_once() -> None:
    ana, ben, cem = person("ana", full_but((0, 9, 12), (21, 9, 12))), person("ben"), person("cem")
    request = Request(
        horizon=weeks(5),
        people=people_of(ana, ben, cem),
        groups=(GroupNeeds(id="a", members=("ana", "ben")), GroupNeeds(id="b", members=("ana", "cem"))),
        rules=CYCLE,
    )
    found = sound(request)
    assert [one.start for one in found.sessions if one.kind == "explore"] == [at(0, 9), at(0, 10.5)]


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 1000))
def test_the_bound_is_never_above_the_best_that_branch_and_bound_finds(seed: int) -> None:
    random = Random(seed)
    everybody = draw_people(random, 8, days=35, each=35)
    request = Request(
        horizon=weeks(5),
        people=people_of(*everybody),
        groups=groups_of(everybody, 2, site="Leeds"),
        rooms=(room(taken=all_but(0, 9, 13)), room("Snug", taken=all_but(1, 13, 16))),
        rules=replace(CYCLE, slack_weeks=0),
    )
    found = sound(request, rounds=100)
    again = plan(request, rounds=100)
    assert found == again
    assert found.bound <= found.cost.total + 1e-9


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 10_000))
def test_no_plan_of_a_site_is_cheaper_than_its_bound(seed: int) -> None:
    """Two groups and one room, every choice of times counted."""
    random = Random(seed)
    open_on = sorted(random.sample(range(7), 3))
    free = [(day + shift, start, start + 3.0) for day in open_on for shift in (0, 21) for start in (9.0, 13.0)]
    edges = [at(0, 0), *(edge for day, *times in sorted(free) for edge in (at(day, one) for one in times)), at(35, 0)]
    shut = tuple(Interval(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True))
    everybody = draw_people(random, 4, days=35, each=30)
    request = Request(
        horizon=weeks(5),
        people=people_of(*everybody),
        groups=groups_of(everybody, 2, site="Leeds"),
        rooms=(room(taken=shut),),
        rules=replace(CYCLE, slack_weeks=0),
    )
    found = sound(request)
    least = cheapest_of_two(request)
    assert found.bound <= least + 1e-6
    assert found.cost.total == pytest.approx(least)
    assert found.gap == 0


def cheapest_of_two(request: Request) -> float:
    """Least points of two groups that share a room: every pair of cycles that do not meet."""
    hall, lost = request.rooms[0], 2 * request.rules.weights.unscheduled
    halves = [FIRST + timedelta(minutes=30 * half) for half in range(48 * 35)]
    usable = [
        one for one in halves if not any(start < one + timedelta(minutes=90) and one < end for start, end in hall.busy)
    ]
    options: list[list[tuple[float, tuple[object, ...]]]] = []
    for group in request.groups:
        alone = replace(request, people={name: request.people[name] for name in group.members}, groups=(group,))
        open_to = [one for one in usable if is_open(alone, one, on_site=True)]
        cycles: list[tuple[float, tuple[object, ...]]] = [(lost, ())]
        for explore, reflect in itertools.product(open_to, open_to):
            if 21 <= (reflect.date() - explore.date()).days <= 28 and (explore - FIRST).days <= 6:
                held = [
                    replace(session(kind, one), group=group.id)
                    for kind, one in zip(PAIR, (explore, reflect), strict=True)
                ]
                cycles.append((cost_of_group(group, request, held).total, (explore, reflect)))
        options.append(cycles)
    return min(
        one + other
        for (one, held), (other, also) in itertools.product(*options)
        if all(abs(first - second) >= timedelta(minutes=90) for first in held for second in also)  # type: ignore[operator]
    )
