"""The roster: one Person a manager, in the columns of ``people.csv``."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from hexad.problems import HexadError, Problem

NO_ATTRIBUTES: Mapping[str, str] = MappingProxyType({})


class PeopleError(HexadError):
    """A file of managers that gives no answer at all; ``sentence`` and ``values`` for those who translate it."""

    def __init__(self, sentence: str, **values: int) -> None:
        super().__init__(sentence % {name: f"{value:,}" for name, value in values.items()} if values else sentence)
        self.sentence = sentence
        self.values = values


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One manager as the file tells it.

    Attributes
    ----------
    email
        Lower case; the identity across files.
    boss_email
        Empty at the top, or where the file does not say.
    time_zone
        An IANA name, or empty.
    weekly_hours
        Contracted hours a week, or None.
    topics
        Challenges the person accepts, best first, at most three.
    attributes
        Every further column, as typed.
    row
        The row of the file, for messages.
    """

    email: str
    name: str
    boss_email: str = ""
    level: str = ""
    department: str = ""
    site: str = ""
    time_zone: str = ""
    country: str = ""
    start_date: date | None = None
    languages: tuple[str, ...] = ()
    weekly_hours: float | None = None
    topics: tuple[str, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=lambda: NO_ATTRIBUTES)
    row: int = 0


@dataclass(frozen=True, slots=True)
class Roster:
    """Usable people in file order, and every problem found."""

    people: tuple[Person, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def unreadable(self) -> Problem | None:
        """The problem of the file as a whole, where no row could be read at all."""
        return next((p for p in self.problems if p.row == 0 and p.severity == "error"), None)
