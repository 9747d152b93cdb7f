"""Ties across units: the published index, chance as the reference, bounds for who did not answer."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexad.evidence.estimate import EvidenceError
from hexad.evidence.network import bounds_of, change_of_ties, ei_index, gate_of, silos, ties_of

MONKS = np.array([[30, 1, 5], [7, 10, 1], [9, 2, 23]])


def drawn(
    inside: float, outside: float, seed: int = 1, people: int = 60
) -> tuple[list[tuple[str, str]], dict[str, str]]:
    lot = np.random.default_rng(seed)
    units = {f"p{one:02}": f"u{one % 3}" for one in range(people)}
    edges = [
        (one, other)
        for one in units
        for other in units
        if one != other and lot.random() < (inside if units[one] == units[other] else outside)
    ]
    return edges, units


def test_the_index_of_the_monks_as_published() -> None:
    assert ei_index(MONKS) == pytest.approx(-0.4318182, abs=5e-8)


def test_the_index_counts_a_mutual_tie_once_where_ties_have_no_direction() -> None:
    units = {"a": "x", "b": "x", "c": "y"}
    edges = [("a", "b"), ("b", "a"), ("a", "c")]
    either, _ = ties_of(edges, units, symmetrise="or")
    both, _ = ties_of(edges, units, symmetrise="and")
    assert silos(either, seed=1, permutations=10).ei == 0
    assert silos(both, seed=1, permutations=10).ei == -1


def test_ties_by_chance_are_near_their_reference_and_silos_are_not() -> None:
    edges, units = drawn(0.1, 0.1)
    mixed = silos(ties_of(edges, units)[0], seed=1)
    assert mixed.ei == pytest.approx(mixed.expected, abs=0.1)
    assert mixed.p_low > 0.02
    assert abs(mixed.modularity) < 0.1
    edges, units = drawn(0.25, 0.02)
    apart = silos(ties_of(edges, units)[0], seed=1)
    assert apart.p_low < 0.01
    assert apart.modularity > 0.3
    assert apart.density_within == pytest.approx(0.25, abs=0.05)
    assert apart.density_between == pytest.approx(0.02, abs=0.01)
    assert apart.densities.shape == (3, 3)


def test_the_expected_index_is_that_of_pairs_drawn_at_random() -> None:
    edges, units = drawn(0.2, 0.2)
    found = silos(ties_of(edges, units)[0], seed=1, permutations=4000)
    pairs_inside = 3 * 20 * 19 / (60 * 59)
    assert found.expected == pytest.approx(1 - 2 * pairs_inside, abs=0.01)


@given(seed=st.integers(0, 50))
def test_an_undirected_density_is_between_nought_and_one(seed: int) -> None:
    edges, units = drawn(0.9, 0.5, seed, people=9)
    found = silos(ties_of(edges, units, symmetrise="or")[0], seed=1, permutations=5)
    assert found.density_within is not None
    assert 0 <= found.density_within <= 1
    assert np.allclose(found.densities, found.densities.T)


def test_who_is_unknown_or_names_themselves_is_left_out_and_counted() -> None:
    ties, dropped = ties_of([("a", "b"), ("a", "a"), ("a", "z"), ("a", "b")], {"a": "x", "b": "y"})
    assert (len(ties.source), dropped) == (1, 2)


def test_ties_are_shown_at_four_fifths_with_bounds_from_seven_tenths_and_else_not() -> None:
    assert [gate_of(answered, 100) for answered in (100, 80, 79, 70, 69, 0)] == [
        "shown",
        "shown",
        "bounds",
        "bounds",
        "hidden",
        "hidden",
    ]
    assert gate_of(0, 0) == "hidden"


@given(internal=st.integers(0, 50), external=st.integers(1, 50), answered=st.integers(7, 10))
def test_bounds_hold_what_those_who_answered_say(internal: int, external: int, answered: int) -> None:
    low, high = bounds_of(internal, external, answered=answered, asked=10)
    assert -1 <= low <= (external - internal) / (external + internal) <= high <= 1


def changes(effect: float, seed: int) -> tuple[list[float], list[str], dict[str, bool]]:
    lot = np.random.default_rng(seed)
    begun = {f"g{one}": one < 6 for one in range(12)}
    group = [name for name in begun for _ in range(6)]
    return [float(lot.normal(effect * begun[name], 1.0)) for name in group], group, begun


def test_the_change_of_ties_covers_the_truth_about_as_often_as_it_says() -> None:
    found = [change_of_ties(*changes(0.8, seed), seed=1, permutations=300).interval for seed in range(200)]
    assert 0.90 <= np.mean([low <= 0.8 <= high for low, high in found]) <= 0.99


@pytest.mark.parametrize(
    ("edges", "units", "words"),
    [
        ([], {"a": "x", "b": "y"}, "Nobody named anybody"),
        ([("a", "b")], {"a": "x", "b": "x"}, "one unit"),
        ([("a", "z")], {"a": "x", "b": "y"}, "Nobody named anybody"),
    ],
)
def test_what_holds_no_ties_ends_in_a_sentence(edges: list[tuple[str, str]], units: dict[str, str], words: str) -> None:
    with pytest.raises(EvidenceError, match=words):
        ties_of(edges, units)


def test_ties_that_changed_the_same_everywhere_are_no_evidence() -> None:
    _, group, begun = changes(0.0, 1)
    with pytest.raises(EvidenceError, match="the same in every group"):
        change_of_ties([1.0] * len(group), group, begun, seed=1)
    with pytest.raises(EvidenceError, match="two groups"):
        change_of_ties([1.0, 2.0], ["a", "b"], {"a": True, "b": False}, seed=1)
