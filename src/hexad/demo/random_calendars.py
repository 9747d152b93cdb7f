"""The reference population's calendars: independent meetings, as the figures of formation define them.

Nine to five local, Monday to Friday; meetings a week Poisson(M), each on a random weekday, starting on a random quarter
hour inside the day, 30, 45, 60 or 90 minutes with equal chance, overlapping allowed; 24 weeks from a Monday.
"""

import math
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from hexad.demo.entries import Entry
from hexad.people.roster import Person

WEEKS = 24
DAY_STARTS = time(9)
QUARTERS_OF_THE_DAY = 32
MINUTES = (30, 45, 60, 90)


def draw_calendar(person: Person, *, meetings: float, start: date, random: Random) -> list[Entry]:
    """Draw one person's calendar in order of time."""
    zone = ZoneInfo(person.time_zone)
    entries = []
    for week in range(WEEKS):
        for _ in range(draw_poisson(random, meetings)):
            day = start + timedelta(days=7 * week + random.randrange(5))
            begin = _local(day, random.randrange(QUARTERS_OF_THE_DAY), zone)
            entries.append(
                Entry(start=begin, end=begin + timedelta(minutes=random.choice(MINUTES)), organiser=person.email)
            )
    return sorted(entries, key=lambda entry: (entry.start.isoformat(), entry.end.isoformat()))


def draw_poisson(random: Random, mean: float) -> int:
    """Draw from a Poisson distribution (Knuth's product of uniforms; exact, fine for means under a hundred)."""
    threshold, product, count = math.exp(-mean), random.random(), 0
    while product > threshold:
        product *= random.random()
        count += 1
    return count


def _local(day: date, quarter: int, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, DAY_STARTS, tzinfo=zone) + timedelta(minutes=15 * quarter)
