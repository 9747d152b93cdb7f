"""Dates, times and durations as iCalendar writes them."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

Moment = date | datetime
"""A date, or an aware time in its own zone."""

DAY = timedelta(days=1)
WRITTEN = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?")
PLAIN_TIME = re.compile(r"(?:1[2-9]|[2-7]\d)\d{6}T\d{6}Z?", re.ASCII)  # in the years that are taken as they are
DURATION = re.compile(r"(-?)\+?P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,8})S)?)?")
# What lies further away touches nobody's horizon, and arithmetic with it stays inside the calendar of the language.
FIRST_YEAR, LAST_YEAR = 1200, 8000


class UnreadableDateError(ValueError):
    """Text that is no date, time or duration."""


@dataclass(frozen=True, slots=True)
class Length:
    """How long an entry lasts: whole days by the clock on the wall, and then exact time.

    Source: RFC 5545, sections 3.3.6 and 3.8.5.3: a duration's days are nominal, its hours exact; an end given as
    a time means the same exact length for every instance.
    """

    days: int = 0
    exact: timedelta = timedelta()

    @property
    def most(self) -> timedelta:
        """No instance lasts longer, whatever the clocks do."""
        return self.days * DAY + self.exact + DAY

    def end_of(self, start: datetime) -> datetime:
        """The end, in UTC, of an instance that starts at an aware time in its own zone."""
        return (start + self.days * DAY).astimezone(UTC) + self.exact


def parse_moment(text: str, zone: tzinfo) -> Moment:
    """A DATE or DATE-TIME value; a time without ``Z`` is in ``zone``.

    Source: RFC 5545, sections 3.3.4 and 3.3.5; years outside 1200 to 8000 are moved to the nearer of them.

    Raises
    ------
    UnreadableDateError
        Where it is neither.

    Examples
    --------
    >>> parse_moment("20261021", UTC)
    datetime.date(2026, 10, 21)
    >>> parse_moment("20261021T093000", UTC).isoformat()
    '2026-10-21T09:30:00+00:00'
    """
    text = text.strip()
    if PLAIN_TIME.fullmatch(text):  # as nearly all are written
        try:
            return datetime.fromisoformat(text[:15]).replace(tzinfo=UTC if len(text) == 16 else zone)
        except ValueError:
            pass  # a leap second, or no date at all
    found = WRITTEN.fullmatch(text.upper())
    if not found:
        raise UnreadableDateError(text)
    year, month, day = (int(part) for part in found.groups()[:3])
    try:
        at = date(min(max(year, FIRST_YEAR), LAST_YEAR), month, day)
        if found.group(4) is None:
            return at
        hour, minute, second = (int(part) for part in found.groups()[3:6])
        wall = time(hour, minute, min(second, 59) if second <= 60 else second)  # Python knows no leap second
    except ValueError:
        raise UnreadableDateError(text) from None
    return datetime.combine(at, wall, tzinfo=UTC if found.group(7) else zone)


def parse_duration(text: str) -> Length:
    """A DURATION value.

    Source: RFC 5545, section 3.3.6.

    Raises
    ------
    UnreadableDateError
        Where it is none, or runs backwards.

    Examples
    --------
    >>> parse_duration("P1DT2H")
    Length(days=1, exact=datetime.timedelta(seconds=7200))
    """
    written = text.strip().upper()
    found = DURATION.fullmatch(written)
    if not found or written[-1] in "PT":
        raise UnreadableDateError(text)
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    length = Length(7 * weeks + days, timedelta(hours=hours, minutes=minutes, seconds=seconds))
    if found.group(1) and length != Length():
        raise UnreadableDateError(text)
    return length


def parse_period(text: str, zone: tzinfo) -> tuple[datetime, datetime]:
    """A PERIOD value, its end or its duration after the slash, as a start in its zone and an end in UTC.

    Source: RFC 5545, section 3.3.9.

    Raises
    ------
    UnreadableDateError
        Where it is none, or ends before it starts.
    """
    first, slash, second = text.strip().partition("/")
    start = parse_moment(first, zone)
    if not slash or not isinstance(start, datetime):
        raise UnreadableDateError(text)
    if second.upper().lstrip("+-").startswith("P"):
        return start, parse_duration(second).end_of(start)
    end = parse_moment(second, zone)
    if not isinstance(end, datetime) or end < start:
        raise UnreadableDateError(text)
    return start, end.astimezone(UTC)


def day_of(at: Moment, owner_zone: tzinfo) -> date:
    """The day that is meant where an all-day entry gives a time: one in UTC is taken to the owner's clock."""
    if not isinstance(at, datetime):
        return at
    return (at.astimezone(owner_zone) if at.tzinfo is UTC else at).date()


def midnight(day: date, zone: tzinfo) -> datetime:
    """The start of a local day."""
    return datetime.combine(day, time(), tzinfo=zone)


def in_utc(at: Moment, owner_zone: tzinfo) -> datetime:
    """A moment as an instant; a date means its owner's midnight."""
    return (at if isinstance(at, datetime) else midnight(at, owner_zone)).astimezone(UTC)
