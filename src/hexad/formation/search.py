"""The search of one part: climb down until the hard rules are kept, anneal the wishes, descend."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hexad.formation import kernels
from hexad.formation.budget import descend, resized, width_for
from hexad.formation.fitting import WORD
from hexad.formation.kernels import QUORUM, SHARE, SOLO, Data, State

CLIMB_SHARE = 0.5  # of the sweeps at most, to reach groups that keep what they must
HOT, COLD = 0.4, 0.06  # temperatures of the climb, as shares of the dearest and the cheapest penalty
WARM, COOL = 0.6, 0.03  # temperatures of the wishes where hard rules hold them, as shares of a typical gain
LOOSEST, TIGHT = 0.12, 0.05  # temperature as a share of a penalty while wishes are cooled, first and last
FIRST_TARGET, LAST_TARGET = 2.0, 0.02  # swaps a visit that pass the temperature
DESCENT = 30  # sweeps of the descent at most
SAMPLE = 50  # people over whom the typical gain of a swap is measured


def new_state(data: Data, seed: int) -> State:
    """Deal people to groups by lot and fill every table."""
    people, groups, largest = data.distance.shape[0], data.sizes.size, int(data.sizes.max())
    words = data.bits.shape[1]
    lot = np.random.default_rng(seed)
    group = lot.permutation(np.repeat(np.arange(groups, dtype=np.int32), data.sizes))
    state = State(
        group=group,
        place=np.zeros(people, np.int32),
        members=np.full((groups, largest), -1, np.int32),
        sums=np.zeros((groups, people), np.int64),
        own=np.zeros(people, np.int64),
        rest=np.zeros((people, words), np.uint64),
        near=np.zeros((people, words), np.uint64),
        lost=np.zeros((people, data.people_at.shape[1] * WORD), np.uint8),
        stale=np.ones(people, np.uint8),
        some=np.zeros(data.people_at.shape[1], np.uint64),
        energy=np.zeros(groups),
        hope=np.zeros(groups),
        gains=np.zeros(people, np.int64),
        column=np.zeros(groups, np.int64),
        scratch=np.zeros((4, largest + 1, words), np.uint64),
        random=lot.integers(1, 1 << 63, size=1, dtype=np.uint64),
        real=np.zeros(7),
        count=np.zeros(4, np.int64),
        best=group.copy(),
    )
    kernels.settle(data, state)
    state.count[kernels.BEST] = state.count[kernels.SCORE]
    return state


@dataclass(slots=True)
class Search:
    """One search; ``step`` does a few sweeps and can be called from a thread of its own.

    How many sweeps a step does never changes what is found: everything that matters is in the state.
    """

    data: Data
    state: State
    sweeps: int
    penalty: int
    done: int = 0
    climbed: bool = False
    finished: bool = False

    @classmethod
    def start(cls, data: Data, *, penalty: int, sweeps: int, seed: int) -> "Search":
        """Set up a search; ``penalty`` is the cheapest one that stands for a hard rule."""
        search = cls(data, new_state(data, seed), sweeps, penalty)
        hard, real = data.segment_cost[data.segment_hard > 0], search.state.real
        real[kernels.BASE], real[kernels.PRESSURE] = penalty, 1.0
        if search._free or search.climb_sweeps == 0:
            search._begin_annealing()
            return search
        hot, cold = HOT * float(hard.max()), COLD * float(hard.min())
        real[kernels.TEMPERATURE] = hot
        real[kernels.RATIO] = (cold / hot) ** (1 / search.climb_sweeps)
        return search

    @property
    def _free(self) -> bool:
        """Whether no hard rule about something in common narrows the swaps."""
        return not self.data.segment_hard.any()

    @property
    def _descent(self) -> int:
        """Sweeps of a descent at most: where sweeps are dear and few, it must not outlast the search itself."""
        return max(1, min(DESCENT, self.sweeps // 20))

    @property
    def width(self) -> int:
        """Partners a visit scans."""
        return width_for(int(self.data.distance.shape[0]))

    @property
    def climb_sweeps(self) -> int:
        """Sweeps that the climb may use."""
        return int(self.sweeps * CLIMB_SHARE)

    def step(self, sweeps: int) -> None:
        """Do up to so many sweeps."""
        if self.finished:
            return
        if not self.climbed:
            wanted = max(0, min(sweeps, self.climb_sweeps - self.done))  # none where a hurry took them
            did = kernels.advance(self.data, self.state, wanted, self.width, kernels.CLIMB)
            self.done += did
            if self.state.energy.sum() == 0 or self.done >= self.climb_sweeps:
                self._begin_annealing()
            return
        wanted = min(sweeps, self.sweeps - self.done)
        self.done += kernels.advance(self.data, self.state, wanted, self.width, kernels.ANNEAL)
        if self.done >= self.sweeps:
            self.finish()

    def hurry(self, share: float) -> None:
        """Do so many times the sweeps left, and cool as far in them."""
        left, self.sweeps = self._left, resized(self.done, self.sweeps, share)
        ratios = [kernels.RATIO, kernels.LOOSE_RATIO]
        self.state.real[ratios] **= left / max(1, self._left)

    @property
    def _left(self) -> int:
        """Sweeps of the climb, or after it of the search."""
        return max(1, (self.sweeps if self.climbed else self.climb_sweeps) - self.done)

    def _begin_annealing(self) -> None:
        """Cool the wishes from where the climb has left the hard rules."""
        self.climbed = True
        real, left = self.state.real, max(1, self.sweeps - self.done)
        typical = kernels.typical_gain(self.data, self.state, SAMPLE, self.penalty)
        first, last = (FIRST_TARGET, LAST_TARGET) if self._free else (WARM, COOL)
        real[kernels.RATIO] = (last / first) ** (1 / left)
        real[kernels.TARGET] = FIRST_TARGET if self._free else 0.0
        real[kernels.LOOSE], real[kernels.LOOSE_RATIO] = LOOSEST, (TIGHT / LOOSEST) ** (1 / left)
        real[kernels.TEMPERATURE] = typical * (1.0 if self._free else WARM)
        real[kernels.PRESSURE] = min(1.0, real[kernels.TEMPERATURE] / (LOOSEST * self.penalty))

    def finish(self, until: float = float("inf")) -> None:
        """Descend from where the search stands and from its best, and keep the better; no longer than until then."""
        for _ in range(2):
            self.state.real[kernels.TEMPERATURE], self.state.real[kernels.PRESSURE] = 0.0, 1.0
            descend(self._go_down, self._descent, until)
            if self.state.count[kernels.SCORE] >= self.state.count[kernels.BEST]:
                break
            self.state.group[:] = self.state.best
            kernels.settle(self.data, self.state)
        self._assert_exact()
        self.finished = True

    def _go_down(self, sweeps: int) -> int:
        return kernels.advance(self.data, self.state, sweeps, self.width, kernels.DESCEND)

    def _assert_exact(self) -> None:
        told = int(self.state.count[kernels.SCORE])
        kernels.settle(self.data, self.state)
        if told != int(self.state.count[kernels.SCORE]):
            raise AssertionError(f"The score kept ({told}) is not the score recomputed: a defect of the search.")

    @property
    def score(self) -> int:
        """Return the best score so far, penalties included, in thousandths of a point."""
        return int(self.state.count[kernels.BEST])

    @property
    def best(self) -> NDArray[np.int32]:
        """Return each person's group in the best grouping so far."""
        return self.state.best

    @property
    def meeting(self) -> NDArray[np.bool_]:
        """Return which groups can meet in the best grouping so far."""
        return groups_that_meet(self)


def groups_that_meet(search: Search) -> NDArray[np.bool_]:
    """Return for each group whether every block has a window; one may be missing where the rule says so."""
    data, group = search.data, search.best
    order = np.argsort(group, kind="stable")
    first = np.searchsorted(group[order], np.arange(data.sizes.size))
    windows = np.flatnonzero((data.segment_kind != SHARE) & (data.segment_kind != SOLO))
    every = np.full((data.sizes.size, data.bits.shape[1]), ~np.uint64(0))
    near = every.copy()
    for at in range(int(data.sizes.max())):
        has = data.sizes > at
        bits = data.bits[order[first[has] + at]]
        near[has] = (near[has] & bits) | every[has]
        every[has] &= bits
    meets = np.ones(data.sizes.size, bool)
    for k in windows:
        shared = near if data.segment_kind[k] == QUORUM else every
        meets &= shared[:, data.segments[k] : data.segments[k + 1]].any(axis=1)
    return meets
