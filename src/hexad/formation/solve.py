"""The search: from a problem to groups."""

import math
from collections.abc import Callable
from dataclasses import replace

from hexad.formation.budget import Effort
from hexad.formation.certificates import find_cliques, find_conflicts
from hexad.formation.completing import complete_cycles
from hexad.formation.context import Context
from hexad.formation.errors import Conflict, FormationError, Impossible
from hexad.formation.explain import score
from hexad.formation.parts import Plan, plan_parts
from hexad.formation.problem import Candidate, FormationProblem
from hexad.formation.reasons import Reason
from hexad.formation.results import Formation, Progress

OnProgress = Callable[[Progress], bool]
DEFAULT_LIMIT = 5.0


def form_groups(
    problem: FormationProblem,
    *,
    seed: int,
    limit: float | None = None,
    sweeps: int | None = None,
    on_progress: OnProgress | None = None,
) -> Formation:
    """Form groups of people who can learn from each other and can meet.

    Parameters
    ----------
    problem
        People, sizes, rules and calendars. The order of the people changes nothing.
    seed
        Any whole number; the same problem, seed and sweeps give the same answer to the byte.
    limit
        Seconds of search, turned into sweeps by a fixed table; 5 by default. A slower machine cools faster and
        is cut off at 1.1 times, which voids the identity.
    sweeps
        Sweeps of each search, in place of ``limit``: reproduces a run whatever the speed of the machine.
    on_progress
        Called some times a second; returning False stops the search and keeps the best.

    Returns
    -------
    Formation
        Everybody placed once, or named in ``waiting``.

    Raises
    ------
    Impossible
        With the people and the rules in conflict.
    FormationError
        Where the input makes no sense.

    Source: simulated annealing over swaps (Kirkpatrick et al. 1983) with sequential scans of partners and a temperature
    steered by what passes it; calendars as bitmaps in the objective are our choice, see ``docs/formation.md``.
    """
    if (limit is not None and not 0 < limit < math.inf) or (sweeps is not None and sweeps < 1):
        raise FormationError("Give the search more than no time: a limit above 0, or at least 1 sweep.")
    ordered = replace(problem, candidates=tuple(sorted(problem.candidates, key=lambda one: one.key)))
    context = Context(ordered)
    locked = _locked(context)
    people = [one for one in ordered.candidates if not any(one.key in group for group in locked)]
    plan = _plan(people, context, seed=seed, needed=not locked or bool(people))
    from hexad.formation.run import Run  # loads numba, which takes a second

    run = Run.over(plan.parts, context, seed=seed, effort=Effort(limit or DEFAULT_LIMIT, sweeps))
    run.go(on_progress)
    groups = sorted([*locked, *complete_cycles(run.groups(), context)], key=lambda members: members[0])
    result = score(ordered, {f"g{number + 1}": members for number, members in enumerate(groups)})
    _refuse_broken(result, ordered)
    return replace(
        _with_bound(result, run.bound, locked=bool(locked)),
        waiting=plan.waiting,
        problems=(*context.missing_columns(), *plan.problems, *result.problems),
        seed=seed,
        sweeps=run.sweeps,
        stopped=run.stopped,
        seconds=run.seconds,
    )


def _locked(context: Context) -> list[list[str]]:
    groups = [sorted(key for key in group if key in context.known) for group in context.problem.rules.locked]
    everybody = [key for group in groups for key in group]
    if len(set(everybody)) < len(everybody):
        twice = sorted({key for key in everybody if everybody.count(key) > 1})
        raise Impossible(
            [Conflict(("locked",), tuple(twice), (Reason("conflict.locked", {"names": ", ".join(twice)}),))]
        )
    return [group for group in groups if group]


def _plan(people: list[Candidate], context: Context, *, seed: int, needed: bool) -> Plan:
    from hexad.formation.parts import Plan  # loads numba, which takes a second

    conflicts = find_conflicts(people, context) if needed else []
    if conflicts:
        raise Impossible(conflicts)
    plan = plan_parts(people, context, seed=seed) if people else Plan((), (), ())
    conflicts = find_cliques(plan.parts, context)
    if conflicts:
        raise Impossible(conflicts)
    if needed and not plan.parts:
        raise Impossible([Conflict(("size",), (), (Reason("conflict.nobody"),))])
    return plan


def _refuse_broken(result: Formation, problem: FormationProblem) -> None:
    """A hard rule that may not give way is never broken silently; locked groups are the owner's own decision."""
    locked = {frozenset(group) for group in problem.rules.locked}
    found: dict[str, Conflict] = {}
    for group in result.groups:
        for state in group.by_rule:
            if state.state == "broken" and state.key != "size" and frozenset(group.members) not in locked:
                rule = problem.rules.rule(state.key)
                private = rule.private or bool(problem.rivals)  # nobody can tell what a private wish has ruled out
                names = () if private or state.key == "meet" else group.members
                broken = Reason("conflict.rule", {"title": rule.title})
                why = Reason("conflict.private") if private else state.reason
                said = (broken, why, Reason("conflict.remedy"))
                found.setdefault(state.key, Conflict((state.key,), names, said))
    if found:
        raise Impossible(list(found.values()))


def _with_bound(result: Formation, bound: float | None, *, locked: bool) -> Formation:
    if bound is None or locked or bound <= 0:
        return result
    return replace(result, bound=round(bound, 3), gap=round(max(0.0, (bound - result.objective) / bound), 6))
