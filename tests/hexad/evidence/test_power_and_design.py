"""Before the start: what a rollout can see, who begins when, and a plan that nobody can change."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hexad.evidence.design import GroupFacts, Plan, draw_waves, even_waves, hash_of_items, usual_waves
from hexad.evidence.estimate import EvidenceError
from hexad.evidence.panel import panel_of, rows_of
from hexad.evidence.power import Rollout, curve, power, smallest_effect
from hexad.evidence.rollout import fixed_effects

WORKED = Rollout(waves=(3, 3, 3), periods=4, n=50)


def test_the_worked_numbers_of_three_waves() -> None:
    assert round(power(WORKED, 0.2, test="z"), 5) == 0.80743
    assert round(power(replace(WORKED, n=49), 0.2, test="z"), 5) == 0.79956


def test_the_smallest_effect_has_the_power_that_was_asked_for() -> None:
    least = smallest_effect(WORKED)
    assert power(WORKED, least) == pytest.approx(0.8)
    assert power(WORKED, least * 0.9) < 0.8 < power(WORKED, least * 1.1)


def test_power_as_it_turns_out_in_simulated_rollouts() -> None:
    """Levels of groups that stay, answers of others each time: what the variance formula is about."""
    plan = Rollout(waves=(6, 6), periods=3, n=6, icc=0.2)
    effect = smallest_effect(plan)
    lot, hits = np.random.default_rng(3), 0
    starts = np.repeat([1, 2], 6)
    for _ in range(400):
        level = lot.normal(0, np.sqrt(0.2), 12)[:, None]
        mean = level + lot.normal(0, np.sqrt(0.8 / 6), (12, 3)) + effect * (np.arange(3)[None] >= starts[:, None])
        hits += fixed_effects(panel_of(rows_of(mean.tolist(), starts.tolist()))).p < 0.05
    assert 0.65 <= hits / 400 <= 0.87


@given(icc=st.floats(0, 0.9), cac=st.floats(0, 1), iac=st.floats(0, 1))
def test_more_people_and_more_groups_see_no_less(icc: float, cac: float, iac: float) -> None:
    plan = Rollout(waves=(3, 3), periods=3, n=6, icc=icc, cac=cac, iac=iac)
    assert replace(plan, n=12).standard_error <= plan.standard_error + 1e-12
    assert replace(plan, waves=(4, 4)).standard_error <= plan.standard_error + 1e-12
    chances = [chance for _effect, chance in curve(plan)]
    assert chances == sorted(chances)


def test_where_nothing_varies_any_change_shows() -> None:
    plan = Rollout(waves=(3, 3), periods=3, n=6, icc=0.0, iac=1.0)
    assert (power(plan, 0.01), smallest_effect(plan)) == (1.0, 0.0)
    assert power(plan, 0.0) == 0.05


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"waves": ()}, "Each wave needs a group"),
        ({"waves": (3, 0)}, "Each wave needs a group"),
        ({"periods": 3}, "need 4 periods"),
        ({"n": 0}, "people in each"),
        ({"n": float("nan")}, "people in each"),
        ({"sigma": 0}, "sigma is above 0"),
        ({"icc": 1.5}, "icc is a share"),
        ({"iac": -0.1}, "iac is a share"),
    ],
)
def test_a_rollout_that_makes_no_sense_is_refused(changed: dict[str, object], words: str) -> None:
    with pytest.raises(EvidenceError, match=words):
        replace(WORKED, **changed)  # type: ignore[arg-type]


def test_one_wave_compares_nothing() -> None:
    with pytest.raises(EvidenceError, match="plan two waves"):
        power(Rollout(waves=(9,), periods=2, n=6), 0.2)


def groups(count: int) -> list[GroupFacts]:
    return [
        GroupFacts(
            key=f"g{one:02}",
            size=4 + one % 3,
            traits={"site": ("Berlin" if one % 4 else "Leeds",), "department": (f"d{one % 5}", f"d{(one + 1) % 5}")},
        )
        for one in range(count)
    ]


def test_waves_are_two_for_few_groups_and_four_from_sixteen_on() -> None:
    assert [usual_waves(count) for count in (4, 15, 16)] == [(2, 2), (8, 7), (4, 4, 4, 4)]
    with pytest.raises(EvidenceError, match="2 to 3 waves, not 4"):
        even_waves(3, 4)


@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 1000))
def test_the_lot_decides_among_balanced_orders_and_repeats(seed: int) -> None:
    drawn = draw_waves(groups(18), (5, 5, 4, 4), seed=seed)
    assert sorted(np.bincount(list(drawn.wave.values()))) == [4, 4, 5, 5]
    assert drawn.imbalance <= drawn.usual_imbalance
    assert list(drawn.wave.values()) in drawn.orders.tolist()
    again = draw_waves(groups(18)[::-1], (5, 5, 4, 4), seed=seed)
    assert again.wave == drawn.wave
    assert np.array_equal(again.orders, drawn.orders)


def test_every_group_has_a_chance_to_begin_first() -> None:
    first = np.zeros(8)
    for seed in range(60):
        wave = draw_waves(groups(8), (4, 4), seed=seed).wave
        first += np.array([wave[f"g{one:02}"] == 0 for one in range(8)])
    assert first.min() >= 15
    assert first.max() <= 45


def test_waves_that_do_not_hold_the_groups_are_refused() -> None:
    with pytest.raises(EvidenceError, match="do not fill"):
        draw_waves(groups(8), (4, 3), seed=1)


PLAN = Plan(
    outcome="communication",
    items=("Asks first.", "Closes with who does what."),
    model="fe-cr2",
    waves={"g1": 0, "g2": 1},
    starts=("2027-01-04", "2027-03-01"),
    seed=7,
    threshold=8,
    expected_n=5.0,
    mde=0.4,
)


def test_a_plan_has_one_hash_and_any_change_another() -> None:
    assert replace(PLAN, waves={"g2": 1, "g1": 0}).hash == PLAN.hash
    changes: list[dict[str, object]] = [
        {"seed": 8},
        {"items": ("Asks first", "Closes with who does what.")},
        {"waves": {"g1": 1, "g2": 0}},
        {"threshold": 9},
    ]
    assert len({replace(PLAN, **one).hash for one in changes} | {PLAN.hash}) == 5  # type: ignore[arg-type]
    assert PLAN.as_json()["items_hash"] == hash_of_items(PLAN.items)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"model": "before-after"}, "The model is one of"),
        ({"items": ()}, "items"),
        ({"waves": {"g1": 0}}, "Each wave needs"),
        ({"starts": ("2027-03-01", "2027-01-04")}, "after the one before"),
    ],
)
def test_a_plan_that_settles_too_little_is_refused(changed: dict[str, object], words: str) -> None:
    with pytest.raises(EvidenceError, match=words):
        replace(PLAN, **changed)  # type: ignore[arg-type]
