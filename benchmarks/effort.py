"""How much a benchmark does: the whole table, a part of it, or just enough to see that it runs."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """What the command line asks for.

    Attributes
    ----------
    short
        A version of seconds for CI: small data, few repetitions; its figures mean nothing.
    seeds
        Repetitions with other data and another seed, where a benchmark has any.
    rows
        Only so many rows of the table, from the top; None: all.
    """

    short: bool = False
    seeds: int = 5
    rows: int | None = None

    def of(self, full: Sequence[Item], short: Sequence[Item]) -> Sequence[Item]:
        """Return the cases to measure."""
        return short if self.short else full[: self.rows]

    @property
    def every_seed(self) -> range:
        """Return the seeds to repeat with."""
        return range(1, 2 if self.short else self.seeds + 1)


def say(text: str) -> None:
    """Tell the reader what is being measured; the table alone goes to standard output."""
    sys.stderr.write(f"  ... {text}\n")
    sys.stderr.flush()
