"""``verify`` sees each broken rule: a sound plan is spoilt in one place at a time."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from hexad.availability.busy_times import BusyTimes
from hexad.availability.intervals import Interval
from hexad.scheduling.ledger import Seat
from hexad.scheduling.needs import Request, Room, Rules
from hexad.scheduling.planning import plan
from hexad.scheduling.plans import Plan, Session, Unscheduled
from hexad.scheduling.verify import verify
from tests.hexad.scheduling.planning_cast import at, busy, groups_of, people_of, person, weeks

QUARTER = timedelta(minutes=15)


@pytest.fixture(scope="module")
def request_() -> Request:
    everybody = [person(name) for name in ("ana", "ben", "cem", "dea")]
    return Request(
        horizon=weeks(8),
        people=people_of(*everybody),
        groups=groups_of(everybody, 2, site="Leeds"),
        rooms=(Room(site="Leeds", name="Hall", seats=2), Room(site="Leeds", name="Snug", seats=2)),
        rules=Rules(cycles=1, follow_ups=(), rungs=2),
    )


@pytest.fixture(scope="module")
def sound(request_: Request) -> Plan:
    found = plan(request_)
    assert not verify(found, request_).violations
    return found


def spoilt(found: Plan, change: Callable[[Session], Session], which: int = 0) -> Plan:
    sessions = list(found.sessions)
    sessions[which] = change(sessions[which])
    return replace(found, sessions=tuple(sessions))


def codes(found: Plan, request: Request) -> set[str]:
    return {one.code for one in verify(found, request).violations}


def shifted(by: timedelta) -> Callable[[Session], Session]:
    return lambda one: replace(one, start=one.start + by, end=one.end + by)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (shifted(timedelta(days=-7)), "horizon"),
        (shifted(timedelta(days=100)), "horizon"),
        (shifted(timedelta(minutes=5)), "length"),
        (lambda one: replace(one, end=one.end + QUARTER), "length"),
        (shifted(timedelta(hours=12)), "busy"),
        (shifted(timedelta(hours=8)), "rung"),
        (shifted(timedelta(days=10)), "apart"),
        (shifted(timedelta(days=28)), "apart"),
        (lambda one: replace(one, absent=(one.group,)), "stranger"),
        (lambda one: replace(one, room="Nowhere"), "room"),
        (lambda one: replace(one, room=""), "room"),
        (lambda one: replace(one, kind="engage", cycle=0), "wanted"),
        (lambda one: replace(one, group="nobody"), "wanted"),
    ],
)
def test_a_spoilt_session_is_seen(
    request_: Request, sound: Plan, change: Callable[[Session], Session], code: str
) -> None:
    assert code in codes(spoilt(sound, change), request_)


def test_a_missing_and_a_doubled_session_are_seen(request_: Request, sound: Plan) -> None:
    assert "wanted" in codes(replace(sound, sessions=sound.sessions[1:]), request_)
    assert "twice" in codes(replace(sound, sessions=(*sound.sessions, sound.sessions[0])), request_)


def test_a_reflect_without_its_explore_is_seen(request_: Request, sound: Plan) -> None:
    lost = next(one for one in sound.sessions if one.kind == "explore")
    left = tuple(one for one in sound.sessions if one is not lost)
    said = Unscheduled(group=lost.group, kind=lost.kind, cycle=lost.cycle, reasons=())
    assert "partner" in codes(replace(sound, sessions=left, unscheduled=(said,)), request_)


def test_a_wrong_cost_is_seen(request_: Request, sound: Plan) -> None:
    assert codes(replace(sound, cost=replace(sound.cost, distance=3.0)), request_) == {"cost"}


def test_one_room_for_two_at_once_is_seen_but_not_one_after_the_other(request_: Request, sound: Plan) -> None:
    same = [replace(one, room="Hall", start=at(0, 9), end=at(0, 10.5)) for one in sound.sessions[:2]]
    both = replace(sound, sessions=(*same, *sound.sessions[2:]))
    assert "room-twice" in codes(both, request_)
    turns = [same[0], replace(same[1], start=at(0, 10.5), end=at(0, 12))]
    assert "room-twice" not in codes(replace(sound, sessions=(*turns, *sound.sessions[2:])), request_)


def test_a_room_that_is_taken_is_seen(request_: Request, sound: Plan) -> None:
    rooms = tuple(replace(room, busy=(Interval(at(0, 0), at(56, 0)),)) for room in request_.rooms)
    assert "room" in codes(sound, replace(request_, rooms=rooms))
    assert "room" in codes(sound, replace(request_, rooms=tuple(replace(room, seats=1) for room in request_.rooms)))


@pytest.mark.parametrize(("kind", "code"), [("busy", "busy"), ("movable", "rung"), ("elsewhere", "busy")])
def test_an_entry_that_came_later_is_seen(request_: Request, sound: Plan, kind: str, code: str) -> None:
    one = sound.sessions[0]
    name = next(group.members[0] for group in request_.groups if group.id == one.group)
    entry = busy(0, 0, 0.1, kind)
    entry = replace(entry, start=one.start + timedelta(minutes=80), end=one.end + timedelta(minutes=80))
    changed = replace(request_.people[name], busy=BusyTimes.of([entry]))
    assert code in codes(sound, replace(request_, people={**request_.people, name: changed}))


def test_somebody_in_two_sessions_at_once_is_seen(request_: Request, sound: Plan) -> None:
    first, second = request_.groups
    shared = replace(second, members=(first.members[0], second.members[1]))
    assert "person-twice" in codes(sound, replace(request_, groups=(first, shared)))


def test_a_year_that_is_passed_is_seen(request_: Request, sound: Plan) -> None:
    seats = (Seat(start=at(20, 9), hours=19.0, is_held=True), Seat(start=at(40, 9), hours=19.0, is_held=True))
    people = {name: replace(one, seats=seats) for name, one in request_.people.items()}
    assert "ceiling" in codes(sound, replace(request_, people=people))


def test_a_fixed_session_that_left_and_one_that_came_too_early_are_seen(request_: Request, sound: Plan) -> None:
    one = sound.sessions[0]
    stood = replace(one, start=one.start + timedelta(hours=1), end=one.end + timedelta(hours=1))
    request = replace(request_, standing=(stood,), fixed=frozenset({one.key}))
    assert "fixed" in codes(sound, request)
    assert "early" in codes(sound, replace(request_, earliest=at(3, 0)))
