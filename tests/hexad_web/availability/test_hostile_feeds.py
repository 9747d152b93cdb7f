"""Hostile calendars against the real child: each ends within its seconds and 256 MB, with an answer that is never free.

The child is measured by a small process of its own, since a child's greatest size counts from the size of its parent.
"""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import pytest
from django.conf import settings
from django.utils import timezone
from pytest_django import Settings

from hexad_web.accounts.access import Actor
from hexad_web.availability import actions, feeds, reading
from hexad_web.availability.models import Problem, Source
from hexad_web.people.models import Person
from tests.hexad_web.availability.calendar_server import ICS, CalendarServer

MEASURING = """
import json, resource, subprocess, sys
ended = subprocess.run(json.loads(sys.argv[1]), stdin=sys.stdin, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
answer = json.loads(ended.stdout or '{"problem": "killed"}')
print(json.dumps([answer, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))
"""
MOST = reading.MOST_BYTES
A_TICK = 0.3  # the system looks at what a process has used now and then
NINE = ("DTSTART;TZID=Europe/Berlin:20261207T090000", "DURATION:PT1H")
LONG_AGO = ("DTSTART:19700101T090000Z", "DURATION:PT1H")
ZONE = """BEGIN:VTIMEZONE
TZID:Mine
BEGIN:STANDARD
DTSTART:16010101T000000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:{0}
END:STANDARD
END:VTIMEZONE
"""


@dataclass(frozen=True)
class Measured:
    answer: dict[str, object]
    seconds: float
    megabytes: float

    @property
    def rows(self) -> list[list[object]]:
        return self.answer.get("rows", [])  # type: ignore[return-value]  # of JSON

    @property
    def says_free(self) -> bool:
        return "rows" in self.answer and not self.rows and not self.answer["unreadable"]


def measured(content: bytes, now: datetime, form: str = "file") -> Measured:
    start, end = (at.isoformat() for at in reading.window(now))
    whose = {"zone": "Europe/Berlin", "email": "ben@x.example", "own": "hexad.example"}
    request = {"form": form, "start": start, "end": end, **whose}
    command = [sys.executable, "-c", MEASURING, json.dumps(reading.command())]
    ended = subprocess.run(
        command, input=json.dumps(request).encode() + b"\n" + content, stdout=subprocess.PIPE, check=True
    )
    return Measured(*json.loads(ended.stdout))


def event(uid: object, *lines: str) -> str:
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", *lines, "END:VEVENT", ""])


def calendar(*parts: str) -> bytes:
    return "".join(["BEGIN:VCALENDAR\r\n", *parts, "END:VCALENDAR\r\n"]).encode()


def at_any_day(number: int) -> str:
    return f"DTSTART:2027{1 + number % 12:02}{1 + number % 28:02}T{number % 24:02}0000Z"


def fifty_thousand() -> bytes:
    return calendar(*(event(number, at_any_day(number), "DURATION:PT1H") for number in range(50_000)))


def full_calendar() -> bytes:
    """Three thousand entries as people have them, every tenth repeating."""
    words = ("SUMMARY:Planning of the next quarter", f"DESCRIPTION:{'agenda ' * 60}", "STATUS:CONFIRMED")
    guests = tuple(f"ATTENDEE;CN=Guest {n};PARTSTAT=ACCEPTED:mailto:g{n}@x.example" for n in range(4))
    entries = (
        event(
            n,
            f"DTSTART;TZID=Mine:2026{9 + n % 4:02}{1 + n % 28:02}T{8 + n % 9:02}3000",
            "DURATION:PT45M",
            *words,
            *guests,
            *(("RRULE:FREQ=WEEKLY;BYDAY=MO,WE;COUNT=80",) if n % 10 == 0 else ()),
        )
        for n in range(3_000)
    )
    return calendar(ZONE.format("CET"), *entries)


def ten_megabytes_with_a_smile() -> bytes:
    """One such sign makes Python keep the whole text in four bytes a letter."""
    entries = (event(n, f"SUMMARY:\U0001f600 {'x' * 110}", at_any_day(n), "DURATION:PT1H") for n in range(50_000))
    return calendar(*entries)[: MOST - 20].rpartition(b"BEGIN:VEVENT")[0] + b"END:VCALENDAR"


def zones_of_their_own() -> bytes:
    return b"".join(
        calendar(ZONE.format(n), event(n, "DTSTART;TZID=Mine:20261207T100000", "DURATION:PT1H")) for n in range(20_000)
    )


def repeating(count: int, rule: str, start: tuple[str, ...] = NINE) -> bytes:
    return calendar(*(event(number, *start, f"RRULE:{rule}") for number in range(count)))


