"""Scales: against published numbers and drawn factors."""

import numpy as np
import pytest

from hexad.evidence.estimate import EvidenceError
from hexad.evidence.reliability import reliability

SHROUT_FLEISS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]


def test_agreement_of_four_judges_on_six_targets_as_published() -> None:
    """Shrout and Fleiss 1979: ICC(1,1) = .17, ICC(1,4) = .44."""
    targets = [str(target) for target, judges in enumerate(SHROUT_FLEISS) for _ in judges]
    ratings = np.array([rating for judges in SHROUT_FLEISS for rating in judges], float)
    found = reliability(np.column_stack([ratings, ratings]), targets)
    assert found.icc1 is not None
    assert found.icc2 is not None
    assert (round(found.icc1, 2), round(found.icc2, 2)) == (0.17, 0.44)


def drawn(n: int, loadings: list[float], seed: int = 1) -> np.ndarray:
    lot = np.random.default_rng(seed)
    factor = lot.normal(size=(n, 1))
    unique = np.sqrt(1 - np.array(loadings) ** 2)
    return factor * np.array(loadings) + lot.normal(size=(n, len(loadings))) * unique


def test_alpha_and_omega_of_a_drawn_factor_are_near_their_true_values() -> None:
    loadings = [0.8, 0.7, 0.6, 0.5]
    found = reliability(drawn(200_000, loadings))
    shared = sum(loadings) ** 2
    assert found.omega == pytest.approx(shared / (shared + sum(1 - one**2 for one in loadings)), abs=0.005)
    covariance = np.outer(loadings, loadings)
    np.fill_diagonal(covariance, 1.0)
    assert found.alpha == pytest.approx(4 / 3 * (1 - 4 / covariance.sum()), abs=0.005)


def test_the_interval_of_alpha_covers_it_about_as_often_as_it_says() -> None:
    loadings = [0.7, 0.7, 0.7, 0.7]
    truth = 4 / 3 * (1 - 4 / (4 + 12 * 0.49))
    found = [reliability(drawn(60, loadings, seed)).alpha_ci for seed in range(400)]
    assert 0.92 <= np.mean([low <= truth <= high for low, high in found]) <= 0.98


def test_a_scale_is_scored_only_where_it_may_be() -> None:
    assert reliability(drawn(200, [0.8] * 4)).may_be_scored
    few = reliability(drawn(20, [0.8] * 4))
    assert not few.may_be_scored
    assert "it takes 30 at least" in str(few.caveats[0])
    loose = reliability(drawn(200, [0.2] * 4))
    assert not loose.may_be_scored
    assert "may not measure one thing" in str(loose.caveats[0])


def test_full_agreement_is_one_and_opposed_raters_none() -> None:
    agreed = np.array([[1, 1, 2], [1, 1, 2], [4, 4, 3], [4, 4, 3]], float)
    opposed = np.array([[0, 0, 0], [4, 4, 4], [0, 0, 1], [4, 4, 4]], float)
    assert reliability(agreed, ["a", "a", "b", "b"]).rwg == 1
    assert reliability(opposed, ["a", "a", "b", "b"]).rwg == 0


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (np.ones((10, 4)), "answered the same"),
        (np.ones((10, 1)), "two items"),
        (np.array([[1.0, 2.0], [2.0, np.nan], [np.nan, 1.0]]), "Complete answers: 1"),
    ],
)
def test_what_is_no_scale_ends_in_a_sentence(table: np.ndarray, words: str) -> None:
    with pytest.raises(EvidenceError, match=words):
        reliability(table)


def test_an_item_that_nobody_varied_on_has_no_correlation_and_breaks_nothing() -> None:
    table = np.column_stack([drawn(50, [0.8, 0.8, 0.8]), np.full(50, 2.0)])
    found = reliability(table)
    assert found.item_rest[3] is None
    assert found.omega is None
