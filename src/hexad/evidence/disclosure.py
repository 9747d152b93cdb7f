"""The one function that decides which figures about people management may see.

Figures are disclosed a *table* at a time: answers of people to one question in one period, in all and by a fixed set of
cuts (departments, sites). What is shown must not lead to fewer than ``threshold`` people by any sums and differences of
what is shown. The rule that guarantees it: the shown sets of people cut everybody into *atoms*, people who stand in the
same shown sets; every sum or difference of shown figures is a sum over whole atoms, so each atom has to be
showable on its own.

Tables of different periods never share an answer, since an answer counts in the period in which it was given; so no
difference between periods is about one person. Where the same answers are shown again (a result that goes on from an
earlier one), the sets shown before cut the atoms, too, whoever read them: what one reader has, all readers have.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from hexad.problems import HexadError

SCORES, COMMENTS, RATERS = 8, 10, 3  # least numbers of respondents; they can be raised, never lowered
TOTAL = ""  # the key of everybody


class DisclosureError(HexadError):
    """A threshold below its floor, or rows that are no table."""


class Kind(StrEnum):
    """What a table's answers are."""

    SCORE = "score"  # numbers whose mean is shown
    CATEGORY = "category"  # one of several answers, counted
    AMOUNT = "amount"  # sums that follow from what everybody may know (a session's length); only their base is guarded


Person = int | str
Value = float | str  # a number, or the name of a category
Answers = Mapping[Person, tuple[Value, ...]]


def by_person(rows: Iterable[tuple[Person, Value]]) -> dict[Person, tuple[Value, ...]]:
    """Gather rows of person and answer as a table wants them.

    Examples
    --------
    >>> by_person([("ann", "kept"), ("ben", "kept"), ("ann", "dropped")])
    {'ann': ('kept', 'dropped'), 'ben': ('kept',)}
    """
    found: dict[Person, tuple[Value, ...]] = {}
    for person, value in rows:
        found[person] = (*found.get(person, ()), value)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Answers to one question in one period.

    Attributes
    ----------
    answers
        By person whom they are about, at least one each. A figure's size is counted in people, whatever it counts.
    cuts
        Sets of people by key; they may nest and overlap. Fixed beforehand, never a free filter.
    categories
        Every category there can be, so that one that nobody chose is hidden like one that few chose.
    units
        How many of something else than people stand in each category, where that is counted: sessions, in which
        several people took part. Of everybody only; a cut counts people.
    """

    key: str
    kind: Kind
    answers: Answers
    cuts: Mapping[str, frozenset[Person]] = field(default_factory=dict)
    categories: tuple[str, ...] = ()
    units: Mapping[str, int] = field(default_factory=dict)

    @property
    def people(self) -> frozenset[Person]:
        """Everybody who answered."""
        return frozenset(self.answers)

    @property
    def every_category(self) -> frozenset[str]:
        """What was or could have been answered."""
        return frozenset(self.categories).union(str(name) for given in set(self.answers.values()) for name in given)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What may be shown of one cut, or of everybody (``cut`` empty).

    Attributes
    ----------
    people
        The base; never shown where a figure is not.
    mean, total
        For scores and amounts.
    counts
        For categories: those that may be shown. What is missing is *not shown*, never nil.
    """

    table: str
    cut: str = TOTAL
    people: int
    mean: float | None = None
    total: float | None = None
    counts: Mapping[str, int] = field(default_factory=dict)


Atom = frozenset[Person]


def disclose(table: Table, *, threshold: int = SCORES, before: Iterable[frozenset[Person]] = ()) -> tuple[Shown, ...]:
    """Decide what of a table may be shown: everybody first, then the cuts, the largest first.

    Parameters
    ----------
    table
        One question, one period.
    threshold
        Least number of people behind a figure, behind each category, and behind every remainder; 8 or more.
    before
        Sets of people of whom figures of the same answers were shown earlier, to anybody. People of them who are not
        in this table count by their number alone.

    Returns
    -------
    tuple of Shown
        Empty where nothing may be shown. A cut that is missing is not shown, for whatever reason: small numbers, a
        remainder that is small, and answers that are all alike read the same.

    Raises
    ------
    DisclosureError
        For a threshold below 8.

    Source
    ------
    Cell suppression with complementary suppression: Cox, "Suppression methodology and statistical disclosure control"
    (1980); that all answers alike are hidden: l-diversity, Machanavajjhala and others (2007). That atoms have to be
    showable: our choice, stricter than auditing what can be solved for, and without a search.

    Examples
    --------
    >>> answers = {number: (number % 5 + 1,) for number in range(20)}
    >>> [shown.people for shown in disclose(Table(key="gain", kind=Kind.SCORE, answers=answers))]
    [20]
    >>> disclose(Table(key="gain", kind=Kind.SCORE, answers={number: (number,) for number in range(7)}))
    ()
    """
    if threshold < SCORES:
        raise DisclosureError(f"A threshold of {threshold} is too low: {SCORES} people at least.")
    everybody = table.people
    merged = _merged(table, threshold)
    if merged is None or not _may_stand(table, everybody, merged, threshold):
        return ()
    atoms: list[Atom] = [everybody]
    for people in before:
        atoms = _refine([*atoms, people.difference(*atoms)], people)
    if not all(_has_weight(table, atom, merged, threshold) for atom in atoms):
        return ()
    shown = [_shown(table, TOTAL, everybody, merged)]
    for key, people in _in_order(table, everybody):
        refined = _refine(atoms, people)
        if all(_may_stand(table, atom, merged, threshold) for atom in refined if atom not in atoms):
            atoms = refined
            shown.append(_shown(table, key, people, merged))
    return tuple(shown)


