"""A file of bytes to a table of text: encoding, delimiter, headings, rows; bounded in time and memory."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from hexad.people import refusals, remedies
from hexad.people.columns import field_of
from hexad.people.decoding import decode
from hexad.people.roster import PeopleError
from hexad.people.values import as_typed
from hexad.problems import Problem, shorten

DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much is read.

    Attributes
    ----------
    size
        Largest file, in bytes.
    rows
        Most rows below the headings.
    columns
        Most columns.
    characters
        Longest value, in characters.
    """

    size: int = 50 * 2**20
    rows: int = 200_000
    columns: int = 200
    characters: int = 10_000


DEFAULT = Limits()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Headings and rows as typed; every row has as many cells as there are headings.

    Attributes
    ----------
    numbers
        The line of each row as a spreadsheet counts it.
    problems
        Rows that could not be read; they are not in ``rows``.
    """

    columns: tuple[str, ...]
    rows: list[list[str]]
    numbers: list[int]
    encoding: str
    delimiter: str
    problems: tuple[Problem, ...] = ()


def read_table(data: bytes, *, limits: Limits = DEFAULT) -> Table:
    """Read a delimited text file.

    Parameters
    ----------
    data
        The file. UTF-8, UTF-16 and cp1252 are recognised; comma, semicolon and tab; a leading ``sep=`` line.
    limits
        What is refused.

    Raises
    ------
    PeopleError
        Empty, not text, too large, or without headings: a sentence that says what to do.

    Notes
    -----
    Source: RFC 4180, read leniently; the ``sep=`` line is a habit of spreadsheets.

    >>> read_table(b"name;email\\nAda;ada@example.org\\n").rows
    [['Ada', 'ada@example.org']]
    """
    if len(data) > limits.size:
        raise too_large(limits)
    text, encoding = decode(data)
    if not text.strip("\ufeff\0 \t\r\n"):
        raise PeopleError(refusals.EMPTY)
    text, skipped, stated = _without_separator_line(text.lstrip("\ufeff"))
    delimiter = stated or _likely_delimiter(text)
    records = _records(text, delimiter, first=1 + skipped)
    header = next((record for record in records if isinstance(record, Problem) or any(record[1])), None)
    if header is None or isinstance(header, Problem):
        raise PeopleError(refusals.NO_HEADINGS)
    return _filled(header[1], records, limits, encoding, delimiter)


def too_large(limits: Limits) -> PeopleError:
    """Say how large a file may be, for those who refuse it before reading."""
    return PeopleError(refusals.TOO_LARGE, most=limits.size // 2**20)


def _without_separator_line(text: str) -> tuple[str, int, str]:
    first, _, rest = text.partition("\n")
    line = first.strip()
    if line.lower().startswith("sep=") and len(line) == 5:
        return rest, 1, line[4]
    if first.rstrip("\r").lower() == "sep=\t":
        return rest, 1, "\t"
    return text, 0, ""


def _likely_delimiter(text: str) -> str:
    """Take the delimiter under which most headings mean something; among equals the one with most columns."""

    def meaning(delimiter: str) -> tuple[int, int]:
        first = next((r for r in _records(text, delimiter, 1) if isinstance(r, Problem) or any(r[1])), None)
        if first is None or isinstance(first, Problem):
            return 0, 0
        return len({field_of(cell) for cell in first[1]} - {""}), len(first[1])

    return max(DELIMITERS, key=meaning)


def _records(text: str, delimiter: str, first: int) -> Iterator[tuple[int, list[str]] | Problem]:
    """Number and cells of each record; a broken record is a Problem, and reading goes on behind it."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = first - 1
    while True:
        number += 1
        try:
            yield number, [cell.strip() for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error as error:
            yield Problem(row=number, field="", found="", remedy=_remedy(error))


def _remedy(error: csv.Error) -> str:
    return remedies.SHORTEN_FIELD if "limit" in str(error) else remedies.CLOSE_QUOTE


def _filled(
    header: list[str],
    records: Iterator[tuple[int, list[str]] | Problem],
    limits: Limits,
    encoding: str,
    delimiter: str,
) -> Table:
    columns = _headings(header)
    if len(columns) > limits.columns:
        raise PeopleError(refusals.MANY_COLUMNS, most=limits.columns)
    rows: list[list[str]] = []
    numbers: list[int] = []
    problems: list[Problem] = []
    for record in records:
        if len(rows) + len(problems) >= limits.rows:
            raise PeopleError(refusals.MANY_ROWS, most=limits.rows)
        if isinstance(record, Problem):
            problems.append(record)
        elif any(record[1]):
            number, cells = record
            faults = _faults(number, cells, columns, limits)
            problems.extend(faults)
            if all(fault.severity == "warning" for fault in faults):
                rows.append((cells + [""] * (len(columns) - len(cells)))[: len(columns)])
                numbers.append(number)
    return Table(
        columns=columns, rows=rows, numbers=numbers, encoding=encoding, delimiter=delimiter, problems=tuple(problems)
    )


def _headings(header: list[str]) -> tuple[str, ...]:
    """Give nameless and repeated headings a name of their own, so that no value hides another."""
    while header and not header[-1]:
        header = header[:-1]
    names: list[str] = []
    taken: set[str] = set()
    for place, heading in enumerate(header, start=1):
        name = shorten(as_typed(heading.replace("\0", ""))) or f"Column {place}"
        if name in taken:
            name = f"{name} ({place})"
        names.append(name)
        taken.add(name)
    return tuple(names)


def _faults(number: int, cells: list[str], columns: tuple[str, ...], limits: Limits) -> list[Problem]:
    faults = []
    for column, cell in zip(columns, cells, strict=False):
        if len(cell) > limits.characters:
            faults.append(Problem(row=number, field=column, found=shorten(cell), remedy=remedies.SHORTEN_FIELD))
        elif "\0" in cell:
            faults.append(
                Problem(row=number, field=column, found=shorten(cell.replace("\0", "␀")), remedy=remedies.DROP_NUL)
            )
    beyond = [cell for cell in cells[len(columns) :] if cell]
    if beyond:
        found = shorten(" | ".join(beyond))
        faults.append(Problem(row=number, found=found, remedy=remedies.DROP_CELLS, severity="warning"))
    return faults
