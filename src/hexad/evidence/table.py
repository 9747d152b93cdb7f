"""Reading the small tables of the evidence commands: strict, bounded, with the row and the column named."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hexad.evidence.estimate import EvidenceError
from hexad.problems import Problem, shorten

LARGEST_FILE = 200_000_000  # bytes
MOST_PROBLEMS = 1000
GAPS = frozenset({"", "na", "nan", "n/a", "."})
TRUE, FALSE = frozenset({"1", "true", "yes", "1.0"}), frozenset({"0", "false", "no", "0.0"})


@dataclass(frozen=True, slots=True)
class Rows:
    """Cells by column, all columns equally long; ``numbers`` are the lines as a spreadsheet counts them."""

    columns: dict[str, list[str]]
    numbers: list[int]

    def __len__(self) -> int:
        return len(self.numbers)


def read_rows(path: Path, wanted: Sequence[str] = ()) -> Rows:
    """Read a CSV with a header.

    Raises
    ------
    EvidenceError
        For a file that is no such table, or lacks a wanted column.
    """
    with path.open("rb") as file:
        content = file.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise EvidenceError("%(file)s is larger than %(most)s MB.", file=path.name, most=LARGEST_FILE // 1_000_000)
    try:
        lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        text = "%(file)s is no CSV in UTF-8: %(why)s."
        raise EvidenceError(text, file=path.name, why=shorten(str(error))) from error
    rows = [(at, line) for at, line in enumerate(lines, start=1) if any(cell.strip() for cell in line)]
    if not rows:
        raise EvidenceError("%(file)s is empty: its first row names the columns.", file=path.name)
    header = [cell.strip() for cell in rows[0][1]]
    missing = [name for name in wanted if name not in header]
    if missing:
        have = shorten(", ".join(header))
        text = "%(file)s has no column %(missing)s. Its columns: %(have)s."
        raise EvidenceError(text, file=path.name, missing=", ".join(missing), have=have)
    if len(set(header)) < len(header):
        raise EvidenceError("%(file)s names a column twice.", file=path.name)
    ragged = next((at for at, line in rows[1:] if len(line) != len(header)), None)
    if ragged is not None:
        text = "%(file)s, row %(row)s: it has another number of cells than the header."
        raise EvidenceError(text, file=path.name, row=ragged)
    body = [line for _at, line in rows[1:]]
    return Rows(
        {name: [line[at].strip() for line in body] for at, name in enumerate(header)}, [at for at, _line in rows[1:]]
    )


@dataclass(slots=True)
class Numbers:
    """Turns cells into numbers, and gathers what was none."""

    rows: Rows
    problems: list[Problem]

    def of(self, column: str) -> NDArray[np.float64]:
        """Return (n,) with nan for a gap; what is neither a number nor a gap is a problem and a gap too."""
        found = np.full(len(self.rows), np.nan)
        for at, cell in enumerate(self.rows.columns[column]):
            if cell.casefold() in GAPS:
                continue
            try:
                found[at] = float(cell)
            except ValueError:
                found[at] = np.nan
            if not np.isfinite(found[at]):
                found[at] = np.nan
                self._note(at, column, cell, "Write a number, or leave the cell empty.")
        return found

    def whether(self, column: str) -> list[bool | None]:
        """Return yes, no, or None for what is neither."""
        found: list[bool | None] = []
        for at, cell in enumerate(self.rows.columns[column]):
            word = cell.casefold()
            found.append(True if word in TRUE else False if word in FALSE else None)
            if found[-1] is None:
                self._note(at, column, cell, "Write 1 where the group had begun, 0 where it had not.")
        return found

    def _note(self, at: int, column: str, cell: str, remedy: str) -> None:
        if len(self.problems) < MOST_PROBLEMS:
            row = self.rows.numbers[at]
            self.problems.append(Problem(row=row, field=column, found=shorten(cell), remedy=remedy))
