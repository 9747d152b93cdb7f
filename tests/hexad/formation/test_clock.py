"""The clock cuts a search off in time: its descents are over at 1.1 times the limit, however slow the machine."""

from dataclasses import dataclass, field

import numpy as np
import pytest
from numpy.typing import NDArray

from hexad.formation import budget, run
from hexad.formation.budget import CUT, OVERTIME, descend
from hexad.formation.context import Context
from hexad.formation.measures import Watch
from hexad.formation.problem import FormationProblem
from hexad.formation.run import Run
from hexad.formation.searches import Searching

SWEEPS, DESCENT, LIMIT = 200, 16, 30.0
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
    done: int = 0
    finished: bool = False
    score: int = 0
    best: NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))
    meeting: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, np.bool_))

    def step(self, sweeps: int) -> None:
        for _ in range(min(sweeps, self.sweeps - self.done)):
            self.clock.worked += self.seconds_a_sweep if self.done != self.hiccup else HICCUP
            self.done += 1
        if self.done >= self.sweeps:
            self.finish()

    def finish(self, until: float = float("inf")) -> None:
        descend(self._go_down, DESCENT, until)
        self.finished = True

    def _go_down(self, sweeps: int) -> int:
        self.clock.worked += sweeps * self.seconds_a_sweep
        return sweeps


def searched(monkeypatch: pytest.MonkeyPatch, seconds_a_sweep: float, hiccup: int = -1) -> Run:
    clock = Clock()
    monkeypatch.setattr(run.time, "perf_counter", clock)  # type: ignore[attr-defined]  # the module's own clock
    monkeypatch.setattr(budget.time, "perf_counter", clock)  # type: ignore[attr-defined]
    monkeypatch.setattr(run, "LANES", 1)  # one step after the other, so that the clock tells the same each time
    parts: list[list[Searching]] = [[Slow(clock, seconds_a_sweep, hiccup=hiccup) for _ in range(2)] for _ in range(2)]
    nobody = Context(FormationProblem(candidates=()))
    going = Run((), Watch.over((), nobody), parts, SWEEPS, None, LIMIT)
    going.go(None)
    assert all(search.finished for each in parts for search in each)
    return going


@pytest.mark.parametrize("seconds_a_sweep", [0.04, 0.05, 0.1, 0.3])
def test_a_search_that_the_clock_cuts_off_is_over_in_time_with_its_descents(
    monkeypatch: pytest.MonkeyPatch, seconds_a_sweep: float
) -> None:
    going = searched(monkeypatch, seconds_a_sweep)
    assert going.stopped == "wall"
    assert CUT * LIMIT < going.seconds <= OVERTIME * LIMIT + 5 * seconds_a_sweep  # each of the four does one at least


def test_a_search_that_is_fast_enough_ends_by_its_sweeps(monkeypatch: pytest.MonkeyPatch) -> None:
    assert searched(monkeypatch, 0.03).stopped == "sweeps"


@pytest.mark.parametrize("hiccup", [0, 1, 90, SWEEPS - 1])
def test_a_machine_that_stands_still_for_a_moment_does_not_end_a_search(
    monkeypatch: pytest.MonkeyPatch, hiccup: int
) -> None:
    assert searched(monkeypatch, 0.02, hiccup).stopped == "sweeps"
