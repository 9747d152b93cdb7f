"""Nothing that is shown leads to few people: small numbers, remainders, answers alike, whatever can be solved for."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexad.evidence.disclosure import (
    TOTAL,
    DisclosureError,
    Kind,
    Shown,
    Table,
    by_person,
    disclose,
    middle_of,
)

LEAST = 8


def people(*numbers: int) -> frozenset[str]:
    return frozenset(str(number) for number in numbers)


def scores(values: Sequence[int], **cuts: frozenset[str]) -> Table:
    answers = {str(number): (value,) for number, value in enumerate(values)}
    return Table(key="gain", kind=Kind.SCORE, answers=answers, cuts=cuts)


def categories(values: Sequence[str], **cuts: frozenset[str]) -> Table:
    answers = {str(number): (value,) for number, value in enumerate(values)}
    return Table(key="kept", kind=Kind.CATEGORY, answers=answers, cuts=cuts, categories=("kept", "adapted", "dropped"))


def keys(shown: Sequence[Shown]) -> list[str]:
    return [one.cut for one in shown]


def test_seven_answers_show_nothing_and_eight_show_their_mean() -> None:
    assert disclose(scores([1, 2, 3, 4, 5, 4, 3])) == ()
    (shown,) = disclose(scores([1, 2, 3, 4, 5, 4, 3, 2]))
    assert (shown.people, shown.mean) == (8, 3.0)


def test_a_threshold_can_be_raised_and_never_lowered() -> None:
    assert disclose(scores([1, 2, 3, 4, 5, 4, 3, 2]), threshold=9) == ()
    with pytest.raises(DisclosureError, match="8 people at least"):
        disclose(scores([1, 2]), threshold=7)


def test_answers_that_are_all_alike_would_tell_what_each_said() -> None:
    assert disclose(scores([5] * 40)) == ()


def test_a_small_remainder_hides_the_part_beside_it() -> None:
    """23 people, 20 of them in one department: the difference would be three people."""
    table = scores([1, 2, 3, 4, 5] * 4 + [1, 2, 3], sales=people(*range(20)), law=people(20, 21, 22))
    assert keys(disclose(table)) == [TOTAL]


def test_of_three_departments_the_one_beside_a_small_one_is_hidden_too() -> None:
    table = scores(
        [1, 2, 3, 4, 5] * 5, sales=people(*range(12)), factory=people(*range(12, 20)), law=people(*range(20, 25))
    )
    assert keys(disclose(table)) == [TOTAL, "sales"]


def test_cuts_that_overlap_are_held_against_each_other() -> None:
    """Two cuts of ten with nine in common: each alone is large, their difference is one person."""
    table = scores([1, 2, 3, 4, 5] * 6, first=people(*range(10)), second=people(*range(1, 11)))
    assert len(keys(disclose(table))) == 2


def test_a_category_that_few_chose_is_hidden_with_the_next_smallest() -> None:
    (shown,) = disclose(categories(["kept"] * 20 + ["adapted"] * 9 + ["dropped"] * 2))
    assert shown.counts == {"kept": 20}, "31 minus 20 minus 9 would be the two"


def test_a_category_that_nobody_chose_reads_like_one_that_few_chose() -> None:
    few = disclose(categories(["kept"] * 20 + ["adapted"] * 12 + ["dropped"]))
    nobody = disclose(categories(["kept"] * 20 + ["adapted"] * 13))
    assert [one.counts.keys() for one in few] == [one.counts.keys() for one in nobody]


def test_that_everybody_did_something_is_not_shown() -> None:
    assert disclose(categories(["kept"] * 50)) == ()


def test_what_counts_sessions_is_sized_by_their_people() -> None:
    """One session of six fell through: six people are few, one session is no figure."""
    held = [(f"{s}.{p}", "held") for s in range(10) for p in range(6)]
    fallen = [(f"{s}.{p}", "fallen") for s in range(10, 13) for p in range(6)]
    one, three = held + fallen[:6], held + fallen
    table = Table(key="sessions", kind=Kind.CATEGORY, answers=by_person(one), categories=("held", "fallen"))
    assert disclose(table) == ()
    table = Table(
        key="sessions",
        kind=Kind.CATEGORY,
        answers=by_person(three),
        categories=("held", "fallen"),
        units={"held": 10, "fallen": 3},
    )
    assert disclose(table)[0].counts == {"fallen": 3, "held": 10}


def test_middle_hides_extremes_and_exact_values() -> None:
    shown = middle_of([90.0] * 8 + [180.0] * 20 + [203.0] + [195.0] * 8 + [1000.0], step=30)
    assert shown is not None
    assert (shown.median, shown.low, shown.high) == (180, 180, 180)
    assert middle_of([1.0] * 7, step=1) is None
    few = middle_of([1.0] * 23, step=1)
    assert few is not None
    assert few.low is None


# Whatever is shown, an attacker who knows every set and takes every sum and difference learns of no few people.

cuts_of_forty = st.dictionaries(
    st.sampled_from("abcdef"), st.frozensets(st.integers(0, 39).map(str), min_size=1, max_size=40), max_size=6
)


def equations(table: Table, shown: Sequence[Shown], number: int) -> np.ndarray:
    sets = [table.cuts.get(one.cut, frozenset(map(str, range(number)))) for one in shown]
    return np.array([[float(str(person) in one) for person in range(number)] for one in sets])


def solvable(rows: np.ndarray) -> list[int]:
    """People whose own value follows from the rows."""
    if not len(rows):
        return []
    space = np.linalg.svd(rows)[2][: np.linalg.matrix_rank(rows)]
    return [person for person in range(rows.shape[1]) if np.linalg.norm(space[:, person]) > 1 - 1e-9]


@given(st.lists(st.integers(1, 5), min_size=40, max_size=40), cuts_of_forty)
def test_nobody_can_be_solved_for(values: list[int], cuts: dict[str, frozenset[str]]) -> None:
    table = scores(values, **cuts)
    rows = equations(table, disclose(table), 40)
    assert solvable(rows) == []


@given(st.lists(st.integers(1, 5), min_size=40, max_size=40), cuts_of_forty)
def test_no_sum_or_difference_is_about_fewer_than_eight(values: list[int], cuts: dict[str, frozenset[str]]) -> None:
    table = scores(values, **cuts)
    rows = equations(table, disclose(table), 40)
    columns = [tuple(rows[:, person]) for person in range(40)] if len(rows) else []
    assert all(columns.count(column) >= LEAST for column in columns)


@given(
    st.lists(st.sampled_from(["kept", "adapted", "dropped"]), min_size=60, max_size=60),
    st.dictionaries(st.sampled_from("abcd"), st.frozensets(st.integers(0, 59).map(str), min_size=1), max_size=4),
)
def test_every_shown_count_and_every_count_that_follows_is_of_eight_or_more(
    values: list[str], cuts: dict[str, frozenset[str]]
) -> None:
    table = categories(values, **cuts)
    shown = disclose(table)
    for one in shown:
        assert all(count >= LEAST for count in one.counts.values())
        assert one.people - sum(one.counts.values()) == 0 or one.people - sum(one.counts.values()) >= LEAST
    if shown:
        whole = shown[0]
        for one in shown[1:]:
            rest = {name: whole.counts[name] - one.counts[name] for name in whole.counts}
            assert all(count == 0 or count >= LEAST for count in rest.values())


@given(st.lists(st.integers(1, 5), min_size=40, max_size=40), cuts_of_forty, st.randoms())
def test_the_order_of_rows_and_cuts_changes_nothing(values: list[int], cuts: dict[str, frozenset[str]], chance) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    table = scores(values, **cuts)
    answers, names = list(table.answers.items()), list(cuts)
    chance.shuffle(answers)
    chance.shuffle(names)
    shuffled = Table(key="gain", kind=Kind.SCORE, answers=dict(answers), cuts={name: cuts[name] for name in names})
    assert disclose(shuffled) == disclose(table)


def test_a_part_in_which_nobody_answered_is_not_shown() -> None:
    answers = {str(one): (one % 5,) for one in range(30)}
    table = Table(key="gain", kind=Kind.SCORE, answers=answers, cuts={"Nobody here": frozenset({"somebody else"})})
    assert [shown.cut for shown in disclose(table)] == [""]


def test_a_set_shown_before_is_held_against_whoever_reads_next() -> None:
    """The mean of 20 was shown; the mean of 19 of them would tell what the twentieth answered."""
    values = [1, 2, 3, 4, 5] * 4
    everybody = people(*range(20))
    assert len(disclose(scores(values[:19]))) == 1
    assert disclose(scores(values[:19]), before=[everybody]) == ()
    assert len(disclose(scores(values), before=[everybody])) == 1, "the same again tells nothing"
    assert len(disclose(scores(values[:12]), before=[everybody])) == 1, "eight stay together"
    assert disclose(scores(values[:12]), before=[everybody, people(0, 1, 2)]) == ()


def test_a_cut_is_held_against_what_was_shown_before() -> None:
    values = [1, 2, 3, 4, 5] * 8
    table = scores(values, sales=people(*range(20)))
    assert keys(disclose(table, before=[people(*range(20))])) == [TOTAL, "sales"]
    assert keys(disclose(table, before=[people(*range(17))])) == [TOTAL]


def test_units_within_units_are_held_against_all_of_those_above() -> None:
    """A unit of a unit of eight within eleven: three are left between them."""
    values = [1, 2, 3, 4, 5] * 8
    nested = {"a": people(*range(24)), "a / b": people(*range(11)), "a / b / c": people(*range(8))}
    assert keys(disclose(scores(values, **nested))) == [TOTAL, "a", "a / b"]
    nested["a / b / c"] = people(*range(3))
    assert keys(disclose(scores(values, **nested))) == [TOTAL, "a", "a / b"]


@given(st.lists(st.integers(1, 5), min_size=8, max_size=40), st.lists(st.sets(st.integers(0, 44)), max_size=3))
def test_no_difference_with_what_was_shown_before_is_of_fewer_than_eight(
    values: list[int], before: list[set[int]]
) -> None:
    earlier = [people(*one) for one in before if one]
    table = scores(values)
    if not disclose(table, before=earlier):
        return
    sets = [table.people, *earlier]
    atoms: dict[tuple[bool, ...], int] = {}
    for person in frozenset().union(*sets):
        place = tuple(person in one for one in sets)
        atoms[place] = atoms.get(place, 0) + 1
    assert min(atoms.values()) >= LEAST
