"""How busy times and weeks are kept in a row, and how they are read back. Start, end and kind; nothing else."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from hexad.availability.horizon import Horizon
from hexad.availability.hours import Span, Week, WorkHours
from hexad.availability.intervals import Busy, merge_busy
from hexad.availability.masks import work_intervals

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
Rows = list[list[Any]]

BRUSHES = {"busy": "busy", "not": "tentative"}  # what is painted -> what it means to the engine


def pack(busy: Iterable[Busy]) -> Rows:
    """Rows of [start minute, end minute, kind]; seconds round outwards, the calendar's own identities are dropped."""
    merged = merge_busy(Busy("", one.start, one.end, one.kind) for one in busy)
    return [[(one.start - EPOCH) // MINUTE, -((EPOCH - one.end) // MINUTE), one.kind] for one in merged]


def unpack(rows: Rows, horizon: Horizon) -> Iterator[Busy]:
    """What touches the horizon. Rows are sorted by start; an early long one may reach in, so all are looked at."""
    first, last = (horizon.start - EPOCH) // MINUTE, -((EPOCH - horizon.end) // MINUTE)
    for start, end, kind in rows:
        if start >= last:
            return
        if end > first:
            yield Busy("", EPOCH + start * MINUTE, EPOCH + end * MINUTE, kind)


def uncovered(covers_from: datetime | None, covers_until: datetime | None, horizon: Horizon) -> Iterator[Busy]:
    """Time about which a reading says nothing: unknown, because what is not known is never free."""
    if covers_from is not None and covers_from > horizon.start:
        yield Busy("", horizon.start, min(covers_from, horizon.end), "unknown")
    if covers_until is not None and covers_until < horizon.end:
        yield Busy("", max(covers_until, horizon.start), horizon.end, "unknown")


def painted(pattern: Rows, zone: str, horizon: Horizon) -> Iterator[Busy]:
    """A painted week, every week of the horizon, at the wall times of ``zone``."""
    for brush, kind in BRUSHES.items():
        week: Week = tuple(
            tuple(Span(start, end) for day, start, end, with_brush in pattern if (day, with_brush) == (weekday, brush))
            for weekday in range(7)
        )
        for start, end in work_intervals(WorkHours(zone, week), horizon):
            yield Busy("", start, end, kind)


def week_of(days: Sequence[Sequence[Sequence[int]]]) -> Week:
    return tuple(tuple(Span(start, end) for start, end in day) for day in days)


def digest(*values: object) -> str:
    return hashlib.sha256(json.dumps(values, separators=(",", ":"), default=str).encode()).hexdigest()
