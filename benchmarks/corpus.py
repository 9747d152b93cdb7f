"""A hundred invented feeds as managers have them: light, heavy, full of repetitions, broken. As vendors write them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

START = datetime(2026, 12, 7)  # noqa: DTZ001  # on the wall
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Europe/London", "America/Sao_Paulo")
FRACTIONS = {"light": 60, "heavy": 5, "recurring": 30, "broken": 5}
DAYS = ("MO", "TU", "WE", "TH", "FR")
RULES = (
    "FREQ=DAILY;COUNT=40",
    "FREQ=WEEKLY;BYDAY={day}",
    "FREQ=WEEKLY;BYDAY={day}",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY={day}",
    "FREQ=WEEKLY;BYDAY=MO,WE,FR;UNTIL=20270430T215959Z",
    "FREQ=WEEKLY;WKST=SU;UNTIL=20261231T225959Z;INTERVAL=1;BYDAY={day}",
    "FREQ=MONTHLY;BYDAY=2TU",
    "FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20271231T225959Z",
    "FREQ=MONTHLY;BYMONTHDAY=15",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
    "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=14",
)
TEXT = (
    "Please find the agenda below and send your points until the day before. Dial in by phone where video fails. " * 4
)
TIMEZONE = """BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:DAYLIGHT
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE""".splitlines()


@dataclass(frozen=True, slots=True)
class Feed:
    """One file with its kind and its owner's zone."""

    kind: str
    zone: str
    data: bytes


