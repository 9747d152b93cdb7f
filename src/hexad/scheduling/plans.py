"""What a plan says: sessions, and those for which there is no time, with the reasons in kinds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from hexad.scheduling.reasons import Reason

Key = tuple[str, str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One session with its time.

    Attributes
    ----------
    kind, cycle
        What it is, and of which cycle; 0 for the get-together.
    start, end
        UTC, half-open.
    room
        Its name; empty where it needs none or rooms of the site are not limited.
    absent
        Ids of members who cannot come and catch up; only where the programme allows it.
    cost
        Points of this session alone, as :func:`hexad.scheduling.slots.rank` counts them.
    """

    group: str
    kind: str
    cycle: int
    start: datetime
    end: datetime
    room: str = ""
    site: str = ""
    absent: tuple[str, ...] = ()
    cost: float = 0.0
    reasons: tuple[Reason, ...] = ()

    @property
    def key(self) -> Key:
        """Which session it is, whatever its time."""
        return (self.group, self.kind, self.cycle)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unscheduled:
    """A session for which there is no time: ``reasons`` in kinds, and what would open times (``gains``)."""

    group: str
    kind: str
    cycle: int
    reasons: tuple[Reason, ...]
    gains: tuple[Reason, ...] = ()

    @property
    def key(self) -> Key:
        """Which session it is."""
        return (self.group, self.kind, self.cycle)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """The cost of a plan, in its four parts; the sum is what planning minimises.

    Attributes
    ----------
    unscheduled, inconvenience, distance, moves
        Points.
    """

    unscheduled: float = 0.0
    inconvenience: float = 0.0
    distance: float = 0.0
    moves: float = 0.0

    @property
    def total(self) -> float:
        """All four."""
        return self.unscheduled + self.inconvenience + self.distance + self.moves

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(
            unscheduled=self.unscheduled + other.unscheduled,
            inconvenience=self.inconvenience + other.inconvenience,
            distance=self.distance + other.distance,
            moves=self.moves + other.moves,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All sessions of all groups.

    Attributes
    ----------
    sessions
        In order of time.
    unscheduled
        Those without a time.
    cost
        Its parts; :func:`hexad.scheduling.verify.verify` computes them again.
    bound
        What no plan of the same request can go below.
    seed
        With which it can be made again.
    stopped
        ``done``, or ``limit`` where seconds ran out: then another machine may find another plan.
    by_group
        The part of each group in the cost.
    """

    sessions: tuple[Session, ...]
    unscheduled: tuple[Unscheduled, ...]
    cost: Cost
    bound: float
    seed: int = 0
    stopped: str = "done"
    by_group: Mapping[str, Cost] = field(default_factory=dict, repr=False)

    @property
    def gap(self) -> float:
        """How far the cost may lie above the best, as a share of the bound; 0: proved best."""
        over = self.cost.total - self.bound
        if over <= 1e-6:
            return 0.0
        return over / self.bound if self.bound > 0 else float("inf")
