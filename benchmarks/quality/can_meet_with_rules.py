"""How many groups can meet when levels, reporting lines and three ranked topics narrow who may sit together.

The population of ``quality.can_meet`` with more to keep: three of ten managers on a second level, teams of four under
one boss with two steps of the line counting, and three of six topics a person, ranked, of which the group's is one. All
three must be kept, none may give way. No peer knows calendars, so what stands beside is the same search four times as
long, and the share that any grouping could reach at most: people who, of all that the rules leave them, have fewer than
five others with whom they find a window in every block can be in no group that meets.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

import numpy as np
from numpy.typing import NDArray

from benchmarks.effort import Effort, say
from benchmarks.quality.can_meet import Case, Free, can_meet, free_quarters, problem_of, share_that_meets
from benchmarks.searching import Searched, search, warm_up
from benchmarks.tables import Table, figure, median, share, times
from hexad.demo import invent
from hexad.formation import FormationProblem
from hexad.formation.problem import Candidate

LIMIT, SHORT_LIMIT, LONGER = 30.0, 1.0, 4
CASES, SHORT_CASES = (Case(300, 18, 6), Case(120, 18, 6), Case(300, 22, 6)), (Case(120, 12, 6),)
TEAM, SECOND_LEVEL = 4, 0.3
TOPICS = ("delegation", "feedback", "conflict", "priorities", "change", "meetings")
COLUMNS = (
    "managers, meetings, size",
    "Hexad, median",
    "worst",
    "four times as long",
    "share of that",
    "at most",
    "wishes/bound",
    "breaches",
    "search/limit",
    "stopped",
)


@dataclass(frozen=True, slots=True)
class Result:
    """What one seed found, in the time of the table and in four times as much."""

    found: float
    longer: float
    most: float
    breaches: int
    searched: Searched


def run(effort: Effort) -> Table:
    """Measure every case with every seed."""
    limit = SHORT_LIMIT if effort.short else LIMIT
    say(f"numba ready after {figure(warm_up())} s")
    title = f"Share of groups that can meet under further rules; {limit:g} s; seeds: {len(effort.every_seed)}"
    table = Table(title, COLUMNS)
    for case in effort.of(CASES, SHORT_CASES):
        results = [measure(case, seed, limit) for seed in effort.every_seed]
        table.add(str(case), *row(results, limit))
    return table


def row(results: Sequence[Result], limit: float) -> list[str | int]:
    formations = [one.searched.formation for one in results]
    found, longer = median([one.found for one in results]), median([one.longer for one in results])
    return [
        share(found),
        share(min(one.found for one in results)),
        share(longer),
        share(found / longer if longer else 1.0),
        share(median([one.most for one in results])),
        share(median([one.objective / (one.bound or 1.0) for one in formations])),
        sum(one.breaches for one in results),
        times(median([one.searched.search for one in results]), limit),
        ", ".join(sorted({one.stopped for one in formations})),
    ]


def measure(case: Case, seed: int, limit: float) -> Result:
    company = invent(case.managers, meetings=case.meetings, calendars="random", seed=seed)
    calendars = dict(company.calendars())
    free = {one.email: free_quarters(one, calendars[one.email], company.start) for one in company.people}
    problem = with_rules(problem_of(company.people, calendars, company.start, case.size), seed)
    searched, longer = (search(problem, seed=seed, limit=limit * factor) for factor in (1, LONGER))
    shares = [share_that_meets([group.members for group in one.formation.groups], free) for one in (searched, longer)]
    say(f"{case}, seed {seed}: {share(shares[0])}, longer {share(shares[1])}")
    groups = [group.members for group in searched.formation.groups]
    return Result(*shares, most_that_meet(problem, free, case.size), breaches_of(groups, problem), searched)


def with_rules(problem: FormationProblem, seed: int) -> FormationProblem:
    """Give people a level, a team under a boss of another one, and three ranked topics."""
    random, keys = Random(f"rules {seed}"), [one.key for one in problem.candidates]
    random.shuffle(keys)
    boss = {key: keys[(at // TEAM * TEAM + 3 * TEAM) % len(keys)] for at, key in enumerate(keys)}
    high = set(random.sample(keys, 6 * round(SECOND_LEVEL * len(keys) / 6)))
    candidates = tuple(
        replace(
            one,
            level="senior" if one.key in high else "manager",
            bosses=(boss[one.key], boss[boss[one.key]]),
            topics=tuple(random.sample(TOPICS, 3)),
        )
        for one in problem.candidates
    )
    return replace(problem, candidates=candidates, rules=replace(problem.rules, relax=("meet",)))


def breaches_of(groups: Sequence[Sequence[str]], problem: FormationProblem) -> int:
    """Count groups of two levels or without a topic in common, and pairs of a reporting line, from the people."""
    known = problem.by_key()
    count = 0
    for keys in groups:
        members = [known[key] for key in keys]
        count += len({one.level for one in members}) > 1
        count += not set.intersection(*(set(one.topics) for one in members))
        count += sum(related(one, other) for at, one in enumerate(members) for other in members[:at])
    return count


def related(one: Candidate, other: Candidate) -> bool:
    return other.key in one.bosses or one.key in other.bosses or one.bosses[:1] == other.bosses[:1]


def most_that_meet(problem: FormationProblem, free: Free, size: int) -> float:
    """Bound the share of groups that can meet: people with too few others to meet are spread over the fewest groups."""
    left: dict[str, set[str]] = pairs_that_meet(problem.candidates, free)
    stuck: set[str] = set()
    while alone := {key for key, others in left.items() if len(others) < size - 1}:
        stuck |= alone
        left = {key: others - alone for key, others in left.items() if key not in alone}
    groups = len(problem.candidates) // size
    return 1 - -(-len(stuck) // size) / groups


def pairs_that_meet(people: Sequence[Candidate], free: Mapping[str, NDArray[np.bool_]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {one.key: set() for one in people}
    for at, one in enumerate(people):
        for other in people[:at]:
            fits = one.level == other.level and set(one.topics) & set(other.topics) and not related(one, other)
            if fits and can_meet((one.key, other.key), free):
                found[one.key].add(other.key)
                found[other.key].add(one.key)
    return found