def feeds(count: int, seed: int) -> list[Feed]:
    """Return so many feeds in the fractions above; a few more where they do not divide."""
    makers = {"light": light, "heavy": heavy, "recurring": recurring, "broken": broken}
    found = []
    for kind, percent in FRACTIONS.items():
        for number in range(max(1, count * percent // 100)):
            random = Random(f"{seed} {kind} {number}")
            zone = random.choice(ZONES)
            found.append(Feed(kind, zone, makers[kind](random, zone, number)))
    return found


def light(random: Random, zone: str, number: int) -> bytes:
    """A private calendar: some dates, a few that repeat."""
    single = (meeting(random, zone, f"s{at}", spread=200) for at in range(random.randint(15, 120)))
    series = (repeating(random, zone, f"r{at}") for at in range(random.randint(1, 6)))
    return written([*single, *series])


def heavy(random: Random, zone: str, number: int) -> bytes:
    """The export of five years: 3,000 entries with texts and guests, most of them over."""
    single = (meeting(random, zone, f"s{at}", spread=900, guests=6) for at in range(2_960))
    series = (repeating(random, zone, f"r{at}", since=700) for at in range(40))
    return written([*single, *series])


def recurring(random: Random, zone: str, number: int) -> bytes:
    """A working week made of series, with dates that were left out, moved and cancelled."""
    series = [changed(random, zone, f"r{at}") for at in range(random.randint(20, 50))]
    single = (meeting(random, zone, f"s{at}", spread=100) for at in range(60))
    return written([*single, *series])


def broken(random: Random, zone: str, number: int) -> bytes:
    """One bad entry among two hundred, a file that ends early, a page, a zone that nobody knows, a rule by seconds."""
    whole = written([meeting(random, zone, f"s{at}", spread=100) for at in range(200)])
    first = whole.index(b"BEGIN:VEVENT")
    one = whole[first : whole.index(b"END:VEVENT", first)] + b"END:VEVENT\r\n"
    second = "BEGIN:VEVENT UID:second DTSTART:20261207T080000Z RRULE:FREQ=SECONDLY;COUNT=50000 END:VEVENT"
    bad = {
        0: b"BEGIN:VEVENT\r\nUID:bad\r\nDTSTART:next week\r\nEND:VEVENT\r\n",
        3: one.replace(zone.encode(), b"Nowhere/Land"),
        4: second.replace(" ", "\r\n").encode() + b"\r\n",
    }
    if number % 5 == 1:
        return whole[: len(whole) // 2]
    return (
        b"<!doctype html><title>Sign in</title>" if number % 5 == 2 else whole[:first] + bad[number % 5] + whole[first:]
    )


def written(events: list[list[str]]) -> bytes:
    head = ["BEGIN:VCALENDAR", "PRODID:-//Invented//Calendar//EN", "VERSION:2.0", "CALSCALE:GREGORIAN", *TIMEZONE]
    lines = [*head, *(line for event in events for line in event), "END:VCALENDAR", ""]
    return "\r\n".join(part for line in lines for part in folded(line)).encode()


def folded(line: str) -> Iterator[str]:
    yield line[:75]
    for at in range(75, len(line), 74):
        yield f" {line[at : at + 74]}"


def entry(uid: str, *times: str, guests: int = 0, text: str = "") -> list[str]:
    guest = "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;CN=Guest {0}"
    guest += ";X-NUM-GUESTS=0:mailto:guest{0}@northwind.example"
    people = [guest.format(at) for at in range(guests)]
    said = ["CREATED:20260101T080000Z", f"DESCRIPTION:{text}", "LAST-MODIFIED:20260102T080000Z", "LOCATION:Room 7"]
    rest = [*said, "SEQUENCE:0", "STATUS:CONFIRMED", "SUMMARY:Weekly of the team", "TRANSP:OPAQUE"]
    alarm = ["BEGIN:VALARM", "ACTION:DISPLAY", "DESCRIPTION:Reminder", "TRIGGER:-P0DT0H10M0S", "END:VALARM"]
    uid = f"UID:{uid}@northwind.example"
    return [
        "BEGIN:VEVENT",
        *times,
        "DTSTAMP:20261101T080000Z",
        uid,
        *people,
        *rest,
        *(alarm if guests else ()),
        "END:VEVENT",
    ]


def at_wall(name: str, at: datetime, zone: str) -> str:
    return f"{name};TZID={zone}:{at:%Y%m%dT%H%M%S}"


def wall(random: Random, first: int, last: int) -> datetime:
    """A quarter hour of a working day, so many days from the start."""
    day = START + timedelta(days=random.randint(first, last))
    return (day - timedelta(days=max(0, day.weekday() - 4))).replace(
        hour=random.randint(8, 17), minute=random.choice((0, 15, 30))
    )


def meeting(random: Random, zone: str, uid: str, *, spread: int, guests: int = 0) -> list[str]:
    start = wall(random, -spread, spread // 2)
    if random.random() < 0.05:
        days = [f"DTSTART;VALUE=DATE:{start:%Y%m%d}", f"DTEND;VALUE=DATE:{start + timedelta(days=2):%Y%m%d}"]
        return entry(uid, *days)
    if random.random() < 0.2:
        return entry(uid, f"DTSTART:{start:%Y%m%dT%H%M%SZ}", f"DTEND:{start + timedelta(hours=1):%Y%m%dT%H%M%SZ}")
    end = start + timedelta(minutes=random.choice((30, 45, 60, 90)))
    return entry(uid, at_wall("DTSTART", start, zone), at_wall("DTEND", end, zone), guests=guests, text=TEXT)


def repeating(random: Random, zone: str, uid: str, since: int = 300, *more: str) -> list[str]:
    start = wall(random, -since, 20)
    rule = random.choice(RULES).format(day=DAYS[start.weekday()])
    times = (at_wall("DTSTART", start, zone), at_wall("DTEND", start + timedelta(hours=1), zone), f"RRULE:{rule}")
    return entry(uid, *times, *more, guests=3, text=TEXT)


def changed(random: Random, zone: str, uid: str) -> list[str]:
    """A weekly series of a year; some of its dates were left out, some moved, some cancelled."""
    start = wall(random, -200, 0)
    times = [at_wall("DTSTART", start, zone), at_wall("DTEND", start + timedelta(hours=1), zone)]
    weeks = random.sample(range(60), 6)
    out = [at_wall("EXDATE", start + timedelta(weeks=week), zone) for week in weeks[:3]]
    rule = f"RRULE:FREQ=WEEKLY;BYDAY={DAYS[start.weekday()]}"
    lines = entry(uid, *times, rule, *out, guests=4, text=TEXT)
    for place, week in enumerate(weeks[3:]):
        old = start + timedelta(weeks=week)
        new = old + timedelta(days=1, hours=1)
        moved = [at_wall("DTSTART", new, zone), at_wall("DTEND", new + timedelta(hours=1), zone)]
        one = entry(uid, *moved, at_wall("RECURRENCE-ID", old, zone), guests=4, text=TEXT)
        lines += [line.replace("CONFIRMED", "CANCELLED") for line in one] if place == 2 else one
    return lines
