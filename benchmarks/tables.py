"""The table of a benchmark, and how its figures are written."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from hexad.answers import aligned


@dataclass
class Table:
    """Rows of text under columns, and sentences below that say what the table does not."""

    title: str
    columns: tuple[str, ...]
    rows: list[tuple[str, ...]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, *cells: str | int) -> None:
        """Append a row with a cell for every column."""
        if len(cells) != len(self.columns):
            raise ValueError(f"{len(cells)} cells do not fill {len(self.columns)} columns.")
        self.rows.append(tuple(f"{cell:,}" if isinstance(cell, int) else cell for cell in cells))

    def note(self, sentence: str) -> None:
        """Append a sentence below the table."""
        self.notes.append(sentence)

    def __str__(self) -> str:
        lines = [self.title, "", aligned(self.columns, self.rows)]
        return "\n".join([*lines, "", *self.notes] if self.notes else lines) + "\n"


def figure(value: float) -> str:
    """Write a positive number with three digits that matter, never with an exponent."""
    if value <= 0:
        return "0"
    return f"{value:,.{max(0, 2 - math.floor(math.log10(value)))}f}"


def times(value: float, peer: float) -> str:
    """Write how many times the peer's figure this one is."""
    return f"{figure(value / peer)}x" if peer else "-"


def share(value: float | None) -> str:
    """Write a share or a ratio to a bound, which differ in the later digits."""
    return "-" if value is None else f"{value:.4f}"


def median(values: Sequence[float]) -> float:
    """Return the middle value; of an even number of values the lower middle, which was measured."""
    return sorted(values)[(len(values) - 1) // 2]


def highest_of_most(values: Sequence[float], percent: int = 95) -> float:
    """Return the 95th percentile: 95 of 100 values are not higher."""
    return sorted(values)[max(0, -(-percent * len(values) // 100) - 1)]
