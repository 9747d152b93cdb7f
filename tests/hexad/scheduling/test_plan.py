"""Plans of whole cycles: sound by ``verify``, exact by brute force, and the same whoever comes first."""

import itertools
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hexad.availability import Busy, WorkHours
from hexad.availability.intervals import Interval
from hexad.scheduling.burden import Ledger
from hexad.scheduling.errors import SchedulingError
from hexad.scheduling.ledger import Seat
from hexad.scheduling.meeting_of import meet
from hexad.scheduling.needs import GroupNeeds, Request, Room, Rules, Weights
from hexad.scheduling.planning import plan
from hexad.scheduling.plans import Plan, Session
from hexad.scheduling.verify import cost_of_group, verify
from tests.hexad.scheduling.planning_cast import (
    FIRST,
    START,
    ZONES,
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

CYCLE = Rules(cycles=1, follow_ups=())
YEAR = weeks(52)
PAIR = ("explore", "reflect")


def sound(request: Request, **search: int) -> Plan:
    """Plan, and hold the plan against ``verify``."""
    found = plan(request, **search)  # type: ignore[arg-type]
    verdict = verify(found, request)
    assert not verdict.violations
    assert verdict.cost.total == pytest.approx(found.cost.total)
    assert found.bound <= found.cost.total + 1e-6
    return found


def starts(found: Plan) -> list[tuple[str, int, str]]:
    return [(one.kind, one.cycle, one.start.strftime("%m-%d %H:%M")) for one in found.sessions]


def codes(found: Plan) -> dict[str, list[str]]:
    return {one.kind: [reason.code for reason in one.reasons] for one in found.unscheduled}


def test_a_free_group_meets_in_the_wished_week_and_three_to_four_weeks_later() -> None:
    found = sound(one_group(person("ana"), person("ben")))
    assert starts(found) == [("explore", 1, "12-07 09:00"), ("reflect", 1, "12-28 09:00")]
    assert found.cost.total == found.bound == found.gap == 0
    assert found.stopped == "done"


def test_a_year_has_three_cycles_of_six_sessions_with_their_follow_ups() -> None:
    group = one_group(person("ana"), person("ben"), horizon=YEAR, rules=Rules())
    found = sound(group)
    kinds = [(one.kind, one.cycle) for one in found.sessions]
    assert [cycle for kind, cycle in kinds if kind == "explore"] == [1, 2, 3]
    assert [cycle for kind, cycle in kinds if kind == "reflect"] == [1, 2, 3]
    assert [cycle for kind, cycle in kinds if kind == "adopt-3"] == [1, 2]
    assert [cycle for kind, cycle in kinds if kind == "adopt-6"] == [1]
    days = {(one.kind, one.cycle): one.start.date() for one in found.sessions}
    assert 77 <= (days["adopt-3", 1] - days["reflect", 1]).days <= 105
    assert 168 <= (days["adopt-6", 1] - days["reflect", 1]).days <= 196
    assert (days["explore", 2] - days["explore", 1]).days // 7 == 17
    assert len(set(days.values())) == len(days)  # never twice on one day


def test_another_cadence_and_other_lengths_are_kept() -> None:
    lengths = {"engage": 4, "explore": 4, "reflect": 4, "adopt-3": 2, "adopt-6": 2}
    rules = Rules(cadence_weeks=9, lengths=lengths, practice_days=(14, 16), follow_ups=("adopt-3",))  # type: ignore[arg-type]
    found = sound(one_group(person("ana"), person("ben"), horizon=weeks(26), rules=rules))
    assert [one.cycle for one in found.sessions if one.kind == "explore"] == [1, 2, 3]
    assert {one.end - one.start for one in found.sessions if one.kind != "adopt-3"} == {timedelta(hours=1)}


def test_a_get_together_comes_before_the_first_cycle() -> None:
    found = sound(one_group(person("ana"), person("ben"), horizon=weeks(12), rules=replace(CYCLE, engage=True)))
    assert [one.kind for one in found.sessions] == ["engage", "explore", "reflect"]
    assert found.sessions[0].cycle == 0
    later = sound(
        one_group(person("ana"), person("ben"), horizon=weeks(12), rules=replace(CYCLE, engage=True), first_cycle=2)
    )
    assert [(one.kind, one.cycle) for one in later.sessions] == [("explore", 2), ("reflect", 2)]


def test_follow_ups_of_a_cycle_that_was_held_are_planned_from_its_day() -> None:
    rules = Rules(cycles=0)
    group = one_group(
        person("ana"), person("ben"), horizon=weeks(30), rules=rules, reflected={1: date(2026, 11, 2)}, first_cycle=2
    )
    found = sound(group)
    assert [(one.kind, one.cycle) for one in found.sessions] == [("adopt-3", 1), ("adopt-6", 1)]
    assert 88 <= (found.sessions[0].start.date() - date(2026, 11, 2)).days <= 94
    assert found.sessions[0].end - found.sessions[0].start == timedelta(minutes=45)


def test_a_group_that_is_held_back_begins_then() -> None:
    found = sound(one_group(person("ana"), person("ben"), not_before=START + timedelta(days=10)))
    assert found.sessions[0].start.date() == START + timedelta(days=10)


def test_a_session_may_begin_when_another_entry_ends() -> None:
    narrow = full_but((0, 9, 10.5), (21, 14, 15.5))
    found = sound(one_group(person("ana", narrow), person("ben")))
    assert starts(found) == [("explore", 1, "12-07 09:00"), ("reflect", 1, "12-28 14:00")]


def test_a_week_later_is_taken_where_that_costs_less_than_the_hour() -> None:
    late = [busy(day, 9, 17) for day in range(7)]  # stretch hours alone are left in the first week
    found = sound(one_group(person("ana", late), person("ben")))
    assert found.sessions[0].start == at(7, 9)
    assert found.cost.distance == pytest.approx(0.25 / 7)


@pytest.mark.parametrize(("kind", "rungs"), [("tentative", 2), ("movable", 3)])
def test_what_may_give_way_gives_way_only_where_the_programme_lets_it(kind: str, rungs: int) -> None:
    soft = one_group(person("ana", full_but(kind=kind)), person("ben"), rules=replace(CYCLE, rungs=rungs))
    assert {reason.code for one in sound(soft).sessions for reason in one.reasons} == {f"slot.{kind}"}
    strict = replace(soft, rules=replace(soft.rules, rungs=rungs - 1))
    found = sound(strict)
    assert [one.kind for one in found.unscheduled] == ["explore", "reflect"]
    assert f"gain.{kind}" in {reason.code for one in found.unscheduled for reason in one.gains}


def test_one_is_absent_only_where_nothing_else_is_left_and_allowed() -> None:
    never = person("cem", full_but())
    request = one_group(person("ana"), person("ben"), never, rules=replace(CYCLE, rungs=5))
    found = sound(request)
    assert {one.absent for one in found.sessions} == {("cem",)}
    assert found.sessions[0].cost == 20
    assert "One member cannot come and would catch up." in [reason.text for reason in found.sessions[0].reasons]
    without = sound(replace(request, rules=replace(request.rules, rungs=4)))
    assert codes(without) == {"explore": ["none.window", "none.full"], "reflect": ["none.window", "none.full"]}
    assert [reason.code for reason in without.unscheduled[0].gains] == ["gain.absent"]
    assert without.cost.unscheduled == 2000


def test_whoever_could_come_to_one_session_comes() -> None:
    once = person("cem", full_but((0, 9, 12)))
    found = sound(one_group(person("ana"), person("ben"), once, rules=replace(CYCLE, rungs=5)))
    assert [one.absent for one in found.sessions] == [(), ("cem",)]


def test_reasons_name_no_one_and_count() -> None:
    found = sound(one_group(person("ana", full_but()), person("ben", full_but()), person("cem")))
    texts = [reason.text for reason in found.unscheduled[0].reasons]
    assert texts[1] == "2 calendars are very full: less than a quarter of the hours is free."
    assert not any(name in text for text in texts for name in ("ana", "ben", "cem"))


def test_times_that_are_never_the_right_distance_apart_are_said_to_be_so() -> None:
    found = sound(one_group(person("ana", full_but((0, 9, 17), (40, 9, 17))), person("ben")))
    assert codes(found) == {"explore": ["none.partner"], "reflect": ["none.window", "none.full"]}
    apart = sound(one_group(person("ana", full_but((0, 9, 17), (14, 9, 17), (45, 9, 17))), person("ben")))
    assert (
        codes(apart) == {"explore": ["none.pair"], "reflect": ["none.pair"]} or "none.window" in codes(apart)["reflect"]
    )


def test_hours_that_never_meet_are_said_to_be_so() -> None:
    strict = [replace(person(zone), hours=WorkHours(zone)) for zone in ("Pacific/Auckland", "Europe/London")]
    assert codes(sound(one_group(*strict)))["explore"] == ["none.hours"]


def test_the_ceiling_of_work_time_is_kept_and_earlier_cycles_go_first() -> None:
    part_time = person("ana", weekly_hours=8.0)  # one hundredth of its year is 4.16 hours
    found = sound(one_group(part_time, person("ben"), horizon=YEAR, rules=Rules(follow_ups=())))
    assert [one.cycle for one in found.sessions] == [1, 1]  # over New Year, so that it counts in both
    assert {reason.code for one in found.unscheduled for reason in one.reasons} == {"none.ceiling"}
    assert [one.cycle for one in found.unscheduled] == [2, 3, 2, 3]


def test_what_the_year_has_taken_already_counts() -> None:
    seats = tuple(Seat(start=at(30 + day, 9), hours=4.0, is_held=True) for day in range(5))
    found = sound(one_group(person("ana", seats=seats), person("ben"), rules=Rules(follow_ups=())))
    assert codes(found) == {"explore": ["none.ceiling"], "reflect": ["none.ceiling"]}
    assert "20" not in found.unscheduled[0].reasons[0].text


def test_somebody_who_moves_lives_by_the_new_clock_from_that_day() -> None:
    hours = person("ana", zone="Asia/Tokyo").hours
    moves = person("ana", moves=((START + timedelta(days=14), hours),))
    found = sound(one_group(moves, person("ben", zone="Asia/Tokyo"), rules=replace(CYCLE, rungs=1)))
    assert found.sessions[0].start == at(14, 0)  # before, their hours have nothing in common


def test_a_holiday_of_the_site_that_is_entered_late_moves_the_session() -> None:
    ana, ben = person("ana"), person("ben")
    first = sound(one_group(ana, ben)).sessions[0].start.date()
    closed = replace(ana, hours=replace(ana.hours, holidays=frozenset({first})))
    assert sound(one_group(closed, ben)).sessions[0].start.date() == first + timedelta(days=1)


# --- ledgers -----------------------------------------------------------------------------------------------------


def three_zones(**fields: object) -> Request:
    zones = ("America/New_York", "Europe/London", "Asia/Dubai")
    everybody = [person(name, zone=zone) for name, zone in zip(("ana", "ben", "cem"), zones, strict=True)]
    return replace(one_group(*everybody, horizon=weeks(52), rules=Rules(follow_ups=(), **fields)))  # type: ignore[arg-type]


def test_whoever_bore_more_before_bears_less_now() -> None:
    fresh = sound(three_zones())
    tired = sound(replace(three_zones(), ledger={"ana": 60.0}))
    assert borne(tired, three_zones())["ana"] <= borne(fresh, three_zones())["ana"]
    assert starts(tired) != starts(fresh)


def borne(found: Plan, request: Request) -> dict[str, float]:
    members = {group.id: group.members for group in request.groups}
    return dict(Ledger().after(found.sessions, members, request.people).points)


# --- exactness ---------------------------------------------------------------------------------------------------


def cheapest(request: Request) -> float:
    """Least points of a cycle of one group: every pair of starts, priced on intervals."""
    group = request.groups[0]
    quarters = [FIRST + timedelta(minutes=30 * half) for half in range(48 * 35)]
    free = [one for one in quarters if 6 <= one.hour < 20 and one.weekday() < 5]
    best = 2 * request.rules.weights.unscheduled
    usable = [one for one in free if is_open(request, one)]
    for explore, reflect in itertools.product(usable, usable):
        days = (reflect.date() - explore.date()).days
        if 21 <= days <= 28 and (explore - FIRST).days <= 27:
            sessions = [session("explore", explore), session("reflect", reflect)]
            best = min(best, cost_of_group(group, request, sessions).total)
    return best


def session(kind: str, start: object) -> Session:
    return Session(group="g", kind=kind, cycle=1, start=start, end=start + timedelta(minutes=90))  # type: ignore[arg-type,operator]


def is_open(request: Request, start: object, *, on_site: bool = False) -> bool:
    end = start + timedelta(minutes=90)  # type: ignore[operator]
    met = [meet(one, start, end) for one in request.people.values()]  # type: ignore[arg-type]
    return not any(one.blocked or (on_site and one.elsewhere) for one in met)


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000))
def test_no_pair_of_times_is_cheaper_than_the_plan(seed: int) -> None:
    random = Random(seed)
    everybody = draw_people(random, 3, days=50, each=40, zones=("UTC", "Europe/Berlin"))
    crowded = [replace(one, busy=person("x", [*one.busy, *_mornings(random)]).busy) for one in everybody]
    request = replace(one_group(*crowded, horizon=weeks(5)), ledger={"p00": random.choice((0.0, 2.0))})
    found = sound(request)
    assert found.cost.total == pytest.approx(cheapest(request), abs=1e-6)
    assert found.gap == 0


