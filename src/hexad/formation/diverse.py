"""The maximally diverse grouping problem by itself: distances and sizes in, groups out."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hexad.formation.annealing import OverDistances
from hexad.formation.budget import CUT, OVERTIME, SEEDS_APART, Haste, searches_of, sweeps_of_distances
from hexad.formation.distances import kernel_for
from hexad.formation.results import Stopped

STEP_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Diverse:
    """Groups in the order of the sizes given, people by index; ``sweeps`` of all searches together."""

    groups: tuple[tuple[int, ...], ...]
    objective: int
    sweeps: int
    stopped: Stopped
    seconds: float


def most_diverse(
    distance: NDArray[np.int64],
    sizes: Sequence[int],
    *,
    seed: int,
    limit: float,
    sweeps: int | None = None,
) -> Diverse:
    """Group people so that the distances inside groups add up to as much as possible.

    Parameters
    ----------
    distance
        (n, n) whole numbers, symmetric, nought on the diagonal.
    sizes
        Of each group, together n.
    seed
        The same distances, sizes, seed and sweeps give the same groups.
    limit
        Seconds of search on one core, turned into sweeps by a fixed table; on a slower machine the search cools faster,
        and the clock cuts off at 1.1 times.
    sweeps
        Of all searches together, in place of ``limit``: those that a run returned repeat it.

    Returns
    -------
    Diverse

    Source: simulated annealing over swaps (Kirkpatrick et al. 1983); the problem: Weitz and Lakshminarayanan (1998).

    Examples
    --------
    >>> import numpy as np
    >>> apart = np.array([[0, 9, 1, 1], [9, 0, 1, 1], [1, 1, 0, 9], [1, 1, 9, 0]])
    >>> most_diverse(apart, (2, 2), seed=1, limit=1, sweeps=20).objective
    18
    """
    wanted = sweeps or sweeps_of_distances(limit, len(distance), kernel_for(distance, np.array(sizes)))
    searched, planned = searches_of(wanted, len(distance))
    _compile_for(distance, max(sizes))
    begun, allowed = time.perf_counter(), float("inf") if sweeps else limit
    best: OverDistances | None = None
    stopped: Stopped = "sweeps"
    haste, done = Haste(allowed), 0
    for again in range(searched):
        search = OverDistances.start(
            distance, np.array(sizes, np.int64), sweeps=planned, seed=abs(seed * SEEDS_APART + again)
        )
        for seconds in _steps(search, begun):
            share = haste.share(seconds, done + search.done, done + search.sweeps + planned * (searched - again - 1))
            if share != 1.0:
                stopped, planned = "wall", max(1, int(planned * share))
                search.hurry(share)
            if not search.finished and seconds > allowed * CUT:
                stopped = "wall"
                search.finish(begun + allowed * OVERTIME)
        done += search.sweeps
        if best is None or search.score > best.score:
            best = search
        if seconds > allowed * CUT:
            break
    assert best is not None  # noqa: S101  # at least one search was done
    groups = tuple(tuple(map(int, np.flatnonzero(best.best == at))) for at in range(len(sizes)))
    return Diverse(groups, best.score, done, stopped, time.perf_counter() - begun)


def _steps(search: OverDistances, begun: float) -> Iterator[float]:
    """Search on, about a tenth of a second at a time; say after how many seconds each step ends."""
    step = 1
    while not search.finished:
        before = time.perf_counter()
        search.step(step)
        now = time.perf_counter()
        step = max(1, min(2 * step, int(step * STEP_SECONDS / max(now - before, 1e-6))))
        yield now - begun


def _compile_for(distance: NDArray[np.int64], largest: int) -> None:
    """Compile, or load from disk, for whole numbers as wide as these distances need, before any clock runs."""
    apart = np.full((2 * largest, 2 * largest), int(np.abs(distance).max(initial=0)), np.int64)
    np.fill_diagonal(apart, 0)
    OverDistances.start(apart, np.array([largest, largest], np.int64), sweeps=1, seed=0).step(1)
