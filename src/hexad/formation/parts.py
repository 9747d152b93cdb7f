"""Parts: people who can only be grouped among themselves, with sizes fixed, and who must wait."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hexad.formation.catalogue import Mode
from hexad.formation.context import Context, values_of
from hexad.formation.problem import Candidate, SizeRange
from hexad.formation.reasons import Reason, Value
from hexad.formation.results import Waiting
from hexad.formation.ruleset import Rule
from hexad.formation.sizes import largest_placeable, split
from hexad.problems import Problem

People = tuple[Candidate, ...]
SPLITTING = ("level", "language", "topic")


@dataclass(frozen=True, slots=True)
class Part:
    """People who are grouped among themselves, and the sizes of their groups."""

    people: tuple[Candidate, ...]
    sizes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The parts of a problem, and the people for whom no legal size leaves a place."""

    parts: tuple[Part, ...]
    waiting: tuple[Waiting, ...]
    problems: tuple[Problem, ...]


def plan_parts(people: Sequence[Candidate], context: Context, *, seed: int) -> Plan:
    """Split people into independent parts and fix the sizes of the groups.

    Rules that may not give way split first. A rule that may give way splits only where that costs nobody a place.
    Who is left over waits, drawn by lot, so that nothing about a person decides it.
    """
    parts = [tuple(people)]
    rules = [rule for rule in context.on if rule.key in SPLITTING and rule.mode is Mode.MUST]
    for rule in sorted(rules, key=lambda rule: rule.key in context.gives_way):
        keep = rule.key in context.gives_way
        parts = [sub for part in parts for sub in _split(part, rule, context if keep else None)]
    plans = [_place(part, context, seed) for part in parts]
    return Plan(
        tuple(part for plan in plans for part in plan.parts),
        tuple(waiting for plan in plans for waiting in plan.waiting),
        tuple(problem for plan in plans for problem in plan.problems),
    )


def _split(part: People, rule: Rule, context: Context | None) -> list[People]:
    """Split by a rule; one that may give way, with the context, neither costs a place nor tears a pair."""
    found = connected(part, rule)
    if context is not None and any(split(len(sub), context.problem.sizes) is None for sub in found):
        return [part]
    return [part] if context is not None and _tears(found, part, context) else found


def _tears(found: Sequence[People], part: People, context: Context) -> bool:
    if not context.problem.rules.has("together", Mode.MUST):
        return False
    here, together = {one.key for one in part}, context.pairs["together"].of
    homes = [{one.key for one in sub} for sub in found]
    return any((together.get(key, frozenset()) & here) - home for home in homes for key in home)


def connected(people: Sequence[Candidate], rule: Rule) -> list[People]:
    """Split people where no chain of shared values leads across; who has none connects everybody."""
    have = [values_of(one, rule) for one in people]
    if not all(have):
        return [tuple(people)]
    above: dict[str, str] = {}
    for values in have:
        first, *others = sorted(values)
        for value in others:
            above[_root(value, above)] = _root(first, above)
    found: dict[str, list[Candidate]] = {}
    for one, values in zip(people, have, strict=True):
        found.setdefault(_root(min(values), above), []).append(one)
    return [tuple(sub) for sub in found.values()]


def _root(value: str, above: dict[str, str]) -> str:
    while (up := above.get(value, value)) != value:
        value = up
    return value


def _place(part: People, context: Context, seed: int) -> Plan:
    sizes = context.problem.sizes
    places = largest_placeable(len(part), sizes)
    left = {one.key for one in _drawn(part, context, seed, len(part) - places)}
    stay = tuple(one for one in part if one.key not in left)
    legal = split(places, sizes)
    parts = (Part(stay, legal),) if legal and stay else ()
    waiting = [one for one in part if one.key in left]
    return Plan(
        parts,
        tuple(Waiting(one.key, _why(one, part, sizes)) for one in waiting),
        tuple(_problem(one, part, sizes) for one in waiting),
    )


def _drawn(part: People, context: Context, seed: int, count: int) -> list[Candidate]:
    """Draw people by lot; who is to be together with others is drawn last, so that no pair is torn."""
    together = context.pairs["together"].of

    def lot(one: Candidate) -> tuple[bool, bytes]:
        return one.key in together, hashlib.sha256(f"{seed}:{one.key}".encode()).digest()

    return sorted(part, key=lot)[:count]


def _why(one: Candidate, part: People, sizes: SizeRange) -> Reason:
    values: dict[str, Value] = {"name": one.label, "people": len(part), "low": sizes.low, "high": sizes.high}
    return Reason("waiting.size", values)


def _problem(one: Candidate, part: People, sizes: SizeRange) -> Problem:
    return Problem(
        row=one.row,
        field="size",
        found=one.label,
        remedy=f"{_count(part)} who fit each other make no groups of {sizes.low} to {sizes.high}, so somebody waits:"
        " allow other sizes, let a rule give way, or invite more people.",
        severity="warning",
    )


def _count(part: Iterable[Candidate]) -> str:
    number = len(list(part))
    return "1 person" if number == 1 else f"{number} people"
