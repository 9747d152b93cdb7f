"""What property tests of availability draw: stretches of two weeks around a change of clocks, and zones."""

from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from hexad.availability import Busy, Horizon
from hexad.availability.intervals import KINDS

MONDAY = date(2026, 10, 19)  # Europe's clocks go back on Sunday the 25th, New York's on 1 November
HORIZON = Horizon.between(MONDAY, MONDAY + timedelta(days=14))
SECONDS = int((HORIZON.end - HORIZON.start) / timedelta(seconds=1))
Stretches = list[tuple[datetime, datetime]]

zones = st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC"])


def _stretch(first: int, length: int) -> tuple[datetime, datetime]:
    start = HORIZON.start + timedelta(seconds=first)
    return start, start + timedelta(seconds=length)


# Often on the grid, so that ends touch, and often not.
_at = st.one_of(st.integers(0, SECONDS // 900).map(lambda slot: slot * 900), st.integers(0, SECONDS))
_length = st.one_of(st.integers(1, 40).map(lambda slots: slots * 900), st.integers(1, 40_000))
stretches: st.SearchStrategy[Stretches] = st.lists(st.builds(_stretch, _at, _length), max_size=10)
busy_times = st.builds(
    lambda some, kinds: [Busy("", *one, kind) for one, kind in zip(some, kinds, strict=False)],
    stretches,
    st.lists(st.sampled_from(KINDS), min_size=10, max_size=10),
)
