"""Annealing without rules about something in common: find the temperatures between which groups set, cool, descend.

The temperatures are found by a quick cooling at the start: what counts is how often a visit takes a worsening swap,
which means the same whatever the points are. Settings were chosen on distances drawn for that purpose (uniform, and
between points of 2 to 21 dimensions), none of them in a table of the benchmarks.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from hexad.formation import counts, distances
from hexad.formation.arrays import Table
from hexad.formation.budget import descend, resized
from hexad.formation.compiled import logarithms

HOTTEST = 1.0  # first temperature of the quick cooling, as a share of a typical gain
COOLING = 0.88  # of the quick cooling, from sweep to sweep
SETTING, SET = 0.12, 0.006  # worsening swaps a visit, between which the search cools
SET_EARLIER = 0.012  # where groups are large and distances spread: further down too little is found for its time
QUICK, QUICK_SHARE = 60, 0.25  # sweeps of the quick cooling at most, and their share of all
DESCENT, DESCENT_SHARE = 200, 0.05  # sweeps of a descent at most, and their share of all
SAMPLE = 4096  # pairs over which a typical gain is measured
LOGS = logarithms()
Ints = NDArray[np.int64]
Groups = NDArray[np.int32]


@dataclass(slots=True, kw_only=True)
class Annealing(ABC):
    """One search; ``step`` does a few sweeps and can be called from a thread of its own.

    How many sweeps a step does never changes what is found: everything that matters is in the state.
    """

    sizes: Ints
    sweeps: int
    lot: np.random.Generator
    done: int = 0
    finished: bool = False
    quick: bool = True
    quick_done: int = 0
    first: float = 0.0
    real: NDArray[np.float64] = field(default_factory=lambda: np.zeros(2))  # the state's own
    tally: Ints = field(default_factory=lambda: np.zeros(3, np.int64))  # the state's own

    @abstractmethod
    def _advance(self, sweeps: int) -> int: ...

    @abstractmethod
    def _settle(self) -> None:
        """Go back to the best grouping so far."""

    @abstractmethod
    def _recount(self) -> int:
        """Return the points of the best grouping so far, from scratch."""

    @property
    @abstractmethod
    def best(self) -> Groups:
        """Each person's group in the best grouping so far."""

    @property
    def score(self) -> int:
        """Return the best score so far."""
        return int(self.tally[distances.BEST])

    @property
    def meeting(self) -> NDArray[np.bool_]:
        """Which groups can meet in the best grouping so far: all, since nothing stands against it here."""
        return np.ones(self.sizes.size, np.bool_)

    @property
    def _set(self) -> float:
        """Worsening swaps a visit at which the groups are set."""
        return SET

    @property
    def _descent(self) -> int:
        return max(1, min(DESCENT, int(self.sweeps * DESCENT_SHARE)))

    @abstractmethod
    def _typical(self) -> float:
        """Return the median size of what a swap changes where people stand now."""

    def step(self, sweeps: int) -> None:
        """Do up to so many sweeps."""
        left = min(sweeps, self.sweeps - self.done)
        while left > 0 and not self.finished:
            did = self._cool_quickly() if self.quick else self._advance(left)
            left, self.done = left - did, self.done + did
        if self.done >= self.sweeps and not self.finished:
            self.finish()

    def hurry(self, share: float) -> None:
        """Do so many times the sweeps left, and cool as far in them."""
        left, self.sweeps = self.sweeps - self.done, resized(self.done, self.sweeps, share)
        self.real[distances.RATIO] **= left / max(1, self.sweeps - self.done)

    def _cool_quickly(self) -> int:
        """Do one sweep of the quick cooling; note where the groups begin to set, and end it where they are set."""
        most = int(self.sweeps * QUICK_SHARE)
        if not self.done:
            self.real[distances.TEMPERATURE] = HOTTEST * max(1.0, self._typical())
        warm, self.tally[distances.WORSE] = float(self.real[distances.TEMPERATURE]), 0
        self.real[distances.RATIO] = 1.0  # from sweep to sweep here, however much is exchanged
        did = self._advance(1)
        self.real[distances.TEMPERATURE] *= COOLING
        self.quick_done += 1
        worse = self.tally[distances.WORSE] / len(self.best)
        if worse > SETTING or not self.done:
            self.first = warm
        if worse < self._set or self.quick_done >= QUICK or self.done + did >= most:
            self.quick = False
            self.real[:] = self.first, (warm / self.first) ** (1 / max(1, self.sweeps - self.done - did))
        return did

    def finish(self, until: float = float("inf")) -> None:
        """Descend from where the search stands and from its best, and keep the better; no longer than until then."""
        for _ in range(2):
            self.real[:] = 0.0, 1.0
            descend(self._advance, self._descent, until)
            if self.tally[distances.SCORE] >= self.tally[distances.BEST]:
                break
            self._settle()
        found = self._recount()
        if self.score != found:
            raise AssertionError(f"The score kept ({self.score}) is not the score recomputed ({found}): a defect.")
        self.finished = True


@dataclass(slots=True, kw_only=True)
class OverDistances(Annealing):
    """A search over a matrix of distances."""

    distance: Ints
    state: distances.State

    @classmethod
    def start(cls, distance: Ints, sizes: Ints, *, sweeps: int, seed: int) -> "OverDistances":
        """Deal by lot.

        Parameters
        ----------
        distance
            (n, n) whole points of each pair, symmetric.
        sizes
            (G,) of the groups, together n.
        """
        lot = np.random.default_rng(seed)
        state = distances.new_state(distance, sizes, lot)
        real, tally = state.real, state.tally
        return cls(sizes=sizes, sweeps=sweeps, lot=lot, distance=distance, state=state, real=real, tally=tally)

    @property
    def _set(self) -> float:
        is_spread = self.state.reach.size > 0 and not self.state.tally[distances.ALIKE]
        return SET_EARLIER if is_spread else SET

    def _typical(self) -> float:
        return distances.typical_gain(self.state, self.lot, SAMPLE)

    def _advance(self, sweeps: int) -> int:
        return distances.advance(self.state, LOGS, sweeps)

    def _settle(self) -> None:
        distances.settle(self.state, self.state.best)

    def _recount(self) -> int:
        return distances.score_of(self.distance, self.state.best)

    @property
    def best(self) -> Groups:
        """Each person's group in the best grouping so far."""
        return self.state.best


@dataclass(slots=True, kw_only=True)
class OverCounts(Annealing):
    """A search over counts of values by group; a visit looks at ``width`` partners."""

    table: Table
    state: counts.State
    width: int

    @classmethod
    def start(cls, table: Table, sizes: Ints, *, sweeps: int, seed: int, width: int) -> "OverCounts":
        """Deal by lot."""
        lot = np.random.default_rng(seed)
        state = counts.new_state(table, sizes, lot)
        real, tally = state.real, state.tally
        return cls(sizes=sizes, sweeps=sweeps, lot=lot, table=table, state=state, width=width, real=real, tally=tally)

    def _typical(self) -> float:
        return counts.typical_gain(self.state, self.lot, SAMPLE)

    def _advance(self, sweeps: int) -> int:
        return counts.advance(self.state, LOGS, sweeps, self.width)

    def _settle(self) -> None:
        counts.settle(self.state, self.table, self.state.best.copy())

    def _recount(self) -> int:
        return counts.score_of(self.table, self.sizes, self.state.best)

    @property
    def best(self) -> Groups:
        """Each person's group in the best grouping so far."""
        return self.state.best
