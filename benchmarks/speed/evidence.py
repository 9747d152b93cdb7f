"""Ten thousand answers of a study from sheets to a claim, beside the limit; its parts beside the whole.

Groups of six in four waves, three observers a manager, twelve items, five rounds. The claim is what a product freezes:
the scales judged, the planned estimate, the lot's own orders, the effect by exposure, and what each round says itself.
"""

from collections.abc import Callable

import numpy as np

from benchmarks.effort import Effort, say
from benchmarks.tables import Table, figure, times
from benchmarks.timing import timed
from hexad.evidence.claim import Studied, claim_of
from hexad.evidence.design import Drawn, GroupFacts, draw_waves, even_waves, orders_of
from hexad.evidence.items import ITEMS, SCALES
from hexad.evidence.panel import panel_of
from hexad.evidence.reliability import reliability
from hexad.evidence.rollout import exposure_time, fixed_effects, randomisation_inference
from hexad.evidence.rounds import had_begun
from hexad.evidence.sheets import Category, Sheet, observed_means, table_of

GROUPS, SHORT_GROUPS, SIZE, WAVES, RATERS, EFFECT = 112, 12, 6, 4, 3, 0.4
LIMIT = 2.0  # seconds for 10,000 answers
TURNS = 3
COLUMNS = ("what", "answers", "groups", "seconds", "of the limit", "of the whole")


def run(effort: Effort) -> Table:
    """Draw the waves, simulate the sheets, claim."""
    groups = SHORT_GROUPS if effort.short else GROUPS
    facts, drawn = rollout(groups)
    say(f"simulating {groups} groups")
    data = studied(facts, drawn)
    answers = len(data.sheets)
    table = Table(f"From sheets to a claim; the quickest of {TURNS} turns", COLUMNS)
    rows = observed_means(data.sheets, data.items, group=data.group, wave=data.wave, rounds=data.rounds)
    panel = panel_of(rows)
    parts: dict[str, Callable[[], object]] = {
        "the claim, everything in": lambda: claimed(data, facts, drawn),
        "the lot's orders": lambda: orders_of(facts, drawn.wave, seed=1),
        "one scale judged": lambda: reliability(*table_of(data.sheets, data.items)),
        "planned estimate": lambda: fixed_effects(panel),
        "effect by exposure": lambda: exposure_time(panel),
        "2,000 orders by lot": lambda: randomisation_inference(panel, seed=1),
    }
    whole = 0.0
    for name, part in parts.items():
        part()  # what is loaded once is not counted
        seconds = min(timed(part)[0] for _turn in range(TURNS))
        whole = whole or seconds
        of_limit = times(seconds, LIMIT) if name.startswith("the claim") else "-"
        table.add(name, f"{answers:,}", str(groups), figure(seconds), of_limit, times(seconds, whole))
    return table


def claimed(data: Studied, facts: dict[str, GroupFacts], drawn: Drawn) -> object:
    """As the product does when a round closes."""
    orders = orders_of(facts, drawn.wave, seed=1)
    return claim_of(
        Studied(
            sheets=data.sheets,
            items=data.items,
            group=data.group,
            wave=data.wave,
            rounds=data.rounds,
            orders=orders,
            scales=data.scales,
        )
    )


def rollout(groups: int) -> tuple[dict[str, GroupFacts], Drawn]:
    """Groups of twelve departments and four sites, their waves drawn by lot."""
    lot = np.random.default_rng(1)
    facts = {}
    for number in range(groups):
        departments = tuple(f"d{one}" for one in lot.integers(0, 12, SIZE))
        traits = {"site": (f"s{number % 4}",) * SIZE, "department": departments}
        facts[f"g{number:04}"] = GroupFacts(key=f"g{number:04}", size=SIZE, traits=traits)
    return facts, draw_waves(list(facts.values()), even_waves(groups, WAVES), seed=1)


def studied(facts: dict[str, GroupFacts], drawn: Drawn) -> Studied:
    """Everybody is observed in every round."""
    lot = np.random.default_rng(2)
    group = {f"{name}m{place}": name for name in facts for place in range(SIZE)}
    sheets = []
    for manager, name in group.items():
        level = lot.normal(0, 0.5)
        for number in range(WAVES + 1):
            mood = 2 + level + 0.1 * number + EFFECT * had_begun(drawn.wave[name], number)
            for rater in range(RATERS):
                values = np.clip(np.round(mood + lot.normal(0, 0.5) + lot.normal(0, 0.4, len(ITEMS))), 0, 4)
                answers = {item.key: int(value) for item, value in zip(ITEMS, values, strict=True)}
                who = {"manager": manager, "rater": f"{manager}r{rater}", "category": Category.REPORT}
                sheets.append(Sheet(round=number, values=answers, **who))  # type: ignore[arg-type]
    return Studied(
        sheets=sheets,
        items=tuple(item.key for item in SCALES[1].items),
        group=group,
        wave=drawn.wave,
        rounds=tuple(range(WAVES + 1)),
        scales={scale.key: tuple(item.key for item in scale.items) for scale in SCALES},
    )
