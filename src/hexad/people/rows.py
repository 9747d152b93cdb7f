"""One row to one person: every field is read, also of a row that cannot be used, so that all its problems are told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from hexad.people import remedies, values
from hexad.people.columns import NAME_PARTS
from hexad.people.dates import Order, readings
from hexad.people.roster import Person
from hexad.people.zones import zone_named
from hexad.problems import Problem, Severity, shorten

MOST_TOPICS = 3
LONGEST = 200
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row by field, the cells of no field by heading, and what is found wrong with them.

    Attributes
    ----------
    number
        As a spreadsheet counts it.
    order
        Order of day and month, where the column decides it.
    """

    number: int
    cells: Mapping[str, str]
    attributes: Mapping[str, str]
    order: Order = ""
    problems: list[Problem] = field(default_factory=list)

    def person(self) -> Person | None:
        """Read the row; None where address or name is missing."""
        email = self._email()
        person = Person(
            email=email,
            name=self._name(),
            boss_email=self._boss(email),
            level=self._line("level"),
            department=self._line("department"),
            site=self._line("site"),
            time_zone=self._parsed("time_zone", zone_named, remedies.WRITE_ZONE) or "",
            country=self._parsed("country", values.read_country, remedies.WRITE_COUNTRY) or "",
            start_date=self._date(),
            languages=values.read_languages(self.cells.get("languages", "")),
            weekly_hours=self._parsed("weekly_hours", values.read_hours, remedies.WRITE_HOURS),
            topics=self._topics(),
            attributes=self.attributes,
            row=self.number,
        )
        return person if person.email and person.name else None

    def _email(self) -> str:
        text = self.cells.get("email", "")
        email = values.read_email(text)
        if not email:
            self._note("email", text, remedies.WRITE_EMAIL if text else remedies.ADD_EMAIL, "error")
        return email

    def _name(self) -> str:
        parts = [self.cells.get(part, "") for part in (("name",) if "name" in self.cells else NAME_PARTS)]
        name = " ".join(" ".join(parts).split())
        if not name:
            self._note("name", "", remedies.ADD_NAME, "error")
        elif len(name) > LONGEST:
            self._note("name", name, remedies.SHORTEN_NAME, "error")
            return ""
        return name

    def _boss(self, email: str) -> str:
        text = self.cells.get("boss_email", "")
        boss = values.read_email(text)
        if text and not boss:
            self._note("boss_email", text, remedies.WRITE_BOSS)
        if boss and boss == email:
            self._note("boss_email", text, remedies.OWN_BOSS)
            return ""
        return boss

    def _line(self, name: str) -> str:
        text = " ".join(self.cells.get(name, "").split())
        if len(text) > LONGEST:
            self._note(name, text, remedies.SHORTEN_VALUE)
            return ""
        return text

    def _parsed(self, name: str, parse: Callable[[str], Value], remedy: str) -> Value | None:
        text = self.cells.get(name, "")
        value = parse(text) if text else None
        if text and not value:
            self._note(name, text, remedy)
        return value

    def _date(self) -> date | None:
        text = self.cells.get("start_date", "")
        found = readings(text) if text else ()
        if text and not found:
            self._note("start_date", text, remedies.WRITE_DATE)
        if len(found) < 2:
            return found[0] if found else None
        self._note("start_date", text, remedies.DATE_TWO_WAYS[self.order])
        return {"day first": found[0], "month first": found[1]}.get(self.order)

    def _topics(self) -> tuple[str, ...]:
        topics = values.read_topics(self.cells.get("topics", ""))
        if len(topics) > MOST_TOPICS:
            self._note("topics", "; ".join(topics), remedies.THREE_TOPICS)
        return topics[:MOST_TOPICS]

    def _note(self, name: str, found: str, remedy: str, severity: Severity = "warning") -> None:
        found = shorten(found)
        self.problems.append(Problem(row=self.number, field=name, found=found, remedy=remedy, severity=severity))
