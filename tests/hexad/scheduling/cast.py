"""Members with calendars for tests of scheduling: twelve weeks from 7 December 2026."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from hexad.availability import Busy, Horizon, mask_of, nine_to_five
from hexad.scheduling import Member

START = date(2026, 12, 7)
HORIZON = Horizon.between(START, START + timedelta(weeks=12))
FIRST = datetime(2026, 12, 7, tzinfo=UTC)


def member(zone: str = "Europe/Berlin", busy: Sequence[Busy] = (), horizon: Horizon = HORIZON) -> Member:
    return Member(mask_of(nine_to_five(zone), busy, horizon), zone)


def every_day(first: float, last: float, kind: str = "busy", days: int = 84) -> list[Busy]:
    """Taken from one hour to another, UTC, each day of the horizon."""
    starts = [FIRST + timedelta(days=day) for day in range(days)]
    return [Busy("", day + timedelta(hours=first), day + timedelta(hours=last), kind) for day in starts]


def _entry(day: int, hour: int, hours: int, kind: str) -> Busy:
    start = FIRST + timedelta(days=day, hours=hour)
    return Busy("", start, start + timedelta(hours=hours), kind)


kinds = st.sampled_from(["busy", "tentative", "movable", "out-of-office", "elsewhere", "unknown"])
entries = st.builds(_entry, st.integers(0, 83), st.integers(6, 18), st.integers(1, 6), kinds)
calendars = st.lists(entries, max_size=30)
zones = st.sampled_from(["Europe/Berlin", "Europe/London", "America/New_York", "Asia/Kathmandu"])
