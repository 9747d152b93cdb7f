"""One group's sessions together: the loops against every choice there is."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hexad.scheduling import chains
from hexad.scheduling.chains import Chain, best_of

DAYS = 40


def chain_of(seed: int, *, sessions: int = 4, members: int = 3, each: int = 4) -> Chain:
    """Explore, reflect and follow-ups of reflect, with a few candidates each."""
    draw = np.random.default_rng(seed)
    after = np.array([-1, 0, 1, 1][:sessions], dtype=np.int64)
    low = [(0, 10, 0, 3), (5, 12, 5, 12), (6, 20, 10, 12), (8, 25, 14, 16)][:sessions]
    counts = draw.integers(0, each + 1, sessions)
    day = np.concatenate([np.sort(draw.integers(0, DAYS, count)) for count in counts]).astype(np.int64)
    size = int(counts.sum())
    return Chain(
        first=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        day=day,
        burden=draw.integers(0, 6, (size, members)) / 2.0,
        add=np.where(draw.random(size) < 0.1, np.inf, draw.integers(0, 5, size) / 4.0),
        after=after,
        span=np.array(low, dtype=np.int64),
        carried=-draw.integers(0, 4, members).astype(np.float64) + 0.0,
        drop=np.full(sessions, 30.0),
        must=np.array([False, True, False, False][:sessions]),
        a_day=0.25,
        days=DAYS,
    )


def cost_of(chain: Chain, choice: tuple[int, ...]) -> float:
    """The formula, written once more; inf where a choice is not allowed."""
    total, cost = chain.carried.copy(), 0.0
    for at, candidate in enumerate(choice):
        anchor = int(chain.after[at])
        origin = 0 if anchor < 0 else None if choice[anchor] < 0 else int(chain.day[choice[anchor]])
        if candidate < 0:
            cost += float("inf") if chain.must[at] and origin is not None else float(chain.drop[at])
            continue
        if origin is None:
            return float("inf")
        low, high, first, last = chain.span[at].tolist()
        passed = int(chain.day[candidate]) - origin
        if not low <= passed <= high:
            return float("inf")
        cost += float(chain.add[candidate]) + chain.a_day * max(first - passed, passed - last, 0)
        total += chain.burden[candidate]
    return cost + float(total.max())


def cheapest(chain: Chain) -> float:
    ranges = [[-1, *range(chain.first[at], chain.first[at + 1])] for at in range(len(chain.after))]
    return min(cost_of(chain, choice) for choice in itertools.product(*ranges))


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**6))
def test_no_choice_is_cheaper(seed: int) -> None:
    chain = chain_of(seed)
    best = best_of(chain)
    assert best.cost == pytest.approx(cheapest(chain))
    assert cost_of(chain, tuple(best.choice.tolist())) == pytest.approx(best.cost)
    assert best.bound <= best.cost + 1e-9


def test_a_session_that_must_be_held_with_another_is_never_left_out_alone() -> None:
    for seed in range(60):
        choice = best_of(chain_of(seed, sessions=2)).choice
        assert (choice[0] < 0) == (choice[1] < 0)


def test_the_same_problem_has_the_same_answer() -> None:
    assert best_of(chain_of(7)).choice.tolist() == best_of(chain_of(7)).choice.tolist()


def test_weightings_alone_never_claim_more_than_labels_find(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bound at the root lies below every choice."""
    assert chains.WEIGHTINGS >= 1
    for seed in range(40):
        chain = chain_of(seed, members=4)
        assert best_of(chain).bound <= cheapest(chain) + 1e-9
