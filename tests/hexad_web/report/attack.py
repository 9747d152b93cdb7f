"""The algebra of a curious sponsor: each shown figure is an equation in answers, to be solved for some of them."""

from collections import Counter
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Unknown = tuple[int, str, int]  # person, question, period


@dataclass
class Attack:
    """Equations: which unknown answers a shown figure adds up."""

    equations: list[frozenset[Unknown]] = field(default_factory=list)
    weighed: list[dict[Unknown, float]] = field(default_factory=list)  # estimates, which weigh answers by group

    def learn(self, unknowns: set[Unknown]) -> None:
        self.equations.append(frozenset(unknowns))

    def matrix(self) -> tuple[NDArray[np.float64], list[Unknown]]:
        columns = sorted(set().union(*self.equations))
        place = {unknown: number for number, unknown in enumerate(columns)}
        rows = np.zeros((len(self.equations), len(columns)))
        for number, equation in enumerate(self.equations):
            rows[number, [place[unknown] for unknown in equation]] = 1.0
        return rows, columns

    def basis(self) -> tuple[NDArray[np.float64], dict[Unknown, int]]:
        """What the equations and the estimates span, with the place of each unknown."""
        places = {one: at for at, one in enumerate(sorted(set().union(*self.equations, *self.weighed)))}
        rows = np.zeros((len(self.equations) + len(self.weighed), len(places)))
        for number, equation in enumerate(self.equations):
            rows[number, [places[unknown] for unknown in equation]] = 1.0
        for number, weights in enumerate(self.weighed, start=len(self.equations)):
            for unknown, weight in weights.items():
                rows[number, places[unknown]] = weight
        turned, sizes, _ = np.linalg.svd(merged(rows), full_matrices=False)
        is_there = sizes > 1e-9
        return (turned[:, is_there] / sizes[is_there]).T @ rows, places

    def solved(self) -> list[Unknown]:
        """Unknowns that the equations determine: unit vectors in the space of their rows."""
        basis, places = self.basis()
        return [column for column, number in places.items() if np.sum(basis[:, number] ** 2) > 1 - 1e-9]

    def determined(self, sums: list[set[Unknown]]) -> list[set[Unknown]]:
        """Those of these sums that can be solved for."""
        basis, places = self.basis()
        wanted = np.zeros((len(sums), len(places)))
        for number, unknowns in enumerate(sums):
            wanted[number, [places[one] for one in unknowns]] = 1.0
        left = wanted - wanted @ basis.T @ basis
        known = np.linalg.norm(left, axis=1) < 1e-9 * np.linalg.norm(wanted, axis=1)
        return [unknowns for unknowns, is_known in zip(sums, known, strict=True) if is_known]

    def smallest_sum(self) -> int:
        """People in the smallest part that any sum or difference of figures keeps together."""
        rows, _ = self.matrix()
        _, sizes = np.unique(rows, axis=1, return_counts=True)
        return int(sizes.min())


def merged(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """The same products of rows with each other, and few columns: those that are alike as one of their whole length."""
    alike = Counter(column.tobytes() for column in np.ascontiguousarray(rows.T))
    columns = [np.frombuffer(column) * np.sqrt(count) for column, count in alike.items()]
    return np.array(columns).T
