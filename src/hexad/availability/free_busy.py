"""VFREEBUSY: calendars that say only when, not what."""

from collections.abc import Callable
from datetime import UTC, datetime

from hexad.availability.content import Component, found
from hexad.availability.kinds import free_busy_kind
from hexad.availability.moments import UnreadableDateError, parse_period
from hexad.problems import Problem

Stretch = tuple[datetime, datetime, str]


def read_free_busy(component: Component, spend: Callable[[int], None]) -> tuple[list[Stretch], list[Problem]]:
    """Stretches of a VFREEBUSY with their kind, and a problem for each period that cannot be read.

    Parameters
    ----------
    spend
        Called with the number of periods; raises where that is too much.

    Source: RFC 5545, section 3.8.2.6; its periods are always in UTC.
    """
    stretches: list[Stretch] = []
    problems: list[Problem] = []
    for line in component.all("FREEBUSY"):
        kind = free_busy_kind(line)
        periods = line.rpartition(":")[2].split(",")
        spend(len(periods))
        for text in periods:
            try:
                start, end = parse_period(text, UTC)
            except UnreadableDateError:
                remedy = "Correct the period; it was left out."
                problems.append(Problem(row=component.row, field="FREEBUSY", found=found(text), remedy=remedy))
            else:
                stretches.append((start, end, kind))
    return stretches, problems
