"""From seconds to sweeps by a fixed table, never by measured speed: the same limit means the same work everywhere."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDEST, NARROWEST = 1024, 64  # partners that a person scans in one visit
BESIDE = 100  # what a visit costs beside its partners, counted in partners
PAIRS_A_SWEEP = 3_000_000  # beyond it visits are narrower, so that a sweep stays a matter of a second
FEW = 120  # up to so many people, more restarts pay
RESTARTS_OF_FEW, RESTARTS = 4, 2
LANES = 2
MOST_SWEEPS = 20_000
FEWEST_SWEEPS = 4

# Pairs of people looked at in a second by one search on a slow core of today: (kernel, calendars) -> speed.
SPEED = {
    ("dense", False): 100e6,
    ("dense", True): 20e6,
    ("counts", False): 12e6,
    ("counts", True): 8e6,
}


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to search: seconds, or sweeps of each search, which then count alone."""

    limit: float
    sweeps: int | None = None


@dataclass(frozen=True, slots=True)
class Load:
    """What decides the speed of one part: people, kernel, and whether calendars are looked at."""

    people: int
    kernel: str
    calendars: bool

    @property
    def width(self) -> int:
        """Partners a visit scans."""
        return width_for(self.people)

    @property
    def restarts(self) -> int:
        """Independent searches of which the best counts."""
        return RESTARTS_OF_FEW if self.people <= FEW else RESTARTS

    @property
    def seconds_a_sweep(self) -> float:
        """Seconds of one sweep of all restarts, by the table."""
        pairs = self.people * (self.width + BESIDE)
        return self.restarts * pairs / SPEED[self.kernel, self.calendars]


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
