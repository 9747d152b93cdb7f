"""Return on investment: benefit-cost ratio and per cent, always both, with an interval where the effect has one."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from hexad.economics.assumptions import EconomicsError

DRAWS = 10_000
NORMAL_95 = 1.959963984540054


@dataclass(frozen=True, slots=True, kw_only=True)
class Benefit:
    """A yearly benefit in money.

    Attributes
    ----------
    value
        What the change is worth in its first year; where an effect was estimated in units of a figure, what one unit
        is worth.
    share
        Share of it that the programme caused, at most 1: a guess that is named as one. With an interval: the estimate,
        as a share or in units of the figure.
    confidence
        How sure whoever gave the figures is, 0 to 1.
    share_low, share_high
        95 % interval of the share where it was estimated.
    """

    value: float
    share: float = 1.0
    confidence: float = 1.0
    share_low: float | None = None
    share_high: float | None = None

    def __post_init__(self) -> None:
        for name in ("value", "share", "confidence"):
            if not math.isfinite(getattr(self, name)):
                raise EconomicsError(f"Give {name} as a number.", name)
        if not 0 <= self.confidence <= 1:
            raise EconomicsError(f"confidence is a share from 0 to 1, not {self.confidence:g}.", "confidence")
        if (self.share_low is None) != (self.share_high is None):
            raise EconomicsError("Give both ends of the share's interval: share_low and share_high.", "share_low")
        if not self.is_estimated and not -1 <= self.share <= 1:
            raise EconomicsError(f"share is a share of the benefit, at most 1, not {self.share:g}.", "share")
        low, high = self.interval
        if not low <= self.share <= high:
            raise EconomicsError("The share must lie between share_low and share_high.", "share_low")

    @property
    def credited(self) -> float:
        """Value x share x confidence."""
        return self.value * self.share * self.confidence

    @property
    def is_estimated(self) -> bool:
        """Whether the share comes from a comparison and not from a guess."""
        return self.share_low is not None

    @property
    def spans_zero(self) -> bool:
        """Whether it was estimated and may be nought: then nothing is credited."""
        low, high = self.interval
        return self.is_estimated and low <= 0 <= high

    @property
    def interval(self) -> tuple[float, float]:
        """The share's interval; the share itself, twice, where there is none."""
        low = self.share if self.share_low is None else self.share_low
        return low, self.share if self.share_high is None else self.share_high


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """What came back.

    Attributes
    ----------
    bcr
        Benefits divided by costs; None where the effect's interval spans zero: then only the break-even is said.
    roi_percent
        ``(bcr - 1) x 100``, always.
    interval
        95 % interval of ``roi_percent``; None where no effect was estimated.
    break_even
        The benefit at which the costs are met: the costs.
    """

    bcr: float | None
    roi_percent: float | None
    interval: tuple[float, float] | None
    break_even: float
    caveats: tuple[str, ...] = ()


def return_on(benefits: Benefit | Sequence[Benefit], costs: float, *, seed: int = 0) -> Return:
    """Set the credited benefits of the first year against all costs.

    Parameters
    ----------
    benefits
        One, or several that do not count the same thing twice. One whose effect was estimated and may be nought is
        not credited.
    costs
        All of them, in the same currency.

    Raises
    ------
    EconomicsError
        Without costs: nothing is divided by nothing.

    Source
    ------
    ``BCR = benefits/costs``, ``ROI % = (BCR - 1) x 100`` (Phillips' convention); credited benefit: value x share x
    confidence. Interval: 10,000 draws of each share from the normal distribution that its 95 % interval implies.

    Examples
    --------
    >>> found = return_on(Benefit(value=60_000), 20_000)
    >>> found.bcr, found.roi_percent
    (3.0, 200.0)
    """
    if not math.isfinite(costs) or costs <= 0:
        raise EconomicsError("costs must be above 0: a return needs something that was spent.", "costs")
    given = [benefits] if isinstance(benefits, Benefit) else list(benefits)
    credited = [one for one in given if not one.spans_zero]
    if not credited:
        why = "The effect's interval spans zero: no return is claimed, only what would meet the costs."
        return Return(bcr=None, roi_percent=None, interval=None, break_even=costs, caveats=(why,) if given else ())
    bcr = math.fsum(one.credited for one in credited) / costs
    return Return(
        bcr=bcr,
        roi_percent=(bcr - 1) * 100,
        interval=_interval(credited, costs, seed) if any(one.is_estimated for one in credited) else None,
        break_even=costs,
        caveats=tuple(_caveats(given, credited)),
    )


def _caveats(given: Sequence[Benefit], credited: Sequence[Benefit]) -> Iterable[str]:
    if len(credited) < len(given):
        yield "A benefit whose effect's interval spans zero is not credited."
    if not all(one.is_estimated for one in credited):
        yield "The programme's share is assumed, not estimated."


def _interval(benefits: Sequence[Benefit], costs: float, seed: int) -> tuple[float, float]:
    lot, total = np.random.default_rng(seed), np.zeros(DRAWS)
    for one in benefits:
        low, high = one.interval
        total += one.value * one.confidence * lot.normal(one.share, (high - low) / (2 * NORMAL_95), DRAWS)
    at_low, at_high = np.quantile((total / costs - 1) * 100, (0.025, 0.975))
    return float(at_low), float(at_high)
