"""Whether intervals of the evidence cover the truth as often as they say, and how often chance is taken for an effect.

Rollouts are simulated from people: groups of six (or four to nine) with levels of their own, two waves up to twelve
groups and four from sixteen on, a trend that everybody shares. Conditions are added one by one and together: 15 of 100
stop answering, groups of unequal size, answers on five steps, and waiting groups that get a quarter of the effect from
those that began. The truth is known: the mean effect on what is answered, counted over the cells in which groups had
begun. For exposure time the effect grows from wave to wave, and its truth is that after the longest time.
"""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.effort import Effort, say
from benchmarks.tables import Table, share
from hexad.evidence.estimate import EvidenceError
from hexad.evidence.panel import Observed, Panel, panel_of
from hexad.evidence.rollout import exposure_time, fixed_effects, randomisation_inference

Floats = NDArray[np.float64]
GROUPS, SHORT_GROUPS = (8, 12, 16, 24, 40), (8, 16)
RUNS, SHORT_RUNS, PERMUTATIONS = 2000, 200, 400
EFFECT, TREND, LEVELS, PEOPLE, NOISE, SHAKE = 0.3, 0.1, 0.4, 0.5, 0.8, 0.15  # in standard deviations of an answer
LOST, LEAK = 0.15, 0.25
CUTS = (-1.0, -0.2, 0.6, 1.4)
COVERED, ALARMED = (0.93, 0.97), (0.03, 0.07)
COLUMNS = (
    "groups",
    "condition",
    "covered, CR2",
    "covered, lot",
    "alarms, CR2",
    "alarms, lot",
    "long run covered",
    "constant model, growing",
    "refused",
    "holds",
)


@dataclass(frozen=True, slots=True)
class Condition:
    """What makes a rollout less tidy."""

    name: str
    drop_out: bool = False
    unequal: bool = False
    ordinal: bool = False
    leaks: bool = False


PLAIN = Condition("as planned")
CONDITIONS = (
    PLAIN,
    Condition("15 % stop answering", drop_out=True),
    Condition("unequal groups", unequal=True),
    Condition("five steps", ordinal=True),
    Condition("waiting groups get a quarter", leaks=True),
    Condition("all but the leak", drop_out=True, unequal=True, ordinal=True),
    Condition("all together", drop_out=True, unequal=True, ordinal=True, leaks=True),
)
SHORT_CONDITIONS = (PLAIN, CONDITIONS[5])


@dataclass(frozen=True, slots=True)
class World:
    """One rollout: what everybody would answer with and without the programme, and what was answered."""

    panel: Panel
    truth: float
    long_run: float


@dataclass(frozen=True, slots=True)
class Case:
    """One run; ``seed`` decides everything."""

    groups: int
    condition: Condition
    seed: int


@dataclass(frozen=True, slots=True)
class Seen:
    """Of one run: what covered the truth, what was an alarm, and what the constant model made of a growing effect."""

    covered: tuple[bool, bool]
    alarmed: tuple[bool, bool]
    long_run: bool
    constant: float
    refused: bool = False


def run(effort: Effort) -> Table:
    """Simulate every number of groups under every condition."""
    runs = SHORT_RUNS if effort.short else RUNS
    table = Table(f"Coverage of 95 % intervals and false alarms at 5 %; {runs:,} runs each, seeds from 0", COLUMNS)
    with ProcessPoolExecutor(os.cpu_count()) as cores:
        for groups in effort.of(GROUPS, SHORT_GROUPS):
            for condition in SHORT_CONDITIONS if effort.short else CONDITIONS:
                cases = [Case(groups, condition, seed) for seed in range(runs)]
                seen = list(cores.map(look, cases, chunksize=20))
                table.add(*row(groups, condition, seen))
                say(f"{groups} groups, {condition.name}: {share(table_share(seen, 'covered', 0))}")
    table.note(
        "A leak breaks coverage by itself: waiting groups that get some of the effect make it look smaller, and no"
        " estimator knows. The page says so where it shows an estimate. Cautious: more is covered, or fewer alarms"
        " are given, than promised; so it is with the lot where it can give few orders, and the page says that, too."
    )
    return table


def table_share(seen: Sequence[Seen], what: str, place: int) -> float:
    return float(np.mean([getattr(one, what)[place] for one in seen if not one.refused]))


def row(groups: int, condition: Condition, seen: Sequence[Seen]) -> list[str | int]:
    kept = [one for one in seen if not one.refused]
    covered = [table_share(seen, "covered", place) for place in (0, 1)]
    alarmed = [table_share(seen, "alarmed", place) for place in (0, 1)]
    return [
        groups,
        condition.name,
        *(share(one) for one in covered),
        *(share(one) for one in alarmed),
        share(float(np.mean([one.long_run for one in kept]))),
        f"{np.mean([one.constant for one in kept]):.3f} of {EFFECT}",
        len(seen) - len(kept),
        verdict(covered, alarmed, len(kept), leaks=condition.leaks),
    ]