def _in_order(table: Table, everybody: Atom) -> list[tuple[str, Atom]]:
    cuts = [(key, people & everybody) for key, people in table.cuts.items() if people & everybody]
    return sorted(cuts, key=lambda cut: (-len(cut[1]), cut[0]))


def _refine(atoms: Iterable[Atom], people: Atom) -> list[Atom]:
    parts = (part for atom in atoms for part in (atom & people, atom - people))
    return [part for part in parts if part]


def _merged(table: Table, threshold: int) -> frozenset[str] | None:
    """Return the categories that are shown apart; the others are one remainder. None where there is nothing to show."""
    if table.kind is not Kind.CATEGORY:
        return frozenset()
    people: dict[Value, set[Person]] = {}
    for person, values in table.answers.items():
        for value in values:
            people.setdefault(value, set()).add(person)
    sizes = {one: len(people.get(one, ())) for one in table.every_category}
    hidden = {one for one, size in sizes.items() if size < threshold}
    left = sorted(sizes.keys() - hidden, key=lambda one: (sizes[one], one))
    while hidden and left and len(set().union(*(people.get(one, set()) for one in hidden))) < threshold:
        hidden.add(left.pop(0))
    return frozenset(left) or None


def _may_stand(table: Table, people: Atom, merged: frozenset[str], threshold: int) -> bool:
    """Return whether the figure of exactly these people could be shown."""
    if len(people) < threshold:
        return False
    if table.kind is Kind.AMOUNT:
        return True
    if table.kind is Kind.SCORE:
        return len({value for person in people for value in table.answers[person]}) > 1
    behind: Counter[str] = Counter()
    for given, number in Counter(map(table.answers.__getitem__, people)).items():
        for name in {value if value in merged else TOTAL for value in given}:
            behind[name] += number
    wanted = merged | ({TOTAL} if table.every_category - merged else set())
    return all(behind[one] >= threshold for one in wanted)


def _has_weight(table: Table, atom: Atom, merged: frozenset[str], threshold: int) -> bool:
    """As ``_may_stand``; of people who stand outside the table nothing is known but how many they are."""
    if atom <= table.people:
        return _may_stand(table, atom, merged, threshold)
    return len(atom) >= threshold


def _shown(table: Table, cut: str, people: Atom, merged: frozenset[str]) -> Shown:
    if table.kind is Kind.CATEGORY:
        return Shown(table=table.key, cut=cut, people=len(people), counts=_counts(table, cut, people, merged))
    values = [float(value) for person in people for value in table.answers[person]]
    total = math.fsum(values)  # whatever order a set has
    if table.kind is Kind.AMOUNT:
        return Shown(table=table.key, cut=cut, people=len(people), total=total)
    return Shown(table=table.key, cut=cut, people=len(people), mean=round(total / len(values), 2))


def _counts(table: Table, cut: str, people: Atom, merged: frozenset[str]) -> dict[str, int]:
    if table.units and cut == TOTAL:
        return {name: table.units.get(name, 0) for name in sorted(merged)}
    chosen = Counter(name for person in people for name in set(table.answers[person]))
    return {name: chosen[name] for name in sorted(merged)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Middle:
    """How large something is for most people: the median, and the range of the middle ones."""

    people: int
    median: float
    low: float | None
    high: float | None


def middle_of(values: Sequence[float], *, step: float, threshold: int = SCORES) -> Middle | None:
    """Return median and range of what each person has, or None where it may not be shown.

    The range leaves out as many people at each end as the threshold says, so that its ends are nobody's extreme, and
    all three are rounded to steps, so that they are nobody's exact value.

    Parameters
    ----------
    values
        One a person.
    step
        Unit of rounding, in the values' unit.

    Source
    ------
    Our choice; magnitude tables use the same idea (dominance rules, Hundepool and others, 2012).

    Examples
    --------
    >>> middle_of(list(range(100)), step=10)
    Middle(people=100, median=50, low=10, high=90)
    """
    if threshold < SCORES:
        raise DisclosureError(f"A threshold of {threshold} is too low: {SCORES} people at least.")
    ordered = sorted(values)
    count = len(ordered)
    if count < threshold:
        return None
    half = count // 2
    median = ordered[half] if count % 2 else (ordered[half - 1] + ordered[half]) / 2
    has_range = count >= 3 * threshold
    return Middle(
        people=count,
        median=_to_step(median, step),
        low=_to_step(ordered[threshold], step) if has_range else None,
        high=_to_step(ordered[-threshold - 1], step) if has_range else None,
    )


def _to_step(value: float, step: float) -> float:
    return round(value / step) * step


def may_count(number: int, of: int, *, threshold: int = SCORES) -> bool:
    """Return whether a count of people may be shown beside the whole that it is a part of."""
    return number >= threshold and of - number >= threshold
