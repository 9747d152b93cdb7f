"""Writes a meeting as an iTIP message (RFC 5546) in an iCalendar (RFC 5545, CONFERENCE from RFC 7986).

The list of attendees holds the reader alone: who else belongs to the group stands in the mail's words. So
somebody who leaves costs one CANCEL to that person, and no calendar shows answers of others that it cannot know.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from icalendar import Event, Timezone, vCalAddress
from icalendar.prop import vUri

Method = Literal["REQUEST", "CANCEL"]
PRODID = b"PRODID:-//Hexad//Meetings//EN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    name: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """One meeting for one reader. ``start`` and ``end`` are aware; ``zone`` is the host's IANA name."""

    method: Method
    uid: str
    sequence: int
    start: datetime
    end: datetime
    zone: str
    summary: str
    description: str
    location: str = ""
    link: str = ""
    organizer: Mailbox
    attendee: Mailbox

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError("start and end need a time zone")
        if self.end <= self.start:
            raise ValueError("a meeting ends after it starts")


def write_invitation(invitation: Invitation, *, now: datetime) -> bytes:
    """The iCalendar object as bytes, lines folded, CRLF."""
    zone = _zone_rules(invitation.zone, invitation.start.year) if _has_wall_time(invitation) else b""
    head = [b"BEGIN:VCALENDAR", b"VERSION:2.0", PRODID, b"CALSCALE:GREGORIAN", f"METHOD:{invitation.method}".encode()]
    event: bytes = _event(invitation, now).to_ical()
    return b"\r\n".join(head) + b"\r\n" + zone + event + b"END:VCALENDAR\r\n"


def _event(invitation: Invitation, now: datetime) -> Event:
    event = Event()
    event.add("uid", invitation.uid)
    event.add("sequence", invitation.sequence)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", _local(invitation, invitation.start))
    event.add("dtend", _local(invitation, invitation.end))
    event.add("summary", one_line(invitation.summary))
    event.add("description", invitation.description)
    event.add("status", "CONFIRMED" if invitation.method == "REQUEST" else "CANCELLED")
    event.add("transp", "OPAQUE")
    # A boss who may look into the calendar reads "private appointment", not the group's challenge.
    event.add("class", "PRIVATE")
    _add_place(event, invitation)
    event.add("organizer", _address(invitation.organizer), encode=False)
    event.add("attendee", _invited(invitation.attendee), encode=False)
    return event


def _add_place(event: Event, invitation: Invitation) -> None:
    if invitation.location or invitation.link:
        event.add("location", one_line(invitation.location or invitation.link))
    if invitation.link:
        link = vUri(invitation.link)
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


def _has_wall_time(invitation: Invitation) -> bool:
    """In UTC itself, or in the second pass of a repeated hour, a wall time would mean something else."""
    zone = ZoneInfo(invitation.zone)
    repeated = any(at.astimezone(zone).fold for at in (invitation.start, invitation.end))
    return invitation.zone not in ("UTC", "Etc/UTC") and not repeated


def _local(invitation: Invitation, at: datetime) -> datetime:
    return at.astimezone(ZoneInfo(invitation.zone) if _has_wall_time(invitation) else UTC)


@lru_cache(maxsize=256)
def _zone_rules(zone: str, year: int) -> bytes:
    """The zone's rules from the year before to the year after, which is all that a dated event needs.

    Kept as written: computing them takes longer than everything else in a message.
    """
    first, last = date(year - 1, 1, 1), date(year + 1, 12, 31)
    rules = Timezone.from_tzid(zone, first_date=first, last_date=last)
    rules.pop("comment", None)
    text: bytes = rules.to_ical()
    return text
