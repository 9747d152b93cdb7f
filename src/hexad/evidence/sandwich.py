"""Regression with fixed effects of groups, and a variance that holds with few groups (CR2, Bell-McCaffrey)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hexad.evidence.estimate import EvidenceError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
NIL = 1e-10


@dataclass(frozen=True, slots=True)
class Fit:
    """A fitted model, of which contrasts can be asked.

    Attributes
    ----------
    coefficients
        (K,) of the columns.
    parts
        For each group: its rows of the design, residuals, and A = (I - H)^-1/2 of its rows.
    bread
        (K, K) inverse of the design's cross product.
    """

    coefficients: Floats
    parts: tuple[tuple[Floats, Floats, Floats], ...]
    bread: Floats

    def contrast(self, weights: Floats) -> tuple[float, float, float]:
        """Return a weighted sum of coefficients, its standard error, and its degrees of freedom.

        Source: Bell and McCaffrey (2002); Pustejovsky and Tipton (2018), with independent errors as working model.
        """
        direction = self.bread @ weights
        lever = [adjust @ (rows @ direction) for rows, _left, adjust in self.parts]
        variance = sum(float(one @ left) ** 2 for one, (_rows, left, _adjust) in zip(lever, self.parts, strict=True))
        own = np.array([one @ one for one in lever])
        cross = np.array([one @ rows for one, (rows, _left, _adjust) in zip(lever, self.parts, strict=True)])
        table = np.diag(own) - cross @ self.bread @ cross.T
        spread = float((table**2).sum())
        if spread <= NIL * max(1.0, float(own.sum()) ** 2):
            raise EvidenceError("Too few groups differ in when they began: no error can be estimated.")
        return float(weights @ self.coefficients), float(np.sqrt(variance)), float(np.trace(table)) ** 2 / spread


def fit(columns: Floats, outcome: Floats, group: Ints, *, absorb: bool = True) -> Fit:
    """Fit by least squares.

    Parameters
    ----------
    columns
        (N, K) design; those of which nothing is left once others are known weigh nothing.
    outcome
        (N,) of the rows.
    group
        (N,) number of the group of each row.
    absorb
        Whether each group has a level of its own, as a fixed effect.
    """
    design = _within(columns, group) if absorb else columns
    response = _within(outcome[:, None], group)[:, 0] if absorb else outcome
    bread = np.asarray(np.linalg.pinv(design.T @ design, rcond=NIL, hermitian=True), np.float64)
    coefficients: Floats = bread @ (design.T @ response)
    left = response - design @ coefficients
    parts = []
    for number in np.unique(group):
        inside = group == number
        rows = design[inside]
        parts.append((rows, left[inside], _root(np.eye(len(rows)) - rows @ bread @ rows.T)))
    return Fit(coefficients, tuple(parts), bread)


def _within(values: Floats, group: Ints) -> Floats:
    """Take each group's mean away."""
    counts = np.bincount(group).astype(np.float64)
    means = np.zeros((len(counts), values.shape[1]))
    np.add.at(means, group, values)
    means /= np.maximum(counts, 1.0)[:, None]
    left: Floats = values - means[group]
    return left


def _root(matrix: Floats) -> Floats:
    """Return the inverse square root of a symmetric matrix; what it has none of stays nought."""
    values, vectors = np.linalg.eigh((matrix + matrix.T) / 2)
    kept = values > 1e-8
    scale = np.where(kept, 1 / np.sqrt(np.where(kept, values, 1.0)), 0.0)
    return np.asarray((vectors * scale) @ vectors.T, np.float64)


def dummies(numbers: Ints) -> Floats:
    """Return (N, K - 1) columns, one for each number but the first."""
    return np.asarray(numbers[:, None] == np.unique(numbers)[None, 1:], np.float64)
