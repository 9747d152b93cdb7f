"""What a rollout in waves changed: against a dense computation, against simulated truth, and where none can be said."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from hexad.evidence.estimate import Estimate, EvidenceError
from hexad.evidence.panel import Observed, Panel, panel_of, rows_of
from hexad.evidence.rollout import exposure_time, fixed_effects, randomisation_inference
from hexad.evidence.two_arms import ancova, attrition

Floats = NDArray[np.float64]
ESTIMATORS: list[Callable[[Panel], Estimate]] = [
    fixed_effects,
    exposure_time,
    lambda panel: randomisation_inference(panel, seed=1, permutations=200),
]


def simulated(groups: int, waves: int, seed: int, *, effect: float = 0.3, grows: bool = False) -> Panel:
    """Groups of six in waves, with levels and trends of their own; ``grows``: the effect builds up over all waves."""
    lot, periods = np.random.default_rng(seed), waves + 1
    starts = np.array([1 + group * waves // groups for group in range(groups)])
    lot.shuffle(starts)
    exposure = np.maximum(0, np.arange(periods)[None] - starts[:, None] + 1)
    effects = effect * (np.minimum(exposure, waves) / waves if grows else exposure > 0)
    level = lot.normal(0, 0.4, groups)[:, None] + np.cumsum(lot.normal(0.1, 0.1, periods))[None]
    noise = lot.normal(0, 0.15, (groups, periods)) + lot.normal(0, 1 / np.sqrt(6), (groups, periods))
    return panel_of(rows_of((level + effects + noise).tolist(), starts.tolist()))


def by_hand(panel: Panel) -> tuple[float, float, float]:
    """Effect, CR2 error and Bell-McCaffrey df from the full design, matrices of all rows, nothing absorbed."""
    count = len(panel.mean)
    columns = [panel.treated, np.ones(count)]
    columns += [(panel.group == group).astype(float) for group in range(1, len(panel.groups))]
    columns += [(panel.period == period).astype(float) for period in range(1, len(panel.periods))]
    design = np.column_stack(columns)
    bread = np.linalg.inv(design.T @ design)
    hat = design @ bread @ design.T
    left = (np.eye(count) - hat) @ panel.mean
    variance, quadratic = 0.0, np.zeros((count, count))
    for group in range(len(panel.groups)):
        inside = panel.group == group
        values, vectors = np.linalg.eigh(np.eye(int(inside.sum())) - hat[np.ix_(inside, inside)])
        root = vectors @ np.diag([1 / np.sqrt(one) if one > 1e-8 else 0.0 for one in values]) @ vectors.T
        lever = root @ design[inside] @ bread[:, 0]
        variance += float(lever @ left[inside]) ** 2
        spread = (np.eye(count) - hat)[:, inside] @ lever
        quadratic += np.outer(spread, spread)
    return (
        float((bread @ design.T @ panel.mean)[0]),
        float(np.sqrt(variance)),
        float(np.trace(quadratic) ** 2 / np.trace(quadratic @ quadratic)),
    )


@settings(max_examples=20, deadline=None)
@given(groups=st.integers(6, 14), waves=st.integers(2, 4), seed=st.integers(0, 10_000))
def test_the_constant_effect_is_that_of_the_full_design(groups: int, waves: int, seed: int) -> None:
    panel = simulated(groups, waves, seed)
    effect, error, df = by_hand(panel)
    found = fixed_effects(panel)
    assert found.estimate == pytest.approx(effect)
    assert found.df == pytest.approx(df)
    assert found.interval[0] < effect < found.interval[1]
    from scipy.stats import t

    assert found.interval[1] - effect == pytest.approx(t.ppf(0.975, df) * error)


def test_groups_of_which_a_period_is_missing_count_with_the_others() -> None:
    panel = simulated(10, 2, 3)
    rows = [
        Observed(panel.groups[group], int(period), bool(treated), float(mean))
        for group, period, treated, mean in zip(panel.group, panel.period, panel.treated, panel.mean, strict=True)
        if (group, period) not in {(0, 2), (4, 0)}
    ]
    uneven = panel_of(rows)
    effect, _error, df = by_hand(uneven)
    found = fixed_effects(uneven)
    assert (found.estimate, found.df) == (pytest.approx(effect), pytest.approx(df))
    assert "Cells of group and period without answers, left out: 2." in map(str, found.caveats)


def coverage(estimator: Callable[[Panel], Estimate], truth: float, panels: Sequence[Panel]) -> float:
    found = [estimator(panel) for panel in panels]
    return float(np.mean([one.interval[0] <= truth <= one.interval[1] for one in found]))


@pytest.mark.parametrize("estimator", ESTIMATORS)
@pytest.mark.parametrize(("groups", "waves"), [(8, 2), (24, 4)])
def test_intervals_cover_the_truth_about_as_often_as_they_say(
    estimator: Callable[[Panel], Estimate], groups: int, waves: int
) -> None:
    panels = [simulated(groups, waves, seed) for seed in range(200)]
    assert 0.90 <= coverage(estimator, 0.3, panels) <= 0.99


def test_where_the_effect_grows_the_constant_model_says_too_little_and_exposure_time_covers_it() -> None:
    panels = [simulated(24, 4, seed, grows=True) for seed in range(200)]
    long_run = [exposure_time(panel).by_exposure[4] for panel in panels]
    assert np.mean([low <= 0.3 <= high for _effect, low, high in long_run]) >= 0.90
    assert np.mean([fixed_effects(panel).estimate for panel in panels]) < 0.2
    mean = 0.3 * (1 + 2 + 3 + 4) / 16
    assert 0.90 <= coverage(exposure_time, mean, panels) <= 0.99


def test_randomisation_inference_against_the_orders_of_the_lot_is_exact() -> None:
    """Six groups, three of which begin: twenty orders, and none of another kind."""
    from itertools import combinations

    starts = [[1 if group in chosen else 2 for group in range(6)] for chosen in combinations(range(6), 3)]
    lot = np.random.default_rng(5)
    ps = []
    for _ in range(200):
        matrix = lot.normal(size=(6, 2)).tolist()
        panel = panel_of(rows_of(matrix, starts[int(lot.integers(20))]))
        ps.append(randomisation_inference(panel, seed=1, orders=starts).p)
    assert 0.02 <= np.mean(np.array(ps) <= 0.1) <= 0.18
    assert min(ps) >= 0.1 - 1e-9, "an order and its mirror image are equally far"


def test_the_order_of_rows_changes_nothing() -> None:
    panel = simulated(9, 2, 8)
    rows = [
        Observed(panel.groups[group], int(period), bool(treated), float(mean))
        for group, period, treated, mean in zip(panel.group, panel.period, panel.treated, panel.mean, strict=True)
    ]
    for estimator in ESTIMATORS:
        assert estimator(panel_of(rows[::-1])) == estimator(panel_of(rows))


def test_an_order_that_the_lot_could_not_have_drawn_is_refused() -> None:
    panel = panel_of(rows_of([[1.0, 2.0], [2.0, 1.5], [0.5, 3.0], [1.0, 1.1]], [1, 1, 2, 2]))
    with pytest.raises(EvidenceError, match="not among those"):
        randomisation_inference(panel, seed=1, orders=[[2, 2, 1, 1]])


BAD = {
    "no answers": ([], "no answers yet"),
    "one group": ([Observed("a", 0, False, 1.0), Observed("a", 1, True, 2.0)], "one group"),
    "one period": ([Observed("a", 0, False, 1.0), Observed("b", 0, True, 2.0)], "one period"),
    "never started": (rows_of([[1.0, 2.0], [2.0, 1.0]], [9, 9]), "not started"),
    "no comparison": (rows_of([[1.0, 2.0], [2.0, 1.0]], [0, 0]), "nothing to compare"),
    "constant": (rows_of([[2.0, 2.0], [2.0, 2.0]], [1, 9]), "the same"),
    "at once": (rows_of([[1.0, 2.0, 4.0], [2.0, 1.0, 0.0], [1.0, 1.0, 3.0]], [1, 1, 1]), "same time"),
    "not a number": ([Observed("a", 0, False, float("nan"))], "no number"),
    "both": ([Observed("a", 0, False, 1.0), Observed("a", 0, True, 1.0)], "both begun and not begun"),
}


@pytest.mark.parametrize("case", sorted(BAD))
@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_what_cannot_be_estimated_ends_in_a_sentence(case: str, estimator: Callable[[Panel], Estimate]) -> None:
    rows, words = BAD[case]
    with pytest.raises(EvidenceError, match=words):
        estimator(panel_of(rows))


def test_two_groups_give_no_error_to_estimate_rather_than_a_narrow_interval() -> None:
    with pytest.raises(EvidenceError):
        fixed_effects(panel_of(rows_of([[1.0, 2.0], [2.0, 1.5]], [1, 9])))


def two_arms(groups: int, seed: int, effect: float = 0.5) -> Panel:
    lot = np.random.default_rng(seed)
    level = lot.normal(0, 0.5, groups)
    starts = [1 if group % 2 else 9 for group in range(groups)]
    matrix = np.column_stack([level, level]) + lot.normal(0, 0.3, (groups, 2))
    matrix[1::2, 1] += effect
    return panel_of(rows_of(matrix.tolist(), starts))


def test_two_arms_given_the_first_answer_cover_the_truth() -> None:
    assert 0.90 <= coverage(ancova, 0.5, [two_arms(10, seed) for seed in range(200)]) <= 0.99


def test_two_arms_need_two_groups_each() -> None:
    with pytest.raises(EvidenceError, match="two groups each"):
        ancova(two_arms(3, 1))


def test_leavers_by_arm_as_published() -> None:
    found = attrition((56, 48), (70, 80))  # Newcombe 1998, table II, method 10
    assert [round(one, 4) for one in found.interval] == [0.0524, 0.3339]
    assert "20 of 100 more stopped answering" in str(found.note)
    assert "both arms" in str(attrition((3, 3), (40, 41)).note)
    with pytest.raises(EvidenceError, match="loses no more"):
        attrition((5, 0), (4, 3))


@pytest.mark.parametrize(("groups", "says"), [(4, "no small p"), (8, "a cautious one"), (12, "")])
def test_few_orders_are_said(groups: int, says: str) -> None:
    """Of 8 groups in two waves of four there are 70 orders: 69 others."""
    lot = np.random.default_rng(3)
    starts = [1 + group % 2 for group in range(groups)]
    panel = panel_of(rows_of(lot.normal(0, 1, (groups, 3)).tolist(), starts))
    found = [str(one) for one in randomisation_inference(panel, seed=1).caveats if "orders" in str(one)]
    assert len(found) == bool(says)
    assert all(says in one for one in found)
    if groups == 8:
        assert "69 other orders" in found[0]
