"""Reads an answer to an invitation, as a calendar sends it: iTIP's REPLY and COUNTER.

What comes by mail is a stranger's text. Lines, their length and their number are bounded, nothing is repeated or
expanded, and zones are known by name only: rules that come along are never worked out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from hexad.availability.content import line_name, unfold
from hexad.availability.moments import UnreadableDateError, parse_moment
from hexad.availability.zone_names import iana_name
from hexad.problems import HexadError, shorten

Answer = Literal["accepted", "tentative", "declined"]
ANSWERS: Mapping[str, Answer] = {"ACCEPTED": "accepted", "TENTATIVE": "tentative", "DECLINED": "declined"}
METHODS = ("REPLY", "COUNTER")
EVENT = ("UID", "SEQUENCE", "DTSTAMP", "DTSTART", "ATTENDEE", "ORGANIZER", "RECURRENCE-ID", "X-MS-OLK-ORIGINALSTART")
KEPT = {"METHOD": ["VCALENDAR"], **{key: ["VCALENDAR", "VEVENT"] for key in EVENT}}  # a line, and where it counts
MOST_BYTES = 100_000
LONGEST_LINE = 4_000
SECOND = timedelta(seconds=1)


class UnreadableReplyError(HexadError):
    """Not one person's answer to one invitation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What one person's calendar says.

    Attributes
    ----------
    uid, sequence
        Which invitation, in which revision.
    stamp
        When it was said (DTSTAMP), in UTC.
    attendee
        The address of who says it, in small letters.
    answer
        A COUNTER without a word of its own is a no.
    start
        The time that was answered, in UTC; None where it does not say, or not in a zone that is known.
    proposed
        Another start that a COUNTER asks for, in UTC.
    organizer
        Whom the calendar takes for the organiser, in small letters; may be empty.
    """

    uid: str
    sequence: int
    stamp: datetime
    attendee: str
    answer: Answer
    start: datetime | None = None
    proposed: datetime | None = None
    organizer: str = ""


@dataclass(slots=True)
class _Line:
    parameters: dict[str, str]
    value: str


@dataclass(slots=True)
class _Found:
    """The lines that count, of the calendar and of its one event."""

    events: int = 0
    lines: dict[str, list[_Line]] = field(default_factory=dict)

    def only(self, name: str) -> _Line:
        lines = self.lines.get(name, [])
        if len(lines) != 1:
            raise UnreadableReplyError(f"{name} stands there {len(lines)} times, not once.")
        return lines[0]

    def first(self, name: str) -> _Line | None:
        return next(iter(self.lines.get(name, [])), None)


def read_reply(data: bytes) -> Reply:
    """Read one answer.

    Parameters
    ----------
    data
        The calendar part of a mail, decoded from its transfer encoding.

    Returns
    -------
    Reply

    Raises
    ------
    UnreadableReplyError
        Where it is too long, no REPLY or COUNTER, about several meetings or one of a series, or lacks what tells whose
        answer to what it is.

    Source: RFC 5546, sections 3.2.3 and 3.2.7; the bounds are our choice, fifty times what calendars send.

    >>> text = b"BEGIN:VCALENDAR\\nMETHOD:REPLY\\nBEGIN:VEVENT\\nUID:1@x\\nDTSTAMP:20270101T080000Z\\n"
    >>> text += b"ATTENDEE;PARTSTAT=DECLINED:mailto:Ben@example.org\\nEND:VEVENT\\nEND:VCALENDAR\\n"
    >>> reply = read_reply(text)
    >>> reply.attendee, reply.answer, reply.sequence
    ('ben@example.org', 'declined', 0)
    """
    if len(data) > MOST_BYTES:
        raise UnreadableReplyError("The answer is too long.")
    found = _cut(data.decode("utf-8-sig", "replace"))
    method = found.only("METHOD").value.upper()
    if method not in METHODS:
        raise UnreadableReplyError(f"Its METHOD is {shorten(method)}, neither REPLY nor COUNTER.")
    if found.events != 1 or "RECURRENCE-ID" in found.lines:
        raise UnreadableReplyError("It is about several meetings, or about one of a series.")
    attendee, uid = found.only("ATTENDEE"), found.only("UID").value
    if not uid or not _address(attendee.value):
        raise UnreadableReplyError("UID or the address of ATTENDEE is empty.")
    return Reply(
        uid=uid,
        sequence=_sequence(found),
        stamp=_stamp(found),
        attendee=_address(attendee.value),
        answer=_answer(attendee, method),
        **_times(found, method),
        organizer=_address(organizer.value) if (organizer := found.first("ORGANIZER")) else "",
    )


def is_outdated(reply: Reply, *, sequence: int, start: datetime, answered_at: datetime | None) -> bool:
    """Say whether something newer stands against an answer.

    Parameters
    ----------
    reply
        As read.
    sequence, start
        The meeting's revision and time as they are now.
    answered_at
        When the answer that is kept was given; None where there is none.

    Returns
    -------
    bool
        True for an answer to another time, and for one that was given before the one that is kept. A new place makes a
        new revision too, and an answer to the one before it still holds. The same answer twice is not outdated.

    Source: RFC 5546, section 2.1.5: SEQUENCE first, then DTSTAMP, which counts whole seconds.
    """
    if reply.sequence < sequence and reply.start != start:
        return True
    return answered_at is not None and reply.stamp + SECOND <= answered_at


def _cut(text: str) -> _Found:
    found, inside = _Found(), list[str]()
    for _row, line, whole in unfold(text, LONGEST_LINE):
        name = line_name(line)
        if name == "BEGIN":
            inside.append(_split(line).value.upper())
            found.events += inside[-1] == "VEVENT"
        elif name == "END":
            if not inside or inside.pop() != _split(line).value.upper():
                raise UnreadableReplyError("Its parts do not end where they should.")
        elif name in KEPT and inside == KEPT[name]:
            if not whole:
                raise UnreadableReplyError(f"{name} is too long.")
            found.lines.setdefault(name, []).append(_split(line))
    if inside:
        raise UnreadableReplyError("It breaks off.")
    return found


def _split(line: str) -> _Line:
    """A content line's parameters and value; what stands in quotes ends neither."""
    parts, part, quoted = [], "", False
    for at, sign in enumerate(line):
        if sign == '"':
            quoted = not quoted
        elif sign == ":" and not quoted:
            parts.append(part)
            named = (one.partition("=") for one in parts[1:])
            return _Line({key.strip().upper(): value for key, _sign, value in named}, line[at + 1 :].strip())
        elif sign == ";" and not quoted:
            parts.append(part)
            part = ""
        else:
            part += sign
    raise UnreadableReplyError("A line has no value.")


