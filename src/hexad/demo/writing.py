"""Writes an invented organisation as ``people.csv``, ``challenges.csv`` and ``calendars/<email>.ics``."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path

from hexad.demo.company import Challenge, Company
from hexad.demo.entries import Entry
from hexad.people.roster import Person

PEOPLE_COLUMNS = (
    "email name boss_email level department site time_zone country start_date languages weekly_hours topics function"
).split()
STAMP = "20261101T080000Z"  # DTSTAMP is required; a constant keeps the bytes the same


def write_company(company: Company, directory: Path) -> int:
    """Write all files below ``directory`` and return the number of calendars. Existing files are replaced."""
    calendars = directory / "calendars"
    calendars.mkdir(parents=True, exist_ok=True)
    (directory / "people.csv").write_bytes(people_csv(company.people))
    (directory / "challenges.csv").write_bytes(challenges_csv(company.challenges))
    for address, entries in company.calendars():
        (calendars / f"{address}.ics").write_bytes(calendar_ics(address, entries))
    return len(company.people)


def people_csv(people: Iterable[Person]) -> bytes:
    """Lay people out in the columns of the contract, plus ``function``."""
    return _csv(PEOPLE_COLUMNS, (_person_row(person) for person in people))


def challenges_csv(challenges: Iterable[Challenge]) -> bytes:
    """Lay challenges out in the columns of the contract."""
    rows = ((c.email, c.statement, c.gives, c.wants, str(c.online)) for c in challenges)
    return _csv(("email", "statement", "gives", "wants", "online"), rows)


def calendar_ics(address: str, entries: Iterable[Entry]) -> bytes:
    """Write one iCalendar file (RFC 5545); zones are IANA names, which readers know without a VTIMEZONE."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Hexad//demo//EN", "CALSCALE:GREGORIAN"]
    for number, entry in enumerate(entries, start=1):
        uid = f"{number}-{address}"
        lines += _event(uid, entry)
        for original, new in entry.moved:
            lines += _moved_instance(uid, entry, original, new)
    lines.append("END:VCALENDAR")
    return "\r\n".join(line if len(line) <= 75 else _fold(line) for line in lines).encode() + b"\r\n"


def _csv(header: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return buffer.getvalue().encode()


def _person_row(person: Person) -> list[str]:
    return [
        person.email,
        person.name,
        person.boss_email,
        person.level,
        person.department,
        person.site,
        person.time_zone,
        person.country,
        person.start_date.isoformat() if person.start_date else "",
        ";".join(person.languages),
        f"{person.weekly_hours:g}" if person.weekly_hours is not None else "",
        ";".join(person.topics),
        person.attributes.get("function", ""),
    ]


def _event(uid: str, entry: Entry) -> list[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{uid}",
        f"DTSTAMP:{STAMP}",
        _when("DTSTART", entry.start),
        _when("DTEND", entry.end),
    ]
    lines += [f"RRULE:{entry.rule}"] if entry.rule else []
    lines += [_when("EXDATE", instance) for instance in entry.excluded]
    return [*lines, *_properties(entry), "END:VEVENT"]


def _moved_instance(uid: str, entry: Entry, original: datetime, new: datetime) -> list[str]:
    length = entry.length
    times = [
        _when("RECURRENCE-ID", original),
        _when("DTSTART", new),
        _when("DTEND", new + length),
        "SEQUENCE:1",
    ]
    return ["BEGIN:VEVENT", f"UID:{uid}", f"DTSTAMP:{STAMP}", *times, *_properties(entry), "END:VEVENT"]


def _properties(entry: Entry) -> Iterator[str]:
    yield "SUMMARY:" + ("Out of office" if entry.out_of_office else "Note" if entry.transparent else "Meeting")
    if entry.status != "CONFIRMED":
        yield f"STATUS:{entry.status}"
    if entry.transparent:
        yield "TRANSP:TRANSPARENT"
    if entry.out_of_office:
        yield "X-MICROSOFT-CDO-BUSYSTATUS:OOF"
    if entry.with_whom:
        yield f"ORGANIZER:mailto:{entry.organiser}"
        yield from (f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{address}" for address in (entry.organiser, *entry.with_whom))


def _when(name: str, moment: datetime | date) -> str:
    if isinstance(moment, datetime):
        return f"{name};TZID={moment.tzinfo}:{moment:%Y%m%dT%H%M%S}"
    return f"{name};VALUE=DATE:{moment:%Y%m%d}"


def _fold(line: str) -> str:
    """Fold at 75 octets; every line here is ASCII."""
    parts = [line[:75]]
    parts += [" " + line[start : start + 74] for start in range(75, len(line), 74)]
    return "\r\n".join(parts)
