"""``read_roster``: bytes of people.csv to people, with every problem at once."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from hexad.people import remedies, values
from hexad.people.columns import match_columns, missing_fields
from hexad.people.dates import Order, likely_order
from hexad.people.lines import find_circles
from hexad.people.roster import NO_ATTRIBUTES, PeopleError, Person, Roster
from hexad.people.rows import Row
from hexad.people.table import DEFAULT, Limits, Table, read_table
from hexad.problems import Problem, Severity, shorten

MOST_PROBLEMS = 20_000
PROGRESS_EVERY = 500

Progress = Callable[[int, int], None]


def read_roster(
    data: bytes,
    *,
    columns: Mapping[str, int] | None = None,
    known: Collection[str] = (),
    limits: Limits = DEFAULT,
    on_progress: Progress | None = None,
) -> Roster:
    """Read managers from a file of any origin.

    Parameters
    ----------
    data
        The file; see ``read_table`` for encodings and delimiters.
    columns
        Field to column index; by default matched from the headings. Columns of no field are kept as attributes.
    known
        Addresses that exist outside the file, so that a boss among them is no gap.
    limits
        What is refused as a whole.
    on_progress
        Called with rows read and rows in all.

    Returns
    -------
    Roster
        Usable people in file order, and all problems in row order. Arbitrary bytes never raise: a file that gives no
        answer has no people and one problem in row 0 (``Roster.unreadable``).

    Notes
    -----
    A row without a usable address or name is an error and left out; of rows with the same address the first is used.
    A doubtful optional value is a warning and left empty. A circle of reporting lines is an error of the file: its
    people are used and their lines kept, so that they stay apart in groups. Source: our choice.

    >>> [person.name for person in read_roster(b"email,name\\nada@example.org,Ada").people]
    ['Ada']
    """
    try:
        table = read_table(data, limits=limits)
        return read_people(table, columns=columns, known=known, on_progress=on_progress)
    except PeopleError as error:
        return Roster((), (Problem(remedy=str(error)),))


def read_people(
    table: Table,
    *,
    columns: Mapping[str, int] | None = None,
    known: Collection[str] = (),
    on_progress: Progress | None = None,
) -> Roster:
    """Read managers from a table that is already text; otherwise as ``read_roster``.

    Raises
    ------
    PeopleError
        Where no column holds addresses, or none holds names.

    Notes
    -----
    Source: our choice.
    """
    matched = _checked_columns(table, columns)
    people: dict[str, Person] = {}
    problems = list(table.problems)
    for done, row in enumerate(_rows(table, matched), start=1):
        person = row.person()
        problems.extend(row.problems)
        if person and person.email in people:
            problems.append(_repetition(person, people[person.email]))
        elif person:
            people[person.email] = person
        if on_progress and (done % PROGRESS_EVERY == 0 or done == len(table.rows)):
            on_progress(done, len(table.rows))
    found = tuple(people.values())
    problems.extend(line_problems(found, known))
    return Roster(found, _bounded(problems) if found or problems else (Problem(row=1, remedy=remedies.ADD_ROWS),))


def _checked_columns(table: Table, columns: Mapping[str, int] | None) -> Mapping[str, int]:
    matched = match_columns(table.columns) if columns is None else columns
    used = {name: index for name, index in matched.items() if 0 <= index < len(table.columns)}
    missing = missing_fields(used)
    if missing:
        headings = shorten(", ".join(table.columns), 200)
        raise PeopleError(f"No column for {' and '.join(missing)} among: {headings}. Name the columns or match them.")
    return used


def _rows(table: Table, columns: Mapping[str, int]) -> Iterator[Row]:
    order = _date_order(table, columns)
    used = set(columns.values())
    further = [(index, heading) for index, heading in enumerate(table.columns) if index not in used]
    for number, cells in zip(table.numbers, table.rows, strict=True):
        fields = {name: values.as_typed(cells[index]) for name, index in columns.items()}
        rest = {heading: values.as_typed(cells[index]) for index, heading in further if cells[index]}
        yield Row(number, fields, MappingProxyType(rest) if rest else NO_ATTRIBUTES, order)


def _date_order(table: Table, columns: Mapping[str, int]) -> Order:
    index = columns.get("start_date")
    return "" if index is None else likely_order(row[index] for row in table.rows)


def _repetition(person: Person, first: Person) -> Problem:
    same = replace(person, row=first.row) == first
    severity: Severity = "warning" if same else "error"
    found = f"{shorten(person.email, 60)} (also row {first.row})"
    return Problem(row=person.row, field="email", found=found, remedy=remedies.ONE_ROW_EACH, severity=severity)


def line_problems(people: Sequence[Person], known: Collection[str] = ()) -> list[Problem]:
    """Find gaps (a boss nobody knows) and circles in reporting lines."""
    present = {person.email for person in people}.union(known)
    gaps = [
        _boss_problem(person, person.boss_email, remedies.ADD_BOSS, "warning")
        for person in people
        if person.boss_email and person.boss_email not in present
    ]
    return gaps + circle_problems(people)


def circle_problems(people: Iterable[Person]) -> list[Problem]:
    """Name every circle of reporting lines with its people and rows; a person in row 0 stands in no file.

    Returns
    -------
    list of Problem
        One per circle, at its first row. Circles of people in row 0 alone are left out: no file can mend them.

    Notes
    -----
    Source: our choice.
    """
    problems = []
    for circle in find_circles(people):
        rows = [member.row for member in circle if member.row]
        if rows:
            chain = " → ".join(_place(member) for member in (*circle, circle[0]))
            first = next(member for member in circle if member.row == min(rows))
            problems.append(_boss_problem(first, chain, remedies.BREAK_CIRCLE, "error"))
    return problems


def _place(person: Person) -> str:
    return f"{person.name} (row {person.row})" if person.row else person.name


def _boss_problem(person: Person, found: str, remedy: str, severity: Severity) -> Problem:
    return Problem(row=person.row, field="boss_email", found=shorten(found, 400), remedy=remedy, severity=severity)


def _bounded(problems: list[Problem]) -> tuple[Problem, ...]:
    """Errors are never cut off behind warnings; what is cut off is counted."""
    if len(problems) <= MOST_PROBLEMS:
        return tuple(sorted(problems, key=lambda problem: problem.row))
    kept = sorted(problems, key=lambda problem: (problem.severity == "warning", problem.row))[:MOST_PROBLEMS]
    rest = f"{len(problems) - MOST_PROBLEMS:,} further problems"
    kept.append(Problem(found=rest, remedy=remedies.MEND_FIRST, severity="warning"))
    return tuple(sorted(kept, key=lambda problem: problem.row))
