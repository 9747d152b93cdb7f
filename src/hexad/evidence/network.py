"""Ties across units: how far they are from what chance would make of these units, before and after."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from hexad.evidence.estimate import Estimate, EvidenceError
from hexad.evidence.rollout import invert

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Symmetrise = Literal["or", "and", "none"]
PERMUTATIONS = 2000
SHOWN, BOUNDED = 0.80, 0.70  # shares of people who answered: shown as it is, and shown with bounds
LEVEL = 0.975
MOST_TIES = 5_000_000
LEAST_UNITS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Ties:
    """Who named whom; ``source`` and ``target`` hold numbers of people, each pair once, nobody themselves.

    Attributes
    ----------
    source, target
        (M,) by number of the person.
    unit
        (n,) number of each person's unit.
    units
        Names of units by number.
    directed
        Whether naming and being named are two things.
    """

    source: Ints
    target: Ints
    unit: Ints
    units: tuple[str, ...]
    directed: bool = True

    @property
    def table(self) -> Ints:
        """(U, U) ties from unit to unit; an undirected tie between two units stands in both places."""
        return self._table(self.unit)

    def _table(self, unit: Ints) -> Ints:
        count = len(self.units)
        found = np.bincount(unit[self.source] * count + unit[self.target], minlength=count**2).reshape(count, count)
        return found if self.directed else found + found.T - np.diag(np.diag(found))


def ties_of(
    edges: Iterable[tuple[str, str]], units: Mapping[str, str], *, symmetrise: Symmetrise = "none"
) -> tuple[Ties, int]:
    """Gather ties among people whose unit is known; also return how many were left out.

    Parameters
    ----------
    symmetrise
        ``or``: a tie where either named the other; ``and``: where both did; ``none``: directed.

    Raises
    ------
    EvidenceError
        With fewer than two units, without ties, or with more than five million.

    Source: the rule is fixed before the answers are seen, since the index depends on it.
    """
    people = {name: at for at, name in enumerate(sorted(units))}
    names = tuple(sorted(set(units.values())))
    if len(names) < LEAST_UNITS:
        raise EvidenceError("There is one unit: ties across units need two at least.")
    pairs: set[tuple[int, int]] = set()
    dropped = 0
    for one, other in edges:
        if one in people and other in people and one != other:
            pairs.add((people[one], people[other]))
        else:
            dropped += 1
        if len(pairs) > MOST_TIES:
            raise EvidenceError("There are more than %(most)s ties.", most=MOST_TIES)
    if symmetrise == "or":
        pairs = {(min(pair), max(pair)) for pair in pairs}
    elif symmetrise == "and":
        pairs = {(one, other) for one, other in pairs if one < other and (other, one) in pairs}
    if not pairs:
        raise EvidenceError("Nobody named anybody: there are no ties to look at.")
    ordered = np.array(sorted(pairs), np.int64)
    place = {name: at for at, name in enumerate(names)}
    unit = np.array([place[units[name]] for name in sorted(units)], np.int64)
    return Ties(
        source=ordered[:, 0], target=ordered[:, 1], unit=unit, units=names, directed=symmetrise == "none"
    ), dropped


@dataclass(frozen=True, slots=True, kw_only=True)
class Silos:
    """How ties run between units, beside what chance makes of the same ties.

    Attributes
    ----------
    ei
        (external - internal) / (external + internal), -1 to 1. Never to be read against nought.
    expected
        Its mean where people are dealt to the units by lot, sizes kept.
    p_low, p_high
        How many of those deals are at most, and at least, as high.
    groups
        Units with their number of people.
    density_within, density_between
        Ties there are among those there could be.
    modularity
        Of the partition into units; 0: as by chance.
    bridging
        Share of people with a tie across units.
    densities
        (U, U) from unit to unit, nan where no pair exists.
    """

    ei: float
    expected: float
    p_low: float
    p_high: float
    groups: Mapping[str, int]
    density_within: float | None
    density_between: float | None
    modularity: float
    bridging: float
    densities: Floats

    def as_json(self) -> dict[str, Any]:
        """Return the keys of the contract."""
        names = ("ei", "expected", "p_low", "p_high", "density_within", "density_between", "modularity", "bridging")
        rows = [[None if math.isnan(one) else one for one in row] for row in self.densities.tolist()]
        return {**{name: getattr(self, name) for name in names}, "groups": dict(self.groups), "densities": rows}


def silos(ties: Ties, *, seed: int, permutations: int = PERMUTATIONS) -> Silos:
    """Judge the ties against chance.

    Source: E-I index: Krackhardt and Stern (1988), with their permutation reference; modularity: Newman (2006), for
    directed ties Leicht and Newman (2008).
    """
    ei = ei_index(ties.table, directed=ties.directed)
    lot = np.random.default_rng(seed)
    chance = np.empty(permutations)
    for at in range(permutations):
        chance[at] = _ei(lot.permutation(ties.unit), ties)
    sizes = np.bincount(ties.unit, minlength=len(ties.units))
    possible = np.outer(sizes, sizes) - np.diag(sizes)
    table = ties.table.astype(np.float64)
    if not ties.directed:
        table += np.diag(np.diag(table))  # an undirected pair inside a unit has two places among the possible
    with np.errstate(divide="ignore", invalid="ignore"):
        densities = np.where(possible > 0, table / possible, np.nan)
    inside, outside = np.trace(possible), possible.sum() - np.trace(possible)
    bridges = ties.unit[ties.source] != ties.unit[ties.target]
    bridging = len(np.unique(np.concatenate([ties.source[bridges], ties.target[bridges]]))) / len(ties.unit)
    return Silos(
        ei=ei,
        expected=float(chance.mean()),
        p_low=float((np.sum(chance <= ei + 1e-12) + 1) / (permutations + 1)),
        p_high=float((np.sum(chance >= ei - 1e-12) + 1) / (permutations + 1)),
        groups=dict(zip(ties.units, sizes.tolist(), strict=True)),
        density_within=float(np.trace(table) / inside) if inside else None,
        density_between=float((table.sum() - np.trace(table)) / outside) if outside else None,
        modularity=_modularity(ties),
        bridging=bridging,
        densities=densities,
    )


def ei_index(table: Ints, *, directed: bool = True) -> float:
    """Return the E-I index of a table of ties from unit to unit.

    >>> import numpy as np
    >>> round(ei_index(np.array([[30, 1, 5], [7, 10, 1], [9, 2, 23]])), 7)
    -0.4318182
    """
    internal = int(np.trace(table))
    external = int(table.sum()) - internal
    external = external if directed else external // 2
    if internal + external == 0:
        raise EvidenceError("Nobody named anybody: there are no ties to look at.")
    return (external - internal) / (external + internal)


def _ei(unit: Ints, ties: Ties) -> float:
    outside = int((unit[ties.source] != unit[ties.target]).sum())
    return (2 * outside - len(ties.source)) / len(ties.source)


def _modularity(ties: Ties) -> float:
    units, ties_count = len(ties.units), len(ties.source)
    inside = np.bincount(ties.unit[ties.source[ties.unit[ties.source] == ties.unit[ties.target]]], minlength=units)
    out, into = (np.bincount(ties.unit[end], minlength=units) for end in (ties.source, ties.target))
    if ties.directed:
        return float((inside / ties_count - out * into / ties_count**2).sum())
    degree = out + into
    return float((inside / ties_count - (degree / (2 * ties_count)) ** 2).sum())


Gate = Literal["shown", "bounds", "hidden"]


def gate_of(answered: int, asked: int) -> Gate:
    """Return what may be shown of ties when so many of those asked answered.

    >>> [gate_of(answered, 100) for answered in (80, 79, 70, 69)]
    ['shown', 'bounds', 'bounds', 'hidden']
    """
    share = answered / asked if asked else 0.0
    return "shown" if share >= SHOWN else "bounds" if share >= BOUNDED else "hidden"


def bounds_of(internal: int, external: int, *, answered: int, asked: int) -> tuple[float, float]:
    """Bound the E-I index where some did not answer: all their ties inside their unit, or all outside.

    Parameters
    ----------
    internal, external
        Ties named by those who answered.

    Source: worst-case bounds (Manski 1990); who did not answer is taken to have named as many as the others.

    >>> low, high = bounds_of(30, 10, answered=8, asked=10)
    >>> round(low, 2), round(high, 2)
    (-0.6, -0.2)
    """
    if not 0 < answered <= asked or internal + external == 0:
        raise EvidenceError("Nobody answered: there is nothing to bound.")
    missing = (asked - answered) * (internal + external) / answered
    whole = internal + external + missing
    return (external - internal - missing) / whole, (external + missing - internal) / whole


def change_of_ties(
    change: Sequence[float],
    group: Sequence[str],
    begun: Mapping[str, bool],
    *,
    seed: int,
    permutations: int = PERMUTATIONS,
) -> Estimate:
    """Estimate what the programme did to people's ties across units: groups that began against groups that wait.

    Parameters
    ----------
    change
        (n,) ties across units after, less before, of each person.
    group
        (n,) each person's group.
    begun
        Which groups had begun at the second question.

    Source: Fisher (1935) on means of groups, since groups were randomised and not people; the interval inverts the
    test for constant effects (Rosenbaum 2002).
    """
    names = sorted(begun)
    values: dict[str, list[float]] = {name: [] for name in names}
    for one, name in zip(change, group, strict=True):
        if name in values:
            values[name].append(float(one))
    kept = [name for name in names if values[name]]
    means = np.array([np.mean(values[name]) for name in kept])
    ours = np.array([begun[name] for name in kept], bool)
    if not 2 <= ours.sum() <= len(kept) - 2:
        raise EvidenceError("Ties need two groups that began and two that wait, with answers before and after.")
    if np.ptp(means) == 0:
        raise EvidenceError("Ties changed the same in every group: there is nothing to estimate.")
    lot = np.random.default_rng(seed)
    orders = np.vstack([ours, *(lot.permutation(ours) for _ in range(permutations))])
    effects, shares = _differences(orders, means), _differences(orders, ours.astype(np.float64))
    low, high, p = invert(effects, shares)
    return Estimate(
        estimate=float(effects[0]),
        interval=(low, high),
        df=None,
        p=p,
        n_groups=len(kept),
        n_people=sum(len(values[name]) for name in kept),
        method=f"Randomisation inference on the change of ties across units, {permutations:,} orders",
    )


def _differences(orders: NDArray[np.bool_], values: Floats) -> Floats:
    counts = orders.sum(axis=1)
    found: Floats = orders @ values / counts - (~orders) @ values / (orders.shape[1] - counts)
    return found
