"""Sizes of groups, and a bound that no grouping exceeds, held against every grouping there is."""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hexad.formation.bound import most_squares, upper_bound
from hexad.formation.catalogue import Mode
from hexad.formation.context import Context
from hexad.formation.errors import FormationError
from hexad.formation.explain import score
from hexad.formation.parts import Part
from hexad.formation.problem import Candidate, FormationProblem, SizeRange
from hexad.formation.ruleset import DEFAULT, Rule
from hexad.formation.sizes import largest_placeable, split
from tests.hexad.formation.cast import candidate


def partitions(keys: tuple[str, ...], sizes: tuple[int, ...]) -> Iterator[list[tuple[str, ...]]]:
    if not sizes:
        yield []
        return
    for chosen in combinations(keys, sizes[0]):
        rest = tuple(key for key in keys if key not in chosen)
        for further in partitions(rest, sizes[1:]):
            yield [chosen, *further]


@settings(max_examples=40)
@given(
    rows=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 1), st.integers(0, 9)), min_size=6, max_size=6),
    sizes=st.sampled_from([(3, 3), (4, 2), (2, 2, 2)]),
    prefer=st.sampled_from(["different", "same"]),
)
def test_no_grouping_has_more_points_than_the_bound(
    rows: list[tuple[int, int, int]], sizes: tuple[int, ...], prefer: str
) -> None:
    people = tuple(
        candidate(f"p{number}", department=f"d{department}", site=f"s{site}", attributes={"grade": str(grade)})
        for number, (department, site, grade) in enumerate(rows)
    )
    rules = DEFAULT.with_rule(Rule(key="site", mode=Mode.WISH, weight=2.0, options={"prefer": prefer}))
    rules = rules.with_rule(Rule(key="grade", mode=Mode.WISH, weight=1.5, options={"numeric": True, "prefer": prefer}))
    problem = FormationProblem(candidates=people, rules=rules, sizes=SizeRange(2, 4, 4))
    bound = upper_bound((Part(people, sizes),), Context(problem))
    best = max(
        score(problem, {f"g{place}": keys for place, keys in enumerate(groups)}).objective
        for groups in partitions(tuple(one.key for one in people), sizes)
    )
    assert bound is not None
    assert best <= bound + 1e-9


@settings(max_examples=40)
@given(
    values=st.lists(st.sampled_from([0, 3, 10]), min_size=12, max_size=12), sizes=st.sampled_from([(4,) * 3, (7, 5)])
)
def test_the_bound_of_a_number_in_few_steps_is_near_the_best_that_there_is(
    values: list[int], sizes: tuple[int, ...]
) -> None:
    def brought(make_up: tuple[int, ...]) -> int:
        return len(make_up) * sum(one * one for one in make_up) - sum(make_up) ** 2

    def best(left: tuple[int, ...], sizes: tuple[int, ...]) -> int:
        if len(sizes) == 1:
            return brought(left)
        chosen = {tuple(sorted(one)) for one in combinations(left, sizes[0])}
        return max(brought(one) + best(tuple((Counter(left) - Counter(one)).elements()), sizes[1:]) for one in chosen)

    most, bound = best(tuple(sorted(values)), sizes), most_squares(values, sizes)
    assert most <= bound <= 1.06 * most


def test_the_bound_of_one_attribute_is_reached() -> None:
    people = tuple(candidate(f"p{number}", department="ab"[number % 2]) for number in range(8))
    rules = DEFAULT
    for key in ("site", "tenure"):
        rules = rules.with_rule(Rule(key=key, mode=Mode.OFF))
    problem = FormationProblem(candidates=people, rules=rules)
    even = {"g0": [one.key for one in people[:4]], "g1": [one.key for one in people[4:]]}
    assert upper_bound((Part(people, (4, 4)),), Context(problem)) == score(problem, even).objective


@given(people=st.integers(0, 400), low=st.integers(2, 6), span=st.integers(0, 4), preferred=st.integers(0, 4))
def test_sizes_are_legal_sum_up_and_are_refused_only_where_nothing_fits(
    people: int, low: int, span: int, preferred: int
) -> None:
    sizes = SizeRange(low, low + span, low + min(span, preferred))
    found = split(people, sizes)
    fits = any(count * sizes.low <= people <= count * sizes.high for count in range(people + 1))
    assert (found is not None) == fits
    if found is not None:
        assert sum(found) == people
        assert all(sizes.low <= size <= sizes.high for size in found)


@given(people=st.integers(4, 200))
def test_as_many_groups_as_possible_have_the_preferred_size(people: int) -> None:
    sizes = SizeRange(4, 6, 6)
    found = split(people, sizes)
    if found is None:
        return
    most = max(
        sixes
        for sixes in range(people // 6 + 1)
        for fives in range((people - 6 * sixes) // 5 + 1)
        if (people - 6 * sixes - 5 * fives) % 4 == 0
    )
    assert found.count(6) == most


@pytest.mark.parametrize(("people", "placeable"), [(3, 0), (7, 6), (4, 4), (11, 11), (13, 13)])
def test_as_many_people_as_possible_get_a_place(people: int, placeable: int) -> None:
    assert largest_placeable(people, SizeRange(4, 6, 6)) == placeable


@pytest.mark.parametrize("sizes", [(6, 4, 5), (1, 4, 4), (4, 6, 7)])
def test_sizes_that_make_no_sense_are_refused(sizes: tuple[int, int, int]) -> None:
    with pytest.raises(FormationError, match="make no sense"):
        SizeRange(*sizes)


def test_a_person_twice_or_without_a_number_is_refused() -> None:
    with pytest.raises(FormationError, match="appear twice"):
        FormationProblem(candidates=(candidate("ann"), candidate("ann")))
    with pytest.raises(FormationError, match="not a number"):
        Candidate(key="ann", numbers={"tenure": float("nan")})
