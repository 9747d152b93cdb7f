"""Who bears the inconvenient hours: points, the ledger, and the exact rotation."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hexad.availability import mask_of
from hexad.scheduling import Member, rank
from hexad.scheduling.burden import Burdens, Ledger, burden, rotate
from hexad.scheduling.errors import SchedulingError
from hexad.scheduling.needs import Rules, Weights
from hexad.scheduling.planning import plan
from hexad.scheduling.plans import Session
from tests.hexad.scheduling.planning_cast import at, busy, one_group, people_of, person, weeks

SIZE = 3
options = st.lists(st.tuples(*[st.integers(0, 8).map(float)] * SIZE), min_size=1, max_size=4)
sessions = st.lists(options, min_size=1, max_size=6)


@pytest.mark.parametrize(
    ("first", "last", "points"), [(10, 11.5, 0), (11.5, 13, 0.75), (8, 9.5, 1.5 + 8), (16.5, 18, 1.5 + 8)]
)
def test_an_hour_costs_what_the_table_says(first: float, last: float, points: float) -> None:
    assert burden(person("ana"), at(0, first), at(0, last)) == points


@pytest.mark.parametrize(("kind", "points"), [("tentative", 4), ("movable", 6), ("elsewhere", 0.5), ("busy", 0)])
def test_what_gives_way_costs_what_the_table_says(kind: str, points: float) -> None:
    assert burden(person("ana", [busy(0, 9, 11, kind)]), at(0, 10), at(0, 11.5)) == points


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 4), st.integers(24, 76), st.sampled_from(["tentative", "movable", "elsewhere"]))
def test_points_are_those_of_the_slots_of_one_group(day: int, quarter: int, kind: str) -> None:
    """``rank`` counts on bitmaps, ``burden`` on intervals."""
    ana, horizon = person("ana", [busy(0, 9, 12, kind), busy(2, 13, 18, kind)]), weeks(1)
    start = at(day, quarter / 4)
    member = Member(mask_of(ana.hours, ana.busy, horizon), "UTC")
    ranked = {slot.start: slot.cost for slot in rank([member], horizon, least=horizon.slots)}
    if start in ranked:
        assert ranked[start] == pytest.approx(1.25 * burden(ana, start, at(day, quarter / 4 + 1.5)), abs=1e-4)


@settings(deadline=None)
@given(sessions, st.tuples(*[st.integers(0, 9).map(float)] * SIZE))
def test_no_other_choice_is_fairer(times: list[list[Burdens]], carried: Burdens) -> None:
    """Against all choices: the largest first, then the sum."""

    def judged(way: tuple[int, ...]) -> tuple[float, float]:
        chosen = [each[at] for each, at in zip(times, way, strict=True)]
        borne = [have + sum(one[at] for one in chosen) for at, have in enumerate(carried)]
        return max(borne), sum(borne) - sum(carried)

    way, largest, total = rotate(times, carried)
    assert judged(way) == (largest, total)
    assert (largest, total) == min(judged(other) for other in itertools.product(*(range(len(one)) for one in times)))


def test_a_session_without_a_time_is_refused() -> None:
    with pytest.raises(SchedulingError, match="needs a time"):
        rotate([[(1.0,)], []], (0.0,))


def test_a_ledger_grows_by_what_those_who_came_bore() -> None:
    people = people_of(person("ana"), person("ben"), person("cem"))
    late = Session(group="g", kind="explore", cycle=1, start=at(0, 16.5), end=at(0, 18), absent=("cem",))
    ledger = Ledger({"ana": 1.0}).after([late], {"g": ("ana", "ben", "cem")}, people)
    assert ledger.points == {"ana": 10.5, "ben": 9.5}


def test_a_ledger_holds_nothing_below_nought() -> None:
    with pytest.raises(SchedulingError, match="below nought"):
        Ledger({"ana": -1.0})


def test_six_sessions_of_three_zones_are_as_fair_as_can_be() -> None:
    """A plan that looks at fairness alone finds the largest burden that the dynamic programme finds."""
    zones = ("America/New_York", "Europe/London", "Asia/Dubai")
    everybody = [person(name, zone=zone) for name, zone in zip(("ana", "ben", "cem"), zones, strict=True)]
    fair = Weights(week=0.0, mean=1e-6)
    request = one_group(
        *everybody, horizon=weeks(52), rules=Rules(follow_ups=(), slack_weeks=0, practice_days=(21, 25), weights=fair)
    )
    found = plan(replace(request, ledger={"ben": 2.0}))
    borne = Ledger({"ben": 2.0}).after(found.sessions, {"g": ("ana", "ben", "cem")}, request.people).points
    assert len(found.sessions) == 6
    choices = [_times_of_the_day(request.people, one) for one in found.sessions]
    assert max(borne.values()) == pytest.approx(rotate(choices, (0.0, 2.0, 0.0))[1])


def _times_of_the_day(people: dict[str, object], one: Session) -> list[Burdens]:
    from datetime import timedelta

    midnight = one.start.replace(hour=0, minute=0)
    found = []
    for half in range(48):
        start = midnight + timedelta(minutes=30 * half)
        end = start + timedelta(minutes=90)
        from hexad.scheduling.meeting_of import meet

        if not any(meet(member, start, end).blocked for member in people.values()):  # type: ignore[arg-type]
            found.append(tuple(burden(people[name], start, end) for name in ("ana", "ben", "cem")))  # type: ignore[arg-type]
    return found
