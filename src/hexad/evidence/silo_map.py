"""From answers to "whose help did you use?" to what may be shown of ties between units, never of people."""

from collections import Counter
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace
from typing import Any

from hexad.evidence.disclosure import SCORES, Answers, Kind, Table, disclose
from hexad.evidence.estimate import Estimate, EvidenceError, Note
from hexad.evidence.network import Gate, bounds_of, change_of_ties, gate_of, silos, ties_of

OTHERS = ""  # the key of all units that are too small to be shown apart
WAYS = 4  # decimals of a density


@dataclass(frozen=True, slots=True)
class Cell:
    """Ties from one unit to another.

    ``density``: of those there could be, or None where it is not shown; ``ratio``: times what chance would leave.
    """

    source: str
    target: str
    density: float | None
    ratio: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SiloMap:
    """What may be shown of one time of asking.

    Attributes
    ----------
    gate
        ``shown``; ``bounds``: too few answered for anything but the ends; ``hidden``: for nothing at all.
    ei, expected
        E-I index, and its mean where people are dealt to the units by lot.
    low, high
        Ends of the index where who did not answer could have named anybody; with ``bounds`` in place of ``ei``.
    p
        How many of the deals are at most as high.
    bridging
        Share of those who answered with a tie across units; None where it is not shown.
    density
        Of all ties there could be: what each cell would have by chance.
    """

    gate: Gate
    asked: int
    answered: int
    why: Note | None = None
    ei: float | None = None
    expected: float | None = None
    p: float | None = None
    low: float | None = None
    high: float | None = None
    modularity: float | None = None
    bridging: float | None = None
    density: float | None = None
    units: tuple[str, ...] = ()
    cells: tuple[Cell, ...] = ()

    @property
    def gap(self) -> float | None:
        """How far the index is below chance; nought: ties run as if units did not matter."""
        return None if self.ei is None or self.expected is None else self.expected - self.ei

    def as_json(self) -> dict[str, Any]:
        """Return everything as JSON keeps it; the note with its values apart."""
        names = ("gate", "asked", "answered", "ei", "expected", "p", "low", "high")
        also = ("modularity", "bridging", "density", "units")
        return {
            **{name: getattr(self, name) for name in (*names, *also)},
            "units": list(self.units),
            "why": {"text": self.why.text, "values": dict(self.why.values)} if self.why else None,
            "cells": [[one.source, one.target, one.density, one.ratio] for one in self.cells],
        }


def silo_map(
    units: Mapping[str, str], answers: Mapping[str, Set[str]], *, seed: int, threshold: int = SCORES
) -> SiloMap:
    """Decide what may be shown, and compute it.

    Parameters
    ----------
    units
        Each asked person's unit.
    answers
        Whom each one who answered named; names of others than the asked, and of oneself, do not count.
    threshold
        Least people behind a figure, and in a unit that is shown, as one that names and as one that is named.

    Source: gate and bounds as in :mod:`hexad.evidence.network`; every mean goes through the one disclosure function.

    Examples
    --------
    >>> silo_map({"ann": "a", "ben": "b"}, {}, seed=1).gate
    'hidden'
    """
    asked, answered = len(units), sum(person in units for person in answers)
    gate = gate_of(answered, asked)
    if gate == "hidden" or answered < threshold:
        few = Note("Fewer than %(least)s people answered, so nothing is shown of ties.", {"least": threshold})
        why = few if gate != "hidden" else Note("Fewer than seven in ten answered, so nothing is shown of ties.")
        return SiloMap(gate="hidden", asked=asked, answered=answered, why=why)
    named = {
        person: frozenset(one for one in of if one in units and one != person)
        for person, of in answers.items()
        if person in units
    }
    try:
        ties, _dropped = ties_of(((one, other) for one, of in named.items() for other in of), units)
    except EvidenceError as error:
        return SiloMap(gate="hidden", asked=asked, answered=answered, why=error.note)
    outside = {person: sum(units[one] != units[person] for one in of) for person, of in named.items()}
    inside = {person: len(of) - outside[person] for person, of in named.items()}
    if not all(_may_show(values, threshold) for values in (outside, inside)):
        why = Note("All answered alike or too few did, so nothing is shown of ties.")
        return SiloMap(gate="hidden", asked=asked, answered=answered, why=why)
    found = silos(ties, seed=seed)
    internal, external = sum(inside.values()), sum(outside.values())
    low, high = bounds_of(internal, external, answered=answered, asked=asked)
    ends = SiloMap(gate=gate, asked=asked, answered=answered, expected=found.expected, low=low, high=high)
    if gate == "bounds":
        return ends
    density = (internal + external) / (answered * (asked - 1))
    names, cells = _cells(units, named, density, threshold)
    return replace(
        ends,
        ei=found.ei,
        p=found.p_low,
        modularity=found.modularity,
        bridging=_bridging(outside, threshold),
        density=density,
        units=names,
        cells=cells,
    )


