"""Mornings on which people are written to: nine o'clock on their own clock, Monday to Friday."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta, tzinfo

MORNING = time(9, 0)
SATURDAY = 5


def next_working_day(day: date) -> date:
    """The day itself from Monday to Friday, otherwise the Monday after it.

    Examples
    --------
    >>> next_working_day(date(2027, 2, 6))  # a Saturday
    datetime.date(2027, 2, 8)
    """
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= SATURDAY else 0)


def add_working_days(day: date, count: int) -> date:
    """``count`` working days after ``day``; holidays are not known here.

    Examples
    --------
    >>> add_working_days(date(2027, 2, 4), 5)  # Thursday to Thursday
    datetime.date(2027, 2, 11)
    """
    while count > 0:
        day += timedelta(days=1)
        count -= day.weekday() < SATURDAY
    return day


def add_months(day: date, count: int) -> date:
    """The same day ``count`` months on, or the last of that month where it is shorter.

    Examples
    --------
    >>> add_months(date(2026, 11, 30), 3)
    datetime.date(2027, 2, 28)
    """
    year, month = divmod(day.month - 1 + count, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def morning_of(day: date, zone: tzinfo) -> datetime:
    """The instant (UTC) of nine o'clock on the first working day from ``day`` on, on that zone's clocks.

    Examples
    --------
    >>> from zoneinfo import ZoneInfo
    >>> morning_of(date(2027, 3, 27), ZoneInfo("Europe/Berlin"))  # Saturday before the clocks change
    datetime.datetime(2027, 3, 29, 7, 0, tzinfo=datetime.timezone.utc)
    """
    return datetime.combine(next_working_day(day), MORNING, tzinfo=zone).astimezone(UTC)
