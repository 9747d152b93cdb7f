"""Other times for a group, around the plan of all the others: each sound by ``verify`` on its own."""

from dataclasses import replace
from datetime import date
from random import Random

import pytest

from hexad.scheduling.choices import Cycle, Others, choices
from hexad.scheduling.needs import GroupNeeds, Request, Room, Rules
from hexad.scheduling.planning import plan
from hexad.scheduling.plans import Key, Plan, Session
from hexad.scheduling.verify import cost_of_group, verify
from tests.hexad.scheduling.planning_cast import draw_people, groups_of, one_group, people_of, person, weeks

PAIR = ("explore", "reflect")


def keys(group: GroupNeeds, *kinds: str) -> list[Key]:
    return [(group.id, kind, 1) for kind in kinds]


def sound(group: GroupNeeds, around: Request, own: list[Session], found: Cycle) -> None:
    """A choice with what stays beside it passes the check that plans pass."""
    changed = {one.key for one in found}
    sessions = tuple(sorted((*found, *(one for one in own if one.key not in changed)), key=lambda one: one.start))
    cost = cost_of_group(group, around, sessions)
    assert not verify(Plan(sessions=sessions, unscheduled=(), cost=cost, bound=0.0), around).violations


def test_further_cycles_begin_on_other_days_and_cost_no_less() -> None:
    request = one_group(person("ana"), person("ben"))
    (group,), found = request.groups, plan(request)
    own = list(found.sessions)
    vary = keys(group, *PAIR)
    around = Others.of(request, found.sessions).around(group, own, vary)
    others = choices(group, around, own, vary, 4)
    days = [one[0].start.date() for one in others]
    assert len({*days, own[0].start.date()}) == 5
    assert all([one.kind for one in each] == list(PAIR) for each in others)
    for each in others:
        sound(group, around, own, each)


def test_without_another_day_there_is_no_choice() -> None:
    request = one_group(person("ana"), person("ben"), horizon=weeks(5), rules=Rules(cycles=1, slack_weeks=0))
    (group,), found = request.groups, plan(request)
    vary = keys(group, *PAIR)
    around = Others.of(request, found.sessions).around(group, list(found.sessions), vary)
    others = choices(group, around, list(found.sessions), vary, 99)
    assert len(others) == 4  # the other days of the week
    assert not choices(group, around, list(found.sessions), keys(group, "engage"), 3)


def test_what_does_not_vary_keeps_its_time_and_its_distance() -> None:
    request = one_group(person("ana"), person("ben"))
    (group,), found = request.groups, plan(request)
    own, vary = list(found.sessions), keys(group, "reflect")
    around = Others.of(request, found.sessions).around(group, own, vary)
    for (reflect,) in choices(group, around, own, vary, 3):
        assert 21 <= (reflect.start.date() - own[0].start.date()).days <= 28
        assert reflect.start.date() != own[1].start.date()


@pytest.mark.parametrize("seed", range(6))
def test_choices_leave_rooms_and_people_of_other_groups_alone(seed: int) -> None:
    random = Random(seed)
    everybody = draw_people(random, 12, days=56, each=60)
    groups = groups_of(everybody, 4, site="Berlin")
    groups = (*groups, replace(groups[0], id="again", members=(everybody[0].id, everybody[5].id)))
    request = Request(
        horizon=weeks(8),
        people=people_of(*everybody),
        groups=groups,
        rooms=(Room(site="Berlin", name="Spree", seats=6),),
        rules=Rules(cycles=1, follow_ups=()),
    )
    found = plan(request, rounds=20)
    others = Others.of(request, found.sessions)
    for group in groups:
        own = [one for one in found.sessions if one.group == group.id]
        vary = keys(group, *PAIR)
        around = others.around(group, own, vary)
        for each in choices(group, around, own, vary, 2) if own else ():
            sound(group, around, own, each)
            taken = [one for one in found.sessions if one.group != group.id and one.room]
            assert all(one.end <= new.start or new.end <= one.start for one in taken for new in each)


def test_a_room_needs_the_equipment_of_the_group() -> None:
    bare, screen = (Room(site="Berlin", name=name, seats=6, equipment=has) for name, has in (("A", ()), ("B", ("tv",))))
    request = replace(one_group(person("ana"), person("ben"), site="Berlin", equipment=("tv",)), rooms=(bare, screen))
    found = plan(request)
    assert {one.room for one in found.sessions} == {"B"}
    assert not verify(found, request).violations
    wrong = replace(found, sessions=tuple(replace(one, room="A") for one in found.sessions))
    assert "room" in {one.code for one in verify(wrong, request).violations}
    none = plan(replace(request, rooms=(bare,)))
    assert [one.code for lost in none.unscheduled for one in lost.reasons] == ["none.equipment"] * 2
    assert {one.code for lost in none.unscheduled for one in lost.gains} == {"gain.room"}


def test_a_group_may_begin_fewer_cycles_than_the_rules_say_and_have_had_what_comes_once() -> None:
    ana, ben = person("ana"), person("ben")
    rules = Rules(cycles=1, engage=True)
    met = one_group(ana, ben, horizon=weeks(12), rules=rules, had=frozenset({("engage", 0)}))
    assert [one.kind for one in plan(met).sessions] == list(PAIR)
    only = one_group(ana, ben, horizon=weeks(12), rules=rules, cycles=0)
    found = plan(only)
    assert [one.kind for one in found.sessions] == ["engage"]
    assert not verify(found, only).violations
    held, had = {1: date(2026, 11, 2)}, frozenset({("adopt-3", 1)})
    followed = one_group(ana, ben, horizon=weeks(30), rules=Rules(), first_cycle=2, cycles=0, reflected=held, had=had)
    assert [one.kind for one in plan(followed).sessions] == ["adopt-6"]


def test_progress_counts_groups() -> None:
    everybody = draw_people(Random(1), 9, days=56, each=10)
    told: list[int] = []
    request = Request(horizon=weeks(8), people=people_of(*everybody), groups=groups_of(everybody, 3))
    plan(request, told=told.append)
    assert told == [1, 2, 3]
