"""Busy times in arrays say what they said before, to the minute."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexad.availability import AvailabilityError, Busy
from hexad.availability.busy_times import NOTHING, BusyTimes
from hexad.availability.intervals import KINDS
from tests.hexad.scheduling.planning_cast import FIRST

minutes = st.integers(0, 100_000)
entries = st.builds(
    lambda start, length, kind: Busy(
        "", FIRST + timedelta(minutes=start), FIRST + timedelta(minutes=start + length), kind
    ),
    *(minutes, st.integers(1, 600), st.sampled_from(KINDS)),
)


@given(st.lists(entries, max_size=20))
def test_whole_minutes_come_back_as_they_were(busy: list[Busy]) -> None:
    assert list(BusyTimes.of(busy)) == busy
    assert len(BusyTimes.of(busy)) == len(busy)


def test_seconds_round_outwards() -> None:
    second = timedelta(seconds=1)
    (found,) = BusyTimes.of([Busy("", FIRST + second, FIRST + 61 * second)])
    assert (found.start, found.end) == (FIRST, FIRST + timedelta(minutes=2))


def test_arrays_that_do_not_fit_are_refused() -> None:
    one, none = np.array([5], dtype=np.int32), np.array([], dtype=np.int32)
    with pytest.raises(AvailabilityError, match="as many ends"):
        BusyTimes(one, none, NOTHING.kinds)
    with pytest.raises(AvailabilityError, match="ends after it starts"):
        BusyTimes(one, one, np.array([0], dtype=np.uint8))
