"""The problem: who is to be grouped, in which sizes, under which rules."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from hexad.availability.masks import Mask
from hexad.formation.errors import FormationError
from hexad.formation.ruleset import DEFAULT, People, RuleSet
from hexad.people.lines import chain_above
from hexad.people.roster import Person

NO_VALUES: Mapping[str, str] = MappingProxyType({})
NO_NUMBERS: Mapping[str, float] = MappingProxyType({})
DAYS_A_YEAR = 365.25
LONGEST_LINE = 30
LARGEST_GROUP = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One manager as formation sees them; what is empty is unknown and conflicts with nothing.

    Attributes
    ----------
    key
        Identity, e-mail or any other; groups list members by it.
    bosses
        The line upwards, nearest first, by key.
    topics
        Challenges the person accepts, best first; empty: any.
    free
        Bitmap of free quarter hours, bit k = slot k of the horizon; None: no calendar, free at any time.
    attributes
        Further columns of text, by rule key.
    numbers
        Measures by rule key: ``tenure`` in years, and further numeric columns. Never NaN.
    row
        Row of the file, for messages.
    """

    key: str
    name: str = ""
    level: str = ""
    department: str = ""
    site: str = ""
    bosses: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    free: int | None = None
    attributes: Mapping[str, str | tuple[str, ...]] = field(default_factory=lambda: NO_VALUES)
    numbers: Mapping[str, float] = field(default_factory=lambda: NO_NUMBERS)
    row: int = 0

    def __post_init__(self) -> None:
        for name, value in self.numbers.items():
            if not math.isfinite(value):
                raise FormationError(f"{self.key}: {name} is not a number.")
        if self.free is not None and self.free < 0:
            raise FormationError(f"{self.key}: a bitmap of free slots is never negative.")

    @property
    def label(self) -> str:
        """Return the name, or the key where there is no name."""
        return self.name or self.key


@dataclass(frozen=True, slots=True)
class SizeRange:
    """Smallest, largest and preferred number of members of a group."""

    low: int = 4
    high: int = 6
    preferred: int = 6

    def __post_init__(self) -> None:
        if not 2 <= self.low <= self.preferred <= self.high <= LARGEST_GROUP:
            raise FormationError(
                f"Sizes {self.low}:{self.high}, preferably {self.preferred}, make no sense:"
                f" give low <= preferred <= high, between 2 and {LARGEST_GROUP}."
            )


@dataclass(frozen=True, slots=True)
class PastGroup:
    """Who shared a group in an earlier round, by key, and when that began."""

    on: date
    people: People


@dataclass(frozen=True, slots=True, kw_only=True)
class FormationProblem:
    """Everything that decides a formation; the same problem and seed give the same groups.

    Attributes
    ----------
    blocks
        Spans of slots ``[start, end)`` of the horizon in each of which a group must be able to meet;
        empty: calendars play no part.
    apart, rivals, together
        Sets of people, beside those of the rule set. ``rivals`` are private.
    history
        Earlier groups.
    """

    candidates: tuple[Candidate, ...]
    sizes: SizeRange = SizeRange()
    rules: RuleSet = DEFAULT
    blocks: tuple[tuple[int, int], ...] = ()
    apart: tuple[People, ...] = ()
    rivals: tuple[People, ...] = ()
    together: tuple[People, ...] = ()
    history: tuple[PastGroup, ...] = ()

    def __post_init__(self) -> None:
        keys = [candidate.key for candidate in self.candidates]
        twice = sorted(key for key, times in Counter(keys).items() if times > 1)
        if twice:
            raise FormationError(f"These appear twice: {', '.join(twice[:10])}. Keep one row for each.")

    @property
    def all_apart(self) -> tuple[People, ...]:
        """Return every set of people whom an owner keeps apart."""
        return (*self.rules.apart, *self.apart)

    @property
    def all_together(self) -> tuple[People, ...]:
        """Return every set of people whom an owner puts together."""
        return (*self.rules.together, *self.together)

    def by_key(self) -> dict[str, Candidate]:
        """Return the candidates by their key."""
        return {candidate.key: candidate for candidate in self.candidates}

    def with_rules(self, rules: RuleSet) -> "FormationProblem":
        """Return the same people under other rules."""
        return replace(self, rules=rules)


def from_roster(
    people: Sequence[Person],
    *,
    masks: Mapping[str, int] | None = None,
    on: date | None = None,
) -> tuple[Candidate, ...]:
    """Turn people of a roster into candidates.

    Parameters
    ----------
    people
        In any order; the order changes nothing material.
    masks
        Free slots by e-mail, ``hexad.availability.masks.Mask.free``; who is missing counts as free at any time.
    on
        The day at which tenure is measured; by default the latest start date in the roster, so that no clock is read.

    Returns
    -------
    tuple of Candidate, one a person, in the order given.
    """
    bosses = {person.email: person.boss_email for person in people if person.boss_email}
    starts = [person.start_date for person in people if person.start_date]
    day = on or max(starts, default=date(2000, 1, 1))
    free = masks or {}
    return tuple(_candidate(person, bosses, free.get(person.email), day) for person in people)


def free_slots(mask: Mask, rules: RuleSet) -> int:
    """Return the slots that count as free under the rule `meet`: softly taken or stretch hours too, where it says so.

    Source: our choice; both are rungs of the ladder of relaxation that a programme may allow from the start.
    """
    meet = rules.rule("meet")
    hours = mask.work | mask.stretch if meet.option("stretch") else mask.work
    taken = mask.busy if meet.option("tentative") else mask.busy | mask.soft
    return hours & ~taken


def _candidate(person: Person, bosses: Mapping[str, str], free: int | None, day: date) -> Candidate:
    numbers = {}
    if person.start_date:
        numbers["tenure"] = max(0.0, (day - person.start_date).days / DAYS_A_YEAR)
    if person.weekly_hours is not None and math.isfinite(person.weekly_hours):
        numbers["weekly_hours"] = person.weekly_hours
    return Candidate(
        key=person.email,
        name=person.name,
        level=person.level,
        department=person.department,
        site=person.site,
        bosses=tuple(chain_above(person.email, bosses, LONGEST_LINE)),
        languages=person.languages,
        topics=person.topics,
        free=free,
        attributes={"country": person.country, "time_zone": person.time_zone, **person.attributes},
        numbers=numbers,
        row=person.row,
    )
