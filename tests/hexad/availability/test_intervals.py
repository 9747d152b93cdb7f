"""Half-open intervals: the laws that everything else relies on."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexad.availability import AvailabilityError, Busy
from hexad.availability.intervals import intersect, merge, merge_busy, subtract
from tests.hexad.availability.drawing import Stretches, busy_times, stretches

NINE = datetime(2026, 10, 19, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def lasts(some: Stretches) -> timedelta:
    return sum((end - start for start, end in merge(some)), timedelta())


@given(stretches, stretches)
def test_what_is_taken_out_is_out_and_the_rest_is_left(one: Stretches, other: Stretches) -> None:
    assert intersect(subtract(one, other), other) == []
    assert merge([*subtract(one, other), *intersect(one, other)]) == merge(one)


@given(stretches, stretches)
def test_time_in_both_and_in_either_adds_up(one: Stretches, other: Stretches) -> None:
    assert lasts([*one, *other]) + lasts(intersect(one, other)) == lasts(one) + lasts(other)
    assert intersect(one, other) == intersect(other, one)


@given(stretches.flatmap(lambda some: st.tuples(st.just(some), st.permutations(some))))
def test_order_and_repetition_change_nothing(both: tuple[Stretches, Stretches]) -> None:
    one, other = both
    assert merge(one) == merge(other) == merge([*one, *other]) == merge(merge(one))


@given(stretches)
def test_merged_intervals_are_sorted_apart_and_not_empty(some: Stretches) -> None:
    merged = merge(some)
    assert all(one.start < one.end for one in merged)
    assert all(before.end < after.start for before, after in itertools.pairwise(merged))


@given(busy_times)
def test_merging_busy_times_keeps_what_each_kind_covers(busy: list[Busy]) -> None:
    joined = merge_busy(busy)
    for kind in {one.kind for one in busy}:
        assert [one.interval for one in joined if one.kind == kind] == merge(
            one.interval for one in busy if one.kind == kind
        )
    assert joined == merge_busy(reversed(joined))


def test_intervals_that_touch_do_not_overlap_but_join() -> None:
    before, after = (NINE, NINE + HOUR), (NINE + HOUR, NINE + 2 * HOUR)
    assert intersect([before], [after]) == []
    assert merge([before, after]) == [(NINE, NINE + 2 * HOUR)]


@pytest.mark.parametrize(
    ("start", "end", "kind", "sentence"),
    [
        (NINE, NINE, "busy", "ends after it starts"),
        (NINE + HOUR, NINE, "busy", "ends after it starts"),
        (NINE.replace(tzinfo=None), NINE + HOUR, "busy", "needs its offset from UTC"),
        (NINE, NINE + HOUR, "free", "is one of busy, tentative"),
    ],
)
def test_a_busy_time_that_cannot_be_is_refused(start: datetime, end: datetime, kind: str, sentence: str) -> None:
    with pytest.raises(AvailabilityError, match=sentence):
        Busy("", start, end, kind)
