"""From seconds to sweeps by a fixed table, never by measured speed: the same limit means the same work everywhere.

Only where a machine is so slow that the clock would cut a search off, what is left of it is made shorter meanwhile.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

WIDEST, NARROWEST = 1024, 64  # partners that a person scans in one visit
PAIRS_A_SWEEP = 3_000_000  # beyond it visits are narrower, so that a sweep stays a matter of a second
DENSE = 2500  # people up to whom an n x n matrix of distances pays; 50 MB there
FEW = 120  # up to so many people, more restarts pay
RESTARTS_OF_FEW, RESTARTS = 4, 2
LANES = 2
CUT, OVERTIME = 1.05, 1.1  # times the limit, at which the clock cuts a search off, and its descents
# When it is reckoned whether the clock will cut a search off, and from how much on that is taken for sure: sweeps of
# the beginning take longer, and a machine that stood still for a moment is no slow one. Both as shares of the limit,
# like the moment at which the sweeps that are left should be over, so that there is time for the descents.
LOOKS = ((0.25, float("inf")), (0.5, 1.25), (0.65, 1.15), (0.8, 1.1), (0.9, CUT))
OVER = 1.04
SEEDS_APART = 1_000_003
MOST_SWEEPS = 200_000
FEWEST_SWEEPS = 4

# Pairs of people looked at in a second by one search on a slow core of today, and what a visit costs beside, in pairs.
# Distances are looked at in one of two ways, see there; at a glance is for large groups, and passes over more of them
# where distances are spread than where they are much alike. Beyond some people a matrix leaves the processor's fast
# memory, which at a glance feels more.
SPEED = {"distances": 0.9e9, "glance": 5.5e9, "glance, alike": 29e9, "common": 20e6, "windows": 10e6, "counts": 62e6}
BESIDE = {"distances": 60, "glance": 520, "glance, alike": 3000, "common": 100, "windows": 100, "counts": 60}
SLOWER_FROM, SLOWER = 512, {"glance": 0.3, "glance, alike": 1.4}

# One long search finds more than several short ones until it is about so long: from then on searches differ more by
# luck than by length. Seen on drawn distances, exchanges counted: about 30,000 sweeps of 240 people, 240,000 of 480.
ENOUGH, ENOUGH_FOR = 30_000, 240
MOST_SEARCHES, LEAST_ENOUGH = 60, 200


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to search: seconds, or sweeps of each search, which then count alone."""

    limit: float
    sweeps: int | None = None


@dataclass(frozen=True, slots=True)
class Load:
    """What decides the speed of one part: people, and which search suits them."""

    people: int
    kernel: str

    @property
    def restarts(self) -> int:
        """Independent searches of which the best counts."""
        if self.people <= FEW:
            return RESTARTS_OF_FEW
        return RESTARTS if self.people <= DENSE else 1

    @property
    def seconds_a_sweep(self) -> float:
        """Seconds of one sweep of all restarts, by the table."""
        if self.kernel not in ("common", "windows", "counts"):
            return self.restarts * _seconds_over_distances(self.people, self.kernel)
        return self.restarts * self.people * (width_for(self.people) + BESIDE[self.kernel]) / SPEED[self.kernel]


def _seconds_over_distances(people: int, kernel: str) -> float:
    seconds = people * (people + BESIDE[kernel]) / SPEED[kernel]
    return float(seconds * max(1.0, people / SLOWER_FROM) ** SLOWER.get(kernel, 0.0))


def width_for(people: int) -> int:
    """Return how many partners a person scans in one visit.

    >>> width_for(120), width_for(3000), width_for(100_000)
    (120, 1000, 64)
    """
    return min(people, WIDEST, max(NARROWEST, PAIRS_A_SWEEP // max(people, 1)))


def sweeps_for(limit: float, loads: Sequence[Load]) -> int:
    """Return the sweeps of each search that fit into a limit in seconds, on two cores."""
    seconds = sum(load.seconds_a_sweep for load in loads) / LANES
    return max(FEWEST_SWEEPS, min(MOST_SWEEPS, int(limit / seconds))) if seconds else FEWEST_SWEEPS


def sweeps_of_distances(limit: float, people: int, kernel: str) -> int:
    """Return how many sweeps over distances alone, of all searches, fit into a limit in seconds on one core.

    >>> sweeps_of_distances(3.0, 480, "glance")
    34375
    """
    return max(FEWEST_SWEEPS, int(limit / _seconds_over_distances(people, kernel)))


def searches_of(sweeps: int, people: int) -> tuple[int, int]:
    """Return into how many searches so many sweeps are split, and the sweeps of each; their product splits the same.

    >>> searches_of(20833, 480), searches_of(479797, 240)
    ((1, 20833), (15, 31986))
    """
    enough = max(LEAST_ENOUGH, int(ENOUGH * (people / ENOUGH_FOR) ** 3))
    searches = max(1, min(MOST_SEARCHES, sweeps // enough))
    return searches, sweeps // searches


@dataclass(slots=True)
class Foresight:
    """Whether a search of a slow machine would still be warm when the clock cuts it off.

    A search that cools faster from now on ends cold, which finds more than one that is cut off in its middle. All by
    the clock of ``time.perf_counter``.
    """

    begun: float
    until: float  # when the limit is over
    looks: list[tuple[float, float]] = field(default_factory=lambda: list(LOOKS))
    seconds: float = 0.0  # of the last look
    done: float = 0.0  # share of the sweeps, then
    is_late: bool = False

    def share(self, now: float, done: float) -> float:
        """Return how many times the sweeps left fit into the limit; one, as long as all that were planned seem to.

        ``done`` is the share of the sweeps that are done, of as many as there are now.
        """
        seconds, limit = now - self.begun, self.until - self.begun
        if not self.looks or seconds < self.looks[0][0] * limit or done <= self.done:
            return 1.0
        _at, most = self.looks.pop(0)
        speed = max(done / seconds, (done - self.done) / (seconds - self.seconds))  # sweeps at the end are quicker
        self.seconds, self.done = seconds, done
        needed, left = (1.0 - done) / speed, max(0.0, OVER * limit - seconds)
        self.is_late |= seconds + needed > most * limit
        if not self.is_late:
            return 1.0
        self.done = done / (done + (1.0 - done) * left / needed)  # of the sweeps that there are from now on
        return left / needed


def fitted(sweeps: int, share: float) -> int:
    """Return so many times the sweeps that a search has left, at least one."""
    return max(1, int(sweeps * share))


def descend(advance: Callable[[int], int], sweeps: int, until: float) -> None:
    """Do so many sweeps, at once where there is time, one by one where a clock waits; at least one."""
    if until == float("inf"):
        advance(sweeps)
        return
    for _ in range(sweeps):
        advance(1)
        if time.perf_counter() > until:
            return
