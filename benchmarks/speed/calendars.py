"""Reading feeds into busy times, beside recurring-ical-events alone.

The demo organisation's calendars, half a year. The peer parses with icalendar and lists the instances with
recurring-ical-events, which says neither what blocks nor in which zone, and knows no limits.
"""

from datetime import UTC, datetime, time, timedelta
from itertools import islice

import icalendar
import recurring_ical_events

from benchmarks.effort import Effort, say
from benchmarks.tables import Table, figure, times
from benchmarks.timing import side_by_side
from hexad.availability import Reading, read_ics
from hexad.demo import invent
from hexad.demo.writing import calendar_ics

MANAGERS, MEETINGS, SEED, WEEKS = 120, 12, 1, 26
FEEDS, SHORT_FEEDS = 40, 3
COLUMNS = ("reader", "feeds", "MB", "seconds", "of the peer", "instances")
Window = tuple[datetime, datetime]


def run(effort: Effort) -> Table:
    """Read the same feeds with both."""
    company = invent(MANAGERS, meetings=MEETINGS, seed=SEED)
    wanted = SHORT_FEEDS if effort.short else FEEDS
    zones = {one.email: one.time_zone for one in company.people}
    feeds = [(zones[email], calendar_ics(email, entries)) for email, entries in islice(company.calendars(), wanted)]
    start = datetime.combine(company.start, time(), tzinfo=UTC)
    window = (start, start + timedelta(weeks=WEEKS))
    size = figure(sum(len(data) for _, data in feeds) / 2**20)
    say(f"reading {len(feeds)} feeds, {size} MB")
    (own, readings), (peer, instances) = side_by_side(
        lambda: [read(data, zone, window) for zone, data in feeds], lambda: [listed(data, window) for _, data in feeds]
    )
    table = Table(f"Reading feeds over {WEEKS} weeks", COLUMNS)
    table.add("recurring-ical-events", len(feeds), size, figure(peer), times(peer, peer), sum(instances))
    table.add("Hexad", len(feeds), size, figure(own), times(own, peer), sum(len(one.busy) for one in readings))
    table.note("Hexad counts busy times: joined where they touch, without what is cancelled, declined or free.")
    return table


def read(data: bytes, zone: str, window: Window) -> Reading:
    return read_ics(data, owner_zone=zone, window=window)


def listed(data: bytes, window: Window) -> int:
    """Return how many instances the reference lists."""
    return len(recurring_ical_events.of(icalendar.Calendar.from_ical(data)).between(*window))
