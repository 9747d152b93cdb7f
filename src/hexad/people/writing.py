"""People to ``people.csv``: complete, readable again, and harmless in a spreadsheet."""

import csv
import io
import re
from collections.abc import Sequence

from hexad.people.columns import FIELDS
from hexad.people.roster import Person

# What a spreadsheet may run: the signs that begin a formula, also behind apostrophes or white space that it drops.
RISKY = re.compile(r"[\s']*[=+\-@\t\r\n＝＋－＠]")  # noqa: RUF001  # spreadsheets take the full-width signs as well


def harmless(cell: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would run as a formula; ``read_roster`` takes it off again.

    Notes
    -----
    Source: OWASP, "CSV Injection".

    >>> harmless("=1+1")
    "'=1+1"
    """
    return f"'{cell}" if RISKY.match(cell) else cell


def write_rows(rows: Sequence[Sequence[str]]) -> str:
    """Write a table as CSV. Every value is quoted, so that a spreadsheet with another delimiter cannot split one."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue()


def write_people(people: Sequence[Person]) -> str:
    """Write people in the columns of ``people.csv``, further attributes behind them.

    Returns
    -------
    str
        CSV (RFC 4180). ``read_roster`` gives the same people back, row numbers apart.

    Notes
    -----
    Source: RFC 4180 and OWASP, "CSV Injection".
    """
    further = sorted({heading for person in people for heading in person.attributes})
    rows = [[*_cells(person), *(person.attributes.get(heading, "") for heading in further)] for person in people]
    return write_rows([[*FIELDS, *further], *rows])


def _cells(person: Person) -> list[str]:
    return [_text(getattr(person, field)) for field in FIELDS]


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "; ".join(value)
    return f"{value:g}" if isinstance(value, float) else str(value)
