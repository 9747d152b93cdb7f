"""How far an answer can be trusted: what it hangs on, how wide it is, where it turns."""

import math
from dataclasses import dataclass

from hexad.economics.assumptions import Assumption, Scenario, load_assumptions
from hexad.economics.model import SHARE_CLAIMED, compare

SMALL = 1e-9  # a rate of 0 means that a member facilitates
HALVINGS = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar of the tornado: the saving with time where one figure is low or high and the others stay."""

    key: str
    low_input: float
    high_input: float
    at_low: float
    at_high: float

    @property
    def width(self) -> float:
        """How far the figure moves the saving."""
        return abs(self.at_high - self.at_low)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """A likely saving with time, and how low and how high it may be."""

    low: float
    likely: float
    high: float


def saving(scenario: Scenario) -> float:
    """Return the saving with time; a training that costs nothing saves nothing."""
    found = compare(scenario).saving_with_time
    return 0.0 if found is None else found


def tornado(scenario: Scenario) -> tuple[Bar, ...]:
    """Move each uncertain figure to its low and its high, one at a time; the widest bar comes first.

    Examples
    --------
    >>> tornado(Scenario())[0].key
    'practice_hours'
    """
    bars = [_bar(scenario, one) for one in load_assumptions().values() if one.low is not None]
    return tuple(sorted(bars, key=lambda bar: (-round(bar.width, 12), bar.key)))


def _bar(scenario: Scenario, one: Assumption) -> Bar:
    low, high = (scenario.in_currency(one.key, end or 0.0) for end in (one.low, one.high))
    return Bar(
        key=one.key,
        low_input=low,
        high_input=high,
        at_low=saving(scenario.with_values(**{one.key: low})),
        at_high=saving(scenario.with_values(**{one.key: high})),
    )


def spread(scenario: Scenario) -> Spread:
    """Return low, likely and high saving with time.

    What pulls down adds in squares, what pulls up too: the figures are taken as independent.

    **Source**: root sum of squares of one-at-a-time effects, as in the Guide to the Expression of Uncertainty in
    Measurement (JCGM 100), kept apart by direction since the effects are lopsided. A range of what is usual, no
    confidence interval.
    """
    likely = saving(scenario)
    moved = [(bar.at_low - likely, bar.at_high - likely) for bar in tornado(scenario)]
    down = math.sqrt(math.fsum(min(0.0, *pair) ** 2 for pair in moved))
    up = math.sqrt(math.fsum(max(0.0, *pair) ** 2 for pair in moved))
    return Spread(low=likely - down, likely=likely, high=likely + up)


def break_even(scenario: Scenario, key: str, target: float = 0.0) -> float | None:
    """Return the value of one figure at which the saving with time is the target; None where no accepted value is.

    Parameters
    ----------
    scenario
        The other figures.
    key
        The figure that moves, in all of its accepted range.
    target
        A share below 1; 0 is where groups cost what the training costs.

    Source
    ------
    Bisection: the saving is monotone in every single figure but at the switch from no facilitator from outside to one.

    Examples
    --------
    >>> round(break_even(Scenario(), "practice_hours"), 2)
    7.2
    """
    least, most = scenario.bounds(key)
    low, high = float(least) or SMALL, float(most)

    def at(value: float) -> float:
        return saving(scenario.with_values(**{key: value})) - target

    if at(low) * at(high) > 0:
        return None
    rising = at(high) > at(low)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if (at(middle) < 0) == rising else (low, middle)
    return (low + high) / 2


def is_claim_reached(scenario: Scenario) -> bool:
    """Return whether these figures give the published saving of 80 % with time."""
    return saving(scenario) >= SHARE_CLAIMED
