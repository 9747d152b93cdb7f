"""Who bears the inconvenient hours: the ledger that rotates them, carried from cycle to cycle."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from hexad.scheduling.errors import SchedulingError
from hexad.scheduling.meeting_of import burden_of
from hexad.scheduling.needs import Attendee
from hexad.scheduling.plans import Session

Burdens = tuple[float, ...]
NEAR = 1e-9
Way = TypeVar("Way")


def burden(person: Attendee, start: datetime, end: datetime) -> float:
    """Points of inconvenience that a session is to one person, 0 at best.

    Source: the table of docs/scheduling.md.

    Examples
    --------
    >>> from datetime import UTC
    >>> from hexad.availability.hours import nine_to_five
    >>> late = datetime(2026, 12, 7, 16, 30, tzinfo=UTC), datetime(2026, 12, 7, 18, tzinfo=UTC)
    >>> burden(Attendee(id="ana", hours=nine_to_five("UTC")), *late)  # an hour late, in stretch hours
    9.5
    """
    return burden_of(person, start, end)


@dataclass(frozen=True, slots=True)
class Ledger:
    """Points that people have borne so far, by id; who is not in it has borne none.

    Raises
    ------
    SchedulingError
        For points below nought.
    """

    points: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if any(not borne >= 0 for borne in self.points.values()):
            raise SchedulingError("A ledger holds no points below nought.")

    def after(
        self, sessions: Iterable[Session], members: Mapping[str, Sequence[str]], people: Mapping[str, Attendee]
    ) -> "Ledger":
        """The ledger once sessions have been held: whoever came bears what the hour was to them.

        Parameters
        ----------
        members
            Of each group.
        """
        points = dict(self.points)
        for one in sessions:
            for name in members[one.group]:
                if name not in one.absent:
                    points[name] = points.get(name, 0.0) + burden_of(people[name], one.start, one.end)
        return Ledger(points)


def rotate(options: Sequence[Sequence[Burdens]], carried: Burdens) -> tuple[tuple[int, ...], float, float]:
    """Choose one option for each session so that whoever bears most bears as little as can be; then the least in all.

    Parameters
    ----------
    options
        For each session the burdens of each possible time, one number a member.
    carried
        What each member bears already.

    Returns
    -------
    tuple
        The chosen option of each session, the largest burden with what is carried, and the sum of all burdens.

    Raises
    ------
    SchedulingError
        Where a session has no option.

    Notes
    -----
    Exact: a dynamic programme over sessions whose states are the burdens so far. A state is left out where another
    one is no worse for anybody.

    Source: our choice; multi-criteria dynamic programming as in textbooks of shortest paths.

    Examples
    --------
    >>> early_or_late = [(3.0, 0.0), (0.0, 3.0)]  # each time one of two members has a bad hour
    >>> rotate([early_or_late, early_or_late], carried=(0.0, 0.0))
    ((0, 1), 3.0, 6.0)
    >>> rotate([early_or_late, early_or_late], carried=(6.0, 0.0))[0]
    (1, 1)
    """
    if not all(options):
        raise SchedulingError("Each session needs a time to choose.")
    states: dict[Burdens, tuple[int, ...]] = {tuple(carried): ()}
    for times in options:
        chosen = _unbeaten({burdens: at for at, burdens in reversed(list(enumerate(times)))})
        grown: dict[Burdens, tuple[int, ...]] = {}
        for borne, way in states.items():
            for burdens, at in chosen.items():
                total = tuple(have + more for have, more in zip(borne, burdens, strict=True))
                if total not in grown or (*way, at) < grown[total]:
                    grown[total] = (*way, at)
        states = _unbeaten(grown)
    before = sum(carried)
    borne, way = min(states.items(), key=lambda item: (max(item[0]), sum(item[0]), item[1]))
    return way, max(borne), sum(borne) - before


def _unbeaten(states: Mapping[Burdens, Way]) -> dict[Burdens, Way]:
    """Those than which no other is as good for everybody."""
    kept: dict[Burdens, Way] = {}
    for borne in sorted(states, key=lambda one: (sum(one), one)):
        if not any(all(less <= more + NEAR for less, more in zip(one, borne, strict=True)) for one in kept):
            kept[borne] = states[borne]
    return kept
