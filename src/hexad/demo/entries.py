"""A calendar entry as the generators draw it; ``writing`` turns it into a VEVENT."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event or series.

    Attributes
    ----------
    start, end
        Aware datetimes, or dates for all-day entries (the end exclusive).
    rule
        An RRULE value, or empty.
    excluded
        Starts of the series' cancelled instances.
    moved
        Pairs of an instance's original and new start; it keeps its length.
    with_whom
        Addresses of the other attendees.
    """

    start: datetime | date
    end: datetime | date
    rule: str = ""
    status: str = "CONFIRMED"
    transparent: bool = False
    out_of_office: bool = False
    organiser: str = ""
    with_whom: tuple[str, ...] = ()
    excluded: tuple[datetime, ...] = ()
    moved: tuple[tuple[datetime, datetime], ...] = field(default=())

    @property
    def length(self) -> timedelta:
        """How long it lasts; all-day entries in whole days."""
        return _instant(self.end) - _instant(self.start)


def _instant(at: datetime | date) -> datetime:
    return at if isinstance(at, datetime) else datetime.combine(at, time(), tzinfo=UTC)