HOSTILE: dict[str, Callable[[], bytes]] = {
    "every second": lambda: repeating(1_000, "FREQ=SECONDLY"),
    "daily since 1970 without end": lambda: repeating(1, "FREQ=DAILY", LONG_AGO),
    "daily fifty thousand times over": lambda: repeating(50_000, "FREQ=DAILY"),
    "counted from 1970": lambda: repeating(1_000, "FREQ=DAILY;COUNT=999999", LONG_AGO),
    "a day that never comes": lambda: repeating(1_000, "FREQ=YEARLY;COUNT=9;BYMONTH=2;BYMONTHDAY=30", LONG_AGO),
    "every hour of every day": lambda: repeating(300, f"FREQ=DAILY;BYHOUR={','.join(map(str, range(24)))}"),
    "ten megabytes with a smile": ten_megabytes_with_a_smile,
    "entries inside entries": lambda: calendar("BEGIN:VEVENT\r\n" * 700_000)[:MOST],
    "calendars inside calendars": lambda: b"BEGIN:VCALENDAR\r\n" * 600_000 + b"END:VCALENDAR",
    "a line folded without end": lambda: calendar(event(1, *NINE, "ATTENDEE:" + "\r\n b" * 2_000_000)),
    "a name folded without end": lambda: calendar(event(1, *NINE, "ATT" + "\r\n b" * 2_000_000 + ":x")),
    "zones of their own": zones_of_their_own,
}
D = 'xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"'
ATTRIBUTES = " ".join(f"a{number}=''" for number in range(900_000))
HOSTILE_XML: dict[str, Callable[[], str]] = {
    "elements": lambda: f"<d:multistatus {D}>{'<d:a/>' * 1_600_000}</d:multistatus>",
    "elements inside elements": lambda: f"<d:multistatus {D}>{'<d:a>' * 1_600_000}",
    "attributes": lambda: f"<d:multistatus {D}><d:a {ATTRIBUTES}/></d:multistatus>",
    "text": lambda: f"<d:multistatus {D}><d:a>{'x' * 9_000_000}</d:a></d:multistatus>",
}


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_calendar_is_bounded_and_never_free(now: datetime, make: Callable[[], bytes]) -> None:
    """It ends with an answer, or is ended: to the worker both say that it is too much."""
    found = measured(make(), now)
    assert not found.says_free
    assert found.seconds < settings.FEED_CPU_SECONDS + A_TICK
    assert found.megabytes < 256


@pytest.mark.parametrize("make", HOSTILE_XML.values(), ids=HOSTILE_XML.keys())
def test_a_hostile_answer_of_a_caldav_server_is_bounded(now: datetime, make: Callable[[], str]) -> None:
    found = measured(make().encode(), now, "caldav")
    assert found.seconds < settings.FEED_CPU_SECONDS + A_TICK
    assert found.megabytes < 256


def test_fifty_thousand_entries_are_too_much_or_read_whole(now: datetime) -> None:
    found = measured(fifty_thousand(), now)
    assert found.answer == {"problem": "killed"} or len(found.rows) == 168
    assert found.seconds < settings.FEED_CPU_SECONDS + A_TICK
    assert found.megabytes < 256


def test_a_full_calendar_is_read_well_within_its_time(now: datetime) -> None:
    found = measured(full_calendar(), now)
    assert found.answer["unreadable"] == 0
    assert len(found.rows) > 500
    assert found.seconds < 0.75 * settings.FEED_CPU_SECONDS


def test_where_more_time_is_allowed_fifty_thousand_entries_are_read_to_the_last(
    now: datetime, settings: Settings
) -> None:
    settings.FEED_CPU_SECONDS = 20
    found = measured(fifty_thousand(), now)
    assert found.answer["unreadable"] == 0
    assert len(found.rows) == 168  # so many different hours they are at
    assert found.megabytes < 256


@pytest.mark.usefixtures("ben")
def test_the_worker_lives_on_and_reads_the_others(
    participant: Actor, ben: Person, calendars: CalendarServer, settings: Settings
) -> None:
    """A hundred megabytes, a bomb, a redirect into the network, and calendars without end beside a good one."""
    settings.FEED_ALLOWED_HOSTS = ["localhost"]
    calendars.contents = {
        "/daily.ics": repeating(50_000, "FREQ=DAILY"),
        "/nested.ics": b"BEGIN:VCALENDAR\r\n" * 600_000 + b"END:VCALENDAR",
        "/fine.ics": ICS,
    }
    expected = {
        "/hundred": Problem.TOO_LARGE,
        "/huge": Problem.TOO_LARGE,
        "/bomb": Problem.TOO_LARGE,
        "/to/http://127.0.0.1/inside": Problem.REFUSED,
        "/daily.ics": Problem.TOO_MUCH,
        "/nested.ics": Problem.TOO_MUCH,
        "/fine.ics": "",
    }
    added = {
        path: actions.add_feed(actor=participant, address=calendars.url(path), name="Work", now=timezone.now()).pk
        for path in expected
    }
    assert feeds.read_due() == len(expected)
    assert {path: Source.objects.get(pk=pk).problem for path, pk in added.items()} == expected
    assert feeds.read_due() == 0
