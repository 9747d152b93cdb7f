"""Calendars as managers have them: series, one-to-ones, days off, notes, tentative holds, moved and cancelled dates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from hexad.demo.entries import Entry
from hexad.demo.random_calendars import WEEKS, draw_poisson
from hexad.people.roster import Person

WEEKDAY_CODES = ("MO", "TU", "WE", "TH", "FR")
# Meetings cluster in the late morning and early afternoon (our choice: an even spread would be too kind to lunch).
HOURS = (9, 9.5, 10, 10.5, 11, 11.5, 13, 13.5, 14, 14.5, 15, 15.5, 16)
HOUR_WEIGHTS = (4, 3, 6, 4, 5, 2, 3, 4, 6, 4, 5, 2, 3)
LENGTHS = (30, 45, 60, 90)


@dataclass(frozen=True, slots=True)
class Around:
    """Who is around a person: the boss, the direct reports, the department."""

    boss: str
    reports: tuple[str, ...]
    department: tuple[str, ...]


def surroundings(people: Sequence[Person]) -> dict[str, Around]:
    """Look up everybody's boss, reports and department once."""
    reports: dict[str, list[str]] = {}
    departments: dict[str, list[str]] = {}
    for person in people:
        reports.setdefault(person.boss_email, []).append(person.email)
        departments.setdefault(person.department, []).append(person.email)
    return {
        person.email: Around(
            boss=person.boss_email,
            reports=tuple(reports.get(person.email, ())[:5]),
            department=tuple(departments[person.department][:8]),
        )
        for person in people
    }


def draw_calendar(person: Person, around: Around, *, meetings: float, start: date, random: Random) -> list[Entry]:
    """Draw one person's calendar: about ``meetings`` a week, half of them in series."""
    days = _Days(person, start, random)
    entries = [
        *_series(days, around, meetings),
        *_single_meetings(days, around, meetings / 2),
        *_days_away(days),
        *_notes(days),
    ]
    return sorted(entries, key=lambda entry: (entry.start.isoformat(), entry.end.isoformat(), entry.rule))


class _Days:
    """One person's weeks: turns week, weekday and hour into an aware datetime."""

    def __init__(self, person: Person, start: date, random: Random) -> None:
        self.person, self.start, self.random = person, start, random
        self.zone = ZoneInfo(person.time_zone or "UTC")

    def at(self, week: int, weekday: int, hour: float) -> datetime:
        day = self.start + timedelta(days=7 * week + weekday)
        return datetime.combine(day, time(int(hour), int(hour % 1 * 60)), tzinfo=self.zone)

    def hour(self) -> float:
        return self.random.choices(HOURS, weights=HOUR_WEIGHTS)[0]


def _series(days: _Days, around: Around, meetings: float) -> list[Entry]:
    """Team meeting, one-to-ones, the boss's meeting, a monthly review, until half the load is reached."""
    random, load, entries = days.random, 0.0, []
    kinds: list[tuple[str, tuple[str, ...], int]] = [("WEEKLY;INTERVAL=1", around.department, 60)]
    kinds += [("WEEKLY;INTERVAL=2", (report,), 30) for report in around.reports]
    kinds += [("WEEKLY;INTERVAL=2", (around.boss,), 45)] if around.boss else []
    kinds += [("MONTHLY", around.department, 90)]
    kinds += [("WEEKLY;INTERVAL=1", around.department, random.choice(LENGTHS)) for _ in range(12)]
    for frequency, with_whom, minutes in kinds:
        if load >= meetings / 2:
            break
        load += {"WEEKLY;INTERVAL=1": 1.0, "WEEKLY;INTERVAL=2": 0.5, "MONTHLY": 0.25}[frequency]
        entries.append(_one_series(days, frequency, with_whom, minutes))
    return entries


def _one_series(days: _Days, frequency: str, with_whom: tuple[str, ...], minutes: int) -> Entry:
    random = days.random
    weekday, hour = random.randrange(5), days.hour()
    begin = days.at(0, weekday, hour)
    until = (days.start + timedelta(weeks=WEEKS)).strftime("%Y%m%dT000000Z")
    monthly = frequency == "MONTHLY"
    rule = f"FREQ={frequency};BYDAY={'1' if monthly else ''}{WEEKDAY_CODES[weekday]};UNTIL={until}"
    if monthly:
        begin = days.at(_first_week_of_month(days.start, weekday), weekday, hour)
    weekly = frequency == "WEEKLY;INTERVAL=1"
    excluded = tuple(days.at(week, weekday, hour) for week in range(1, WEEKS) if weekly and random.random() < 0.06)
    moved_week = random.randrange(2, WEEKS - 1)
    original = days.at(moved_week, weekday, hour)
    moves = weekly and original not in excluded and random.random() < 0.3
    return Entry(
        start=begin,
        end=begin + timedelta(minutes=minutes),
        rule=rule,
        organiser=days.person.email,
        with_whom=tuple(address for address in with_whom if address != days.person.email),
        excluded=excluded,
        moved=((original, days.at(moved_week, (weekday + 1) % 5, hour)),) if moves else (),
    )


def _first_week_of_month(start: date, weekday: int) -> int:
    """The week, counted from ``start``, in which the weekday is the first of its month."""
    return next(week for week in range(6) if (start + timedelta(days=7 * week + weekday)).day <= 7)


def _single_meetings(days: _Days, around: Around, mean: float) -> list[Entry]:
    random, entries = days.random, []
    for week in range(WEEKS):
        for _ in range(draw_poisson(random, mean)):
            begin = days.at(week, random.randrange(5), days.hour())
            entries.append(
                Entry(
                    start=begin,
                    end=begin + timedelta(minutes=random.choice(LENGTHS)),
                    status=random.choices(("CONFIRMED", "TENTATIVE", "CANCELLED"), weights=(84, 12, 4))[0],
                    organiser=days.person.email,
                    with_whom=around.department[:3],
                )
            )
    return entries


def _days_away(days: _Days) -> list[Entry]:
    """Two weeks of holiday, the turn of the year, and a few single days out of office."""
    random = days.random
    blocks = [(random.randrange(6, 14), 5), (random.randrange(15, WEEKS), 5), (2, 10)]
    blocks = blocks if random.random() < 0.8 else blocks[:2]
    entries = [
        _all_day(days, days.start + timedelta(weeks=week), length, out_of_office=True) for week, length in blocks
    ]
    for _ in range(draw_poisson(random, 2)):
        day = days.start + timedelta(days=7 * random.randrange(WEEKS) + random.randrange(5))
        entries.append(_all_day(days, day, 1, out_of_office=True))
    return entries


def _notes(days: _Days) -> list[Entry]:
    """All-day notes that block nothing: birthdays, deadlines, days at the other site."""
    random = days.random
    count = draw_poisson(random, 3)
    return [
        _all_day(days, days.start + timedelta(days=random.randrange(7 * WEEKS)), 1, transparent=True)
        for _ in range(count)
    ]


def _all_day(days: _Days, day: date, length: int, *, out_of_office: bool = False, transparent: bool = False) -> Entry:
    return Entry(
        start=day,
        end=day + timedelta(days=length),
        out_of_office=out_of_office,
        transparent=transparent,
        organiser=days.person.email,
    )
