"""How near the wishes come to their upper bound: by lot, sorted and dealt, and searched; managers without calendars.

Six categories and two numbers in groups of six, all wishes of weight 1, nothing that must be kept. Department, site,
function and tenure come from ``hexad.demo``; generation and remote work are drawn beside them. The points are counted
here from the values themselves; that the engine counts the same is one of the columns.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from random import Random

from benchmarks.effort import Effort, say
from benchmarks.searching import Groups, Searched, by_lot, search, warm_up
from benchmarks.tables import Table, figure, median, share, times
from hexad.demo.people import BORN_ON, REFERENCE_SITES, draw_people
from hexad.formation import FormationProblem, SizeRange, from_roster
from hexad.formation.problem import Candidate
from hexad.formation.ruleset import Mode, Rule, RuleSet
from hexad.people.roster import Person

SIZE = 6
CATEGORIES = ("department", "site", "tenure", "function", "generation", "remote")
NUMBERS = ("weekly_hours", "years")
TENURE_BANDS = (2.0, 5.0, 10.0)
GENERATIONS = ("boomer", "x", "millennial", "z")
REMOTE = ("office", "mixed", "home")
COLUMNS = (
    "managers",
    "by lot/bound",
    "dealt/bound",
    "Hexad/bound, median",
    "worst",
    "engine's own",
    "gap left of dealt",
    "search/limit",
    "sweeps",
)


@dataclass(frozen=True, slots=True)
class Case:
    """One row of the table; ``limit`` in seconds."""

    managers: int
    limit: float


CASES = (Case(120, 3.0), Case(600, 3.0), Case(3_000, 10.0))
SHORT_CASES = (Case(60, 0.5),)


@dataclass(frozen=True, slots=True)
class Points:
    """What each way of grouping the managers of one seed brings, and the most that there is."""

    by_lot: float
    dealt: float
    found: float
    searched: Searched

    @property
    def bound(self) -> float:
        return self.searched.formation.bound or 0.0


def run(effort: Effort) -> Table:
    """Measure every case with every seed."""
    say(f"numba ready after {figure(warm_up())} s")
    table = Table(f"Points of the wishes, as a share of the upper bound; seeds: {len(effort.every_seed)}", COLUMNS)
    for case in effort.of(CASES, SHORT_CASES):
        table.add(*row(case, [measure(case, seed) for seed in effort.every_seed]))
    table.note("Dealt: sorted, then dealt round and round, as by hand in a spreadsheet; the best of six sort orders.")
    return table


def row(case: Case, results: Sequence[Points]) -> list[str | int]:
    found, dealt = [one.found / one.bound for one in results], [one.dealt / one.bound for one in results]
    same = all(abs(one.found - one.searched.formation.objective) < 0.001 for one in results)
    return [
        case.managers,
        share(median([one.by_lot / one.bound for one in results])),
        share(median(dealt)),
        share(median(found)),
        share(min(found)),
        "the same" if same else "ANOTHER",
        share((1 - median(found)) / (1 - median(dealt))),
        times(median([one.searched.search for one in results]), case.limit),
        results[0].searched.formation.sweeps,
    ]


def measure(case: Case, seed: int) -> Points:
    problem = problem_of(draw_managers(case.managers, seed))
    steps = {key: steps_of(problem.candidates, key) for key in NUMBERS}
    people, known = list(problem.candidates), problem.by_key()

    def points(groups: Groups) -> float:
        return sum(points_of(group, steps) for group in groups)

    searched = search(problem, seed=seed, limit=case.limit)
    found = points([[known[key] for key in group.members] for group in searched.formation.groups])
    say(f"{case.managers}, seed {seed}: {share(found / (searched.formation.bound or 1))}")
    return Points(points(by_lot(people, SIZE, Random(seed))), max(map(points, every_deal(people))), found, searched)


def draw_managers(count: int, seed: int) -> list[Person]:
    """Draw managers of one level with two further categories and their years of service as a number."""
    random = Random(f"managers {seed}")
    return [
        replace(
            one,
            attributes={
                **one.attributes,
                "generation": random.choice(GENERATIONS),
                "remote": random.choice(REMOTE),
                "years": f"{(BORN_ON - one.start_date).days / 365.25 if one.start_date else 0:.2f}",
            },
        )
        for one in draw_people(count, sites=REFERENCE_SITES, seed=seed)
    ]


def problem_of(people: Sequence[Person]) -> FormationProblem:
    wishes = [Rule(key=key, mode=Mode.WISH, weight=1.0) for key in CATEGORIES]
    numbers = [Rule(key=key, mode=Mode.WISH, weight=1.0, options={"numeric": True}) for key in NUMBERS]
    return FormationProblem(
        candidates=from_roster(people, on=BORN_ON),
        sizes=SizeRange(SIZE, SIZE, SIZE),
        rules=RuleSet(rules=(*wishes, *numbers)),
    )


def every_deal(people: Sequence[Candidate]) -> list[Groups]:
    """Sort people by all categories, each of them first once, and deal them round and round."""
    deals = []
    for first in range(len(CATEGORIES)):
        order = (*CATEGORIES[first:], *CATEGORIES[:first])
        in_order = sorted(people, key=lambda one: [category(one, key) for key in order])
        deals.append([in_order[at :: len(people) // SIZE] for at in range(len(people) // SIZE)])
    return deals


def points_of(group: Sequence[Candidate], steps: dict[str, dict[str, int]]) -> float:
    """Count one point for each pair and category that differs, and for numbers the square of their distance."""
    pairs = list(combinations(group, 2))
    different = sum(category(one, key) != category(other, key) for key in CATEGORIES for one, other in pairs)
    squares = sum((of[one.key] - of[other.key]) ** 2 for of in steps.values() for one, other in pairs)
    return different + squares / 100


def category(one: Candidate, key: str) -> str:
    if key == "tenure":
        return str(sum(one.numbers["tenure"] >= edge for edge in TENURE_BANDS))
    return {"department": one.department, "site": one.site}.get(key) or str(one.attributes[key])


def steps_of(people: Iterable[Candidate], key: str) -> dict[str, int]:
    """Return a number of everybody on a scale from 0, the lowest of all, to 10, the highest."""
    values = {one.key: float(one.numbers[key] if key in one.numbers else str(one.attributes[key])) for one in people}
    low, high = min(values.values()), max(values.values())
    return {name: round(10 * (value - low) / (high - low)) for name, value in values.items()}
