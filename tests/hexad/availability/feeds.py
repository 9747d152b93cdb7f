"""Calendars written by hand for tests."""

from collections.abc import Sequence
from datetime import UTC, datetime

from hexad.availability.calendars import Reading, read_ics, read_occurrences

WINDOW = (datetime(2026, 9, 1, tzinfo=UTC), datetime(2027, 4, 1, tzinfo=UTC))
BERLIN_SERIES = ("DTSTART;TZID=Europe/Berlin:20261019T090000", "DTEND;TZID=Europe/Berlin:20261019T100000")


def event(*lines: str, uid: str = "1") -> str:
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", *lines, "END:VEVENT"])


def feed(*parts: str) -> bytes:
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *parts, "END:VCALENDAR", ""]).encode()


def read(
    *parts: str, zone: str = "Europe/Berlin", owner: str = "", window: tuple[datetime, datetime] = WINDOW
) -> Reading:
    return read_ics(feed(*parts), owner_zone=zone, owner_email=owner, window=window)


def times(*parts: str, zone: str = "Europe/Berlin", owner: str = "") -> list[str]:
    """Each busy time as "month-day hour:minute-hour:minute kind" in UTC."""
    return [
        f"{one.start:%m-%d %H:%M}-{one.end:%m-%d %H:%M} {one.kind}" for one in read(*parts, zone=zone, owner=owner).busy
    ]


def days(*lines: str, zone: str = "Europe/Berlin") -> list[str]:
    """The month and day, in UTC, on which each instance of one event starts."""
    occurrences, _ = read_occurrences(feed(event(*lines)), owner_zone=zone, window=WINDOW)
    return [f"{one.start:%m-%d}" for one in occurrences]


def kinds(*parts: str, owner: str = "") -> list[str]:
    """The kind of each occurrence, free and cancelled ones too."""
    occurrences, _ = read_occurrences(feed(*parts), owner_zone="Europe/Berlin", owner_email=owner, window=WINDOW)
    return [one.kind for one in occurrences]


def fields(reading: Reading) -> Sequence[tuple[str, str]]:
    """Field and severity of each problem."""
    return [(problem.field, problem.severity) for problem in reading.problems]