def _may_show(values: Mapping[str, int], threshold: int) -> bool:
    answers: Answers = {person: (float(value),) for person, value in values.items()}
    return bool(disclose(Table(key="ties", kind=Kind.SCORE, answers=answers), threshold=threshold))


def _bridging(outside: Mapping[str, int], threshold: int) -> float | None:
    answers: Answers = {person: ("across" if value else "within",) for person, value in outside.items()}
    table = Table(key="bridging", kind=Kind.CATEGORY, answers=answers, categories=("across", "within"))
    shown = disclose(table, threshold=threshold)
    return shown[0].counts["across"] / len(outside) if shown and "across" in shown[0].counts else None


def _cells(
    units: Mapping[str, str], named: Mapping[str, Set[str]], density: float, threshold: int
) -> tuple[tuple[str, ...], tuple[Cell, ...]]:
    """Return units and cells; units with too few people are one, and leave the map where they are too few together."""
    sizes = Counter(units.values())
    large = {name for name, size in sizes.items() if size >= threshold}
    unit = {person: name if name in large else OTHERS for person, name in units.items()}
    sizes = Counter(unit.values())
    names = tuple(sorted(name for name in sizes if name)) + ((OTHERS,) if sizes[OTHERS] >= threshold else ())
    cuts = {str(at): frozenset(person for person in named if unit[person] == name) for at, name in enumerate(names)}
    cells = []
    for target in names:
        answers: Answers = {person: (float(sum(unit[one] == target for one in of)),) for person, of in named.items()}
        table = Table(key=f"ties to {target}", kind=Kind.SCORE, answers=answers, cuts=cuts)
        means = {shown.cut: shown.mean for shown in disclose(table, threshold=threshold)}
        for at, source in enumerate(names):
            mean = means.get(str(at))
            share = None if mean is None else mean / (sizes[target] - (source == target))
            cells.append(Cell(source, target, _round(share), None if share is None else _round(share / density)))
    return names, tuple(cells)


def _round(share: float | None) -> float | None:
    return None if share is None else round(share, WAYS)


def change_between(
    before: Mapping[str, int],
    after: Mapping[str, int],
    *,
    group: Mapping[str, str],
    begun: Mapping[str, bool],
    seed: int,
) -> Estimate:
    """Estimate what the programme did to ties across units, of those who answered both times.

    Parameters
    ----------
    before, after
        Ties across units of each person who answered.
    group
        Each person's group.
    begun
        Which groups had begun at the second question; groups that are missing did not wait and do not count.

    Raises
    ------
    EvidenceError
        With fewer than two groups on either side.
    """
    people = sorted(person for person in before if person in after and group.get(person) in begun)
    change = [float(after[person] - before[person]) for person in people]
    return change_of_ties(change, [group[person] for person in people], begun, seed=seed)


def ties_across(units: Mapping[str, str], answers: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """Return how many people of other units each one who answered named.

    >>> ties_across({"ann": "a", "ben": "b", "cem": "a"}, {"ann": ["ben", "cem"]})
    {'ann': 1}
    """
    return {
        person: sum(one in units and units[one] != units[person] for one in set(of))
        for person, of in answers.items()
        if person in units
    }
