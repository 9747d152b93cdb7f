"""An upper bound on the wishes: no grouping of these people into these sizes has more points."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from hexad.formation.catalogue import Mode, kind_of
from hexad.formation.context import POINT, STEPS, Context, is_numeric, thousandths, values_of
from hexad.formation.parts import Part
from hexad.formation.ruleset import Rule

FINE = 1024  # prices are whole numbers of this part of a squared step
MOST_PRICE = 1 << 16  # squared steps
MOST_ROUNDS = 200
NEVER = -(1 << 50)


def upper_bound(parts: Sequence[Part], context: Context) -> float | None:
    """Return the most points that the wishes about attributes can bring, or None where nothing is wished.

    Parameters
    ----------
    parts
        People who are grouped among themselves, with the sizes of their groups.
    context
        The problem with its rules.

    Returns
    -------
    float or None
        In points. Rules that cost points when broken count as kept, so the bound holds with and without them.

    Source: spreading each attribute's values evenly over the groups minimises the pairs that agree, a convex function
    of the counts; exact for one attribute, an upper bound for a sum of several. For numbers see :func:`most_squares`.
    """
    rules = [rule for rule in context.on if rule.mode is Mode.WISH and brings_points(rule)]
    if not rules:
        return None
    return sum(most_points(part, rule, context) for part in parts for rule in rules) / POINT


def brings_points(rule: Rule) -> bool:
    """Return whether a wish brings points when kept, rather than costing them when broken."""
    return kind_of(rule.key).kind == "attribute" or rule.key in ("together", "gives")


def most_points(part: Part, rule: Rule, context: Context) -> int:
    """Return the most thousandths of a point that one rule can bring in one part."""
    weight, pairs = thousandths(rule), sum(size * (size - 1) // 2 for size in part.sizes)
    if rule.key == "together":
        keys, of = {one.key for one in part.people}, context.pairs["together"].of
        return weight * sum(len(of.get(key, frozenset()) & keys) for key in keys) // 2
    if rule.key == "gives":
        return weight * sum(_exchanges(part, topic, context) for topic in context.exchanged)
    if is_numeric(rule):
        steps = [context.step_of(one, rule.key) for one in part.people]
        squares = 0 if rule.option("prefer") == "same" else most_squares(steps, part.sizes)
        return weight // STEPS**2 * squares if squares else weight * pairs * (rule.option("prefer") == "same")
    counts = Counter(next(iter(values_of(one, rule)), "") for one in part.people)
    counts.pop("", None)
    if rule.option("prefer") == "same":
        return weight * min(pairs, sum(_packed(count, max(part.sizes)) for count in counts.values()))
    return weight * (pairs - sum(_spread(count, len(part.sizes)) for count in counts.values()))


def _exchanges(part: Part, topic: str, context: Context) -> int:
    """Most wants of one topic that can be met: the scarcer side meets the whole rest of a group at best."""
    offers = [context.offers[one.key] for one in part.people if one.key in context.offers]
    gives, wants = sum(topic in mine for mine, _ in offers), sum(topic in mine for _, mine in offers)
    return min(gives, wants) * min(max(gives, wants), max(part.sizes) - 1)


def _spread(count: int, groups: int) -> int:
    """Fewest pairs that agree when a value is spread over groups."""
    each, over = divmod(count, groups)
    return over * (each + 1) * each // 2 + (groups - over) * each * (each - 1) // 2


def _packed(count: int, size: int) -> int:
    """Most pairs that agree when a value is packed into groups of a size."""
    full, rest = divmod(count, size)
    return full * size * (size - 1) // 2 + rest * (rest - 1) // 2


def most_squares(steps: Sequence[int], sizes: Sequence[int]) -> int:
    """Bound the sum of squared differences within groups, for numbers read in few steps.

    A group of ``size`` with a given make-up brings ``size * sum of squares - square of the sum``. Each step gets a
    price; a group may then be made up of any steps as long as it pays for them, and the prices of everybody there is
    come on top. Whatever the prices, no grouping brings more; a linear programme over the make-ups seen so far finds
    good ones, and the last reckoning is in whole numbers.

    Source: Lagrangian bound by column generation (Dantzig and Wolfe 1960; Geoffrion 1974).

    >>> most_squares([0, 0, 10, 10], [2, 2])
    200
    """
    from scipy.optimize import linprog  # takes a while to load

    lowest = min(steps)
    counts, groups = np.bincount(np.array(steps) - lowest), sorted(Counter(sizes).items())
    values = np.arange(len(counts))
    costs = np.array([*counts, *(number for _size, number in groups)], np.float64)
    rows: list[NDArray[np.float64]] = []
    brought: list[int] = []
    prices, least = np.zeros(len(counts), np.int64), None
    for _ in range(MOST_ROUNDS):
        found = [_best_make_up(size, prices) for size, _number in groups]
        total = int(counts @ prices) + sum(
            number * most for (_s, number), (most, _m) in zip(groups, found, strict=True)
        )
        fresh = [_row(make_up, place, len(groups)) for place, (_most, make_up) in enumerate(found)]
        seen = all(any(np.array_equal(row, one) for one in rows) for row in fresh)
        least = total if least is None else min(least, total)
        if seen:
            break
        rows += fresh
        brought += [
            size * int(make_up @ values**2) - int(make_up @ values) ** 2
            for (size, _number), (_most, make_up) in zip(groups, found, strict=True)
        ]
        free = [(-MOST_PRICE, MOST_PRICE)] * len(counts) + [(None, None)] * len(groups)
        solved = linprog(costs, A_ub=-np.array(rows), b_ub=-np.array(brought, np.float64), bounds=free)
        if solved.x is None:
            break  # what was found before holds
        prices = np.rint(solved.x[: len(counts)] * FINE).astype(np.int64)
    return (least or 0) // FINE


def _row(make_up: NDArray[np.int64], place: int, groups: int) -> NDArray[np.float64]:
    return np.concatenate([make_up, np.eye(groups)[place]]).astype(np.float64)


def _best_make_up(size: int, prices: NDArray[np.int64]) -> tuple[int, NDArray[np.int64]]:
    """Return what the best group makes beyond the prices of its members, ``FINE`` times, and how many of each step."""
    values = np.arange(len(prices))
    gains = FINE * size * values**2 - prices
    width = size * (len(prices) - 1) + 1  # sums that a group can have
    most = np.full((size + 1, width), NEVER, np.int64)
    most[0, 0], chosen = 0, np.zeros((size + 1, width), np.int64)
    for members in range(1, size + 1):
        for value in values:
            reached = np.full(width, NEVER, np.int64)
            reached[value:] = most[members - 1, : width - value] + gains[value]
            chosen[members] = np.where(reached > most[members], value, chosen[members])
            most[members] = np.maximum(reached, most[members])
    left = most[size] - FINE * np.arange(width) ** 2
    total = int(left.argmax())
    make_up, at = np.zeros(len(prices), np.int64), total
    for members in range(size, 0, -1):
        make_up[chosen[members, at]] += 1
        at -= chosen[members, at]
    return int(left[total]), make_up
