"""Where a search stands, in the reader's measures: points of wishes, and groups that can meet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from hexad.formation.catalogue import Mode, kind_of
from hexad.formation.context import POINT, STEPS, Context, is_numeric, thousandths, values_of
from hexad.formation.parts import Part
from hexad.formation.problem import Candidate
from hexad.formation.rules import judge
from hexad.formation.ruleset import Rule
from hexad.formation.searches import Searching

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Column:
    """One wish about one part: values of all people, numbered, -1 where unknown; or steps of a number."""

    weight: int
    agree: bool
    numeric: bool
    values: Ints

    @classmethod
    def of(cls, part: Part, rule: Rule, context: Context) -> "Column":
        """Read a column once, so that a search can be watched cheaply."""
        agree, weight = rule.option("prefer") == "same", thousandths(rule)
        if is_numeric(rule):
            steps = np.array([context.step_of(one, rule.key) for one in part.people], np.int64)
            return cls(weight // STEPS**2, agree, True, steps)
        texts = [next(iter(values_of(one, rule)), "") for one in part.people]
        order = {text: at for at, text in enumerate(sorted(set(texts) - {""}))}
        return cls(weight, agree, False, np.array([order.get(text, -1) for text in texts], np.int64))

    def points(self, group: Ints, pairs: int) -> int:
        """Return the thousandths of a point that a grouping gains."""
        if self.numeric:
            sums, squares = _totals(group, self.values), _totals(group, self.values**2)
            spread = int((np.bincount(group) * squares - sums**2).sum())
            return self.weight * (pairs * STEPS**2 - spread if self.agree else spread)
        known = self.values >= 0
        width = int(self.values.max(initial=0)) + 1
        counts = np.bincount(group[known] * width + self.values[known])
        same = int((counts * (counts - 1) // 2).sum())
        return self.weight * (same if self.agree else pairs - same)


def _totals(group: Ints, values: Ints) -> Ints:
    totals = np.zeros(int(group.max()) + 1, np.int64)
    np.add.at(totals, group, values)
    return totals


@dataclass(slots=True)
class Asked:
    """The wishes that are no attributes, asked group by group; a group that stays as it was is not asked again."""

    people: tuple[Candidate, ...]
    rules: tuple[Rule, ...]
    context: Context
    known: dict[bytes, int] = field(default_factory=dict)

    def points(self, group: Ints) -> int:
        """Return the thousandths of a point that a grouping gains, or loses where it is less than nought."""
        if not self.rules:
            return 0
        now = {key: self._known(key, members) for key, members in _members(group)}
        self.known = now
        return sum(now.values())

    def _known(self, key: bytes, members: Ints) -> int:
        found = self.known.get(key)
        return self._ask([self.people[at] for at in members.tolist()]) if found is None else found

    def _ask(self, members: Sequence[Candidate]) -> int:
        return sum(thousandths(rule) * judge(members, rule, self.context).gain // POINT for rule in self.rules)


def _members(group: Ints) -> Iterator[tuple[bytes, Ints]]:
    order = np.argsort(group, kind="stable")
    edges = np.flatnonzero(np.diff(group[order])) + 1
    for members in np.split(order, edges):
        yield members.tobytes(), members


@dataclass(frozen=True, slots=True)
class Watch:
    """The columns of every part, read once, and the other wishes."""

    columns: tuple[tuple[Column, ...], ...]
    asked: tuple[Asked, ...]
    pairs: tuple[int, ...]
    meets: bool

    @classmethod
    def over(cls, parts: Sequence[Part], context: Context) -> "Watch":
        """Prepare to watch searches over these parts."""
        wishes = [rule for rule in context.on if rule.mode is Mode.WISH]
        attributes = [rule for rule in wishes if kind_of(rule.key).kind == "attribute"]
        others = tuple(rule for rule in wishes if rule not in attributes)
        return cls(
            tuple(tuple(Column.of(part, rule, context) for rule in attributes) for part in parts),
            tuple(Asked(part.people, others, context) for part in parts),
            tuple(sum(size * (size - 1) // 2 for size in part.sizes) for part in parts),
            any(rule.key == "meet" for rule in context.on),
        )

    def points(self, searches: Sequence[Searching]) -> float:
        """Return the points of the best groupings so far, as the result would count them."""
        total = 0
        for columns, asked, pairs, search in zip(self.columns, self.asked, self.pairs, searches, strict=True):
            group = search.best.astype(np.int64)
            total += sum(column.points(group, pairs) for column in columns) + asked.points(group)
        return total / POINT

    def can_meet(self, searches: Sequence[Searching]) -> float | None:
        """Return the share of groups that can meet in the best groupings so far; None without calendars."""
        if not self.meets:
            return None
        meeting = np.concatenate([search.meeting for search in searches])
        return float(meeting.mean())
