"""From prepared events to stretches of time: recurring-ical-events walks the rules, lengths are ours."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

import icalendar
import recurring_ical_events

from hexad.availability.events import NUMBER, Event

DAY = timedelta(days=1)
NOTHING = timedelta()


@dataclass(frozen=True, slots=True)
class Stretch:
    """One instance of an event, in UTC. ``start`` may equal ``end`` where the event takes no time."""

    event: Event
    start: datetime
    end: datetime


def expand(series: Sequence[Event], window: tuple[datetime, datetime], owner_zone: tzinfo) -> Iterator[Stretch]:
    """Every instance of one series that touches the window.

    Parameters
    ----------
    series
        The events of one UID: the master and its changed instances.
    window
        Half-open, in UTC.
    owner_zone
        Whose midnights bound an all-day event.

    Source
    ------
    RFC 5545, section 3.8.5; the walk is recurring-ical-events', the reference for recurrence in Python.
    """
    if len(series) == 1 and not {"RRULE", "RDATE"} & set(series[0].component):
        stretches: Iterator[Stretch] = iter([_stretch(series[0], series[0].start, owner_zone)])
    else:
        stretches = _walk(series, window, owner_zone)
    for one in stretches:
        if one.start < window[1] and (one.end > window[0] or one.start == one.end >= window[0]):
            yield one


def _walk(series: Sequence[Event], window: tuple[datetime, datetime], owner_zone: tzinfo) -> Iterator[Stretch]:
    calendar = icalendar.Calendar()
    for number, event in enumerate(series):
        event.component["UID"] = icalendar.vText("series")
        event.component[NUMBER] = icalendar.vText(str(number))
        calendar.add_component(event.component)
    # A day more on both sides: all-day and floating dates are compared without their zone.
    found: Any = recurring_ical_events.of(calendar).between(window[0] - DAY, window[1] + DAY)
    for instance in found:
        yield _stretch(series[int(instance[NUMBER])], instance["DTSTART"].dt, owner_zone)


def _stretch(event: Event, start: date | datetime, owner_zone: tzinfo) -> Stretch:
    if not isinstance(start, datetime):
        start = datetime.combine(start, time(), tzinfo=owner_zone)
    first = start.astimezone(UTC)
    if first in event.periods:
        return Stretch(event, first, event.periods[first])
    if event.length is None:
        next_day = datetime.combine(start.date() + DAY, time(), tzinfo=start.tzinfo)
        return Stretch(event, first, next_day.astimezone(UTC))
    return Stretch(event, first, event.length.end_of(start))
