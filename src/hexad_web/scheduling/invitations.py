"""Writes a meeting as an iTIP message (RFC 5546) in an iCalendar (RFC 5545, CONFERENCE from RFC 7986), and as a feed.

The list of attendees holds the reader alone: who else belongs to the group stands in the mail's words. So
somebody who leaves costs one CANCEL to that person, and no calendar shows answers of others that it cannot know.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress
from icalendar.prop import vUri

from hexad_web.scheduling.zone_rules import zone_rules

Method = Literal["REQUEST", "CANCEL"]
PRODID = b"PRODID:-//Hexad//Meetings//EN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    name: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One meeting as a calendar holds it. ``start`` and ``end`` are aware; ``zone`` is the host's IANA name."""

    uid: str
    sequence: int
    start: datetime
    end: datetime
    zone: str
    summary: str
    description: str
    location: str = ""
    link: str = ""

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError("start and end need a time zone")
        if self.end <= self.start:
            raise ValueError("a meeting ends after it starts")


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation(Entry):
    """The same for one reader, who is asked to answer."""

    method: Method
    organizer: Mailbox
    attendee: Mailbox


@dataclass(frozen=True, slots=True, kw_only=True)
class Published(Entry):
    """The same in a calendar that is read and not answered. ``url``: the meeting's own page."""

    changed_at: datetime
    url: str
    is_settled: bool = True
    is_attended: bool = True  # else its time is free


def write_invitation(invitation: Invitation, *, now: datetime) -> bytes:
    """The iCalendar object as bytes, lines folded, CRLF."""
    event = _event(invitation, now)
    event.add("status", "CONFIRMED" if invitation.method == "REQUEST" else "CANCELLED")
    event.add("transp", "OPAQUE")
    event.add("organizer", _address(invitation.organizer), encode=False)
    event.add("attendee", _invited(invitation.attendee), encode=False)
    return _calendar([invitation], [event], f"METHOD:{invitation.method}")


def write_feed(entries: Sequence[Published], *, name: str) -> bytes:
    """A calendar to subscribe to: the same bytes as long as nothing changes. ``name`` is what programs show."""
    title = Calendar()
    title.add("name", one_line(name))
    title.add("x-wr-calname", one_line(name))
    names = title.to_ical().decode().split("\r\n")[1:-2]
    refresh = ("REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H")
    return _calendar(entries, [_published(entry) for entry in entries], "METHOD:PUBLISH", *names, *refresh)


def _published(entry: Published) -> Event:
    event = _event(entry, entry.changed_at)
    event.add("last-modified", entry.changed_at.astimezone(UTC))
    event.add("status", "CONFIRMED" if entry.is_settled else "TENTATIVE")
    event.add("transp", "OPAQUE" if entry.is_attended else "TRANSPARENT")
    event.add("url", entry.url)
    return event


def _calendar(entries: Sequence[Entry], events: Sequence[Event], *lines: str) -> bytes:
    head = [b"BEGIN:VCALENDAR", b"VERSION:2.0", PRODID, b"CALSCALE:GREGORIAN", *(line.encode() for line in lines)]
    body: list[bytes] = [*_zones(entries), *(event.to_ical() for event in events)]
    return b"\r\n".join(head) + b"\r\n" + b"".join(body) + b"END:VCALENDAR\r\n"


def _zones(entries: Sequence[Entry]) -> Iterator[bytes]:
    """The rules of each zone in which a time is written, once."""
    years: dict[str, list[int]] = {}
    for entry in entries:
        if _has_wall_time(entry):
            years.setdefault(entry.zone, []).append(entry.start.year)
    for zone, found in sorted(years.items()):
        yield zone_rules(zone, min(found), max(found))


def _event(entry: Entry, stamped: datetime) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", stamped.astimezone(UTC))
    event.add("dtstart", _local(entry, entry.start))
    event.add("dtend", _local(entry, entry.end))
    event.add("summary", one_line(entry.summary))
    event.add("description", entry.description)
    # A boss who may look into the calendar reads "private appointment", not the group's challenge.
    event.add("class", "PRIVATE")
    _add_place(event, entry)
    return event


def _add_place(event: Event, entry: Entry) -> None:
    if entry.location or entry.link:
        event.add("location", one_line(entry.location or entry.link))
    if entry.link:
        link = vUri(entry.link)
        link.params["VALUE"] = "URI"
        link.params["FEATURE"] = ["AUDIO", "VIDEO"]
        link.params["LABEL"] = _("Online meeting")
        event.add("conference", link, encode=False)


def _address(mailbox: Mailbox) -> vCalAddress:
    address = vCalAddress(f"mailto:{mailbox.email}")
    address.params["CN"] = _parameter(mailbox.name) or mailbox.email
    return address


def _invited(mailbox: Mailbox) -> vCalAddress:
    address = _address(mailbox)
    address.params["CUTYPE"] = "INDIVIDUAL"
    address.params["ROLE"] = "REQ-PARTICIPANT"
    address.params["PARTSTAT"] = "NEEDS-ACTION"
    address.params["RSVP"] = "TRUE"
    return address


def _parameter(text: str) -> str:
    """A parameter's value cannot hold double quotes, whatever surrounds it."""
    return one_line(text).replace('"', "'")


def one_line(text: str) -> str:
    """One line without control characters: safe in a mail header and in a calendar parameter."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _has_wall_time(entry: Entry) -> bool:
    """In UTC itself, or in the second pass of a repeated hour, a wall time would mean something else."""
    zone = ZoneInfo(entry.zone)
    repeated = any(at.astimezone(zone).fold for at in (entry.start, entry.end))
    return entry.zone not in ("UTC", "Etc/UTC") and not repeated


def _local(entry: Entry, at: datetime) -> datetime:
    return at.astimezone(ZoneInfo(entry.zone) if _has_wall_time(entry) else UTC)
