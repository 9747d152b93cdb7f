"""Calendars written by hand for tests."""

from datetime import UTC, datetime

from hexad.availability.calendars import Reading, read_ics

WINDOW = (datetime(2026, 9, 1, tzinfo=UTC), datetime(2027, 4, 1, tzinfo=UTC))


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