def _sequence(found: _Found) -> int:
    text = line.value if (line := found.first("SEQUENCE")) else "0"
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise UnreadableReplyError("SEQUENCE is no number.")
    return int(text)


def _stamp(found: _Found) -> datetime:
    at = _instant(found.only("DTSTAMP"))
    if at is None:
        raise UnreadableReplyError("DTSTAMP is no time in UTC.")
    return at


def _answer(attendee: _Line, method: str) -> Answer:
    said = ANSWERS.get(attendee.parameters.get("PARTSTAT", "").upper())
    if method == "COUNTER":
        return said if said == "tentative" else "declined"
    if said is None:
        raise UnreadableReplyError("PARTSTAT is neither accepted, tentative nor declined.")
    return said


def _times(found: _Found, method: str) -> dict[str, datetime | None]:
    start = _instant(line) if (line := found.first("DTSTART")) else None
    if method == "REPLY":
        return {"start": start}
    before = found.first("X-MS-OLK-ORIGINALSTART")
    return {"start": _instant(before) if before else None, "proposed": start}


def _address(value: str) -> str:
    scheme, _colon, address = value.partition(":")
    return address.strip().lower() if scheme.strip().lower() == "mailto" else ""


def _instant(line: _Line) -> datetime | None:
    """In UTC; None for a date, a time without a zone, and one in a zone that nobody knows by name."""
    zone = iana_name(line.parameters.get("TZID", "")[:200])
    if not zone and not line.value.upper().endswith("Z"):
        return None
    try:
        at = parse_moment(line.value, ZoneInfo(zone) if zone else UTC)
    except UnreadableDateError:
        return None
    return at.astimezone(UTC) if isinstance(at, datetime) else None
