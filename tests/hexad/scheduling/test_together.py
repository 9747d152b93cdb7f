"""Groups that begin in one get-together: one time, one room for all, and their own cycles after it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from hexad.scheduling.needs import Attendee, GroupNeeds, Request, Room, Rules
from hexad.scheduling.planning import plan
from hexad.scheduling.plans import Plan, Session
from hexad.scheduling.together import begin_together, by_group, sets_of
from hexad.scheduling.verify import verify
from tests.hexad.scheduling.planning_cast import at, draw_people, full_but, groups_of, people_of, person, weeks

RULES = Rules(cycles=1, engage=True, follow_ups=())
NAMES = ("ana", "ben", "cem", "dea", "eli", "fay")


def three_groups(people: Sequence[Attendee] = (), rooms: Sequence[Room] = (), **fields: object) -> Request:
    everybody = people or [person(name) for name in NAMES]
    return Request(
        horizon=weeks(12),
        people=people_of(*everybody),
        groups=groups_of(everybody, 2, site="Leeds", **fields),
        rooms=tuple(rooms),
        rules=RULES,
    )


def room(name: str, seats: int) -> Room:
    return Room(site="Leeds", name=name, seats=seats)


def begun(request: Request) -> Request:
    return begin_together(request, [[group.id for group in request.groups]])


def sound(request: Request) -> Plan:
    found = plan(request)
    assert not verify(found, request).violations
    return found


def engages(found: Plan, request: Request) -> dict[str, Session]:
    return {one.group: one for one in by_group(found.sessions, request) if one.kind == "engage"}


def test_all_members_get_together_at_one_time_in_one_room_with_a_seat_for_all() -> None:
    request = begun(three_groups(rooms=[room("Snug", 4), room("Hall", 6)]))
    found = engages(sound(request), request)
    assert set(found) == {"g0", "g1", "g2"}
    assert len({(one.start, one.end, one.room) for one in found.values()}) == 1
    assert {one.room for one in found.values()} == {"Hall"}
    assert found["g0"].end - found["g0"].start == timedelta(minutes=75)


def test_the_cycles_of_each_group_begin_after_the_fortnight_of_the_get_together() -> None:
    request = begun(three_groups())
    found = sound(request)
    last = max(one.end for one in found.sessions if one.kind == "engage")
    explores = [one for one in found.sessions if one.kind == "explore"]
    assert len(explores) == 3
    assert all(one.start > last and one.start >= at(14, 0) for one in explores)


def test_a_group_without_a_common_time_gets_together_by_itself() -> None:
    always = [(day, 9, 12) for day in range(14, 84)]
    early = [person(name, full_but((1, 9, 12), *always)) for name in ("ana", "ben", "cem", "dea")]
    late = [person(name, full_but((2, 9, 12), *always)) for name in ("eli", "fay")]
    request = begun(three_groups([*early, *late]))
    found = engages(sound(request), request)
    assert [found[name].start.date() for name in ("g0", "g1", "g2")] == [
        at(1, 9).date(),
        at(1, 9).date(),
        at(2, 9).date(),
    ]
    assert found["g0"].start == found["g1"].start
    assert found["g2"].end - found["g2"].start == timedelta(minutes=90)  # as the rules say


def test_no_more_groups_share_a_get_together_than_a_room_has_seats_for() -> None:
    request = begun(three_groups(rooms=[room("Snug", 2), room("Hall", 4)]))
    assert [group.together for group in request.groups if group.together] == [("g0", "g1")]
    found = engages(sound(request), request)
    assert {name: one.room for name, one in found.items() if name != "g2"} == {"g0": "Hall", "g1": "Hall"}


def test_a_group_that_met_before_is_passed_over() -> None:
    request = three_groups()
    met = replace(request.groups[0], had=frozenset({("engage", 0)}))
    request = begun(replace(request, groups=(met, *request.groups[1:])))
    assert [group.together for group in request.groups if group.together] == [("g1", "g2")]
    assert request.groups[0] == met


def test_groups_of_a_later_wave_hold_the_get_together_back() -> None:
    request = three_groups()
    later = replace(request.groups[2], not_before=at(14, 0).date())
    request = begun(replace(request, groups=(*request.groups[:2], later)))
    found = sound(request)
    assert min(one.start for one in found.sessions) >= at(14, 0)


def test_the_get_together_counts_towards_the_year_of_everybody() -> None:
    """Two sessions of an hour and a half fit under the ceiling, the hour and a quarter before them does not."""
    request = replace(three_groups(not_before=at(35, 0).date()), horizon=weeks(16))  # all of it in one year
    hours = 4.0 / (52 * RULES.ceiling)
    tight = {name: replace(one, weekly_hours=hours) for name, one in request.people.items()}
    found = sound(begun(replace(request, people=tight)))
    assert {one.kind for one in found.sessions} == {"engage"}
    assert {reason.code for one in found.unscheduled for reason in one.reasons} == {"none.ceiling"}


@pytest.mark.parametrize("seed", range(8))
def test_verify_finds_nothing_wrong_in_groups_that_begin_together(seed: int) -> None:
    from random import Random

    zones = ("Europe/Berlin", "Europe/London", "Asia/Kathmandu") if seed % 2 else ("UTC",)
    people = draw_people(Random(seed), 12, days=84, each=60, zones=zones)
    rooms = [room("Snug", 3), room("Hall", 6)] if seed % 3 else []
    base = replace(three_groups(people, rooms), groups=groups_of(people, 3, site="Leeds"))
    request = begun(base)
    found = sound(request)
    told = {(one.group, one.kind) for one in by_group(found.sessions, request)}
    told |= {(one.group, one.kind) for one in by_group(found.unscheduled, request)}
    assert {(group.id, "engage") for group in base.groups} <= told


def spoilt(change: dict[str, object]) -> set[str]:
    request = begun(three_groups(rooms=[room("Snug", 4), room("Hall", 6)]))
    found = sound(request)
    sessions = tuple(replace(one, **change) if one.kind == "engage" else one for one in found.sessions)  # type: ignore[arg-type]
    return {one.code for one in verify(replace(found, sessions=sessions), request).violations}


def test_verify_sees_a_room_that_is_too_small_for_all() -> None:
    assert "together-seats" in spoilt({"room": "Snug"})


def test_verify_sees_a_get_together_after_a_cycle_has_begun() -> None:
    assert "together-order" in spoilt({"start": at(60, 9), "end": at(60, 10.25)})


def test_verify_sees_members_who_are_not_asked() -> None:
    request = begun(three_groups())
    found = sound(request)
    host = next(group for group in request.groups if group.together)
    fewer = replace(host, members=host.members[:-1], seats=0)
    without = replace(request, groups=(*(one for one in request.groups if one is not host), fewer))
    broken = {one.code: one.people for one in verify(found, without).violations}
    assert broken["together-members"] == (host.members[-1],)


def test_sets_are_of_one_kind_and_as_equal_as_can_be() -> None:
    assert sets_of([(number, "one") for number in range(9)]) == [[0, 1, 2], [3, 4, 5], [6, 7, 8]]
    assert sets_of([(1, "one"), (2, "other")]) == []


def test_absence_is_told_to_the_group_whose_member_it_is() -> None:
    groups = (
        GroupNeeds(id="a", members=("ana", "ben")),
        GroupNeeds(id="b", members=("cem", "dea")),
        GroupNeeds(id="a+b", members=("ana", "ben", "cem", "dea"), cycles=0, together=("a", "b")),
    )
    request = Request(horizon=weeks(8), people=people_of(*(person(name) for name in NAMES)), groups=groups)
    held = Session(group="a+b", kind="engage", cycle=0, start=at(1, 9), end=at(1, 10), absent=("dea",))
    assert [(one.group, one.absent) for one in by_group([held], request)] == [("a", ()), ("b", ("dea",))]
