"""Our expansion of series against recurring-ical-events, the reference in Python, on series that hypothesis invents."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events
from hypothesis import given, settings
from hypothesis import strategies as st

from hexad.availability.calendars import read_occurrences
from tests.hexad.availability.feeds import event, feed

OWNER = "Europe/Berlin"
WINDOW = (datetime(2026, 9, 1, tzinfo=UTC), datetime(2027, 6, 1, tzinfo=UTC))
DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
ORDINALS = [-2, -1, 1, 2, 4, 5]

zones = st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC", ""])
dates = st.dates(date(2019, 1, 1), date(2027, 5, 1))
times = st.sampled_from([time(0), time(1, 30), time(2, 30), time(9), time(17, 45), time(23, 30)])


def numbers(low: int, high: int, *, from_end: bool = False) -> st.SearchStrategy[str]:
    choices = [*range(low, high + 1), *(range(-4, 0) if from_end else ())]
    return st.lists(st.sampled_from(choices), min_size=1, max_size=4, unique=True).map(
        lambda some: ",".join(map(str, some))
    )


def weekdays(*, ordinals: bool) -> st.SearchStrategy[str]:
    """With ordinals or without: the reference takes a mixture such as "1MO,TU" for both at once, against RFC 5545."""
    plain = st.sampled_from(DAYS)
    counted = st.tuples(st.sampled_from(ORDINALS), plain).map(lambda pair: f"{pair[0]}{pair[1]}")
    lists = [st.lists(one, min_size=1, max_size=4, unique=True) for one in ([plain, counted] if ordinals else [plain])]
    return st.one_of(lists).map(",".join)


# Each part with the frequencies it belongs to, and in how many of ten rules it stands. BYSETPOS only where there is
# more than one day to choose from.
PARTS = {
    "BYDAY": ("DAILY WEEKLY", weekdays(ordinals=False), 5),
    "BYDAY ": ("MONTHLY YEARLY", weekdays(ordinals=True), 5),
    "BYMONTH": ("DAILY WEEKLY MONTHLY YEARLY", numbers(1, 12), 2),
    "BYMONTHDAY": ("DAILY MONTHLY YEARLY", numbers(1, 31, from_end=True), 3),
    "BYYEARDAY": ("YEARLY", numbers(1, 366, from_end=True), 2),
    "BYWEEKNO": ("YEARLY", numbers(1, 53, from_end=True), 2),
    "BYSETPOS": ("MONTHLY YEARLY", numbers(1, 4, from_end=True), 3),
    "WKST": ("DAILY WEEKLY MONTHLY YEARLY", st.sampled_from(DAYS), 3),
}


@st.composite
def rules(draw: st.DrawFn, start: datetime, *, days: bool) -> str:
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = {"FREQ": frequency, "INTERVAL": str(draw(st.sampled_from([1, 1, 2, 3, 5, 12])))}
    for name, (frequencies, values, tenths) in PARTS.items():
        chosen = frequency in frequencies.split() and draw(st.integers(1, 10)) <= tenths
        if chosen and (name != "BYSETPOS" or len(parts) > 2):
            parts[name.strip()] = draw(values)
    last = start + timedelta(days=draw(st.integers(0, 3000)))
    until = f"{last:%Y%m%d}" if days else f"{last:%Y%m%dT235959Z}"
    parts |= draw(st.sampled_from([{}, {"COUNT": str(draw(st.integers(1, 400)))}, {"UNTIL": until}]))
    return ";".join(f"{name}={value}" for name, value in parts.items())


def written(name: str, at: datetime, zone: str, *, days: bool = False) -> str:
    if days:
        return f"{name};VALUE=DATE:{at:%Y%m%d}"
    if zone == "UTC":
        return f"{name}:{at:%Y%m%dT%H%M%SZ}"
    return f"{name};TZID={zone}:{at:%Y%m%dT%H%M%S}" if zone else f"{name}:{at:%Y%m%dT%H%M%S}"


@st.composite
def series(draw: st.DrawFn) -> list[str]:
    """The lines of one event."""
    zone, days = draw(zones), draw(st.integers(0, 3)) == 0
    start = datetime.combine(draw(dates), time() if days else draw(times))
    length = draw(st.sampled_from(["P1D", "P2D"])) if days else "PT1H"
    near = st.lists(st.integers(0, 300).map(lambda number: start + timedelta(days=number)), max_size=3)
    return [
        written("DTSTART", start, zone, days=days),
        f"DURATION:{length}",
        f"RRULE:{draw(rules(start, days=days))}",
        *[written(name, at, zone, days=days) for name in ("EXDATE", "RDATE") for at in draw(near)],
    ]


def ours(data: bytes) -> list[datetime]:
    occurrences, problems = read_occurrences(data, owner_zone=OWNER, window=WINDOW)
    assert not [problem for problem in problems if problem.severity == "error"]
    return sorted(one.start for one in occurrences)


def theirs(data: bytes) -> list[datetime]:
    found: Any = recurring_ical_events.of(icalendar.Calendar.from_ical(data)).between(*WINDOW)
    return sorted(instant(one["DTSTART"].dt) for one in found)


def instant(at: date | datetime) -> datetime:
    moment = at if isinstance(at, datetime) else datetime.combine(at, time())
    return (moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(OWNER))).astimezone(UTC)


def inner(found: list[datetime]) -> list[datetime]:
    """Away from the edges, where the reference compares all-day and floating dates without their zone."""
    return [at for at in found if WINDOW[0] + timedelta(days=4) < at < WINDOW[1] - timedelta(days=4)]


@settings(max_examples=150)
@given(series())
def test_series_come_out_as_in_the_reference(lines: list[str]) -> None:
    data = feed(event(*lines))
    assert inner(ours(data)) == inner(theirs(data))


@st.composite
def changed_series(draw: st.DrawFn) -> list[list[str]]:
    """A daily or weekly series, and instances that were moved, cancelled, or moved together with all later ones."""
    zone, step = draw(zones), draw(st.sampled_from([1, 2, 7, 14]))
    start = datetime.combine(draw(st.dates(date(2026, 6, 1), date(2026, 11, 30))), time(draw(st.integers(4, 20))))
    rule = f"FREQ=DAILY;INTERVAL={step}" if step < 7 else f"FREQ=WEEKLY;INTERVAL={step // 7}"
    events = [[written("DTSTART", start, zone), "DURATION:PT1H", f"RRULE:{rule};COUNT=60"]]
    for number in draw(st.lists(st.integers(0, 59), max_size=4, unique=True)):
        old = start + timedelta(days=step * number)
        new = old + timedelta(hours=draw(st.integers(-30, 30)))
        onwards = ";RANGE=THISANDFUTURE" if draw(st.booleans()) else ""
        lines = [written(f"RECURRENCE-ID{onwards}", old, zone), written("DTSTART", new, zone), "DURATION:PT30M"]
        events.append([*lines, *draw(st.sampled_from([[], ["STATUS:CANCELLED"]]))])
    return events


@settings(max_examples=100)
@given(changed_series())
def test_changed_instances_come_out_as_in_the_reference(events: list[list[str]]) -> None:
    data = feed(*[event(*lines) for lines in events])
    assert inner(ours(data)) == inner(theirs(data))
