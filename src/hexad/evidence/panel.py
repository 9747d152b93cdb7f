"""Answers of people in groups over periods, gathered to one mean a group and period."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hexad.evidence.estimate import EvidenceError, Note

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
FEW_GROUPS = 8
UNEQUAL = 2.0  # times the median, from which sizes of cells are called unequal


class Observed(NamedTuple):
    """One answer. ``treated``: whether the group had begun when it was given."""

    group: str
    period: int
    treated: bool
    outcome: float
    person: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One row for each group and period in which somebody answered, ordered by group, then period.

    Attributes
    ----------
    group, period
        (N,) numbers of the group and of the period, from 0 on.
    treated
        (N,) 1 where the group had begun.
    mean
        (N,) of the outcome.
    count
        (N,) answers behind it.
    groups, periods
        Names by number.
    people
        Different people, or None where the data name none.
    """

    group: Ints
    period: Ints
    treated: Floats
    mean: Floats
    count: Ints
    groups: tuple[str, ...]
    periods: tuple[int, ...]
    people: int | None

    @property
    def exposure(self) -> Ints:
        """(N,) periods since the group began, the first one counting 1; 0 before."""
        first = np.full(len(self.groups), np.iinfo(np.int64).max)
        begun = self.treated > 0
        np.minimum.at(first, self.group[begun], self.period[begun])
        return np.where(begun, self.period - first[self.group] + 1, 0)

    @property
    def starts(self) -> tuple[int, ...]:
        """The period in which each group began, by number; the number of periods where it never did."""
        found = [len(self.periods)] * len(self.groups)
        for group, period, treated in zip(self.group, self.period, self.treated, strict=True):
            if treated:
                found[group] = min(found[group], int(period))
        return tuple(found)


def panel_of(rows: Iterable[Observed]) -> Panel:
    """Gather answers.

    Raises
    ------
    EvidenceError
        Without answers, with an answer that is no number, or where answers of one group and period disagree on
        whether the group had begun.

    Source: analysis of cluster-period means (Hayes and Moulton 2017).
    """
    cells: dict[tuple[str, int], list[float]] = {}
    treated: dict[tuple[str, int], bool] = {}
    people: set[str] = set()
    for row in rows:
        if not np.isfinite(row.outcome):
            text = "The outcome of group %(group)s in period %(period)s is no number."
            raise EvidenceError(text, group=row.group, period=row.period)
        key = (row.group, row.period)
        if treated.setdefault(key, row.treated) != row.treated:
            text = "Group %(group)s is both begun and not begun in period %(period)s: keep one."
            raise EvidenceError(text, group=row.group, period=row.period)
        cells.setdefault(key, []).append(row.outcome)
        people.add(row.person)
    if not cells:
        raise EvidenceError("There are no answers yet.")
    groups = tuple(sorted({group for group, _ in cells}))
    periods = tuple(sorted({period for _, period in cells}))
    keys = sorted(cells)
    number, at = {name: i for i, name in enumerate(groups)}, {name: i for i, name in enumerate(periods)}
    return Panel(
        group=np.array([number[group] for group, _ in keys], np.int64),
        period=np.array([at[period] for _, period in keys], np.int64),
        treated=np.array([treated[key] for key in keys], np.float64),
        mean=np.array([np.mean(cells[key]) for key in keys]),
        count=np.array([len(cells[key]) for key in keys], np.int64),
        groups=groups,
        periods=periods,
        people=len(people) if people != {""} else None,
    )


def check_comparable(panel: Panel) -> None:
    """Refuse what no comparison can be made of; EvidenceError says why."""
    if len(panel.groups) < 2:
        raise EvidenceError("There is one group: an effect needs groups that can be compared.")
    if len(panel.periods) < 2:
        raise EvidenceError("There is one period: an effect needs answers before and after a start.")
    if not panel.treated.any():
        raise EvidenceError("No group has begun: the study has not started.")
    if panel.treated.all():
        raise EvidenceError("Every group had begun in every period: there is nothing to compare with.")
    if np.ptp(panel.mean) == 0:
        raise EvidenceError("Every group answered the same in every period: there is nothing to estimate.")


def caveats_of(panel: Panel) -> tuple[Note, ...]:
    """Say what every estimate from these data has to be read with."""
    found = []
    if len(panel.groups) < FEW_GROUPS:
        text = "With %(groups)s groups only large effects can be seen, and the interval is uncertain."
        found.append(Note(text, {"groups": len(panel.groups)}))
    cells = Counter(panel.group.tolist())
    missing = len(panel.groups) * len(panel.periods) - sum(cells.values())
    if missing:
        found.append(Note("Cells of group and period without answers, left out: %(cells)s.", {"cells": missing}))
    if panel.count.max() > UNEQUAL * max(1.0, float(np.median(panel.count))):
        found.append(Note("Some groups gave many more answers than others; each group and period counts the same."))
    return tuple(found)


def rows_of(matrix: Sequence[Sequence[float]], starts: Sequence[int]) -> list[Observed]:
    """Make rows of a matrix of means, groups by periods, and of the period in which each group began.

    >>> [row.treated for row in rows_of([[1.0, 2.0]], [1])]
    [False, True]
    """
    return [
        Observed(f"g{group:04}", period, period >= starts[group], float(value))
        for group, row in enumerate(matrix)
        for period, value in enumerate(row)
    ]
