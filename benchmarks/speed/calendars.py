"""Reading a mixed corpus of feeds into busy times, beside icalendar with recurring-ical-events.

A hundred feeds as vendors write them: light ones, heavy ones of 3,000 entries, working weeks made of series, broken
ones. The peer parses and lists the instances; it says neither what blocks nor in which zone, and knows no limits. Where
it reads a feed to the end, the instances must be the same ones.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events

from benchmarks.corpus import START, Feed, feeds
from benchmarks.effort import Effort, say
from benchmarks.tables import Table, figure, times
from benchmarks.timing import timed
from hexad.availability import Reading, read_ics
from hexad.availability.calendars import read_occurrences

FEEDS, SHORT_FEEDS, SEED, WEEKS = 100, 4, 1, 26
COLUMNS = ("kind", "feeds", "MB", "peer, seconds", "Hexad, seconds", "of the peer", "instances", "the same instances")
WINDOW = (START.replace(tzinfo=UTC), START.replace(tzinfo=UTC) + timedelta(weeks=WEEKS))
Instances = list[tuple[str, datetime, datetime]]


def run(effort: Effort) -> Table:
    """Read the same feeds with both, kind by kind."""
    corpus = feeds(SHORT_FEEDS if effort.short else FEEDS, SEED)
    say(f"reading {len(corpus)} feeds, {figure(sum(len(one.data) for one in corpus) / 2**20)} MB")
    read(corpus[0])  # zones and tables are loaded once
    listed(corpus[0])
    table = Table(f"Reading a mixed corpus over {WEEKS} weeks", COLUMNS)
    own_all = peer_all = 0.0
    for kind in dict.fromkeys(one.kind for one in corpus):
        some = [one for one in corpus if one.kind == kind]
        own, peer, theirs = 0.0, 0.0, []
        for one in some:  # in turns, so that a busy moment of the machine meets both
            own += timed(partial(read, one))[0]
            seconds, instances = timed(partial(listed, one))
            peer, theirs = peer + seconds, [*theirs, instances]
        own_all, peer_all = own_all + own, peer_all + peer
        ours = [raw(one) for one in some]
        row(table, kind, some, (own, peer), (ours, theirs))
    table.add("all", len(corpus), "", figure(peer_all), figure(own_all), times(own_all, peer_all), "", "")
    table.note("Hexad's time includes what blocks, by whom it was declined, and joining what touches.")
    table.note("Same instances: as `hexad busy --raw` has them, among the feeds that the peer reads to the end.")
    return table


def row(
    table: Table,
    kind: str,
    some: list[Feed],
    seconds: tuple[float, float],
    found: tuple[list[Instances], list[Instances | None]],
) -> None:
    own, peer = seconds
    ours, theirs = found
    readable = [(mine, other) for mine, other in zip(ours, theirs, strict=True) if other is not None]
    same = f"{sum(mine == other for mine, other in readable)} of {len(readable)}"
    size = figure(sum(len(one.data) for one in some) / 2**20)
    table.add(kind, len(some), size, figure(peer), figure(own), times(own, peer), sum(map(len, ours)), same)


def read(feed: Feed) -> Reading:
    return read_ics(feed.data, owner_zone=feed.zone, window=WINDOW)


def raw(feed: Feed) -> Instances:
    """Return every instance that starts in the window, cancelled ones left out as the peer leaves them out."""
    occurrences, _problems = read_occurrences(feed.data, owner_zone=feed.zone, window=WINDOW)
    kept = [one for one in occurrences if WINDOW[0] <= one.start < WINDOW[1] and one.kind != "cancelled"]
    return sorted((one.uid, one.start, one.end) for one in kept)


def listed(feed: Feed) -> Instances | None:
    """Return what the peer lists; None where it gives up."""
    try:
        found: Any = recurring_ical_events.of(icalendar.Calendar.from_ical(feed.data)).between(*WINDOW)
        kept = [one for one in found if str(one.get("STATUS", "")) != "CANCELLED"]
        instances = [(str(one["UID"]), instant(one.start, feed.zone), instant(one.end, feed.zone)) for one in kept]
    except (ValueError, KeyError, IndexError, AttributeError):
        return None
    return sorted(one for one in instances if WINDOW[0] <= one[1] < WINDOW[1])


def instant(at: date | datetime, zone: str) -> datetime:
    moment = at if isinstance(at, datetime) else datetime.combine(at, time())
    return (moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)
