"""What one session would be to one person, on exact intervals: the second opinion that ``verify`` needs.

Nothing here knows slots or bitmaps; the rules are those of docs/scheduling.md read once more.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hexad.availability.horizon import EPOCH
from hexad.availability.hours import WorkHours
from hexad.availability.intervals import KINDS, Interval, intersect, subtract
from hexad.scheduling.needs import Attendee
from hexad.scheduling.slots import CORE, ELSEWHERE, HOUR_OUTSIDE, LUNCH, LUNCH_HOUR, MOVABLE, STRETCH, TENTATIVE

QUARTER = timedelta(minutes=15)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
HARD = ("busy", "out-of-office", "unknown")


@dataclass(frozen=True, slots=True)
class Met:
    """What a session meets in one person's time."""

    blocked: bool
    tentative: bool
    movable: bool
    stretch: bool
    elsewhere: bool

    @property
    def rung(self) -> int:
        """How far down the ladder it stands: 0 free, 1 tentative, 2 movable, 3 stretch hours."""
        return 3 if self.stretch else 2 if self.movable else 1 if self.tentative else 0


def meet(person: Attendee, start: datetime, end: datetime) -> Met:
    """What a session meets; busy is rounded out to the quarter hour, work is rounded in.

    Source: the rules of docs/availability.md, on intervals.
    """
    busy = list(_touching(person, start, end))
    tentative = [one for kind, one in busy if kind == "tentative"]
    movable = subtract([_cut(one, start, end) for kind, one in busy if kind == "movable"], tentative)
    work, stretch = _hours(person, start, end, stretch=False), _hours(person, start, end, stretch=True)
    session = [Interval(start, end)]
    outside = subtract(session, work)
    return Met(
        blocked=any(kind in HARD for kind, _ in busy) or bool(subtract(outside, stretch)),
        tentative=bool(tentative),
        movable=bool(movable),
        stretch=bool(intersect(outside, stretch)),
        elsewhere=any(kind == "elsewhere" for kind, _ in busy),
    )


def _touching(person: Attendee, start: datetime, end: datetime) -> Iterator[tuple[str, Interval]]:
    """Busy times that meet a session, rounded out."""
    first, last = (start - EPOCH) // MINUTE, (end - EPOCH) // MINUTE
    busy = person.busy
    for at in ((busy.starts < last) & (busy.ends > first)).nonzero()[0].tolist():
        begins, ends = EPOCH + int(busy.starts[at]) * MINUTE, EPOCH + int(busy.ends[at]) * MINUTE
        yield KINDS[busy.kinds[at]], Interval(_floor(begins), _ceiling(ends))


def _cut(one: Interval, start: datetime, end: datetime) -> Interval:
    return Interval(max(one.start, start), min(one.end, end))


def _floor(at: datetime) -> datetime:
    return EPOCH + (at - EPOCH) // QUARTER * QUARTER


def _ceiling(at: datetime) -> datetime:
    return EPOCH - (EPOCH - at) // QUARTER * QUARTER


def _hours(person: Attendee, start: datetime, end: datetime, *, stretch: bool) -> list[Interval]:
    """Working or stretch hours around a session, rounded in, by whichever clock holds then."""
    moves = sorted(person.moves, key=lambda move: move[0])
    begins = [datetime.min.replace(tzinfo=UTC), *(_ceiling(_at(day, 0, later.zone)) for day, later in moves)]
    ends = [*begins[1:], datetime.max.replace(tzinfo=UTC)]
    found = []
    for hours, first, last in zip((person.hours, *(later for _, later in moves)), begins, ends, strict=True):
        for one in _spans(hours, start.date() - DAY, end.date() + DAY, stretch=stretch):
            cut = Interval(max(_ceiling(one.start), first), min(_floor(one.end), last))
            if cut.start < cut.end:
                found.append(cut)
    return found


def _spans(hours: WorkHours, first: date, last: date, *, stretch: bool) -> Iterator[Interval]:
    week = hours.stretch if stretch else hours.weekly
    for number in range((last - first).days + 1):
        day = first + number * DAY
        for span in () if day in hours.holidays else week[day.weekday()]:
            yield Interval(_at(day, span.start, hours.zone), _at(day, span.end, hours.zone))


def _at(day: date, minute: int, zone: str) -> datetime:
    """When the clock on the wall shows a minute of a day."""
    wall = datetime.combine(day, time()) + minute * MINUTE
    return wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def burden_of(person: Attendee, start: datetime, end: datetime) -> float:
    """Points that a session is to one person.

    Source: the table of docs/scheduling.md.

    Examples
    --------
    >>> from hexad.availability.hours import nine_to_five
    >>> ana = Attendee(id="ana", hours=nine_to_five("UTC"))
    >>> burden_of(ana, datetime(2026, 12, 7, 11, 30, tzinfo=UTC), datetime(2026, 12, 7, 13, tzinfo=UTC))
    0.75
    """
    met = meet(person, start, end)
    given_up = ((met.tentative, TENTATIVE), (met.movable, MOVABLE), (met.stretch, STRETCH), (met.elsewhere, ELSEWHERE))
    return _points_of_the_hour(person, start, end) + sum(points for is_met, points in given_up if is_met)


def _points_of_the_hour(person: Attendee, start: datetime, end: datetime) -> float:
    zone = person.hours.zone
    for day, later in sorted(person.moves, key=lambda move: move[0]):
        zone = later.zone if start >= _ceiling(_at(day, 0, later.zone)) else zone
    wall = start.astimezone(ZoneInfo(zone))
    first = wall.hour * 60 + wall.minute
    last = first + (end - start) // MINUTE
    outside = max(CORE[0] - first, 0) + max(last - CORE[1], 0)
    if outside:
        return HOUR_OUTSIDE * outside / 60
    return LUNCH_HOUR * max(min(last, LUNCH[1]) - max(first, LUNCH[0]), 0) / 60
