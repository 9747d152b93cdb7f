"""Whether items measure one thing, and raters agree on it; no score is shown of a scale that does not."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hexad.evidence.estimate import EvidenceError, Note

Floats = NDArray[np.float64]
LEAST_ALPHA, LEAST_ANSWERS = 0.60, 30
LEVEL = 0.975
ROUNDS, STILL = 2000, 1e-10
CHOICES = 5  # never ... almost every time


@dataclass(frozen=True, slots=True, kw_only=True)
class Reliability:
    """How well a scale measures.

    Attributes
    ----------
    alpha, alpha_ci
        Cronbach's alpha and its 95 % interval.
    omega
        McDonald's omega-total of one factor; None with fewer than three items.
    item_rest
        Correlation of each item with the sum of the others; None of an item that everybody answered alike.
    n, items
        Complete answers, and items.
    icc1, icc2, rwg
        Where raters share targets: how much of a single rating, and of a target's mean, is about the target; and the
        median agreement within targets.
    """

    alpha: float
    alpha_ci: tuple[float, float]
    omega: float | None
    item_rest: tuple[float | None, ...]
    n: int
    items: int
    icc1: float | None = None
    icc2: float | None = None
    rwg: float | None = None

    @property
    def may_be_scored(self) -> bool:
        """Whether a score of this scale may be shown."""
        return self.n >= LEAST_ANSWERS and self.alpha_ci[0] >= LEAST_ALPHA

    @property
    def caveats(self) -> tuple[Note, ...]:
        """Say why no score is shown."""
        found = []
        if self.n < LEAST_ANSWERS:
            text = "Complete answers: %(answers)s. To judge a scale it takes %(least)s at least."
            found.append(Note(text, {"answers": self.n, "least": LEAST_ANSWERS}))
        if self.alpha_ci[0] < LEAST_ALPHA:
            found.append(Note("The items may not measure one thing: alpha may lie under .60. No score is shown."))
        return tuple(found)

    def as_json(self) -> dict[str, Any]:
        """Return the keys of the contract."""
        return {
            "alpha": self.alpha,
            "alpha_ci": list(self.alpha_ci),
            "omega": self.omega,
            "item_rest": list(self.item_rest),
            "icc1": self.icc1,
            "icc2": self.icc2,
            "rwg": self.rwg,
            "n": self.n,
            "caveats": [str(one) for one in self.caveats],
        }


def reliability(answers: Floats, targets: Sequence[str] = ()) -> Reliability:
    """Judge a scale.

    Parameters
    ----------
    answers
        (n, k) of whole answers; rows with a gap (nan) are left out.
    targets
        (n,) whom each row is about, where several raters share one.

    Raises
    ------
    EvidenceError
        With fewer than two items or three complete answers, or where nothing varies.

    Source: alpha: Cronbach (1951); its interval: Feldt (1965); omega: McDonald (1999), one factor by principal axes;
    ICC(1), ICC(2): one-way (Bliese 2000); rwg(j): James, Demaree and Wolf (1984), against the uniform distribution.
    """
    whole = np.asarray(~np.isnan(answers).any(axis=1), bool)
    table = answers[whole]
    n, items = table.shape
    if items < 2:
        raise EvidenceError("A scale needs two items at least.")
    if n < 3:
        raise EvidenceError("Complete answers: %(answers)s. It takes three at least.", answers=n)
    covariance = np.cov(table.T)
    total = float(covariance.sum())
    if total <= 0 or not np.diag(covariance).any():
        raise EvidenceError("Everybody answered the same: there is nothing to judge a scale by.")
    alpha = items / (items - 1) * (1 - float(np.trace(covariance)) / total)
    named = [name for name, inside in zip(targets, whole, strict=True) if inside] if len(targets) else []
    icc1, icc2 = _icc(table.mean(axis=1), named)
    return Reliability(
        alpha=alpha,
        alpha_ci=_feldt(alpha, n, items),
        omega=_omega(covariance) if items > 2 else None,
        item_rest=tuple(_item_rest(table, item) for item in range(items)),
        n=n,
        items=items,
        icc1=icc1,
        icc2=icc2,
        rwg=_rwg(table, named),
    )


def _feldt(alpha: float, n: int, items: int) -> tuple[float, float]:
    from scipy.special import fdtri

    low, high = (float(fdtri(n - 1, (n - 1) * (items - 1), level)) for level in (LEVEL, 1 - LEVEL))
    return 1 - (1 - alpha) * low, 1 - (1 - alpha) * high


def _item_rest(table: Floats, item: int) -> float | None:
    own, rest = table[:, item], np.delete(table, item, axis=1).sum(axis=1)
    if np.ptp(own) == 0 or np.ptp(rest) == 0:
        return None
    return float(np.corrcoef(own, rest)[0, 1])


def _omega(covariance: Floats) -> float | None:
    """Fit one factor by iterated principal axes, with no negative unique variance."""
    variance = np.diag(covariance).copy()
    if (variance <= 0).any():
        return None
    common = variance * 0.5
    loadings = np.zeros(len(variance))
    for _ in range(ROUNDS):
        reduced = covariance.copy()
        np.fill_diagonal(reduced, common)
        values, vectors = np.linalg.eigh(reduced)
        loadings = vectors[:, -1] * np.sqrt(max(float(values[-1]), 0.0))
        fresh = np.minimum(loadings**2, variance)
        if np.abs(fresh - common).max() < STILL * float(variance.max()):
            break
        common = fresh
    shared = float(loadings.sum()) ** 2
    unique = float(np.maximum(variance - loadings**2, 0.0).sum())
    return shared / (shared + unique) if shared + unique > 0 else None


def _by_target(targets: Sequence[str]) -> list[NDArray[np.int64]]:
    rows: dict[str, list[int]] = {}
    for at, name in enumerate(targets):
        rows.setdefault(name, []).append(at)
    return [np.array(one, np.int64) for one in rows.values()]


def _icc(score: Floats, targets: Sequence[str]) -> tuple[float | None, float | None]:
    groups = _by_target(targets)
    sizes = np.array([len(one) for one in groups], np.float64)
    if len(groups) < 2 or sizes.max(initial=0) < 2 or len(score) <= len(groups):
        return None, None
    means = np.array([score[one].mean() for one in groups])
    between = float((sizes * (means - score.mean()) ** 2).sum()) / (len(groups) - 1)
    within = sum(float(((score[one] - score[one].mean()) ** 2).sum()) for one in groups) / (len(score) - len(groups))
    usual = (sizes.sum() - (sizes**2).sum() / sizes.sum()) / (len(groups) - 1)
    if between <= 0:
        return None, None
    return float((between - within) / (between + (usual - 1) * within)), float((between - within) / between)


def _rwg(table: Floats, targets: Sequence[str]) -> float | None:
    expected, items = (CHOICES**2 - 1) / 12, table.shape[1]
    found = []
    for one in _by_target(targets):
        if len(one) > 1:
            ratio = float(table[one].var(axis=0, ddof=1).mean()) / expected
            agreed = max(0.0, 1 - ratio)
            found.append(items * agreed / (items * agreed + min(ratio, 1.0)) if agreed else 0.0)
    return float(np.median(found)) if found else None
