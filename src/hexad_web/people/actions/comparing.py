"""A file against the list of people: who is new, what changes, who stays as they are."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from hexad.people.columns import FIELDS, NAME_PARTS
from hexad.people.lines import find_circles
from hexad.people.reading import Progress, circle_problems, read_people
from hexad.people.remedies import BREAK_CIRCLE
from hexad.people.roster import Person as Line
from hexad.people.table import Table
from hexad.problems import Problem
from hexad_web.accounts.models import Organisation
from hexad_web.people.models import Participation, Person

UPDATED = tuple(name for name in FIELDS if name != "email")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says, before anything is compared: usable lines, all problems, fields with a column."""

    lines: Sequence[Line]
    problems: Sequence[Problem]
    fields: frozenset[str]
    headings: frozenset[str]  # of further columns

    @property
    def errors(self) -> int:
        return sum(problem.severity == "error" for problem in self.problems)


@dataclass(frozen=True, slots=True)
class Comparison:
    """``changed``: the row and its new values; ``left``: in the file, but marked as left; ``missing``: not in it."""

    new: Sequence[Line]
    changed: Sequence[tuple[Person, Mapping[str, Any]]]
    unchanged: int
    left: int
    missing: Sequence[Person] = field(default_factory=tuple)


def people_by_email(organisation: Organisation) -> dict[str, Person]:
    return {person.email: person for person in Person.objects.filter(organisation=organisation).order_by("pk")}


def read_table_of(
    table: Table, columns: Mapping[str, int], known: Mapping[str, Person], on_progress: Progress | None = None
) -> Reading:
    """Raises ``PeopleError`` where no column holds addresses or names."""
    roster = read_people(table, columns=columns, known=known.keys(), on_progress=on_progress)
    fields = frozenset("name" if name in NAME_PARTS else name for name in columns)
    used = set(columns.values())
    headings = frozenset(heading for index, heading in enumerate(table.columns) if index not in used)
    problems = _with_circles_through_others(roster.people, roster.problems, fields, known)
    return Reading(roster.people, problems, fields, headings)


def _with_circles_through_others(
    lines: Sequence[Line], problems: Sequence[Problem], fields: Collection[str], known: Mapping[str, Person]
) -> Sequence[Problem]:
    """A circle may close through people who are not in this file."""
    present = {line.email for line in lines}
    others = [
        Line(email=email, name=person.name, boss_email=person.boss_email)
        for email, person in known.items()
        if email not in present and person.participation != Participation.LEFT
    ]
    if "boss_email" not in fields:
        lines = [replace(line, boss_email=known[line.email].boss_email) for line in lines if line.email in known]
    if not find_circles([*lines, *others]):
        return problems
    rest = [problem for problem in problems if problem.remedy != BREAK_CIRCLE]
    return [*rest, *circle_problems([*lines, *others])]


def compare(reading: Reading, known: Mapping[str, Person]) -> Comparison:
    doubtful = {(problem.row, problem.field) for problem in reading.problems}
    new: list[Line] = []
    changed: list[tuple[Person, Mapping[str, Any]]] = []
    unchanged = left = 0
    for line in reading.lines:
        person = known.get(line.email)
        changes = changes_of(person, line, reading, doubtful) if person else {}
        left += person is not None and person.participation == Participation.LEFT
        if person is None:
            new.append(line)
        elif changes:
            changed.append((person, changes))
        else:
            unchanged += 1
    present = {line.email for line in reading.lines}
    missing = [p for p in known.values() if p.email not in present and p.participation != Participation.LEFT]
    return Comparison(new, changed, unchanged, left, missing)


def changes_of(
    person: Person, line: Line, reading: Reading, doubtful: Collection[tuple[int, str]] = ()
) -> dict[str, Any]:
    """New values by field. A value that could not be read leaves the present one alone."""
    wanted = values_of(line, reading.fields)
    for name in [name for name, value in wanted.items() if not value and (line.row, name) in doubtful]:
        del wanted[name]
    kept = {heading: text for heading, text in person.attributes.items() if heading not in reading.headings}
    wanted["attributes"] = {**kept, **line.attributes}
    return {name: value for name, value in wanted.items() if getattr(person, name) != value}


def values_of(line: Line, fields: Collection[str]) -> dict[str, Any]:
    """What the model keeps of a line, for the fields that have a column."""
    stored = {name: getattr(line, name) for name in UPDATED if name in fields}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in stored.items()}


def new_person(organisation: Organisation, line: Line) -> Person:
    values = values_of(line, UPDATED)
    return Person(organisation=organisation, email=line.email, attributes=dict(line.attributes), **values)
