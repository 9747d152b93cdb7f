"""What being able to meet costs in diversity: searches that weigh it more and more, and those that none other beats."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from hexad.formation.catalogue import Mode
from hexad.formation.errors import FormationError
from hexad.formation.explain import score
from hexad.formation.problem import FormationProblem
from hexad.formation.results import Formation
from hexad.formation.ruleset import HEAVIEST
from hexad.formation.solve import form_groups

WEIGHTS = (0.0, 0.5, 1.0, 2.0, 5.0, 20.0, HEAVIEST)


@dataclass(frozen=True, slots=True)
class Point:
    """One grouping.

    Attributes
    ----------
    weight
        What a missing window cost in this search, in points; 0: calendars played no part.
    can_meet
        Share of groups with a window in every block.
    points
        Of all wishes but this one.
    """

    weight: float
    can_meet: float
    points: float


@dataclass(frozen=True, slots=True)
class Tradeoff:
    """Groupings that no other one beats in both, the most diverse first, and what one more group that meets costs.

    ``price`` has one entry fewer than ``points``: from each to the next.
    """

    points: tuple[Point, ...]
    price: tuple[float, ...]


def tradeoff(
    problem: FormationProblem,
    *,
    seed: int,
    limit: float | None = None,
    sweeps: int | None = None,
    on_point: Callable[[Point], bool] | None = None,
) -> Tradeoff:
    """Search once for each weight, and keep what is worth choosing between.

    Parameters
    ----------
    problem
        With calendars; whether the rule `meet` is a must or a wish there plays no part.
    limit, sweeps
        Of each of the seven searches, as in :func:`hexad.formation.solve.form_groups`.
    on_point
        Called after each search; returning False ends with what there is.

    Returns
    -------
    Tradeoff

    Raises
    ------
    FormationError
        Where there are no calendars, or no groups that keep the other musts.

    Source: the weighted-sum method for two objectives; points between the weights are not found.
    """
    if not problem.blocks or all(one.free is None for one in problem.candidates):
        raise FormationError("There are no calendars: without them every group can meet.")
    found = []
    for weight in WEIGHTS:
        formation = form_groups(_weighing(problem, weight), seed=seed, limit=limit, sweeps=sweeps)
        found.append(_point(problem, weight, formation))
        if on_point and not on_point(found[-1]):
            break
    kept = unbeaten(found)
    groups = max(1, len(formation.groups))
    price = tuple((a.points - b.points) / ((b.can_meet - a.can_meet) * groups) for a, b in pairwise(kept))
    return Tradeoff(kept, price)


def _weighing(problem: FormationProblem, weight: float) -> FormationProblem:
    rule = problem.rules.rule("meet")
    mode = Mode.WISH if weight else Mode.OFF
    return problem.with_rules(problem.rules.with_rule(replace(rule, mode=mode, weight=weight or rule.weight)))


def _point(problem: FormationProblem, weight: float, formation: Formation) -> Point:
    groups = {group.id: group.members for group in formation.groups}
    meets = score(_weighing(problem, HEAVIEST), groups).can_meet
    return Point(weight, meets or 0.0, score(_weighing(problem, 0.0), groups).objective)


def unbeaten(points: Sequence[Point]) -> tuple[Point, ...]:
    """Return the points that no other one beats in both, the most diverse first.

    >>> a, b, c = Point(0, 0.1, 90.0), Point(1, 0.6, 80.0), Point(2, 0.5, 79.0)
    >>> unbeaten([c, b, a]) == (a, b)
    True
    """
    kept: list[Point] = []
    for point in sorted(points, key=lambda one: (-one.points, -one.can_meet, one.weight)):
        if not kept or point.can_meet > kept[-1].can_meet:
            kept.append(point)
    return tuple(kept)
