"""The reference population's calendars in the forms that the library reads, without a detour through files."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

from hexad.availability import Busy, Span, WorkHours
from hexad.demo.entries import Entry
from hexad.people.roster import Person

NINE_TO_FIVE = ((Span(9 * 60, 17 * 60),),) * 5 + ((),) * 2


def hours_of(person: Person) -> WorkHours:
    """Return nine to five in the own zone, without holidays."""
    return WorkHours(person.time_zone, weekly=NINE_TO_FIVE)


def busy_of(entries: Iterable[Entry]) -> list[Busy]:
    """Return the times that entries block."""
    return [Busy("", utc(entry.start), utc(entry.end)) for entry in entries]


def utc(at: date) -> datetime:
    """Return an instant of this population, which has no all-day entries, in UTC."""
    assert isinstance(at, datetime)
    return at.astimezone(UTC)
