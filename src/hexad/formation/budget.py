"""From seconds to sweeps by a fixed table, never by measured speed: the same limit means the same work everywhere."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

WIDEST, NARROWEST = 1024, 64  # partners that a person scans in one visit
PAIRS_A_SWEEP = 3_000_000  # beyond it visits are narrower, so that a sweep stays a matter of a second
DENSE = 2500  # people up to whom an n x n matrix of distances pays; 50 MB there
FEW = 120  # up to so many people, more restarts pay
RESTARTS_OF_FEW, RESTARTS = 4, 2
LANES = 2
CUT, OVERTIME = 1.05, 1.1  # times the limit, at which the clock cuts a search off, and its descents
LOOK, HALF = 0.05, 0.5  # shares of the limit: how often a run looks whether it is in time, and from when it hurries
SEEDS_APART = 1_000_003
MOST_SWEEPS = 200_000
FEWEST_SWEEPS = 4

# Pairs of people looked at in a second by one search on a slow core of today, and what a visit costs beside, in pairs.
# Distances are looked at in one of two ways, see there; at a glance is for large groups. Beyond some people a matrix
# leaves the processor's fast memory, which at a glance feels more.
SPEED = {"distances": 0.9e9, "glance": 5.6e9, "glance, alike": 5.6e9, "common": 20e6, "counts": 62e6}
SPEED |= {"windows": 10e6, "scarce windows": 21e6}
BESIDE = {"distances": 60, "glance": 240, "glance, alike": 240, "common": 100, "counts": 60}
BESIDE |= {"windows": 100, "scarce windows": 100}
SLOWER_FROM, SLOWER = 512, {"glance": 0.3, "glance, alike": 0.3}

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
        if self.kernel in ("distances", "glance", "glance, alike"):
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
    48611
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
class Haste:
    """On a machine slower than the table the clock would cut a search off while it is warm: it cools faster instead."""

    limit: float
    before: tuple[float, float] = (0.0, 0.0)
    fastest: float = 0.0
    is_on: bool = False
    most: float = 0.0

    def share(self, seconds: float, done: float, total: float) -> float:
        """Return how many times the sweeps left there is time for: 1.0 as long as all are done before the cut.

        It begins where not even the highest speed so far will do, since machines stand still for a moment; from then on
        it follows the speed, and where that was too low, some of the sweeps that were given up are done after all.
        """
        since, had = self.before
        if seconds - since < LOOK * self.limit or done >= total:
            return 1.0
        self.before, left, lately = (seconds, done), total - done, (done - had) / (seconds - since)
        self.fastest = max(self.fastest, lately)
        if not self.is_on:
            self.is_on = seconds > HALF * self.limit and left > self.fastest * (CUT * self.limit - seconds)
            self.most = total
        speed = max(lately, done / seconds)
        return max(0.0, min((self.limit - seconds) * speed, self.most - done) / left) if self.is_on else 1.0


def resized(done: int, sweeps: int, share: float) -> int:
    """Return how many sweeps a search has in all where of those left this many times are to be done; one at least."""
    return done + max(1, int((sweeps - done) * share))


def descend(advance: Callable[[int], int], sweeps: int, until: float) -> None:
    """Do so many sweeps, at once where there is time, one by one where a clock waits; at least one."""
    if until == float("inf"):
        advance(sweeps)
        return
    for _ in range(sweeps):
        advance(1)
        if time.perf_counter() > until:
            return
