"""The rollout as an experiment: who begins when, by lot among balanced orders, and a plan that is frozen beforehand."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from hexad.evidence.estimate import EvidenceError

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
FOUR_WAVES_FROM = 16  # groups
MOST_WAVES = 12
DRAWN, KEPT = 20_000, 1_000  # orders drawn, and the best balanced of them among which the lot decides
MODELS = ("fe-cr2", "ri", "eti", "ancova")
Model = Literal["fe-cr2", "ri", "eti", "ancova"]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupFacts:
    """What waves are balanced on; ``traits`` such as site and departments, several values each."""

    key: str
    size: int
    traits: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def usual_waves(groups: int) -> tuple[int, ...]:
    """Return sizes of waves: two where there are few groups, four from sixteen on, as even as they go.

    >>> usual_waves(9), usual_waves(18)
    ((5, 4), (5, 5, 4, 4))
    """
    count = 4 if groups >= FOUR_WAVES_FROM else 2
    return even_waves(groups, count)


def even_waves(groups: int, waves: int) -> tuple[int, ...]:
    """Split groups into waves as even as they go, the larger ones first.

    Raises
    ------
    EvidenceError
        With fewer than two waves or more waves than groups: then nothing waits that could be compared with.
    """
    if not 2 <= waves <= min(MOST_WAVES, groups):
        text = "%(groups)s groups make 2 to %(most)s waves, not %(waves)s."
        raise EvidenceError(text, groups=groups, most=min(MOST_WAVES, groups), waves=waves)
    each, larger = divmod(groups, waves)
    return (each + 1,) * larger + (each,) * (waves - larger)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """Who begins in which wave.

    Attributes
    ----------
    wave
        By group, the first wave being 0.
    orders
        (K, G) every order that the lot could have given, groups in the order of their keys; the drawn one among them.
    imbalance
        Of the drawn order, and of an order by plain lot in the median; 0: balanced in everything.
    """

    wave: Mapping[str, int]
    orders: Ints
    imbalance: float
    usual_imbalance: float


def draw_waves(groups: Sequence[GroupFacts], waves: Sequence[int], *, seed: int) -> Drawn:
    """Draw who begins when, by lot among the orders that balance the waves best.

    Parameters
    ----------
    groups
        In any order.
    waves
        Groups in each wave.
    seed
        Recorded in the plan: the same groups, waves and seed give the same order on every machine.

    Source: covariate-constrained randomisation (Moulton 2004); since the lot decides among known orders, a test
    against exactly these is exact (Li and others 2016).
    """
    if sum(waves) != len(groups) or any(wave < 1 for wave in waves) or len(waves) < 2:
        text = "%(groups)s groups do not fill waves of %(waves)s."
        raise EvidenceError(text, groups=len(groups), waves=", ".join(map(str, waves)))
    ordered = sorted(groups, key=lambda one: one.key)
    if len({one.key for one in ordered}) < len(ordered):
        raise EvidenceError("A group stands twice among those to be randomised.")
    facts = _facts(ordered)
    lot = np.random.default_rng(seed)
    slots = np.repeat(np.arange(len(waves)), waves)
    orders = np.array([lot.permutation(slots) for _ in range(DRAWN)], np.int64)
    unbalanced = _imbalances(orders, facts, len(waves)) if facts.size else np.zeros(DRAWN)
    best = np.argsort(unbalanced, kind="stable")[:KEPT]
    chosen = int(lot.integers(len(best)))
    order = orders[best[chosen]]
    return Drawn(
        wave={one.key: int(wave) for one, wave in zip(ordered, order, strict=True)},
        orders=orders[best],
        imbalance=float(unbalanced[best[chosen]]),
        usual_imbalance=float(np.median(unbalanced)),
    )


def _facts(groups: Sequence[GroupFacts]) -> Floats:
    """Return (G, F): size, and for each trait's value how many members of a group have it, all of equal spread."""
    columns = [[float(one.size) for one in groups]]
    for trait in sorted({name for one in groups for name in one.traits}):
        counts = [Counter(one.traits.get(trait, ())) for one in groups]
        values = sorted({value for count in counts for value in count})
        columns += [[float(count[value]) for count in counts] for value in values]
    table = np.array(columns).T
    spread = table.std(axis=0)
    found: Floats = (table[:, spread > 0] - table[:, spread > 0].mean(axis=0)) / spread[spread > 0]
    return found


