"""What a rollout in waves can see before it starts: power, and the smallest effect that it would find."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from hexad.evidence.estimate import EvidenceError

Test = Literal["z", "t"]
ALPHA, WANTED = 0.05, 0.80
CURVE = tuple(round(0.05 * step, 2) for step in range(1, 21))
MOST_GROUPS, MOST_PERIODS = 100_000, 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Rollout:
    """A rollout that is planned.

    Attributes
    ----------
    waves
        Groups that begin in each wave: the first after the first period, each next one a period later.
    periods
        Periods in which people answer.
    n
        People who answer in a group and period.
    sigma
        Standard deviation of one answer in all, in the units of the effect.
    icc
        Share of that variance which lies between groups.
    cac
        Correlation of a group's level with itself a period later; 1: it stays.
    iac
        The same of a person within the group; 0: others answer each time.
    """

    waves: tuple[int, ...]
    periods: int
    n: float
    sigma: float = 1.0
    icc: float = 0.0
    cac: float = 1.0
    iac: float = 0.0

    def __post_init__(self) -> None:
        if not self.waves or any(wave < 1 for wave in self.waves):
            raise EvidenceError("Each wave needs a group at least.")
        if not len(self.waves) < self.periods <= MOST_PERIODS:
            text = "%(waves)s waves need %(least)s periods at least, %(most)s at most."
            raise EvidenceError(text, waves=len(self.waves), least=len(self.waves) + 1, most=MOST_PERIODS)
        if self.groups > MOST_GROUPS or not 1 <= self.n <= 1e6:
            text = "Plan for 1 to %(groups)s groups and 1 to a million people in each."
            raise EvidenceError(text, groups=MOST_GROUPS)
        if not (math.isfinite(self.sigma) and self.sigma > 0):
            raise EvidenceError("sigma is above 0.")
        for name in ("icc", "cac", "iac"):
            if not 0 <= getattr(self, name) <= 1:
                raise EvidenceError("%(name)s is a share from 0 to 1.", name=name)

    @property
    def groups(self) -> int:
        """All groups."""
        return sum(self.waves)

    @property
    def standard_error(self) -> float:
        """Standard error of the effect.

        Source: Hussey and Hughes (2007); autocorrelations as in Hooper and others (2016), which leave the form of the
        variance and change its two parts.
        """
        variance = self.sigma**2
        between = variance * self.icc
        alone = between * (1 - self.cac) + variance * (1 - self.icc) * (1 - self.iac) / self.n
        lasting = between * self.cac + variance * (1 - self.icc) * self.iac / self.n
        table = self._design()
        groups, periods = table.shape
        u, w, v = table.sum(), (table.sum(axis=0) ** 2).sum(), (table.sum(axis=1) ** 2).sum()
        top = groups * alone * (alone + periods * lasting)
        under = (groups * u - w) * alone + (u**2 + groups * periods * u - periods * w - groups * v) * lasting
        if under <= 0:
            raise EvidenceError("All groups begin at once, so that there is nothing to compare with: plan two waves.")
        return math.sqrt(top / under)

    def _design(self) -> np.ndarray[Any, np.dtype[np.float64]]:
        starts = np.repeat(np.arange(1, len(self.waves) + 1), self.waves)
        return (np.arange(self.periods)[None, :] >= starts[:, None]).astype(np.float64)


def power(rollout: Rollout, effect: float, *, test: Test = "t") -> float:
    """Return the chance to find an effect of this size at the 5 % level, two-sided.

    Parameters
    ----------
    test
        ``z``, or ``t`` with two degrees of freedom fewer than groups.

    >>> plan = Rollout(waves=(3, 3, 3), periods=4, n=50)
    >>> round(power(plan, 0.2, test="z"), 5)
    0.80743
    """
    from scipy.special import nctdtr, ndtr, ndtri, stdtrit

    if not math.isfinite(effect):
        raise EvidenceError("The effect is a number.")
    error = rollout.standard_error
    if error == 0:  # everybody would answer the same again: any change shows
        return 1.0 if effect else ALPHA
    ratio = abs(effect) / error
    if test == "z":
        return float(ndtr(ratio - float(ndtri(1 - ALPHA / 2))))
    df = rollout.groups - 2
    if df < 1:
        raise EvidenceError("A t test needs three groups at least.")
    return 1.0 - float(nctdtr(df, ratio, float(stdtrit(df, 1 - ALPHA / 2))))


def smallest_effect(rollout: Rollout, *, test: Test = "t", wanted: float = WANTED) -> float:
    """Return the effect that would be found with this chance."""
    from scipy.optimize import brentq

    most = rollout.standard_error
    if most == 0:
        return 0.0
    while power(rollout, most, test=test) < wanted:
        most *= 2
    return float(brentq(lambda effect: power(rollout, effect, test=test) - wanted, 0.0, most, xtol=1e-9))


def curve(rollout: Rollout, *, test: Test = "t", effects: Sequence[float] = CURVE) -> list[tuple[float, float]]:
    """Return effects in standard deviations of an answer, each with its power."""
    return [(effect, power(rollout, effect * rollout.sigma, test=test)) for effect in effects]
