"""VFREEBUSY: calendars that say only when, not what."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import icalendar

from hexad.availability.content import Component, found
from hexad.availability.kinds import free_busy_kind
from hexad.problems import Problem

Stretch = tuple[datetime, datetime, str]


def read_free_busy(component: Component) -> tuple[list[Stretch], list[Problem]]:
    """Stretches of a VFREEBUSY with their kind, and a problem for each period that cannot be read.

    Source: RFC 5545, section 3.8.2.6; its periods are always in UTC.
    """
    stretches: list[Stretch] = []
    problems: list[Problem] = []
    for line in component.all("FREEBUSY"):
        kind = free_busy_kind(line)
        for text in line.rpartition(":")[2].split(","):
            try:
                stretches += [(start, end, kind) for start, end in _period(text)]
            except ValueError:
                remedy = "Correct the period; it was left out."
                problems.append(Problem(row=component.row, field="FREEBUSY", found=found(text), remedy=remedy))
    return stretches, problems


def _period(text: str) -> Iterator[tuple[datetime, datetime]]:
    parse: Any = icalendar.vPeriod.from_ical  # untyped in icalendar
    start, end = parse(text.strip())
    first = start.replace(tzinfo=UTC) if start.tzinfo is None else start.astimezone(UTC)
    last = first + end if not isinstance(end, datetime) else end.replace(tzinfo=UTC)
    if last > first:
        yield first, last
