"""From candidates to groups: the demo organisation, and large organisations by counts; time and memory.

The demo organisation (120 managers, 12 meetings a week, realistic calendars, the product's default rules) has a limit
of three seconds of search. The large ones are one level without calendars and reporting lines, so that one search has
them all. Each row is measured in a process of its own; reading calendars and compiling the loops stand apart.
"""

import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, time, timedelta
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TypedDict

from benchmarks.children import measure, peak_memory
from benchmarks.effort import Effort, say
from benchmarks.searching import by_lot, keys_of, search, warm_up
from benchmarks.tables import Table, figure, share, times
from hexad.availability import Horizon, blocks, mask_of, nine_to_five, read_ics
from hexad.demo import Company, invent
from hexad.demo.writing import calendar_ics
from hexad.formation import Candidate, FormationProblem, from_roster
from hexad.formation.explain import score

SEED, WEEKS, SIZE = 1, 24, 6
COLUMNS = (
    "managers",
    "calendars",
    "reading s",
    "setting up s",
    "search s",
    "of the limit",
    "judging s",
    "groups",
    "can meet",
    "points/bound",
    "by lot/bound",
    "stopped",
    "peak MB",
    "of MB before",
)


@dataclass(frozen=True, slots=True)
class Case:
    """One row of the table; ``meetings`` a week, 0: no calendars; ``limit`` in seconds of search."""

    managers: int
    meetings: int
    limit: float


class Answer(TypedDict):
    """What a process says of its search; ``before``: the MB it held with all candidates, before it began."""

    reading: float
    setting_up: float
    search: float
    judging: float
    groups: int
    can_meet: float | None
    to_bound: float
    by_lot_to_bound: float
    stopped: str
    before: float


CASES = (Case(120, 12, 3.0), Case(3_000, 0, 10.0), Case(100_000, 0, 20.0))
SHORT_CASES = (Case(120, 1, 0.5),)


def run(effort: Effort) -> Table:
    """Measure every case, then compiling with and without what numba keeps on disk."""
    table = Table("From candidates to groups", COLUMNS)
    for case in effort.of(CASES, SHORT_CASES):
        say(f"forming groups of {case.managers:,}, {case.limit:g} s")
        measured = measure(f"{__name__}:form", **asdict(case))
        table.add(*row(case, measured.answer, measured.peak))
    if not effort.short:
        table.note(compiling())
    return table


def row(case: Case, answer: Answer, peak: float) -> list[str | int]:
    return [
        case.managers,
        "realistic" if case.meetings else "none",
        figure(answer["reading"]),
        figure(answer["setting_up"]),
        figure(answer["search"]),
        times(answer["search"], case.limit),
        figure(answer["judging"]),
        answer["groups"],
        share(answer["can_meet"]),
        share(answer["to_bound"]),
        share(answer["by_lot_to_bound"]),
        answer["stopped"],
        figure(peak),
        times(peak, answer["before"]),
    ]


def compiling() -> str:
    """Say how long numba compiles on a new machine, and how long it loads what it compiled."""
    with TemporaryDirectory(prefix="hexad-benchmark-") as folder:
        cold, warm = (
            measure("benchmarks.searching:warm_up", {**os.environ, "NUMBA_CACHE_DIR": folder}).answer for _ in range(2)
        )
    return (
        f"Compiling, once after an installation: {figure(cold)} s; loading what is compiled: {figure(warm)} s,"
        f" {times(warm, cold)} of that."
    )


def form(managers: int, meetings: int, limit: float) -> Answer:
    """Form groups in this process."""
    warm_up()
    began = perf_counter()
    problem = demo_problem(managers, meetings) if meetings else large_problem(managers)
    reading = perf_counter() - began
    before = peak_memory()
    searched = search(problem, seed=SEED, limit=limit)
    found = searched.formation
    lots = by_lot(list(problem.candidates), SIZE, Random(SEED))
    bound = found.bound or 0.0
    return Answer(
        reading=reading,
        setting_up=searched.before,
        search=searched.search,
        judging=searched.after,
        groups=len(found.groups),
        can_meet=found.can_meet,
        to_bound=found.objective / bound,
        by_lot_to_bound=score(problem, keys_of(lots)).objective / bound,
        stopped=found.stopped,
        before=before,
    )


def demo_problem(managers: int, meetings: int) -> FormationProblem:
    """Return the demo organisation as the product forms it: who joined, reporting lines of everybody."""
    company = invent(managers, meetings=meetings, seed=SEED)
    horizon = Horizon.between(company.start, company.start + timedelta(weeks=WEEKS), "Europe/Berlin")
    candidates = from_roster(company.people, masks=dict(masks_of(company, horizon)))
    joined = zip(candidates, company.conduct, strict=True)
    return FormationProblem(
        candidates=tuple(one for one, conduct in joined if conduct == "joins"), blocks=tuple(blocks(horizon))
    )


def masks_of(company: Company, horizon: Horizon) -> Iterator[tuple[str, int]]:
    """Yield everybody's free time, read from the files of their calendars."""
    start = datetime.combine(company.start, time(), tzinfo=UTC)
    window = (start, start + timedelta(weeks=WEEKS))
    zones = {one.email: one.time_zone for one in company.people}
    for email, entries in company.calendars():
        reading = read_ics(calendar_ics(email, entries), owner_zone=zones[email], owner_email=email, window=window)
        yield email, mask_of(nine_to_five(zones[email]), reading.busy, horizon).free


def large_problem(managers: int) -> FormationProblem:
    """Return the reference population without its calendars."""
    people: tuple[Candidate, ...] = from_roster(invent(managers, calendars="random", seed=SEED).people)
    return FormationProblem(candidates=people)
