"""``invent``: the whole organisation from a seed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Literal

from hexad.demo import random_calendars, realistic_calendars
from hexad.demo.entries import Entry
from hexad.demo.people import REFERENCE_SITES, draw_organisation, draw_people
from hexad.demo.statements import GIVES, STATEMENTS, TOPICS
from hexad.people.roster import Person
from hexad.problems import HexadError

CalendarKind = Literal["realistic", "random"]
Conduct = Literal["joins", "declines", "forgets", "leaves"]
START = date(2026, 12, 7)
EARLIEST, LATEST = date(1971, 1, 1), date(2100, 1, 1)
MOST_MANAGERS = 100_000
MOST_MEETINGS = 60


class DemoError(HexadError):
    """Arguments that no organisation can be invented from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge:
    """What one manager finds hard; ``online`` is 0 (never meets online) to 4 (always)."""

    email: str
    statement: str
    gives: str
    wants: str
    online: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """An invented organisation. Calendars are drawn when asked for: 100,000 of them do not fit in memory.

    Attributes
    ----------
    conduct
        What each person, in the order of ``people``, does when invited; the files do not show it.
    """

    people: tuple[Person, ...]
    challenges: tuple[Challenge, ...]
    conduct: tuple[Conduct, ...]
    meetings: float
    kind: CalendarKind
    seed: int
    start: date

    def calendars(self) -> Iterator[tuple[str, list[Entry]]]:
        """Yield each person's address and calendar, in the order of ``people``."""
        around = realistic_calendars.surroundings(self.people) if self.kind == "realistic" else {}
        for person in self.people:
            random = Random(f"calendar {self.seed} {person.email}")
            if self.kind == "random":
                entries = random_calendars.draw_calendar(
                    person, meetings=self.meetings, start=self.start, random=random
                )
            else:
                entries = realistic_calendars.draw_calendar(
                    person, around[person.email], meetings=self.meetings, start=self.start, random=random
                )
            yield person.email, entries


def invent(
    managers: int,
    *,
    meetings: float = 12,
    calendars: CalendarKind = "realistic",
    seed: int = 1,
    start: date = START,
) -> Company:
    """Invent an organisation of ``managers`` people.

    Parameters
    ----------
    managers
        1 to 100,000.
    meetings
        Mean number of meetings a week and person, 0 to 60.
    calendars
        ``random``: the reference population (one level, no reporting lines, no topics, five zones); ``realistic``:
        levels, lines, topics, four sites in three zones and calendars as people have them.
    start
        The Monday on which the 24 weeks of calendars begin.

    Raises
    ------
    DemoError
        If a number is out of its range or ``start`` is no Monday.

    Source
    ------
    ``random`` is the reference population of docs/formation.md; everything else is our choice.

    Examples
    --------
    >>> company = invent(120, seed=1)
    >>> len(company.people), len(company.challenges)
    (120, 60)
    """
    _check(managers, meetings, start)
    if calendars == "random":
        people = draw_people(managers, sites=REFERENCE_SITES, seed=seed)
    else:
        people = draw_organisation(managers, seed=seed)
    return Company(
        people=tuple(people),
        challenges=tuple(_draw_challenges(people, seed)),
        conduct=tuple(_draw_conduct(len(people), seed)),
        meetings=meetings,
        kind=calendars,
        seed=seed,
        start=start,
    )


def _check(managers: int, meetings: float, start: date) -> None:
    if not 1 <= managers <= MOST_MANAGERS:
        raise DemoError(f"--managers must be 1 to {MOST_MANAGERS:,}, not {managers:,}.")
    if not 0 <= meetings <= MOST_MEETINGS:
        raise DemoError(f"--meetings must be 0 to {MOST_MEETINGS} a week, not {meetings:g}.")
    if not EARLIEST <= start <= LATEST:
        raise DemoError(f"--start must lie between {EARLIEST} and {LATEST}, not on {start}.")
    if start.weekday() != 0:
        raise DemoError(f"--start must be a Monday; {start} is a {start:%A}.")


def _draw_challenges(people: list[Person], seed: int) -> Iterator[Challenge]:
    """Every second person writes a challenge on the own first topic; statements repeat only when used up."""
    random = Random(f"challenges {seed}")
    unused: dict[str, list[str]] = {}
    for person in sorted(random.sample(people, len(people) // 2), key=lambda person: person.row):
        topic = person.topics[0] if person.topics else random.choice(TOPICS)
        if not unused.get(topic):
            unused[topic] = random.sample(STATEMENTS[topic], len(STATEMENTS[topic]))
        gives, wants = random.choice(GIVES[random.choice(TOPICS)]), random.choice(GIVES[topic])
        yield Challenge(
            email=person.email,
            statement=unused[topic].pop(),
            gives=gives,
            wants=wants,
            online=random.choice((0, 1, 2, 2, 3, 3, 4)),
        )


def _draw_conduct(people: int, seed: int) -> list[Conduct]:
    """Draw conduct in a mix that leaves most people in: 92 of 100 join, and two of those leave later."""
    random = Random(f"conduct {seed}")
    return random.choices(("joins", "declines", "forgets", "leaves"), weights=(90, 4, 4, 2), k=people)
