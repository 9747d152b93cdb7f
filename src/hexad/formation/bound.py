"""An upper bound on the wishes: no grouping of these people into these sizes has more points."""

from collections import Counter
from collections.abc import Sequence

from hexad.formation.catalogue import Mode, kind_of
from hexad.formation.context import POINT, STEPS, Context, is_numeric, thousandths, values_of
from hexad.formation.parts import Part
from hexad.formation.ruleset import Rule


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
    of the counts; exact for one attribute, an upper bound for a sum of several.
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
    """Bound the sum of squared differences within groups: size * sum of squares - square of the sum, in each group.

    Differences do not change when all values are shifted or mirrored, so with groups of one size they are counted from
    the lowest and from the highest value, and the lower of the two bounds holds.
    """
    low, high = min(steps), max(steps)
    if len(set(sizes)) == 1:
        return min(
            sizes[0] * sum(step * step for step in shifted) - least_squares(shifted, len(sizes))
            for shifted in ([step - low for step in steps], [high - step for step in steps])
        )
    middle = round(sum(steps) / len(steps))
    squared = sorted(((step - middle) ** 2 for step in steps), reverse=True)
    places = [size for size in sorted(sizes, reverse=True) for _ in range(size)]
    return sum(size * square for size, square in zip(places, squared, strict=True))


def least_squares(items: Sequence[int], groups: int) -> int:
    """Bound from below the sum of squares of the groups' sums, for whole numbers that are never negative.

    Groups of equal sums would be best; but an item larger than what all others would be left with stays above them, so
    the largest items are given a group each until the rest can be shared evenly.

    Source: the sums of any grouping majorise these (Marshall, Olkin and Arnold, Inequalities, 2011).

    >>> least_squares([10, 1, 1, 2], 2)
    116
    """
    left, squares = sum(items), 0
    for item in sorted(items, reverse=True):
        if item * groups <= left or groups == 1:
            break
        left, groups, squares = left - item, groups - 1, squares + item * item
    each, over = divmod(left, groups)
    return squares + over * (each + 1) ** 2 + (groups - over) * each**2
