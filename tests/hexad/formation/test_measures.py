"""What is said of a search while it runs is what the result would say of the same groups."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from random import Random

import numpy as np
import pytest
from numpy.typing import NDArray

from hexad.formation.catalogue import Mode
from hexad.formation.context import Context
from hexad.formation.explain import score
from hexad.formation.measures import Watch
from hexad.formation.parts import Part
from hexad.formation.problem import FormationProblem, PastGroup
from hexad.formation.results import Progress
from hexad.formation.ruleset import DEFAULT, Rule, RuleSet
from hexad.formation.solve import form_groups
from tests.hexad.formation.cast import candidate

PEOPLE = tuple(
    candidate(
        f"p{number:02}",
        department="abc"[number % 3],
        site="xy"[number % 2],
        level="manager" if number % 5 else "director",
        bosses=(f"p{number // 4:02}",) if number > 3 else (),
        topics=(("t", "u", "v")[number % 3], ("u", "v", "t")[number % 3]),
        languages=("en", "de")[: 1 + number % 2],
        numbers={"tenure": float(number)},
        free=((1 << 16) - 1) >> (number % 7),
    )
    for number in range(12)
)
SIZES = (4, 4, 4)


@dataclass
class At:
    """A search that stands at one grouping."""

    best: NDArray[np.int32]


def problem(mode: Mode | None = None) -> FormationProblem:
    """With ``mode``, each rule of the catalogue is in that mode."""
    rules = (
        RuleSet(rules=tuple(Rule(key=rule.key, mode=mode, weight=2.0, options=rule.options) for rule in DEFAULT.rules))
        if mode
        else DEFAULT
    )
    return FormationProblem(
        candidates=PEOPLE,
        rules=rules,
        blocks=((0, 8), (8, 16)),
        apart=(("p01", "p06"),),
        together=(("p02", "p03"),),
        history=(PastGroup(date(2026, 1, 5), ("p04", "p05", "p07")),),
    )


@pytest.mark.parametrize("mode", [None, Mode.WISH])
def test_points_of_a_running_search_are_those_that_its_groups_would_have(mode: Mode | None) -> None:
    asked, lot = problem(mode), Random(3)
    watch = Watch.over([Part(PEOPLE, SIZES)], Context(asked))
    for _again in range(20):
        group = np.repeat(np.arange(3, dtype=np.int32), 4)
        lot.shuffle(group)  # type: ignore[arg-type]  # a sequence in all that matters here
        groups = {str(g): [one.key for one, mine in zip(PEOPLE, group, strict=True) if mine == g] for g in range(3)}
        assert watch.points([At(group)]) == pytest.approx(score(asked, groups).objective)  # type: ignore[list-item]


def test_a_search_that_is_stopped_has_at_least_the_points_it_told() -> None:
    heard: list[Progress] = []

    def stop(at: Progress) -> bool:
        heard.append(at)
        return len(heard) < 2

    found = form_groups(problem(Mode.WISH), seed=1, sweeps=1_000_000, on_progress=stop)
    assert found.stopped == "asked"
    assert all(first.best <= second.best for first, second in pairwise(heard))
    assert found.objective >= heard[-1].best
