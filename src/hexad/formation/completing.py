"""Whole cycles: a group that meets in every block, but never 21 to 28 days apart, exchanges a member with another one.

The search asks for a window in every block, which nearly always holds two that lie as far apart as an explore and its
reflect session. Where it does not, one exchange is enough as a rule.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hexad.availability.windows import has_cycle
from hexad.formation.context import Context
from hexad.formation.explain import score
from hexad.formation.repair import broken_in
from hexad.formation.rules import shared_starts

MOST_TRIED = 20_000  # exchanges looked at for one group, and
MOST_JUDGED = 500  # of those after which both groups hold a whole cycle, how many are judged by every rule
Members = tuple[str, ...]


@dataclass(frozen=True, slots=True, order=True)
class _Worth:
    """Two groups together: whole cycles first, then hard rules that are kept, then points."""

    cycles: int
    kept: int  # minus what is broken
    points: float


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
        that was not broken before, and among exchanges that serve, the one that costs the fewest points is taken.

    Source: our choice; one exchange a group.
    """
    found = [tuple(group) for group in groups]
    if not (context.is_long_enough_for_a_cycle and any(rule.key == "meet" for rule in context.on)):
        return [list(group) for group in found]
    for at in [at for at, group in enumerate(found) if _meets_without_cycle(group, context)]:
        if not _has_cycle(found[at], context):  # an exchange may have mended it already
            _exchange(at, found, context)
    return [sorted(group) for group in found]


def _has_cycle(group: Members, context: Context) -> bool:
    return has_cycle(shared_starts([context.known[key] for key in group], context))


def _meets_without_cycle(group: Members, context: Context) -> bool:
    return not _has_cycle(group, context) and bool(score(context, {"group": group}).groups[0].can_meet)


def _exchange(at: int, groups: list[Members], context: Context) -> None:
    best: tuple[_Worth, int, Members, Members] | None = None
    for other, ours, theirs in _serving(at, groups, context):
        before, after = _worth((groups[at], groups[other]), context), _worth((ours, theirs), context)
        gain = _Worth(after.cycles - before.cycles, after.kept - before.kept, after.points - before.points)
        if gain.cycles > 0 and gain.kept >= 0 and (best is None or gain > best[0]):
            best = gain, other, ours, theirs
    if best:
        _, other, groups[at], groups[other] = best


def _serving(at: int, groups: list[Members], context: Context) -> Iterator[tuple[int, Members, Members]]:
    """Yield the exchanges after which both groups hold a whole cycle, each as the other group and both memberships."""
    tried = judged = 0
    for other, group in enumerate(groups):
        for one in groups[at] if other != at else ():
            for another in group:
                tried += 1
                if tried > MOST_TRIED or judged >= MOST_JUDGED:
                    return
                ours = (*(key for key in groups[at] if key != one), another)
                theirs = (*(key for key in group if key != another), one)
                if _has_cycle(ours, context) and _has_cycle(theirs, context):
                    judged += 1
                    yield other, ours, theirs


def _worth(pair: tuple[Members, Members], context: Context) -> _Worth:
    formed = score(context, {str(number): group for number, group in enumerate(pair)}).groups
    return _Worth(
        sum(bool(group.has_cycle) for group in formed),
        -sum(broken_in(group) for group in formed),
        sum(group.score for group in formed),
    )
