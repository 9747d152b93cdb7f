"""Rolling start: of the people who wait, the groups that can begin now, without touching anybody who has a group.

Nothing gives way here: a group is proposed only where all its members accept one challenge, keep every rule that must
hold and can meet. Who has waited longest is served first; whoever fits into no such group waits on.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from hexad.formation.catalogue import Mode
from hexad.formation.certificates import clash
from hexad.formation.context import Context
from hexad.formation.explain import score
from hexad.formation.problem import Candidate, FormationProblem
from hexad.formation.reasons import Reason
from hexad.formation.repair import broken_in
from hexad.formation.results import Formation, Waiting
from hexad.formation.rules import judge, shared_starts
from hexad.formation.ruleset import Rule

MOST_STEPS = 5_000  # of the search for the company of one person, so that time stays bounded
MOST_GROUPS = 40  # complete groups compared for one person
PAIRED = ("level", "topic", "language", "line", "apart", "rivals", "together")


def start_now(problem: FormationProblem) -> Formation:
    """Propose the groups that can begin now.

    Parameters
    ----------
    problem
        Who waits, the longest wait first, with the rules as they are.

    Returns
    -------
    Formation
        Groups that keep every must, those that must give way elsewhere included; ``waiting`` names all others.

    Raises
    ------
    FormationError
        Where a setting makes no sense.

    Source: our choice; a depth-first search for compatible company (a clique that shares a window in every block),
    bounded for each person.

    Examples
    --------
    >>> people = tuple(Candidate(key=key, topics=("delegation",)) for key in "abcde")
    >>> found = start_now(FormationProblem(candidates=people))
    >>> [group.members for group in found.groups], found.waiting
    ([('a', 'b', 'c', 'd', 'e')], ())
    """
    context = Context(problem)
    left, groups = {one.key: one for one in problem.candidates}, dict[str, list[str]]()
    for first in problem.candidates:
        if first.key in left and (company := _company(first, [*left.values()], context)):
            groups[f"g{len(groups) + 1}"] = sorted(one.key for one in company)
            left = {key: one for key, one in left.items() if one not in company}
    sizes = problem.sizes
    values = {"low": sizes.low, "high": sizes.high, "people": len(left)}
    waiting = tuple(Waiting(one.key, Reason("waiting.rolling", {**values, "name": one.label})) for one in left.values())
    return replace(score(context, groups), waiting=waiting, stopped="sweeps")


def _company(first: Candidate, left: Sequence[Candidate], context: Context) -> list[Candidate] | None:
    """Find the best group around one person: as near the preferred size as there is, then by points."""
    found: list[tuple[int, float, list[Candidate]]] = []
    sizes = context.problem.sizes
    musts = [rule for rule in context.on if rule.mode is Mode.MUST]
    for group in _groups(first, left, context, musts):
        (judged,) = score(context, {"": [one.key for one in group]}).groups
        if not broken_in(judged):
            found.append((-abs(len(group) - sizes.preferred), judged.score, group))
        if len(found) == MOST_GROUPS:
            break
    return max(found, key=lambda one: one[:2])[2] if found else None


def _groups(
    first: Candidate, left: Sequence[Candidate], context: Context, musts: Sequence[Rule]
) -> Iterator[list[Candidate]]:
    """Yield groups of one person and others who fit, larger ones before the smaller ones inside them."""
    sizes, paired = context.problem.sizes, [rule for rule in musts if rule.key in PAIRED]
    meets = any(rule.key == "meet" for rule in musts)
    fellows = [one for one in left if one is not first]
    path, places, steps = [first], [0], 0  # who is in, and with whom of the fellows each place goes on
    widened = [False]
    while places and steps < MOST_STEPS:
        at = places[-1]
        if len(path) >= sizes.preferred or at == len(fellows):
            if len(path) >= sizes.low and not widened[-1]:
                yield list(path)
            path.pop()
            places.pop()
            widened.pop()
            continue
        places[-1] += 1
        steps += 1
        wider = [*path, fellows[at]]
        if _fits(wider, paired, context) and (not meets or _can_meet(wider, context)):
            widened[-1] = True
            path, places, widened = wider, [*places, at + 1], [*widened, False]


def _fits(group: Sequence[Candidate], paired: Sequence[Rule], context: Context) -> bool:
    """Whether the last one can join the others; what is said of more than two is judged for the whole."""
    *others, last = group
    for rule in paired:
        if any(clash(one, last, rule, context) for one in others):
            return False
        if len(group) > 2 and rule.key in ("level", "topic", "language") and judge(group, rule, context).breaches:
            return False
    return True


def _can_meet(group: Sequence[Candidate], context: Context) -> bool:
    starts = shared_starts(group, context)
    return all(starts & inside for inside in context.windows)
