"""What a command answers: one JSON object for machines, one table for people, and the problems."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hexad.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The result of one command. ``data`` goes to ``--json`` as it is; ``table`` is shown otherwise."""

    data: Mapping[str, Any]
    header: Sequence[str] = ()
    table: Sequence[Sequence[str]] = ()
    summary: str = ""
    problems: Sequence[Problem] = field(default_factory=tuple)


def aligned(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Lay rows out in columns of equal width."""
    table = [list(header), *map(list, rows)] if header else [list(row) for row in rows]
    widths = [max(len(row[column]) for row in table) for column in range(len(table[0]))] if table else []
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in table
    )