def verdict(covered: Sequence[float], alarmed: Sequence[float], runs: int, *, leaks: bool) -> str:
    """Say whether the shares lie where they were promised; short runs are allowed what chance does to them."""
    slack = 0.0 if runs >= RUNS else 3 * float(np.sqrt(0.05 * 0.95 / max(1, runs)))
    if min(covered) < COVERED[0] - slack or max(alarmed) > ALARMED[1] + slack:
        return "broken by the leak" if leaks else "BROKEN"
    if max(covered) > COVERED[1] + slack or min(alarmed) < ALARMED[0] - slack:
        return "cautious"
    return "yes"


def look(case: Case) -> Seen:
    """Simulate and estimate: with an effect, without one, and with one that grows."""
    lot = np.random.default_rng([case.groups, CONDITIONS.index(case.condition), case.seed])
    there, none, growing = (
        simulate(case, lot, effect=effect, grows=grows)
        for effect, grows in ((EFFECT, False), (0.0, False), (EFFECT, True))
    )
    try:
        found = list(estimates(there.panel, case.seed))
        chance = list(estimates(none.panel, case.seed))
        constant, exposed = fixed_effects(growing.panel), exposure_time(growing.panel)
    except EvidenceError:
        return Seen((False, False), (False, False), long_run=False, constant=0.0, refused=True)
    _effect, low, high = exposed.by_exposure[max(exposed.by_exposure)]
    return Seen(
        covered=(there.truth >= found[0][0] and there.truth <= found[0][1], found[1][0] <= there.truth <= found[1][1]),
        alarmed=(chance[0][2] < 0.05, chance[1][2] < 0.05),
        long_run=low <= growing.long_run <= high,
        constant=constant.estimate,
    )


def estimates(panel: Panel, seed: int) -> Iterator[tuple[float, float, float]]:
    for one in (fixed_effects(panel), randomisation_inference(panel, seed=seed, permutations=PERMUTATIONS)):
        yield (*one.interval, one.p)


def simulate(case: Case, lot: np.random.Generator, *, effect: float, grows: bool) -> World:
    """Draw people, what they would answer with and without, and who still answers."""
    condition, waves = case.condition, 4 if case.groups >= 16 else 2
    periods = waves + 1
    starts = np.array([1 + group * waves // case.groups for group in range(case.groups)])
    lot.shuffle(starts)
    sizes = lot.integers(4, 10, case.groups) if condition.unequal else np.full(case.groups, 6)
    home = np.repeat(np.arange(case.groups), sizes)
    exposure = np.maximum(0, np.arange(periods)[None] - starts[:, None] + 1)
    dose = np.minimum(exposure, waves) / waves if grows else (exposure > 0).astype(np.float64)
    if condition.leaks:
        begun = (exposure > 0).any(axis=0)[None] & (exposure == 0)
        dose = np.where(begun, LEAK * dose.max(axis=0)[None], dose)
    base = lot.normal(0, LEVELS, case.groups)[:, None] + lot.normal(0, SHAKE, (case.groups, periods))
    base = base + np.cumsum(lot.normal(TREND, TREND, periods))[None]
    noise = lot.normal(0, PEOPLE, home.size)[:, None] + lot.normal(0, NOISE, (home.size, periods))
    without, with_ = (base[home] + noise + effect * part[home] for part in (np.zeros_like(dose), dose))
    answers = steps(with_) if condition.ordinal else with_
    stays = np.ones_like(answers, bool)
    if condition.drop_out:
        last = np.where(lot.random(home.size) < LOST, lot.integers(1, periods, home.size), periods)
        stays = np.arange(periods)[None] < last[:, None]
    return World(
        panel=panel_of(
            Observed(f"g{group:03}", period, bool(exposure[group, period]), float(answers[one, period]), f"p{one}")
            for one, group in enumerate(home)
            for period in range(periods)
            if stays[one, period]
        ),
        truth=gained(without, effect, home, exposure > 0, ordinal=condition.ordinal),
        long_run=gained(without, effect, home, exposure == waves, ordinal=condition.ordinal),
    )


def gained(
    without: Floats, effect: float, home: NDArray[np.int64], cells: NDArray[np.bool_], *, ordinal: bool
) -> float:
    """Return the mean that the whole effect adds in the chosen cells of groups and periods, each cell counting once."""
    if not ordinal:
        return effect
    change = steps(without + effect) - steps(without)
    means = [change[home == group, period].mean() for group, period in zip(*np.nonzero(cells), strict=True)]
    return float(np.mean(means))


def steps(values: Floats) -> Floats:
    """Read on five steps from never to almost every time."""
    return np.digitize(values, CUTS).astype(np.float64)
