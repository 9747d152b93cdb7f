from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import icalendar
import pytest

from hexad.demo import invent
from hexad.demo.entries import Entry
from hexad.demo.random_calendars import draw_poisson
from hexad.demo.writing import calendar_ics

MONDAY = date(2026, 12, 7)


def random_entries(meetings: float, managers: int = 40) -> list[tuple[str, list[Entry]]]:
    return list(invent(managers, meetings=meetings, calendars="random", seed=11).calendars())


def test_poisson_draws_have_the_mean_and_variance_of_the_distribution() -> None:
    random = Random(1)
    draws = [draw_poisson(random, 18) for _ in range(20_000)]
    mean = sum(draws) / len(draws)
    variance = sum((draw - mean) ** 2 for draw in draws) / len(draws)
    assert mean == pytest.approx(18, abs=0.15)
    assert variance == pytest.approx(18, abs=0.7)


def test_reference_calendars_keep_to_the_definition() -> None:
    company = invent(40, meetings=18, calendars="random", seed=11)
    zones = {person.email: ZoneInfo(person.time_zone) for person in company.people}
    for address, entries in company.calendars():
        for entry in entries:
            assert isinstance(entry.start, datetime)
            assert isinstance(entry.end, datetime)
            local = entry.start.astimezone(zones[address])
            assert local.weekday() < 5
            assert time(9) <= local.time() < time(17)
            assert local.minute % 15 == 0
            assert (entry.end - entry.start) // timedelta(minutes=1) in {30, 45, 60, 90}
            assert MONDAY <= local.date() < MONDAY + timedelta(weeks=24)


def test_reference_calendars_have_the_wanted_number_of_meetings_a_week() -> None:
    counts = [len(entries) / 24 for _, entries in random_entries(meetings=18, managers=100)]
    assert sum(counts) / len(counts) == pytest.approx(18, abs=0.5)


def test_realistic_calendars_have_every_kind_of_entry() -> None:
    entries = [entry for _, calendar in invent(60, seed=2).calendars() for entry in calendar]
    assert any(entry.rule.startswith("FREQ=WEEKLY;INTERVAL=1") for entry in entries)
    assert any(entry.rule.startswith("FREQ=WEEKLY;INTERVAL=2") and len(entry.with_whom) == 1 for entry in entries)
    assert any(entry.rule.startswith("FREQ=MONTHLY") for entry in entries)
    assert any(entry.out_of_office and not isinstance(entry.start, datetime) for entry in entries)
    assert any(entry.transparent for entry in entries)
    assert any(entry.excluded for entry in entries)
    assert any(entry.moved for entry in entries)
    assert {entry.status for entry in entries} == {"CONFIRMED", "TENTATIVE", "CANCELLED"}


@pytest.mark.parametrize("kind", ["realistic", "random"])
def test_calendar_files_parse_in_an_independent_reader_with_the_same_times(kind: str) -> None:
    for address, entries in invent(12, calendars=kind, seed=4).calendars():  # type: ignore[arg-type]
        parsed = icalendar.Calendar.from_ical(calendar_ics(address, entries))
        events = [event for event in parsed.walk("VEVENT") if "RECURRENCE-ID" not in event]
        assert [event["DTSTART"].dt for event in events] == [entry.start for entry in entries]
        assert [event["DTEND"].dt for event in events] == [entry.end for entry in entries]
        assert len(parsed.walk("VEVENT")) - len(events) == sum(len(entry.moved) for entry in entries)
        assert not parsed.errors


def test_calendar_lines_are_folded_at_75_octets() -> None:
    for address, entries in invent(5, seed=4).calendars():
        assert all(len(line) <= 75 for line in calendar_ics(address, entries).split(b"\r\n"))
