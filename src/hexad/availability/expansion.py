"""From prepared events to stretches of time: the instances of one series that touch a window."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from hexad.availability.events import FREE_KINDS, Event
from hexad.availability.moments import DAY, FIRST_YEAR, LAST_YEAR, Length, Moment, day_of, in_utc, midnight
from hexad.availability.recurrence import Spend, walk

MARGIN = 2 * DAY  # walls of any two zones lie less than two days apart
EARLIEST, LATEST = datetime(FIRST_YEAR - 1, 1, 1, tzinfo=UTC), datetime(LAST_YEAR + 1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Stretch:
    """One instance of an event, in UTC. ``start`` may equal ``end`` where the event takes no time."""

    event: Event
    start: datetime
    end: datetime


def expand(
    series: Sequence[Event], window: tuple[datetime, datetime], owner_zone: tzinfo, spend: Spend
) -> Iterator[Stretch]:
    """Every instance of one series that touches the window, in no order.

    Parameters
    ----------
    series
        The events of one UID: the master and its changed instances.
    window
        Half-open, in UTC.
    owner_zone
        Whose midnights bound an all-day event.
    spend
        Called with the number of days or dates looked at; raises where that is too much.

    Source
    ------
    RFC 5545, sections 3.8.4.4 and 3.8.5; checked against recurring-ical-events, the reference in Python.
    """
    if len(series) == 1 and series[0].is_single:  # as most are
        yield from _touching(stretch_of(series[0], series[0].start, owner_zone), window)
        return
    changes = [event for event in series if event.replaces is not None]
    for master in (event for event in series if event.replaces is None):
        yield from _Series(master, changes, window, owner_zone, spend).stretches()
    if all(event.replaces is not None for event in series):
        for change in changes:
            yield from _touching(stretch_of(change, change.start, owner_zone), window)


class _Series:
    """A master with the instances that were changed."""

    def __init__(
        self,
        master: Event,
        changes: Sequence[Event],
        window: tuple[datetime, datetime],
        owner_zone: tzinfo,
        spend: Spend,
    ) -> None:
        self.master, self.window, self.owner_zone, self.spend = master, window, owner_zone, spend
        self.changes = {self._key(change.replaces): change for change in changes if change.replaces is not None}
        onwards = [(self._instant(key), change) for key, change in self.changes.items() if change.onwards]
        self.onwards = sorted(onwards, key=lambda pair: pair[0])

    def stretches(self) -> Iterator[Stretch]:
        special = self.master.excluded | self.changes.keys()
        for start in self._starts():
            if special and not special.isdisjoint(self._keys(start)):
                continue
            event, at = self._shifted(start) if self.onwards else (self.master, start)
            yield from _touching(stretch_of(event, at, self.owner_zone), self.window)
        for key, change in self.changes.items():
            if key not in self.master.excluded:
                yield from _touching(stretch_of(change, change.start, self.owner_zone), self.window)
        if self.master.unknown_to is not None and self.master.kind not in FREE_KINDS:
            first = in_utc(self.master.start, self.owner_zone)
            yield from _touching(Stretch(self.master, first, self.master.unknown_to), self.window)

    def _starts(self) -> set[Moment]:
        """Each instance's own start: DTSTART, single dates and what the rules name near the window."""
        master = self.master
        found = {*master.dates, *self._ruled()}
        first = in_utc(master.start, self.owner_zone)
        ended = [last is not None and in_utc(last, self.owner_zone) < first for _, last in master.rules]
        if not ended or not all(ended):  # a rule that ends before it begins is how some calendars delete a series
            found.add(master.start)
        return found

    def _ruled(self) -> Iterator[Moment]:
        start = self.master.start
        zone = start.tzinfo if isinstance(start, datetime) else None
        wall = datetime.combine(start, start.time() if isinstance(start, datetime) else time())
        since, until = self._span(zone)
        for rule, last in self.master.rules:
            for at in walk(rule, wall, since=since, until=until, spend=self.spend):
                moment: Moment = at.replace(tzinfo=zone) if zone else at.date()
                if last is not None and in_utc(moment, self.owner_zone) > in_utc(last, self.owner_zone):
                    break
                yield moment

    def _span(self, zone: tzinfo | None) -> tuple[datetime, datetime]:
        """On the wall: from where an instance may reach into the window, to where it may be moved into it."""
        onwards = [event for _, event in self.onwards]
        longest = max((event.length or Length(1)).most for event in (self.master, *onwards))
        moved = max((abs(_shift(event)) for event in onwards), default=timedelta())
        since = self.window[0] - min(longest + moved + MARGIN, self.window[0] - EARLIEST)
        until = self.window[1] + min(moved + MARGIN, LATEST - self.window[1])
        wall = zone or UTC
        return since.astimezone(wall).replace(tzinfo=None), until.astimezone(wall).replace(tzinfo=None)

    def _key(self, moment: Moment) -> Moment:
        """What an instance is known by: its instant, its day in an all-day series or where only that is written."""
        if not isinstance(self.master.start, datetime):
            return day_of(moment, self.owner_zone)
        return moment.astimezone(UTC) if isinstance(moment, datetime) else moment

    def _keys(self, start: Moment) -> tuple[Moment, ...]:
        return (start.astimezone(UTC), start.date()) if isinstance(start, datetime) else (start,)

    def _instant(self, key: Moment) -> datetime:
        zone = self.master.start.tzinfo if isinstance(self.master.start, datetime) else None
        return in_utc(key, zone or self.owner_zone)

    def _shifted(self, start: Moment) -> tuple[Event, Moment]:
        """The event that describes an instance and when that puts it, after a change of this and all later ones."""
        instant = in_utc(start, self.owner_zone)
        change = next((event for first, event in reversed(self.onwards) if first < instant), None)
        return (self.master, start) if change is None else (change, _moved(start, change))


def _shift(change: Event) -> timedelta:
    """By how much a changed instance was moved on its own wall; by whole days where one of the two is a day."""
    old, new = change.replaces, change.start
    if isinstance(old, datetime) and isinstance(new, datetime):
        return new.replace(tzinfo=None) - old.astimezone(new.tzinfo).replace(tzinfo=None)
    return _day(new) - _day(old or new)


def _moved(start: Moment, change: Event) -> Moment:
    new, shift = change.start, _shift(change)
    if isinstance(new, datetime):
        if isinstance(start, datetime) and isinstance(change.replaces, datetime):
            return (start.astimezone(new.tzinfo).replace(tzinfo=None) + shift).replace(tzinfo=new.tzinfo)
        return datetime.combine(_day(start) + shift, new.timetz())
    return _day(start) + shift


def _day(at: Moment) -> date:
    return at.date() if isinstance(at, datetime) else at


def stretch_of(event: Event, start: Moment, owner_zone: tzinfo) -> Stretch:
    """The time that an instance takes."""
    at = start if isinstance(start, datetime) else midnight(start, owner_zone)
    first = at.astimezone(UTC)
    if first in event.periods:
        return Stretch(event, first, event.periods[first])
    if event.length is None:
        return Stretch(event, first, midnight(at.date() + DAY, at.tzinfo or UTC).astimezone(UTC))
    return Stretch(event, first, event.length.end_of(at))


def _touching(one: Stretch, window: tuple[datetime, datetime]) -> Iterator[Stretch]:
    if one.start < window[1] and (one.end > window[0] or one.start == one.end >= window[0]):
        yield one
