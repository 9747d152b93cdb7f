"""``history.csv``: who shared a group in earlier rounds."""

from collections import defaultdict
from datetime import date
from pathlib import Path

from hexad.formation.errors import FormationError
from hexad.formation.problem import PastGroup
from hexad.people.dates import readings
from hexad.people.table import DEFAULT, read_table, too_large
from hexad.people.values import read_email
from hexad.problems import Problem, shorten

COLUMNS = ("round_date", "group", "email")


def load_history(path: Path) -> tuple[tuple[PastGroup, ...], list[Problem]]:
    """Read a file with one row for each member of each earlier group; see :func:`read_history`."""
    if path.stat().st_size > DEFAULT.size:
        raise too_large(DEFAULT)
    return read_history(path.read_bytes())


def read_history(data: bytes) -> tuple[tuple[PastGroup, ...], list[Problem]]:
    """Read earlier groups.

    Parameters
    ----------
    data
        CSV with ``round_date``, ``group`` and ``email``.

    Returns
    -------
    tuple of PastGroup, and the rows that could not be used.

    Raises
    ------
    FormationError
        Where a column is missing.

    Source: our format.

    >>> groups, problems = read_history(b"round_date,group,email\\n2026-03-02,a,ada@x.org\\n2026-03-02,a,ben@x.org\\n")
    >>> groups[0].people
    ('ada@x.org', 'ben@x.org')
    """
    table = read_table(data)
    headings = [heading.strip().lower() for heading in table.columns]
    missing = [name for name in COLUMNS if name not in headings]
    if missing:
        raise FormationError(
            f"The history has no column {' and no column '.join(missing)}: name them in the first row."
        )
    places = [headings.index(name) for name in COLUMNS]
    found: dict[tuple[date, str], dict[str, None]] = defaultdict(dict)
    problems = list(table.problems)
    for number, row in zip(table.numbers, table.rows, strict=True):
        day, group, email = (row[place].strip() for place in places)
        dates, address = readings(day), read_email(email)
        if len(dates) == 1 and address and group:
            found[dates[0], group][address] = None
        else:
            problems.append(_unusable(number, day, email, unclear=len(dates) != 1, nobody=not address))
    groups = [PastGroup(on, tuple(people)) for (on, _group), people in found.items() if len(people) > 1]
    return tuple(sorted(groups, key=lambda past: (past.on, past.people))), problems


def _unusable(number: int, day: str, email: str, *, unclear: bool, nobody: bool) -> Problem:
    if unclear:
        remedy = "Write the day as 2026-03-02; the row was left out."
        return Problem(row=number, field="round_date", found=shorten(day), remedy=remedy)
    if nobody:
        remedy = "Write an e-mail address; the row was left out."
        return Problem(row=number, field="email", found=shorten(email), remedy=remedy)
    return Problem(row=number, field="group", remedy="Name the group; the row was left out.")
