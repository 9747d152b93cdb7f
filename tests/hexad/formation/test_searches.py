"""The searches beneath: they count alike, pieces lose nobody, and many people take the search that counts."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numba import njit

from hexad.formation import arrays, distances, kernels, searches
from hexad.formation.annealing import OverCounts
from hexad.formation.arrays import table_of
from hexad.formation.catalogue import Mode
from hexad.formation.context import Context
from hexad.formation.parts import Part
from hexad.formation.problem import Candidate, FormationProblem
from hexad.formation.ruleset import DEFAULT, Rule
from hexad.formation.search import Search
from hexad.formation.searches import pieces_of, prepare

RULES = DEFAULT.with_rule(Rule(key="score", mode=Mode.WISH, options={"numeric": True}))


def manager(number: int, **fields: object) -> Candidate:
    values: dict[str, object] = {
        "level": "manager",
        "department": f"d{number % 5}",
        "site": f"s{number % 3}",
        "bosses": (f"boss{number // 4}", "top"),
        "attributes": {"score": str(number * 37 % 23)},
    }
    return Candidate(key=f"p{number:05}", **{**values, **fields})  # type: ignore[arg-type]  # a test's shorthand


def problem_of(people: int, **fields: object) -> FormationProblem:
    return FormationProblem(
        candidates=tuple(manager(number, **fields) for number in range(people)),
        rules=RULES,
        apart=(("p00000", "p00007"), ("p00003", "p00010")),
        together=(("p00001", "p00006"),),
    )


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), sweeps=st.integers(1, 40), classes=st.booleans())
def test_counts_and_distances_give_one_grouping_the_same_score(seed: int, sweeps: int, classes: bool) -> None:
    problem = problem_of(30)
    part, context = Part(problem.candidates, (6, 6, 6, 4, 4, 4)), Context(problem)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(arrays, "FEW_VALUES", 2 if classes else 64)
        table = table_of(part, context)
    assert table.classes.shape[1] == (3 if classes else 0)
    search = OverCounts.start(table, np.array(part.sizes), sweeps=sweeps, seed=seed, width=12)
    while not search.finished:
        search.step(7)
    assert search.score == distances.score_of(table.distance(), search.best)


def test_how_many_sweeps_a_step_does_changes_nothing() -> None:
    problem = problem_of(30)
    part, context = Part(problem.candidates, (6,) * 5), Context(problem)
    found = []
    for step in (1, 3, 1000):
        search = prepare(part, context).start(40, 5)
        while not search.finished:
            search.step(step)
        found.append((search.score, search.best.tolist()))
    assert found[0] == found[1] == found[2]


@njit  # type: ignore[misc]  # what is compiled into others only cannot be called from here
def cost_with(data: kernels.Data, state: kernels.State, i: int, j: int, pressure: float) -> float:
    return kernels.cost_with(data, state, i, j, float(kernels.ALWAYS), pressure)


def calendars(people: int, seed: int, share: float) -> tuple[Candidate, ...]:
    """Managers of two levels and some topics who are free by lot, in two blocks of 40 quarter hours."""
    lot = np.random.default_rng(seed)
    free = lot.random((people, 80)) < share
    return tuple(
        manager(
            number,
            free=sum(1 << int(at) for at in np.flatnonzero(free[number])),
            languages=tuple(lot.choice(["de", "en", "fr"], size=2, replace=False)),
            topics=tuple(lot.choice(["delegation", "feedback", "conflict"], size=2, replace=False)),
        )
        for number in range(people)
    )


def meeting_search(seed: int, share: float, sweeps: int) -> Search:
    rules = replace(RULES.with_rule(Rule(key="meet", mode=Mode.MUST, options={"minutes": 15})), relax=("meet",))
    people = calendars(30, seed, share)
    problem = FormationProblem(candidates=people, rules=rules, blocks=((0, 40), (40, 80)))
    search = prepare(Part(people, (6, 6, 6, 6, 6)), Context(problem)).start(sweeps, seed)
    assert isinstance(search, Search)
    return search


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), steps=st.integers(1, 12), share=st.sampled_from([0.2, 0.5, 0.8]))
def test_what_a_group_would_lack_is_what_its_members_and_the_newcomer_do_not_share(
    seed: int, steps: int, share: float
) -> None:
    search = meeting_search(seed, share, sweeps=20)
    search.step(steps)
    data, state = search.data, search.state
    known = [i for i in range(30) if not state.stale[i]]
    for i in known:
        fellows = [k for k in range(30) if k != i and state.group[k] == state.group[i]]
        for j in range(30):
            lacking = sum(
                int(weight)
                for weight, first, last in zip(data.weights, data.segments, data.segments[1:], strict=False)
                if not np.bitwise_and.reduce(data.bits[[*fellows, j], first:last]).any()
            )
            assert state.lost[i, j] == lacking


def test_calendars_of_busy_people_are_searched_faster_than_those_of_free_ones() -> None:
    assert searches.kernel_of(meeting_search(1, 0.4, sweeps=20).data) == "scarce windows"
    assert searches.kernel_of(meeting_search(1, 0.9, sweeps=20).data) == "windows"


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), share=st.sampled_from([0.2, 0.5, 0.8]))
def test_no_group_costs_less_than_what_it_lacks_and_no_swap_wins_more_than_it_may_hope(seed: int, share: float) -> None:
    search = meeting_search(seed, share, sweeps=20)
    search.step(6)
    data, state, pressure = search.data, search.state, float(search.state.real[kernels.PRESSURE])
    kernels.settle(data, state)
    kernels.advance(data, state, 1, 30, kernels.DESCEND)
    for i in range(30):
        for j in range(30):
            if state.group[i] == state.group[j] or state.stale[i]:
                continue
            cost = cost_with(data, state, i, j, pressure)
            assert cost >= pressure * data.cheapest[0] * state.lost[i, j]
            assert cost >= state.energy[state.group[i]] - state.hope[state.group[i]]


def test_the_search_fits_the_part(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = problem_of(24)
    shy = problem_of(24, free=(1 << 60) - 1)
    part = Part(problem.candidates, (6,) * 4)
    assert prepare(part, Context(problem)).load.kernel == "distances"
    meeting = Context(replace(shy, blocks=((0, 60),)))
    assert isinstance(prepare(Part(shy.candidates, (6,) * 4), meeting).start(4, 1), Search)
    monkeypatch.setattr(searches, "DENSE", 20)
    assert prepare(part, Context(problem)).load.kernel == "counts"


@pytest.mark.parametrize("meets", [False, True])
def test_pieces_of_a_large_part_lose_nobody_and_part_no_team(monkeypatch: pytest.MonkeyPatch, meets: bool) -> None:
    monkeypatch.setattr(searches, "DENSE", 20)
    problem = problem_of(62, **({"free": (1 << 60) - 1} if meets else {}))
    context = Context(replace(problem, blocks=((0, 60),) if meets else ()))
    pieces = pieces_of(Part(problem.candidates, (6,) * 9 + (4, 4)), context)
    assert len(pieces) == (4 if meets else 2)
    assert sorted(one.key for piece in pieces for one in piece.people) == [one.key for one in problem.candidates]
    assert sorted(size for piece in pieces for size in piece.sizes) == [4, 4, *(6,) * 9]
    for piece in pieces:
        assert sum(piece.sizes) == len(piece.people)
        assert len({"p00001", "p00006"} & {one.key for one in piece.people}) in (0, 2)
        assert len({one.department for one in piece.people}) == 5
