"""A plan mended: as few moves as can be, nothing near without consent, rooms kept."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hexad.availability import Busy
from hexad.availability.busy_times import BusyTimes
from hexad.availability.intervals import Interval
from hexad.scheduling.needs import Attendee, Request, Room, Rules
from hexad.scheduling.planning import plan
from hexad.scheduling.plans import Plan, Session
from hexad.scheduling.repairing import Changes, Repair, repair
from hexad.scheduling.verify import verify
from tests.hexad.scheduling.planning_cast import at, draw_people, groups_of, one_group, people_of, person, weeks

NOW = at(-30, 9)


def mended(found: Plan, request: Request, changes: Changes) -> Repair:
    """Repair, and hold the repair against ``verify``."""
    after = repair(found, request, changes)
    verdict = verify(after.plan, after.request)
    assert not verdict.violations
    assert verdict.cost.total == pytest.approx(after.plan.cost.total)
    return after


def taken(one: Attendee, *sessions: Session) -> dict[str, Attendee]:
    """Somebody to whom something came up at the time of sessions."""
    more = [Busy("", session.start, session.end) for session in sessions]
    return {one.id: replace(one, busy=BusyTimes.of([*one.busy, *more]))}


def pair() -> tuple[Request, Plan]:
    request = one_group(person("ana"), person("ben"), horizon=weeks(10))
    return request, plan(request)


def test_only_what_no_longer_fits_moves() -> None:
    request, found = pair()
    explore, reflect = found.sessions
    after = mended(found, request, Changes(now=NOW, people=taken(request.people["ana"], reflect)))
    assert after.moved == (reflect.key,)
    assert after.plan.sessions[0] == explore
    assert after.plan.cost.moves == 100


def test_an_entry_elsewhere_in_the_calendar_moves_nothing() -> None:
    request, found = pair()
    other = replace(found.sessions[0], start=at(4, 9), end=at(4, 12))
    after = mended(found, request, Changes(now=NOW, people=taken(request.people["ana"], other)))
    assert after.plan.sessions == found.sessions
    assert after.moved == after.waiting == ()


def test_a_sibling_moves_where_the_weeks_of_practice_ask_for_it() -> None:
    request, found = pair()
    explore, reflect = found.sessions
    blocked = [
        replace(reflect, start=at(day, 0), end=at(day + 1, 0)) for day in range(21, 36)
    ]  # all days that the explore allows, but not those of a later explore
    after = mended(found, request, Changes(now=NOW, people=taken(request.people["ben"], *blocked)))
    assert set(after.moved) == {explore.key, reflect.key}


def test_a_session_within_ten_working_days_waits_for_consent() -> None:
    request, found = pair()
    explore = found.sessions[0]
    people = taken(request.people["ana"], explore)
    late = Changes(now=at(-3, 9), people=people)
    after = mended(found, request, late)
    assert after.waiting == (explore.key,)
    assert after.plan.sessions == found.sessions
    agreed = mended(found, request, replace(late, consent=frozenset({explore.key})))
    assert explore.key in agreed.moved
    assert agreed.plan.sessions[0].start >= at(12, 0)  # new times lie beyond the notice


def test_what_was_held_stays_as_it_was() -> None:
    request, found = pair()
    explore, reflect = found.sessions
    people = taken(request.people["ana"], explore, reflect)
    after = mended(found, request, Changes(now=at(1, 0), people=people))
    assert after.moved == (reflect.key,)
    assert after.waiting == ()


def test_a_session_without_another_time_is_lost_and_said_to_be() -> None:
    request, found = pair()
    gone = Busy("", request.horizon.start, request.horizon.end)
    people = {"ana": replace(request.people["ana"], busy=BusyTimes.of([gone]))}
    after = mended(found, request, Changes(now=NOW, people=people))
    assert {one.kind for one in after.plan.unscheduled} == {"explore", "reflect"}
    assert after.plan.cost.unscheduled == 2000


def test_a_session_that_had_no_time_gets_one_when_there_is_one() -> None:
    gone = Busy("", at(0, 0), at(100, 0))
    request = one_group(person("ana", [gone]), person("ben"), horizon=weeks(10))
    found = plan(request)
    assert len(found.unscheduled) == 2
    after = mended(found, request, Changes(now=NOW, people={"ana": person("ana")}))
    assert len(after.plan.sessions) == 2
    assert after.moved == ()


def site(rooms: Sequence[Room], groups: int = 2) -> tuple[Request, Plan]:
    everybody = [person(f"p{number}") for number in range(2 * groups)]
    request = Request(
        horizon=weeks(10),
        people=people_of(*everybody),
        groups=groups_of(everybody, 2, site="Leeds"),
        rooms=tuple(rooms),
        rules=Rules(cycles=1, follow_ups=()),
    )
    return request, plan(request)


def test_another_room_is_no_move() -> None:
    rooms = [Room(site="Leeds", name=name, seats=2) for name in ("Hall", "Snug")]
    request, found = site(rooms, groups=1)
    closed = (replace(rooms[0], busy=(Interval(at(0, 0), at(70, 0)),)), rooms[1])
    after = mended(found, request, Changes(now=NOW, rooms=closed))
    assert after.moved == ()
    assert {one.room for one in after.plan.sessions} == {"Snug"}


def test_the_others_keep_their_times_and_rooms() -> None:
    request, found = site([Room(site="Leeds", name="Hall", seats=2)], groups=3)
    first = found.sessions[0]
    name = next(group.members[0] for group in request.groups if group.id == first.group)
    after = mended(found, request, Changes(now=NOW, people=taken(request.people[name], first)))
    assert after.moved == (first.key,)


def test_a_neighbour_moves_only_where_a_session_would_be_lost() -> None:
    free = [(0, 9, 12), (21, 9, 12), (1, 9, 10.5), (22, 9, 10.5)]
    edges = [
        at(0, 0),
        *(edge for day, start, end in sorted(free) for edge in (at(day, start), at(day, end))),
        at(70, 0),
    ]
    shut = tuple(Interval(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True))
    request, found = site([Room(site="Leeds", name="Hall", seats=2, busy=shut)])
    assert not found.unscheduled
    moved = found.sessions[0]
    name = next(group.members[0] for group in request.groups if group.id == moved.group)
    day = [replace(moved, start=at(1, 0), end=at(2, 0)), replace(moved, start=at(0, 9), end=at(0, 10.5))]
    after = mended(found, request, Changes(now=NOW, people=taken(request.people[name], *day)))
    assert not after.plan.unscheduled
    assert len(after.moved) == 2


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_any_change_leaves_a_sound_plan_with_the_fewest_moves(seed: int) -> None:
    random = Random(seed)
    everybody = draw_people(random, 6, days=60, each=25)
    request = Request(
        horizon=weeks(10),
        people=people_of(*everybody),
        groups=groups_of(everybody, 3),
        rules=Rules(cycles=1, follow_ups=()),
    )
    found = plan(request)
    if not found.sessions:
        return
    hit = random.choice(found.sessions)
    name = next(random.choice(group.members) for group in request.groups if group.id == hit.group)
    after = mended(found, request, Changes(now=NOW, people=taken(request.people[name], hit)))
    assert len(after.moved) <= 2
    if len(after.moved) == 2:  # then moving that one alone would not have done
        partner = next(one for one in found.sessions if one.group == hit.group and one is not hit)
        alone = repair(
            found,
            replace(request, people=after.request.people),
            Changes(now=NOW, people=taken(request.people[name], hit)),
        )
        assert partner.key in alone.moved
