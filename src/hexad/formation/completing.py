"""Whole cycles: a group that meets in every block, but never 21 to 28 days apart, exchanges a member with another one.

The search asks for a window in every block, which nearly always holds two that lie as far apart as an explore and its
reflect session. Where it does not, one exchange is enough as a rule.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from hexad.availability.windows import at_least, has_cycle
from hexad.formation.context import Context
from hexad.formation.explain import score
from hexad.formation.repair import broken_in
from hexad.formation.rules import shared_starts

NEIGHBOURS = 512  # groups among which one looks for an exchange: thousands of people, and memory that does not grow
# Of exchanges after which both groups can meet for a whole cycle, the best of the first few that keep the hard rules
# is taken. Judging one takes a millisecond, and in crowded calendars one group in five may need it.
ENOUGH, MOST_JUDGED, JUDGED_IN_ALL = 8, 500, 4_000
Members = tuple[str, ...]
Words = NDArray[np.uint64]


@dataclass(frozen=True, slots=True, order=True)
class _Worth:
    """Of a group, or of two together: whole cycles first, then hard rules that are kept, then points."""

    cycles: int
    kept: int  # minus what is broken
    points: float

    def __add__(self, other: "_Worth") -> "_Worth":
        return _Worth(self.cycles + other.cycles, self.kept + other.kept, self.points + other.points)

    def __sub__(self, other: "_Worth") -> "_Worth":
        return _Worth(self.cycles - other.cycles, self.kept - other.kept, self.points - other.points)


def complete_cycles(groups: Sequence[Sequence[str]], context: Context) -> list[list[str]]:
    """Exchange members until every group that can meet has room for a whole cycle, as far as exchanges give it.

    Parameters
    ----------
    groups
        Keys of the members, each person once.

    Returns
    -------
    list
        The groups in their order and of their sizes; the same input gives the same answer. No hard rule is broken
        that was not broken before, and among the first exchanges that serve, the one that costs the fewest points is
        taken.

    Source: our choice; one exchange a group.
    """
    found = [tuple(group) for group in groups]
    if not (context.is_long_enough_for_a_cycle and any(rule.key == "meet" for rule in context.on)):
        return [list(group) for group in found]
    lacking = [at for at, group in enumerate(found) if _meets_without_cycle(group, context)]
    left = JUDGED_IN_ALL
    for first in range(0, len(found), NEIGHBOURS):
        here = [at for at in lacking if first <= at < first + NEIGHBOURS]
        if here:
            near = _Near(found[first : first + NEIGHBOURS], context)
            for at in here:
                left -= near.mend(at - first, max(ENOUGH, min(MOST_JUDGED, left)))
            found[first : first + NEIGHBOURS] = near.groups
    return [sorted(group) for group in found]


def _meets_without_cycle(group: Members, context: Context) -> bool:
    starts = shared_starts([context.known[key] for key in group], context)
    return all(starts & inside for inside in context.windows) and not has_cycle(starts)


class _Near:
    """Groups among which members are exchanged, with the starts of everybody and of everybody's group without them.

    With somebody new a group can begin wherever enough of the others can, or one too few and the new one.
    """

    def __init__(self, groups: list[Members], context: Context) -> None:
        self.groups, self.context = groups, context
        self.words = -(-context.anywhere.bit_length() // 64)
        self.blocks = np.array([_words(inside, self.words) for inside in context.windows])
        touched = [np.flatnonzero(block) for block in self.blocks]
        self.spans = np.array([(inside[0], inside[-1] + 1) for inside in touched])
        rows = [(number, key) for number, group in enumerate(groups) for key in group]
        self.keys = [key for _number, key in rows]
        self.place = {key: row for row, key in enumerate(self.keys)}
        self.of = np.array([number for number, _key in rows])
        self.alone, self.enough, self.one_short = (np.zeros((len(rows), self.words), np.uint64) for _kind in range(3))
        for key, row in self.place.items():
            self.alone[row] = _words(context.starts_of(context.known[key]), self.words)
        for number in range(len(groups)):
            self._look_at(number)

    def _look_at(self, number: int) -> None:
        group = self.groups[number]
        starts = {key: self.context.starts_of(self.context.known[key]) for key in group}
        needed = max(1, len(group) - self.context.may_miss)
        for key in group:
            others = [starts[other] for other in group if other != key]
            row = self.place[key]
            self.of[row] = number
            self.enough[row] = _words(at_least(needed, others) if needed <= len(others) else 0, self.words)
            short = at_least(needed - 1, others) if needed > 1 else self.context.anywhere
            self.one_short[row] = _words(short, self.words)

    def mend(self, at: int, most: int) -> int:
        """Take the best exchange where one serves and is needed; returns how many were judged, ``most`` of them."""
        if not _meets_without_cycle(self.groups[at], self.context):
            return 0
        judged, found = 0, list[tuple[_Worth, int, Members, Members]]()
        before = self._worth(self.groups[at])
        for other, ours, theirs in islice(self._serving(at), most):
            judged += 1
            gain = self._worth(ours) + self._worth(theirs) - before - self._worth(self.groups[other])
            if gain.cycles > 0 and gain.kept >= 0:
                found.append((gain, other, ours, theirs))
            if len(found) == ENOUGH:
                break
        if found:
            _, other, self.groups[at], self.groups[other] = max(found, key=lambda one: one[0])
            self._look_at(at)
            self._look_at(other)
        return judged

    def _serving(self, at: int) -> Iterator[tuple[int, Members, Members]]:
        """Yield the exchanges after which both groups can meet for a whole cycle: the other group, both memberships."""
        members = self.groups[at]
        fits = np.array([self._can_come_instead(self.place[one]) for one in members])
        for row, which in np.argwhere((fits.T > 0) & (self.of != at)[:, np.newaxis]).tolist():
            one, another, other = members[which], self.keys[row], int(self.of[row])
            if self._has_cycle(self.place[one], row) and self._has_cycle(row, self.place[one]):
                ours = (*(key for key in members if key != one), another)
                yield other, ours, (*(key for key in self.groups[other] if key != another), one)

    def _has_cycle(self, left: int, came: int) -> bool:
        """Of the group that one left and the other joined."""
        starts = self.enough[left] | (self.one_short[left] & self.alone[came])
        return has_cycle(int.from_bytes(starts.tobytes(), "little"))

    def _can_come_instead(self, row: int) -> NDArray[np.uint8]:
        """Who could change places with this one, so that both groups still meet in every block."""
        from hexad.formation.changing import look_for_changes  # loads numba, which takes a second

        found = np.zeros(len(self.keys), np.uint8)
        look_for_changes((self.alone, self.enough, self.one_short), self.blocks, self.spans, row, found)
        return found

    def _worth(self, group: Members) -> _Worth:
        formed = score(self.context, {"group": group}).groups[0]
        return _Worth(int(bool(formed.has_cycle)), -broken_in(formed), formed.score)


def _words(number: int, words: int) -> Words:
    found: Words = np.frombuffer(number.to_bytes(8 * words, "little"), "<u8")
    return found
