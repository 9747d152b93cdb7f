"""Half-open intervals of UTC time, and the busy interval that calendars are read into."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from typing import Literal, NamedTuple, get_args

from hexad.availability.problems import AvailabilityError

Kind = Literal["busy", "tentative", "movable", "out-of-office", "elsewhere", "unknown"]
KINDS: tuple[str, ...] = get_args(Kind)


class Interval(NamedTuple):
    """A stretch of time ``[start, end)``: one that starts when another ends does not touch it."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Busy:
    """One stretch of a calendar, without a word of what it holds.

    Attributes
    ----------
    uid
        The calendar's own identity of the event; never shown to others.
    start, end
        Aware datetimes in UTC, half-open ``[start, end)``.
    kind
        ``busy`` and ``out-of-office`` block; ``unknown`` blocks too, since the unread is never free;
        ``tentative`` and ``movable`` block softly; ``elsewhere`` blocks meetings face to face only.

    Raises
    ------
    AvailabilityError
        Where an end is not after its start, a time is not in UTC, or the kind is none of these.
    """

    uid: str
    start: datetime
    end: datetime
    kind: str = "busy"

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise AvailabilityError(f"A busy time is one of {', '.join(KINDS)}, not {self.kind!r}.")
        if not _has_offset(self.start) or not _has_offset(self.end):
            raise AvailabilityError("A busy time needs its offset from UTC.")
        if self.end <= self.start:
            raise AvailabilityError("A busy time ends after it starts.")

    @property
    def interval(self) -> Interval:
        """The stretch alone."""
        return Interval(self.start, self.end)

    def as_json(self) -> dict[str, str]:
        """Keys and form of the contract: ISO 8601 in UTC with ``Z``."""
        return {"uid": self.uid, "start": instant(self.start), "end": instant(self.end), "kind": self.kind}


def _has_offset(at: datetime) -> bool:
    return at.tzinfo is UTC or at.utcoffset() is not None


def instant(at: datetime) -> str:
    """An instant as ISO 8601 in UTC.

    Examples
    --------
    >>> from datetime import timedelta, timezone
    >>> instant(datetime(2026, 12, 7, 9, 0, tzinfo=timezone(timedelta(hours=1))))
    '2026-12-07T08:00:00Z'
    """
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def merge(intervals: Iterable[tuple[datetime, datetime]]) -> list[Interval]:
    """Sort intervals and join those that overlap or touch.

    Source: the sweep over sorted ends, as in any textbook of computational geometry.

    Examples
    --------
    >>> hour = [datetime(2026, 12, 7, at, tzinfo=UTC) for at in range(24)]
    >>> joined = merge([(hour[9], hour[10]), (hour[12], hour[13]), (hour[10], hour[11])])
    >>> [(one.start.hour, one.end.hour) for one in joined]
    [(9, 11), (12, 13)]
    """
    merged: list[Interval] = []
    for start, end in sorted(intervals):
        if merged and start <= merged[-1].end:
            merged[-1] = Interval(merged[-1].start, max(merged[-1].end, end))
        elif start < end:
            merged.append(Interval(start, end))
    return merged


def subtract(
    intervals: Iterable[tuple[datetime, datetime]], holes: Iterable[tuple[datetime, datetime]]
) -> list[Interval]:
    """Take ``holes`` out of ``intervals``; the result is merged.

    Source: our choice, the plain two-list walk; the bitmaps are checked against it.

    Examples
    --------
    >>> hour = [datetime(2026, 12, 7, at, tzinfo=UTC) for at in range(24)]
    >>> [(one.start.hour, one.end.hour) for one in subtract([(hour[9], hour[17])], [(hour[12], hour[13])])]
    [(9, 12), (13, 17)]
    """
    left: list[Interval] = []
    cuts = merge(holes)
    for start, end in merge(intervals):
        for cut in cuts:
            if cut.end <= start or cut.start >= end:
                continue
            if cut.start > start:
                left.append(Interval(start, cut.start))
            start = cut.end
        if start < end:
            left.append(Interval(start, end))
    return left


def intersect(one: Iterable[tuple[datetime, datetime]], other: Iterable[tuple[datetime, datetime]]) -> list[Interval]:
    """Time that lies in both lists.

    Source: our choice, the two-pointer walk over merged lists.

    Examples
    --------
    >>> hour = [datetime(2026, 12, 7, at, tzinfo=UTC) for at in range(24)]
    >>> shared = intersect([(hour[9], hour[17])], [(hour[8], hour[10]), (hour[16], hour[20])])
    >>> [(one.start.hour, one.end.hour) for one in shared]
    [(9, 10), (16, 17)]
    """
    left, right = merge(one), merge(other)
    shared: list[Interval] = []
    i = j = 0
    while i < len(left) and j < len(right):
        start, end = max(left[i].start, right[j].start), min(left[i].end, right[j].end)
        if start < end:
            shared.append(Interval(start, end))
        if left[i].end <= right[j].end:
            i += 1
        else:
            j += 1
    return shared


def merge_busy(busy: Iterable[Busy]) -> tuple[Busy, ...]:
    """Join overlapping or touching busy times of one kind; the earliest one lends its ``uid``.

    Source: our choice: fewer rows to keep, and how a day is cut into meetings is nobody's business.
    """
    joined: dict[str, list[Busy]] = {}
    for one in sorted(busy, key=lambda item: (item.start, item.end, item.uid)):
        same = joined.setdefault(one.kind, [])
        if same and one.start <= same[-1].end:
            last = same.pop()
            one = Busy(last.uid, last.start, max(last.end, one.end), one.kind)
        same.append(one)
    return tuple(sorted(chain(*joined.values()), key=lambda item: (item.start, item.end, item.kind)))