def _imbalances(orders: Ints, facts: Floats, waves: int) -> Floats:
    """Return (K,) squared distances of the waves' means from the mean of all, over waves and facts.

    Rounded, so that orders which differ in the names of waves alone are ties on every machine.
    """
    total = np.zeros(len(orders))
    for wave in range(waves):
        inside = (orders == wave).astype(np.float64)
        means = inside @ facts / inside.sum(axis=1)[:, None]
        total += (means**2).mean(axis=1)
    return np.round(total / waves, 9)


def orders_of(balanced: Mapping[str, GroupFacts], wave: Mapping[str, int], *, seed: int) -> list[dict[str, int]]:
    """Return every order that the lot could have given, each group's wave by its key, the drawn one among them.

    Empty where the lot does not give the drawn order again (another version of the generator): then nobody can say
    which orders there were.
    """
    if balanced.keys() != wave.keys():
        return []
    sizes = [list(wave.values()).count(number) for number in range(max(wave.values(), default=-1) + 1)]
    drawn = draw_waves(list(balanced.values()), sizes, seed=seed)
    if drawn.wave != wave:
        return []
    keys = sorted(balanced)
    return [dict(zip(keys, map(int, order), strict=True)) for order in drawn.orders]


WHEN_PLANS_CHANGE = (
    "A group is counted by the wave that was drawn, whenever it really begins.",
    "A group that never begins counts with its wave; its missing answers are missing.",
    "A group that ends counts with the answers it gave.",
    "Groups that merge count as the one in which most members were.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is settled before the first wave begins, so that nobody can choose afterwards.

    Attributes
    ----------
    outcome
        Name of the scale.
    items
        Texts of its items, in order; a changed word is another series.
    model
        The primary one; the exposure-time model is always shown beside.
    waves
        Group to wave, from 0 on.
    starts
        First day of each wave, ISO.
    seed
        Of the lot.
    threshold
        Least respondents behind a figure.
    expected_n
        People who are expected to answer in each group and period.
    mde
        Smallest effect, in standard deviations, that the rollout finds four times in five.
    draws
        How often an order was drawn before this one was kept.
    assumed
        What power was reckoned with, such as the correlation within groups.
    balanced
        What the waves were balanced on, by group, so that the orders of the lot can be found again.
    """

    outcome: str
    items: tuple[str, ...]
    model: Model
    waves: Mapping[str, int]
    starts: tuple[str, ...]
    seed: int
    threshold: int
    expected_n: float
    mde: float
    draws: int = 1
    assumed: Mapping[str, float] = field(default_factory=dict)
    balanced: Mapping[str, GroupFacts] = field(default_factory=dict)
    rules: tuple[str, ...] = WHEN_PLANS_CHANGE

    def __post_init__(self) -> None:
        if self.model not in MODELS:
            raise EvidenceError("The model is one of %(models)s.", models=", ".join(MODELS))
        if not self.items:
            raise EvidenceError("A plan needs the items that will be asked.")
        if not self.waves or set(self.waves.values()) != set(range(len(self.starts))):
            raise EvidenceError("Each wave needs a first day and a group at least.")
        if list(self.starts) != sorted(set(self.starts)):
            raise EvidenceError("Each wave begins after the one before.")

    def as_json(self) -> dict[str, Any]:
        """Return what is frozen."""
        return {**asdict(self), "waves": dict(sorted(self.waves.items())), "items_hash": hash_of_items(self.items)}

    @property
    def text(self) -> str:
        """One text for one plan: what the hash is made of."""
        return json.dumps(self.as_json(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))

    @property
    def hash(self) -> str:
        """SHA-256 of the text."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def hash_of_items(items: Sequence[str]) -> str:
    """Return what tells one series of items from another.

    >>> hash_of_items(["Asks first."]) == hash_of_items(["Asks first!"])
    False
    """
    return hashlib.sha256("\n".join(items).encode()).hexdigest()[:16]
