"""The searches beneath: they count alike, pieces lose nobody, and many people take the search that counts."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hexad.formation import arrays, distances, searches
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
