"""The realistic calendars, and the files that both kinds become."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from functools import cache

import icalendar
import pytest

from hexad.availability import Reading, read_ics
from hexad.availability.calendars import read_occurrences
from hexad.demo import Company, invent
from hexad.demo.company import CalendarKind
from hexad.demo.entries import Entry
from hexad.demo.writing import calendar_ics

WINDOW = (datetime(2026, 12, 1, tzinfo=UTC), datetime(2027, 6, 1, tzinfo=UTC))


@cache
def company() -> Company:
    return invent(60, seed=2)


@cache
def drawn() -> list[tuple[str, list[Entry]]]:
    return list(company().calendars())


@cache
def readings() -> list[Reading]:
    """Each calendar through the reader that real feeds pass."""
    zones = {person.email: person.time_zone for person in company().people}
    return [
        read_ics(calendar_ics(address, entries), owner_zone=zones[address], owner_email=address, window=WINDOW)
        for address, entries in drawn()
    ]


def test_realistic_calendars_have_every_kind_of_entry() -> None:
    entries = [entry for _, calendar in drawn() for entry in calendar]
    assert any(entry.rule.startswith("FREQ=WEEKLY;INTERVAL=1") for entry in entries)
    assert any(entry.rule.startswith("FREQ=WEEKLY;INTERVAL=2") and len(entry.with_whom) == 1 for entry in entries)
    assert any(entry.rule.startswith("FREQ=MONTHLY") for entry in entries)
    assert any(entry.out_of_office and not isinstance(entry.start, datetime) for entry in entries)
    assert any(entry.transparent for entry in entries)
    assert any(entry.excluded for entry in entries)
    assert any(entry.moved for entry in entries)
    assert {entry.status for entry in entries} == {"CONFIRMED", "TENTATIVE", "CANCELLED"}


def test_the_reader_finds_every_kind_and_no_problem() -> None:
    assert not [problem for reading in readings() for problem in reading.problems]
    kinds = Counter(one.kind for reading in readings() for one in reading.busy)
    assert set(kinds) == {"busy", "tentative", "movable", "out-of-office"}


def test_about_as_many_meetings_a_week_are_in_a_realistic_calendar_as_asked_for() -> None:
    counts = []
    for address, entries in drawn():
        data = calendar_ics(address, entries)
        occurrences, _ = read_occurrences(data, owner_zone="UTC", owner_email=address, window=WINDOW)
        counts.append(sum(one.end - one.start < timedelta(hours=3) for one in occurrences) / 24)
    assert sum(counts) / len(counts) == pytest.approx(12, abs=1)


def test_series_keep_their_wall_time_over_the_change_of_clocks() -> None:
    series = [
        (address, entry)
        for address, entries in drawn()
        for entry in entries
        if entry.rule.startswith("FREQ=WEEKLY;INTERVAL=1") and not entry.moved
    ]
    changed = 0
    for address, entry in series[:20]:
        occurrences, _ = read_occurrences(calendar_ics(address, [entry]), owner_zone="UTC", window=WINDOW)
        walls = {one.start.astimezone(entry.start.tzinfo).time() for one in occurrences}  # type: ignore[union-attr]
        changed += len({one.start.time() for one in occurrences}) == 2
        assert len(walls) == 1
    assert changed == 20


@pytest.mark.parametrize("kind", ["realistic", "random"])
def test_calendar_files_parse_in_an_independent_reader_with_the_same_times(kind: CalendarKind) -> None:
    for address, entries in invent(8, calendars=kind, seed=4).calendars():
        parsed = icalendar.Calendar.from_ical(calendar_ics(address, entries))
        events = [event for event in parsed.walk("VEVENT") if "RECURRENCE-ID" not in event]
        assert [event["DTSTART"].dt for event in events] == [entry.start for entry in entries]
        assert [event["DTEND"].dt for event in events] == [entry.end for entry in entries]
        assert len(parsed.walk("VEVENT")) - len(events) == sum(len(entry.moved) for entry in entries)
        assert not parsed.errors


def test_calendar_lines_are_folded_at_75_octets_and_unfold_to_what_was_meant() -> None:
    long = "x" * 200 + "@aldermoor.example"
    entry = Entry(start=date(2026, 12, 7), end=date(2026, 12, 8), organiser=long, with_whom=(long,))
    data = calendar_ics(long, [entry])
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{long}" in data.decode().replace("\r\n ", "")
