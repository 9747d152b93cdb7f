"""A slow machine searches less and cools as far; at the latest the clock ends it, descents and all at 1.1 times."""

from dataclasses import dataclass, field

import numpy as np
import pytest
from numpy.typing import NDArray

from hexad.formation import budget, run
from hexad.formation.annealing import OverDistances
from hexad.formation.budget import CUT, OVERTIME, Haste, descend, resized
from hexad.formation.context import Context
from hexad.formation.distances import RATIO, TEMPERATURE
from hexad.formation.measures import Watch
from hexad.formation.parts import Part
from hexad.formation.problem import Candidate, FormationProblem
from hexad.formation.run import Run
from hexad.formation.searches import Searching, prepare

SWEEPS, DESCENT, LIMIT = 200, 16, 30.0
STUCK = 40  # times as slow
HICCUP = 2.0  # seconds of one sweep while the machine did something else


@dataclass
class Clock:
    """Time is work: there is one lane."""

    worked: float = 0.0

    def __call__(self) -> float:
        return self.worked


@dataclass
class Slow:
    """A search whose sweeps take a given time each, and whose descents are as long as they may be."""

    clock: Clock
    seconds_a_sweep: float
    sweeps: int = SWEEPS
    hiccup: int = -1
    stuck_from: int = SWEEPS
    done: int = 0
    is_cut: bool = False
    finished: bool = False
    score: int = 0
    best: NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))
    meeting: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, np.bool_))

    def step(self, sweeps: int) -> None:
        for _ in range(min(sweeps, self.sweeps - self.done)):
            self.clock.worked += self._seconds()
            self.done += 1
        if self.done >= self.sweeps:
            self.finish()

    def _seconds(self) -> float:
        if self.done == self.hiccup:
            return HICCUP
        return self.seconds_a_sweep * (STUCK if self.done >= self.stuck_from else 1)

    def hurry(self, share: float) -> None:
        self.sweeps = resized(self.done, self.sweeps, share)

    def finish(self, until: float = float("inf")) -> None:
        self.is_cut = self.done < self.sweeps
        descend(self._go_down, DESCENT, until)
        self.finished = True

    def _go_down(self, sweeps: int) -> int:
        self.clock.worked += sweeps * self.seconds_a_sweep
        return sweeps


def searched(
    monkeypatch: pytest.MonkeyPatch, seconds_a_sweep: float, hiccup: int = -1, stuck_from: int = SWEEPS
) -> tuple[Run, list[Slow]]:
    clock = Clock()
    monkeypatch.setattr(run.time, "perf_counter", clock)  # type: ignore[attr-defined]  # the module's own clock
    monkeypatch.setattr(budget.time, "perf_counter", clock)  # type: ignore[attr-defined]
    monkeypatch.setattr(run, "LANES", 1)  # one step after the other, so that the clock tells the same each time
    searches = [Slow(clock, seconds_a_sweep, hiccup=hiccup, stuck_from=stuck_from) for _ in range(4)]
    parts: list[list[Searching]] = [[*searches[:2]], [*searches[2:]]]
    nobody = Context(FormationProblem(candidates=()))
    going = Run((), Watch.over((), nobody), parts, SWEEPS, None, LIMIT)
    going.go(None)
    assert all(search.finished for search in searches)
    return going, searches


@pytest.mark.parametrize("seconds_a_sweep", [0.04, 0.05, 0.1])
def test_on_a_slow_machine_searches_cool_faster_and_none_is_cut_off(
    monkeypatch: pytest.MonkeyPatch, seconds_a_sweep: float
) -> None:
    going, searches = searched(monkeypatch, seconds_a_sweep)
    assert going.stopped == "wall"
    assert not any(search.is_cut for search in searches)
    assert 0.95 * LIMIT <= going.seconds <= OVERTIME * LIMIT + 1e-6


@pytest.mark.parametrize("seconds_a_sweep", [0.03, 0.1])
def test_a_search_that_the_clock_cuts_off_is_over_in_time_with_its_descents(
    monkeypatch: pytest.MonkeyPatch, seconds_a_sweep: float
) -> None:
    """A machine that becomes slow near the end leaves no time to cool."""
    going, searches = searched(monkeypatch, seconds_a_sweep, stuck_from=70)
    assert going.stopped == "wall"
    assert any(search.is_cut for search in searches)
    assert CUT * LIMIT < going.seconds <= OVERTIME * LIMIT + 5 * STUCK * seconds_a_sweep


def test_a_search_that_is_fast_enough_ends_by_its_sweeps(monkeypatch: pytest.MonkeyPatch) -> None:
    assert searched(monkeypatch, 0.03)[0].stopped == "sweeps"


@pytest.mark.parametrize("hiccup", [0, 1, 90, SWEEPS - 1])
def test_a_machine_that_stands_still_for_a_moment_does_not_end_a_search(
    monkeypatch: pytest.MonkeyPatch, hiccup: int
) -> None:
    assert searched(monkeypatch, 0.02, hiccup=hiccup)[0].stopped == "sweeps"


@pytest.mark.parametrize(("done", "share"), [(30, 0.5), (60, 0.2), (60, 1.6)])
@pytest.mark.parametrize("spread", [1, 100])
def test_a_search_in_a_hurry_cools_as_far_as_one_that_has_time(done: int, share: float, spread: int) -> None:
    lot = np.random.default_rng(3)
    apart = np.triu(1000 + lot.integers(0, 10 * spread, (60, 60)), 1)
    coldest = []
    for hurries in (False, True):
        search = OverDistances.start(apart + apart.T, np.full(10, 6), sweeps=100, seed=1)
        search.step(done)
        if hurries:
            search.hurry(share)
        while search.done < search.sweeps - 1:
            search.step(1)
        coldest.append(search.real[TEMPERATURE] * search.real[RATIO])
    assert coldest[1] == pytest.approx(coldest[0])
    search.step(1)
    assert search.finished
    assert search.sweeps == done + int((100 - done) * share)


def test_a_search_in_a_hurry_that_still_climbs_never_counts_backwards() -> None:
    people = tuple(Candidate(key=f"p{at:02}", free=1 << at) for at in range(24))  # no two are ever free together
    part, context = Part(people, (6,) * 4), Context(FormationProblem(candidates=people, blocks=((0, 24),)))
    search = prepare(part, context).start(100, 1)
    search.step(45)
    search.hurry(0.2)
    assert (search.done, search.sweeps) == (45, 56)
    seen = [search.done]
    while not search.finished:
        search.step(1)
        seen.append(search.done)
    assert seen == sorted(seen)
    assert seen[-1] == 56


def test_where_not_one_sweep_is_done_by_half_time_one_more_is_all_that_is_asked() -> None:
    assert Haste(10.0).share(6.0, 0, 100) == 0.0
    assert resized(0, 100, 0.0) == 1
