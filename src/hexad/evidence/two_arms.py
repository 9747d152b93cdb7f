"""Small programmes: groups that began against groups that wait, with what they answered before held fixed."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from hexad.evidence.estimate import Estimate, EvidenceError, Note
from hexad.evidence.panel import Panel, caveats_of, check_comparable
from hexad.evidence.sandwich import fit

LEVEL, NORMAL_95 = 0.975, 1.959963984540054
LEAST_GROUPS = 4
NIL = 1e-9
APART = 0.10  # shares of leavers by which arms may differ before the difference is said


def ancova(panel: Panel) -> Estimate:
    """Estimate the effect in the last period, given the first: group means, CR2 with Bell-McCaffrey df.

    Source: analysis of covariance on cluster means (Hayes and Moulton 2017, chapter 10); variance: Pustejovsky and
    Tipton (2018), each group its own cluster.
    """
    check_comparable(panel)
    first, last = 0, len(panel.periods) - 1
    before, after = _means(panel, first), _means(panel, last)
    both = sorted(before.keys() & after.keys())
    begun = {int(g) for g, p, t in zip(panel.group, panel.period, panel.treated, strict=True) if t and p == last}
    if any(int(g) in before and t and p == first for g, p, t in _rows(panel)):
        raise EvidenceError("A group had begun in the first period already: there is no answer before the start.")
    treated = np.array([float(group in begun) for group in both])
    if len(both) < LEAST_GROUPS or not 1 < treated.sum() < len(both) - 1:
        raise EvidenceError("Two arms need two groups each that answered in the first and in the last period.")
    base = np.array([before[group] for group in both])
    outcome = np.array([after[group] for group in both])
    columns = np.column_stack([treated, np.ones(len(both)), base - base.mean()])
    model = fit(columns, outcome, np.arange(len(both)), absorb=False)
    from scipy.special import stdtr, stdtrit

    effect, error, df = model.contrast(np.array([1.0, 0.0, 0.0]))
    if error <= NIL:
        raise EvidenceError("Every group of an arm answered the same: no error can be estimated.")
    reach = float(stdtrit(df, LEVEL)) * error
    lost = len(panel.groups) - len(both)
    caveats = caveats_of(panel)
    if lost:
        text = "Groups without a first or a last answer, which do not count: %(lost)s of %(groups)s."
        caveats = (*caveats, Note(text, {"lost": lost, "groups": len(panel.groups)}))
    return Estimate(
        estimate=effect,
        interval=(effect - reach, effect + reach),
        df=df,
        p=float(2 * stdtr(df, -abs(effect) / error)),
        n_groups=len(both),
        n_people=panel.people,
        method="Two arms, last period given the first, on group means; CR2 with Bell-McCaffrey df",
        caveats=caveats,
    )


def _rows(panel: Panel) -> list[tuple[int, int, float]]:
    return [(int(g), int(p), float(t)) for g, p, t in zip(panel.group, panel.period, panel.treated, strict=True)]


def _means(panel: Panel, period: int) -> dict[int, float]:
    inside = panel.period == period
    return {int(group): float(mean) for group, mean in zip(panel.group[inside], panel.mean[inside], strict=True)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Attrition:
    """How many of each arm no longer answer.

    Attributes
    ----------
    lost, of
        By arm: who stopped, and who there was.
    difference
        Share lost of the first arm less that of the second, with its 95 % interval.
    """

    lost: Mapping[str, int]
    of: Mapping[str, int]
    difference: float
    interval: tuple[float, float]

    @property
    def note(self) -> Note:
        """Say what it means for the estimate."""
        low, high = self.interval
        if low <= 0 <= high and abs(self.difference) < APART:
            return Note("About as many stopped answering in both arms.")
        text = (
            "%(more)s of 100 more stopped answering in one arm than in the other (%(low)s to %(high)s):"
            " the estimate may be about who stayed."
        )
        more, low, high = (round(100 * one) for one in (abs(self.difference), low, high))
        return Note(text, {"more": more, "low": low, "high": high})


def attrition(lost: tuple[int, int], of: tuple[int, int], *, arms: tuple[str, str] = ("begun", "waiting")) -> Attrition:
    """Compare the shares lost of two arms.

    Source: interval for a difference of shares, hybrid score method (Newcombe 1998, method 10).

    >>> found = attrition((56, 48), (70, 80))
    >>> [round(end, 4) for end in (found.difference, *found.interval)]
    [0.2, 0.0524, 0.3339]
    """
    for gone, all_ in zip(lost, of, strict=True):
        if not 0 <= gone <= all_ or all_ < 1:
            raise EvidenceError("Each arm needs people, and loses no more than it has.")
    shares = [gone / all_ for gone, all_ in zip(lost, of, strict=True)]
    (low_a, high_a), (low_b, high_b) = (_wilson(gone, all_) for gone, all_ in zip(lost, of, strict=True))
    difference = shares[0] - shares[1]
    low = difference - math.hypot(shares[0] - low_a, high_b - shares[1])
    high = difference + math.hypot(high_a - shares[0], shares[1] - low_b)
    return Attrition(
        lost=dict(zip(arms, lost, strict=True)),
        of=dict(zip(arms, of, strict=True)),
        difference=difference,
        interval=(low, high),
    )


def _wilson(count: int, of: int) -> tuple[float, float]:
    z2, share = NORMAL_95**2, count / of
    middle = (share + z2 / (2 * of)) / (1 + z2 / of)
    reach = NORMAL_95 / (1 + z2 / of) * math.sqrt(share * (1 - share) / of + z2 / (4 * of**2))
    return middle - reach, middle + reach
