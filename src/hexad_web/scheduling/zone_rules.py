"""A zone's rules as a VTIMEZONE, in the shape that calendars expect: a yearly rule if there is one, else each change.

icalendar's own (``Timezone.from_tzinfo``) leaps over short periods, such as Morocco's Ramadan, and writes the hour of a
change as it reads afterwards, where RFC 5545, section 3.6.5, wants it as it reads before. Changes come as events of
their own and not as RDATE, which some readers take instead of DTSTART and others not at all.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class Observance:
    """From ``before`` to ``after``, both from UTC; ``name`` as people write it."""

    before: timedelta
    after: timedelta
    name: str
    is_daylight: bool


Change = tuple[datetime, Observance]  # at the wall clock before the change


@lru_cache(maxsize=256)
def zone_rules(zone: str, first_year: int, last_year: int) -> bytes:
    """All that a calendar needs for times of these years. Kept as written: they are few, and in every message."""
    found = ZoneInfo(zone)
    changes = list(_changes(found, first_year - 1, last_year + 1))
    if not changes or changes[0][0].year >= first_year:
        changes.insert(0, _beginning(found, first_year - 1))
    lines = ["BEGIN:VTIMEZONE", f"TZID:{zone}", *_observances(changes), "END:VTIMEZONE", ""]
    return "\r\n".join(lines).encode()


def _changes(zone: ZoneInfo, first_year: int, last_year: int) -> Iterator[Change]:
    """By days, then by halving: no zone changes twice within a day."""
    at, end = datetime(first_year, 1, 1, tzinfo=UTC), datetime(last_year + 1, 1, 1, tzinfo=UTC)
    while at < end:
        before, after = _offset(at, zone), _offset(at + DAY, zone)
        if before != after:
            moment = _moment(zone, at, at + DAY)
            yield (moment + before).replace(tzinfo=None), _observance(zone, moment, before)
        at += DAY


def _moment(zone: ZoneInfo, low: datetime, high: datetime) -> datetime:
    """The first minute of the new offset."""
    before = _offset(low, zone)
    while high - low > MINUTE:
        middle = low + (high - low) / 2
        middle = middle.replace(second=0, microsecond=0)
        low, high = (middle, high) if _offset(middle, zone) == before else (low, middle)
    return high


def _offset(at: datetime, zone: ZoneInfo) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()


def _observance(zone: ZoneInfo, moment: datetime, before: timedelta) -> Observance:
    local = moment.astimezone(zone)
    return Observance(before, local.utcoffset() or timedelta(), local.tzname() or "", bool(local.dst()))


def _beginning(zone: ZoneInfo, year: int) -> Change:
    at = datetime(year, 1, 1, tzinfo=zone).astimezone(UTC)
    return datetime(year, 1, 1), _observance(zone, at, _offset(at, zone))  # noqa: DTZ001  # a wall clock


def _observances(changes: Iterable[Change]) -> Iterator[str]:
    by_kind: dict[Observance, list[datetime]] = {}
    for at, observance in changes:
        by_kind.setdefault(observance, []).append(at)
    for observance, starts in by_kind.items():
        rule = _yearly(starts)
        for start in starts[:1] if rule else starts:
            yield from _lines(observance, start, rule)


def _lines(observance: Observance, start: datetime, rule: str) -> Iterator[str]:
    name = "DAYLIGHT" if observance.is_daylight else "STANDARD"
    yield f"BEGIN:{name}"
    yield f"DTSTART:{start:%Y%m%dT%H%M%S}"
    if rule:
        yield f"RRULE:{rule}"
    yield f"TZNAME:{observance.name}"
    yield f"TZOFFSETFROM:{_written(observance.before)}"
    yield f"TZOFFSETTO:{_written(observance.after)}"
    yield f"END:{name}"


def _yearly(starts: list[datetime]) -> str:
    """The rule that gives exactly these, one a year; empty where there is none."""
    one = starts[0]
    alike = {(at.month, at.weekday(), at.time()) for at in starts}
    years = [at.year for at in starts]
    places = set.intersection(*({(at.day - 1) // 7 + 1} | ({-1} if _is_last(at) else set()) for at in starts))
    if len(starts) < 2 or len(alike) > 1 or years != list(range(years[0], years[0] + len(years))) or not places:
        return ""
    return f"FREQ=YEARLY;BYMONTH={one.month};BYDAY={min(places)}{WEEKDAYS[one.weekday()]}"


def _is_last(at: datetime) -> bool:
    return at.day + 7 > monthrange(at.year, at.month)[1]


def _written(offset: timedelta) -> str:
    minutes, seconds = divmod(int(abs(offset).total_seconds()), 60)
    sign = "-" if offset < timedelta() else "+"
    return f"{sign}{minutes // 60:02}{minutes % 60:02}" + (f"{seconds:02}" if seconds else "")