def _mornings(random: Random) -> list[Busy]:
    """Nearly every day is taken, so that few times are left."""
    return [busy(day, 6, 20) for day in range(35) if random.random() < 0.8]


# --- properties --------------------------------------------------------------------------------------------------


def drawn(seed: int, groups: int, each: int, rooms: int, rungs: int) -> Request:
    random = Random(seed)
    everybody = draw_people(random, 3 * groups, days=84, each=each, zones=ZONES if seed % 2 else ("UTC",))
    site = "Leeds" if rooms else ""
    closed = tuple(Interval(at(day, 9), at(day, 13)) for day in range(0, 80, 3))
    return Request(
        horizon=weeks(16),
        people=people_of(*everybody),
        groups=groups_of(everybody, 3, site=site),
        rooms=tuple(Room(site="Leeds", name=f"R{room}", seats=3 + room, busy=closed) for room in range(rooms)),
        ledger={one.id: float(random.randrange(4)) for one in everybody},
        rules=Rules(rungs=rungs, engage=seed % 3 == 0, cycles=1),
    )


requests = st.builds(
    drawn,
    *(st.integers(0, 100_000), st.integers(1, 4), st.integers(0, 60), st.integers(0, 2), st.integers(1, 5)),
)


@settings(max_examples=25, deadline=None)
@given(requests)
def test_verify_finds_nothing_wrong_in_any_plan(request: Request) -> None:
    sound(request, rounds=10)


