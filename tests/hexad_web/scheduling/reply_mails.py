"""Answers to invitations in the shapes in which Google, Outlook and Apple send them; every name in them is invented."""

from base64 import b64encode
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import format_datetime
from zoneinfo import ZoneInfo

from hexad_web.scheduling.models import Attendance

STAMPED = datetime(2026, 12, 2, 8, 30, 15, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One answer; ``to`` is where the calendar sends it."""

    uid: str
    start: datetime
    end: datetime
    to: str
    sender: str
    attendee: str
    partstat: str = "ACCEPTED"
    sequence: int = 0
    stamp: datetime = STAMPED
    method: str = "REPLY"
    headers: str = ""
    more: str = ""  # further lines of the event


def said_of(attendance: Attendance, **changes: object) -> Said:
    meeting, person = attendance.meeting, attendance.person
    said = Said(
        uid=meeting.uid,
        start=meeting.start,
        end=meeting.end,
        to=attendance.reply_address or "hexad@localhost",
        sender=f'"{person.name}" <{person.email}>',
        attendee=person.email,
        sequence=meeting.sequence,
    )
    return replace(said, **changes)  # type: ignore[arg-type]  # a test's shorthand


def google(said: Said) -> bytes:
    """Three alternatives and the same once more as a file; times in UTC; Sender is the calendar."""
    calendar = f"""BEGIN:VCALENDAR
PRODID:-//Google Inc//Google Calendar 70.9054//EN
VERSION:2.0
CALSCALE:GREGORIAN
METHOD:{said.method}
BEGIN:VEVENT
DTSTART:{utc(said.start)}
DTEND:{utc(said.end)}
DTSTAMP:{utc(said.stamp)}
ORGANIZER;CN=Northwind Works:mailto:{said.to}
UID:{said.uid}
ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={said.partstat};CN=Be
 n Example;X-NUM-GUESTS=0:mailto:{said.attendee}
X-MICROSOFT-CDO-OWNERAPPTID:-1311340812
CREATED:20261201T090000Z
DESCRIPTION:Ben Example\\, Cho Example
LAST-MODIFIED:{utc(said.stamp)}
LOCATION:https://meet.example/1
SEQUENCE:{said.sequence}
STATUS:CONFIRMED
SUMMARY:Explore: delegation
TRANSP:OPAQUE
{said.more}END:VEVENT
END:VCALENDAR
"""
    return crlf(f"""Delivered-To: {said.to}
{said.headers}MIME-Version: 1.0
Reply-To: {said.sender}
Sender: Google Calendar <calendar-notification@google.example>
Message-ID: <calendar-7c1@google.example>
Date: {format_datetime(said.stamp)}
Subject: Accepted: Explore: delegation @ Thu Feb 4, 2027 2pm - 3:30pm (CET)
From: {said.sender}
To: {said.to}
Content-Type: multipart/mixed; boundary="000000000000b5"

--000000000000b5
Content-Type: multipart/alternative; boundary="000000000000b4"

--000000000000b4
Content-Type: text/plain; charset="UTF-8"; format=flowed; delsp=yes
Content-Transfer-Encoding: base64

{folded("Ben Example has accepted this invitation.")}
--000000000000b4
Content-Type: text/html; charset="UTF-8"
Content-Transfer-Encoding: quoted-printable

<p>Ben Example has accepted this invitation.</p>

--000000000000b4
Content-Type: text/calendar; charset="UTF-8"; method={said.method}
Content-Transfer-Encoding: 7bit

{calendar}
--000000000000b4--
--000000000000b5
Content-Type: application/ics; name="invite.ics"
Content-Disposition: attachment; filename="invite.ics"
Content-Transfer-Encoding: base64

{folded(calendar)}
--000000000000b5--
""")


def outlook(said: Said) -> bytes:
    """The calendar in base64; times in a zone of Windows with its rules; a comment; no ORGANIZER."""
    wall_start, wall_end = (
        f"{at.astimezone(ZoneInfo('Europe/Berlin')):%Y%m%dT%H%M%S}" for at in (said.start, said.end)
    )
    calendar = crlf(f"""BEGIN:VCALENDAR
METHOD:{said.method}
PRODID:Microsoft Exchange Server 2010
VERSION:2.0
BEGIN:VTIMEZONE
TZID:W. Europe Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
BEGIN:VEVENT
ATTENDEE;PARTSTAT={said.partstat};CN=Ben Example:mailto:{said.attendee}
COMMENT;LANGUAGE=de-DE:Ich bin an dem Tag beim Arzt.\\n
UID:{said.uid}
SUMMARY;LANGUAGE=de-DE:Zugesagt: Explore: delegation
DTSTART;TZID=W. Europe Standard Time:{wall_start}
DTEND;TZID=W. Europe Standard Time:{wall_end}
CLASS:PRIVATE
PRIORITY:5
DTSTAMP:{utc(said.stamp)}
TRANSP:OPAQUE
STATUS:CONFIRMED
SEQUENCE:{said.sequence}
LOCATION;LANGUAGE=de-DE:https://meet.example/1
X-MICROSOFT-CDO-APPT-SEQUENCE:{said.sequence}
X-MICROSOFT-CDO-BUSYSTATUS:BUSY
X-MICROSOFT-CDO-INTENDEDSTATUS:BUSY
{said.more}END:VEVENT
END:VCALENDAR
""").decode()
    return crlf(f"""{said.headers}Received: from mail.northwind.example (192.0.2.7) by mx.northwind.example
From: {said.sender}
To: "Northwind Works" <{said.to}>
Subject: Zugesagt: Explore: delegation, Do 4. Februar
Thread-Topic: Explore: delegation
Date: {format_datetime(said.stamp)}
Message-ID: <AM0PR01@northwind.example>
Accept-Language: de-DE, en-US
Content-Language: de-DE
X-MS-Has-Attach:
Content-Type: multipart/alternative; boundary="_000_AM0PR01_"
MIME-Version: 1.0

--_000_AM0PR01_
Content-Type: text/plain; charset="iso-8859-1"
Content-Transfer-Encoding: quoted-printable

Ich bin an dem Tag beim Arzt.

--_000_AM0PR01_
Content-Type: text/calendar; charset="utf-8"; method={said.method}
Content-Transfer-Encoding: base64

{folded(calendar)}
--_000_AM0PR01_--
""")


def apple(said: Said) -> bytes:
    """Text and calendar beside each other; the zone under its own name; the organiser as it was."""
    wall = f"{said.start.astimezone(ZoneInfo('Europe/Berlin')):%Y%m%dT%H%M%S}"
    calendar = f"""BEGIN:VCALENDAR
CALSCALE:GREGORIAN
METHOD:{said.method}
PRODID:-//Apple Inc.//macOS 14.5//EN
VERSION:2.0
BEGIN:VEVENT
ATTENDEE;CN="Example, Ben";CUTYPE=INDIVIDUAL;EMAIL="{said.attendee}";PARTSTAT={said.partstat}
 :mailto:{said.attendee}
DTEND;TZID=Europe/Berlin:{said.end.astimezone(ZoneInfo("Europe/Berlin")):%Y%m%dT%H%M%S}
DTSTAMP:{utc(said.stamp)}
DTSTART;TZID=Europe/Berlin:{wall}
LAST-MODIFIED:{utc(said.stamp)}
ORGANIZER;CN="Northwind Works":mailto:{said.to}
SEQUENCE:{said.sequence}
SUMMARY:Explore: delegation
UID:{said.uid}
{said.more}END:VEVENT
END:VCALENDAR
"""
    return crlf(f"""{said.headers}From: {said.sender}
Content-Type: multipart/mixed; boundary="Apple-Mail=_2E1"
Mime-Version: 1.0 (Mac OS X Mail 16.0)
Subject: Ben Example accepted your invitation to "Explore: delegation".
Message-Id: <5D2F@northwind.example>
Date: {format_datetime(said.stamp)}
To: {said.to}
X-Mailer: Apple Mail (2.3774)

--Apple-Mail=_2E1
Content-Transfer-Encoding: 7bit
Content-Type: text/plain; charset=us-ascii


--Apple-Mail=_2E1
Content-Disposition: attachment; filename=iCal-20261202-093015.ics
Content-Type: text/calendar; method={said.method}; x-unix-mode=0644; name="iCal-20261202-093015.ics"
Content-Transfer-Encoding: quoted-printable

{calendar.replace("=", "=3D")}
--Apple-Mail=_2E1--
""")


ALL = {"google": google, "outlook": outlook, "apple": apple}


def utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def crlf(text: str) -> bytes:
    return text.replace("\r\n", "\n").replace("\n", "\r\n").encode()


def folded(text: str) -> str:
    code = b64encode(crlf(text)).decode()
    return "\n".join(code[at : at + 76] for at in range(0, len(code), 76))
