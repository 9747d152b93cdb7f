"""How near the wishes come to their upper bound: by lot, sorted and dealt, and searched; managers without calendars.

Six categories and two numbers in groups of six, all wishes of weight 1, nothing that must be kept. Department, site,
function and tenure come from ``hexad.demo``; generation and remote work are drawn beside them. The points are counted
here from the values themselves; that the engine counts the same is one of the columns.

With hard rules: the same people in teams of seven under one of them, two steps of the line counting, a tenth of them in
pairs to be kept apart and a twentieth in private ones. What that costs is the share of the points without them that is
lost, and every breach is counted here from the pairs.
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
from hexad.formation.results import Formation
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
    "gap, median",
    "floor",
    "gap left of dealt",
    "hard rules cost",
    "breaches",
    "search/limit",
    "sweeps",
    "stopped",
)


@dataclass(frozen=True, slots=True)
class Case:
    """One row of the table; ``limit`` in seconds."""

    managers: int
    limit: float
    floor: float  # of the gap


CASES = (Case(600, 3.0, 0.0005), Case(6_000, 20.0, 0.00025), Case(100_000, 20.0, 0.0010))
SHORT_CASES = (Case(60, 0.5, 1.0),)
MOST_DEALT = 10_000  # people up to whom all sort orders are dealt; beyond, one
TEAM = 7


@dataclass(frozen=True, slots=True)
class Points:
    """What each way of grouping the managers of one seed brings, and the most that there is."""

    by_lot: float
    dealt: float
    found: float
    searched: Searched
    ruled: float
    breaches: int

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
        f"{100 * (1 - median(found)):.4f} %",
        f"{100 * case.floor:g} % {'reached' if 1 - median(found) <= case.floor else 'MISSED'}",
        share((1 - median(found)) / (1 - median(dealt))),
        f"{100 * median([1 - one.ruled / one.found for one in results]):.4f} %",
        sum(one.breaches for one in results),
        times(median([one.searched.search for one in results]), case.limit),
        results[0].searched.formation.sweeps,
        "wall" if any(one.searched.formation.stopped == "wall" for one in results) else "sweeps",
    ]


def measure(case: Case, seed: int) -> Points:
    problem = problem_of(draw_managers(case.managers, seed))
    steps = {key: steps_of(problem.candidates, key) for key in NUMBERS}
    people, known = list(problem.candidates), problem.by_key()

    def points(groups: Groups) -> float:
        return sum(points_of(group, steps) for group in groups)

    searched = search(problem, seed=seed, limit=case.limit)
    found = points([[known[key] for key in group.members] for group in searched.formation.groups])
    hard = with_hard_rules(problem, seed)
    ruled = search(hard, seed=seed, limit=case.limit).formation
    say(f"{case.managers}, seed {seed}: {share(found / (searched.formation.bound or 1))}")
    deals = every_deal(people) if case.managers <= MOST_DEALT else every_deal(people)[:1]
    lot = points(by_lot(people, SIZE, Random(seed)))
    kept = points([[known[key] for key in group.members] for group in ruled.groups])
    return Points(lot, max(map(points, deals)), found, searched, kept, breaches_of(ruled, hard))


def with_hard_rules(problem: FormationProblem, seed: int) -> FormationProblem:
    """Give each team of seven a boss in a team further on, and draw pairs to be kept apart."""
    random, keys = Random(f"rules {seed}"), [one.key for one in problem.candidates]
    random.shuffle(keys)
    boss = {key: keys[(at // TEAM * TEAM + 3 * TEAM) % len(keys)] for at, key in enumerate(keys)}
    lines = {key: (boss[key], boss[boss[key]]) for key in keys}
    pairs = [(random.choice(keys), random.choice(keys)) for _ in range(len(keys) // 20 + len(keys) // 40)]
    pairs = [pair for pair in pairs if pair[0] != pair[1]]
    return replace(
        problem,
        candidates=tuple(replace(one, bosses=lines.get(one.key, ())) for one in problem.candidates),
        apart=tuple(pairs[: len(keys) // 20]),
        rivals=tuple(pairs[len(keys) // 20 :]),
    )


def breaches_of(formation: Formation, problem: FormationProblem) -> int:
    """Count pairs in one group who must not be: apart, of one boss, or one above the other."""
    known, apart = problem.by_key(), {frozenset(pair) for pair in (*problem.apart, *problem.rivals)}
    pairs = (pair for group in formation.groups for pair in combinations(group.members, 2))
    return sum(
        frozenset(pair) in apart
        or pair[0] in known[pair[1]].bosses
        or pair[1] in known[pair[0]].bosses
        or (bool(known[pair[0]].bosses) and known[pair[0]].bosses[:1] == known[pair[1]].bosses[:1])
        for pair in pairs
    )


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