@settings(max_examples=10, deadline=None)
@given(requests, st.randoms())
def test_whoever_comes_first_in_the_files_changes_nothing(request: Request, random: Random) -> None:
    groups = [replace(group, members=tuple(random.sample(group.members, 3))) for group in request.groups]
    names = random.sample(list(request.people), len(request.people))
    other = replace(
        request,
        people={name: request.people[name] for name in names},
        groups=tuple(random.sample(groups, len(groups))),
        rooms=tuple(random.sample(request.rooms, len(request.rooms))),
    )
    assert plan(request, rounds=5) == plan(other, rounds=5)


def test_the_gap_is_a_share_of_the_bound() -> None:
    found = plan(one_group(person("ana", full_but()), person("ben")))
    assert replace(found, bound=1600.0).gap == pytest.approx(0.25)
    assert replace(found, bound=0.0).gap == float("inf")


@pytest.mark.parametrize("weights", [{"week": -1.0}, {"moved": -0.1}])
def test_weights_below_nought_are_refused(weights: dict[str, float]) -> None:
    with pytest.raises(SchedulingError, match="nought"):
        Weights(**weights)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"rungs": 6}, "rungs 1 to 5"),
        ({"practice_days": (9, 3)}, "fewest days"),
        ({"cadence_weeks": 0}, "one or more"),
        ({"follow_ups": ("reflect",)}, "Follow-ups are"),
    ],
)
def test_rules_that_cannot_be_are_refused(fields: dict[str, object], words: str) -> None:
    with pytest.raises(SchedulingError, match=words):
        Rules(**fields)  # type: ignore[arg-type]


def test_a_request_that_cannot_be_is_refused() -> None:
    good = one_group(person("ana"), person("ben"))
    with pytest.raises(SchedulingError, match="one id"):
        replace(good, groups=good.groups * 2)
    with pytest.raises(SchedulingError, match="not among the people"):
        replace(good, people={"ana": person("ana")})
    with pytest.raises(SchedulingError, match="below nought"):
        replace(good, ledger={"ana": -1.0})
    with pytest.raises(SchedulingError, match="two different members"):
        GroupNeeds(id="g", members=("ana", "ana"))
