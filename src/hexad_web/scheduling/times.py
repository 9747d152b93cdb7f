"""The wall time of a booking, notice, and the same meeting on the other members' clocks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from zoneinfo import TZPATH, ZoneInfo

from hexad_web.frontend import moments

WORKING_DAYS_OF_NOTICE = 10


@dataclass(frozen=True, slots=True)
class LocalTime:
    """The same meeting on another member's clock."""

    zone: str
    text: str


def elsewhere(start: datetime, end: datetime, zones: Iterable[str], home: str) -> list[LocalTime]:
    """By city; zones whose clocks show the reader's own time are left out, another day is written out."""
    here = start.astimezone(ZoneInfo(home)).utcoffset()
    others = sorted(set(zones) - {home}, key=moments.city_of)
    return [
        LocalTime(zone, moments.elsewhere_text(start, end, zone, home))
        for zone in others
        if start.astimezone(ZoneInfo(zone)).utcoffset() != here
    ]


def wall_text(at: datetime, zone: str) -> str:
    """What the clock at the host site shows, as it is stored with a booking."""
    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%dT%H:%M}"


def instant_of(wall: datetime, zone: str) -> datetime:
    """The instant of a naive wall time. A time that the clocks skip moves past the gap; a repeated one is the first."""
    return wall.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)


def add_working_days(start: date, days: int) -> date:
    """Monday to Friday; a site's holidays do not lengthen the notice yet."""
    found = start
    while days > 0:
        found += timedelta(days=1)
        days -= found.weekday() < 5
    return found


def is_short_notice(start: datetime, zone: str, now: datetime) -> bool:
    """Whether a meeting is so near that it moves only with its members' consent."""
    local = ZoneInfo(zone)
    return start.astimezone(local).date() <= add_working_days(now.astimezone(local).date(), WORKING_DAYS_OF_NOTICE)


@lru_cache(maxsize=1)
def tzdata_version() -> str:
    """The edition of the zone rules behind a booking: the system's, else the package's, as zoneinfo looks."""
    for folder in TZPATH:
        rules = Path(folder) / "tzdata.zi"
        if rules.is_file():
            return rules.open().readline().removeprefix("# version").strip()[:20]
    return metadata.version("tzdata")
