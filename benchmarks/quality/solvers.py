"""Beside a general solver: OR-Tools CP-SAT on the managers of ``quality.managers``, both on two cores for 20 seconds.

The model is the same problem exactly: one variable for each person and group, for each group and value how many have
it, and the cost of those who agree as a convex function of that number, which its tangents describe. Groups are
numbered by their first member, so that no grouping is counted twice. Points are counted from the people, as there.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from benchmarks.effort import Effort, say
from benchmarks.quality.managers import (
    CATEGORIES,
    NUMBERS,
    SIZE,
    category,
    draw_managers,
    points_of,
    problem_of,
    steps_of,
)
from benchmarks.searching import Groups, search, warm_up
from benchmarks.tables import Table, figure, median, share
from benchmarks.timing import timed
from hexad.formation.problem import Candidate

MANAGERS, SHORT_MANAGERS = (30, 60, 120, 240), (18,)
LIMIT, SHORT_LIMIT, CORES = 20.0, 1.0, 2
STEPS = 10  # into which a number is read, as in ``hexad.formation``
COLUMNS = ("managers", "CP-SAT/bound", "CP-SAT says", "Hexad/bound, median", "worst", "engine's own")


def run(effort: Effort) -> Table:
    """Give both the same people, cores and seconds."""
    limit = SHORT_LIMIT if effort.short else LIMIT
    say(f"numba ready after {figure(warm_up())} s")
    title = f"Points as a share of the upper bound; {limit:g} s; seeds: {len(effort.every_seed)}"
    table = Table(title, COLUMNS)
    for managers in effort.of(MANAGERS, SHORT_MANAGERS):
        peers, ours, said, same = [], [], Counter[str](), True
        for seed in effort.every_seed:
            problem = problem_of(draw_managers(managers, seed))
            steps = {key: steps_of(problem.candidates, key) for key in NUMBERS}
            formation = search(problem, seed=seed, limit=limit).formation
            known, bound = problem.by_key(), formation.bound or 1.0
            found = sum(points_of([known[key] for key in group.members], steps) for group in formation.groups)
            seconds, (status, groups) = timed(lambda people=problem.candidates, by=steps: solve(people, by, limit))
            peers.append(sum(points_of(group, steps) for group in groups) / bound)
            ours.append(found / bound)
            said[status] += 1
            same = same and abs(found - formation.objective) < 0.001
            say(f"{managers}, seed {seed}: CP-SAT {share(peers[-1])} in {figure(seconds)} s, Hexad {share(ours[-1])}")
        words = ", ".join(f"{word} {count}" for word, count in said.items())
        own = "the same" if same else "ANOTHER"
        table.add(managers, share(median(peers)), words, share(median(ours)), share(min(ours)), own)
    table.note("0 where CP-SAT found no grouping within its time; the time to build its model is not counted.")
    return table


def solve(people: Sequence[Candidate], steps: dict[str, dict[str, int]], limit: float) -> tuple[str, Groups]:
    """Return what the solver says and its groups, none where it found none."""
    from ortools.sat.python import cp_model  # takes seconds to load

    model, count = cp_model.CpModel(), len(people) // SIZE
    inside = [[model.new_bool_var("") for _ in range(count)] for _ in people]
    for at, row in enumerate(inside):
        model.add_exactly_one(row)
        for group in range(at + 1, count):
            model.add(row[group] == 0)  # the first people open the groups in their order
    for group in range(count):
        model.add(sum(row[group] for row in inside) == SIZE)
    costs = [*agreements(model, people, inside), *spreads(model, people, steps, inside)]
    model.minimize(sum(weight * cost for weight, cost in costs))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds, solver.parameters.num_workers = limit, CORES
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return "nothing", []
    groups: Groups = [[] for _ in range(count)]
    for one, row in zip(people, inside, strict=True):
        groups[next(group for group in range(count) if solver.value(row[group]))].append(one)
    return solver.status_name(status).lower(), groups


def agreements(model: Any, people: Sequence[Candidate], inside: Sequence[Sequence[Any]]) -> list[tuple[int, Any]]:  # noqa: ANN401
    """Pairs that agree in a category, for each group and value, a hundred times a point each."""
    found = []
    for key in CATEGORIES:
        for value in {category(one, key) for one in people}:
            who = [at for at, one in enumerate(people) if category(one, key) == value]
            for group in range(len(inside[0])):
                agree = model.new_int_var(0, SIZE * (SIZE - 1) // 2, "")
                number = sum(inside[at][group] for at in who)
                for tangent in range(1, SIZE):
                    model.add(agree >= tangent * number - tangent * (tangent + 1) // 2)
                found.append((STEPS**2, agree))
    return found


def spreads(
    model: Any,  # noqa: ANN401
    people: Sequence[Candidate],
    steps: dict[str, dict[str, int]],
    inside: Sequence[Sequence[Any]],
) -> list[tuple[int, Any]]:
    """Squares of each group's sum of steps: what is left of the squared differences once everybody has a group."""
    found, most = [], SIZE * STEPS
    for key in NUMBERS:
        for group in range(len(inside[0])):
            square = model.new_int_var(0, most**2, "")
            total = sum(steps[key][one.key] * inside[at][group] for at, one in enumerate(people))
            for tangent in range(most):
                model.add(square >= (2 * tangent + 1) * total - tangent * (tangent + 1))
            found.append((1, square))
    return found
