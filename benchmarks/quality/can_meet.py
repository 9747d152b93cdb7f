"""How many groups can meet: by lot, sorted by time zone, and found by the search that knows the calendars.

The reference population (``hexad demo-data --calendars random``): work days from nine to five in five zones, meetings
at random. A group can meet when each of the six blocks of four weeks has 90 minutes, from a quarter hour on, in which
all members are free. The share is counted from the calendars' entries themselves, without the bitmaps of
``hexad.availability`` and without the engine, whose own figure stands beside. Where it is below 1, *at most* says what
no grouping can exceed. What the calendars cost stands beside as a share of the points that the same people reach when
nobody looks at calendars: of all wishes, and of those but for sites, which lie in time zones here, so that different
ones have few hours in common.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from benchmarks.effort import Effort, say
from benchmarks.reference import busy_of, hours_of, utc
from benchmarks.searching import Searched, by_lot, chunks, keys_of, search, warm_up
from benchmarks.tables import Table, figure, median, share, times
from hexad.availability import Horizon, blocks, mask_of
from hexad.demo import invent
from hexad.demo.entries import Entry
from hexad.formation import FormationProblem, SizeRange, from_roster
from hexad.formation.explain import score
from hexad.formation.problem import Candidate
from hexad.formation.results import Formation
from hexad.people.roster import Person

Free = Mapping[str, NDArray[np.bool_]]
WEEKS, WEEKS_A_BLOCK, QUARTERS_OF_A_SESSION = 24, 4, 6
DRAWS = 20  # of random and of sorted groups, whose mean is shown
LIMIT, SHORT_LIMIT = 30.0, 1.0
LIMIT_OFF = 5.0  # of the search without calendars, which is within a thousandth of the bound by then
LOOKS = 300  # groups begun for a person before we take it that there is one
COLUMNS = (
    "managers, meetings, size",
    "by lot",
    "zone-sorted",
    "Hexad, median",
    "worst",
    "at most",
    "engine's own",
    "search/limit",
    "sweeps",
    "stopped",
    "points/bound",
    "of calendars off",
    "but for sites",
    "by lot/bound",
)


@dataclass(frozen=True, slots=True)
class Case:
    """One row of the table."""

    managers: int
    meetings: int
    size: int

    def __str__(self) -> str:
        return f"{self.managers}, {self.meetings}, {self.size}"


MAIN = Case(300, 18, 6)
CASES = (MAIN, Case(120, 18, 6), Case(3_000, 18, 6), Case(300, 22, 6))
FLOORS = {MAIN: 0.97, CASES[1]: 0.80, CASES[2]: 0.99, CASES[3]: 0.40}
SHORT_CASES = (Case(36, 12, 6),)


@dataclass(frozen=True, slots=True)
class Shares:
    """The shares of groups that can meet with one seed, counted here, and what else the search said."""

    by_lot: float
    sorted: float
    found: float
    most: float
    searched: Searched
    off: Formation
    points_by_lot: float

    @property
    def bound(self) -> float:
        return self.searched.formation.bound or 0.0


def run(effort: Effort) -> Table:
    """Measure every case with every seed."""
    limit = SHORT_LIMIT if effort.short else LIMIT
    say(f"numba ready after {figure(warm_up())} s")
    table = Table(f"Share of groups that can meet; {limit:g} s of search; seeds: {len(effort.every_seed)}", COLUMNS)
    for case in effort.of(CASES, SHORT_CASES):
        results = [measure(case, seed, limit) for seed in effort.every_seed]
        table.add(str(case), *row(results, limit))
        if case in FLOORS:
            kept = [one.found >= FLOORS[case] for one in results]
            table.note(f"Floor at {case}: {FLOORS[case]}; reached with {sum(kept)} of {len(kept)} seeds.")
    return table


def row(results: Sequence[Shares], limit: float) -> list[str | int]:
    found, searched = [one.found for one in results], [one.searched for one in results]
    same = all(one.found == one.searched.formation.can_meet for one in results)
    return [
        share(median([one.by_lot for one in results])),
        share(median([one.sorted for one in results])),
        share(median(found)),
        share(min(found)),
        share(median([one.most for one in results])),
        "the same" if same else "ANOTHER",
        times(median([one.search for one in searched]), limit),
        searched[0].formation.sweeps,
        ", ".join(f"{word} {count}" for word, count in Counter(one.formation.stopped for one in searched).items()),
        share(median([one.searched.formation.objective / one.bound for one in results])),
        share(median([one.searched.formation.objective / one.off.objective for one in results])),
        share(median([but_for_sites(one.searched.formation) / but_for_sites(one.off) for one in results])),
        share(median([one.points_by_lot / one.bound for one in results])),
    ]


def measure(case: Case, seed: int, limit: float) -> Shares:
    """Draw the population of a seed, and group it in all three ways."""
    company = invent(case.managers, meetings=case.meetings, calendars="random", seed=seed)
    zones, calendars = {one.email: one.time_zone for one in company.people}, dict(company.calendars())
    free = {one.email: free_quarters(one, calendars[one.email], company.start) for one in company.people}
    problem = problem_of(company.people, calendars, company.start, case.size)
    people, random = list(problem.candidates), Random(seed)
    lots = [by_lot(people, case.size, random) for _ in range(DRAWS)]
    sorted_ = [list(chunks(by_zone(people, zones, random), case.size)) for _ in range(DRAWS)]
    searched = search(problem, seed=seed, limit=limit)
    off = search(replace(problem, blocks=()), seed=seed, limit=min(limit, LIMIT_OFF)).formation
    found = share_that_meets([group.members for group in searched.formation.groups], free)
    say(f"{case}, seed {seed}: {share(found)} in {figure(searched.search)} s")
    return Shares(
        by_lot=mean_share(lots, free),
        sorted=mean_share(sorted_, free),
        found=found,
        most=1.0 if found == 1 else most_that_meet(free, case.size),
        searched=searched,
        off=off,
        points_by_lot=score(problem, keys_of(lots[0])).objective,
    )


def but_for_sites(formation: Formation) -> float:
    return sum(state.points for group in formation.groups for state in group.by_rule if state.key != "site")


def problem_of(
    people: Sequence[Person], calendars: Mapping[str, Sequence[Entry]], start: date, size: int
) -> FormationProblem:
    """Put the calendars on bitmaps, as the product does, and ask for groups of one size under the default rules."""
    horizon = Horizon.between(start, start + timedelta(weeks=WEEKS))
    masks = {one.email: mask_of(hours_of(one), busy_of(calendars[one.email]), horizon).free for one in people}
    return FormationProblem(
        candidates=from_roster(people, masks=masks),
        sizes=SizeRange(size, size, size),
        blocks=tuple(blocks(horizon, WEEKS_A_BLOCK)),
    )


def by_zone(people: Sequence[Candidate], zones: Mapping[str, str], random: Random) -> list[Candidate]:
    """Sort people from west to east; inside a zone by lot."""
    midwinter = datetime(2027, 1, 4, tzinfo=UTC)
    mixed = random.sample(people, len(people))
    return sorted(mixed, key=lambda one: midwinter.astimezone(ZoneInfo(zones[one.key])).utcoffset() or timedelta())


def free_quarters(person: Person, entries: Iterable[Entry], start: date) -> NDArray[np.bool_]:
    """Return for every quarter hour of the 24 weeks whether a person works and is in no meeting."""
    zone, midnight = ZoneInfo(person.time_zone), datetime.combine(start, time(), tzinfo=UTC)
    free = np.zeros(WEEKS * 7 * 96, np.bool_)

    def quarter(at: datetime) -> int:
        return int((at - midnight) / timedelta(minutes=15))  # every time of this population lies on a quarter hour

    for day in (start + timedelta(days=at) for at in range(WEEKS * 7)):
        if day.weekday() < 5:
            nine = datetime.combine(day, time(9), tzinfo=zone)
            free[quarter(nine) : quarter(nine) + 32] = True
    for entry in entries:
        free[quarter(utc(entry.start)) : quarter(utc(entry.end))] = False
    return free


def can_meet(members: Iterable[str], free: Free) -> bool:
    """Return whether each block has 90 minutes in a row that all members have free."""
    together = np.logical_and.reduce([free[key] for key in members]).reshape(WEEKS // WEEKS_A_BLOCK, -1)
    last = together.shape[1] - QUARTERS_OF_A_SESSION + 1
    starts = np.logical_and.reduce([together[:, at : at + last] for at in range(QUARTERS_OF_A_SESSION)])
    return bool(starts.any(axis=1).all())


def most_that_meet(free: Free, size: int) -> float:
    """Bound the share of groups that meet: people of no such group at all are spread over the fewest groups."""
    starts, stuck = {key: starts_of(of) for key, of in free.items()}, set[str]()
    while alone := {key for key in starts if not has_a_group(key, starts, size)}:
        stuck |= alone
        starts = {key: of for key, of in starts.items() if key not in alone}
    return 1 - -(-len(stuck) // size) / (len(free) // size)


def starts_of(free: NDArray[np.bool_]) -> tuple[int, ...]:
    """Return for each block the quarter hours from which 90 minutes are free, as the bits of a number."""
    blocks = free.reshape(WEEKS // WEEKS_A_BLOCK, -1)
    last = blocks.shape[1] - QUARTERS_OF_A_SESSION + 1
    starts = np.logical_and.reduce([blocks[:, at : at + last] for at in range(QUARTERS_OF_A_SESSION)])
    return tuple(int.from_bytes(np.packbits(row).tobytes(), "big") for row in starts)


def has_a_group(key: str, starts: Mapping[str, tuple[int, ...]], size: int) -> bool:
    """Look for any group of somebody that can meet; where many were begun in vain, there may be one."""
    looks = iter(range(LOOKS))

    def complete(together: tuple[int, ...], others: Sequence[str], missing: int) -> bool:
        if not missing or next(looks, None) is None:
            return True
        left = []
        for other in others:
            common = tuple(one & two for one, two in zip(together, starts[other], strict=True))
            if all(common):
                left.append((min(one.bit_count() for one in common), other, common))
        left.sort(reverse=True)
        keys = [other for _, other, _ in left]
        return len(left) >= missing and any(
            complete(common, keys[at + 1 :], missing - 1) for at, (_, _, common) in enumerate(left)
        )

    return complete(starts[key], [other for other in starts if other != key], size - 1)


def share_that_meets(groups: Iterable[Iterable[str]], free: Free) -> float:
    every = [can_meet(members, free) for members in groups]
    return sum(every) / len(every)


def mean_share(draws: Sequence[Sequence[Sequence[Candidate]]], free: Free) -> float:
    return sum(share_that_meets([[one.key for one in group] for group in draw], free) for draw in draws) / len(draws)
