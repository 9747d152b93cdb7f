"""Instances of the literature (MDGPLIB): how near the published best, on one core, in 3 and in 20 seconds.

``HEXAD_MDGPLIB`` names the folder with the instances and ``published.json``: best, average and worst objective of
twenty runs as their authors published them (3 s at n = 120, 20 s at 240, 120 s at 480). Settings were chosen on
distances drawn for that purpose and on none of these instances. Beside: groups by lot and the published average and
worst, as shares of the same best. The objective is added up here from the file's own numbers, and sizes are held
against the file's bounds.
"""

import gzip
import json
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from random import Random

from benchmarks.effort import Effort, say
from benchmarks.tables import Table, figure, median, share
from hexad.formation.diverse import most_diverse
from hexad.formation.instances import read_instance, sizes_within

SIZES, TYPES, KINDS = (120, 240, 480), ("ss", "ds"), ("RanReal", "RanInt", "Geo")
LIMITS, SHORT_LIMITS = (3.0, 20.0), (0.5,)
FLOORS = {(120, 3.0): 0.9985, (240, 3.0): 0.9990, (480, 3.0): 0.9995}
FLOORS |= {(120, 20.0): 0.9998, (240, 20.0): 0.9996, (480, 20.0): 1.0005}
FLOOR_OF_VARIABLE = 0.998  # at 20 s
DRAWS = 20
COLUMNS = (
    "instance",
    "seconds",
    "by lot",
    "published average",
    "published worst",
    "Hexad, median",
    "worst",
    "sweeps",
    "stopped",
    "floor",
)


@dataclass(frozen=True, slots=True)
class Task:
    """One search."""

    path: Path
    seed: int
    limit: float


@dataclass(frozen=True, slots=True)
class Found:
    """What one search found; the objective from the file's own numbers."""

    objective: float
    sweeps: int
    stopped: str
    seconds: float


def run(effort: Effort) -> Table:
    """Measure every instance with every seed and limit, two searches side by side on two cores."""
    folder, limits = os.environ.get("HEXAD_MDGPLIB"), SHORT_LIMITS if effort.short else LIMITS
    table = Table(f"Share of the published best; seeds: {len(effort.every_seed)}", COLUMNS)
    if not folder:
        table.note("HEXAD_MDGPLIB names no folder with the instances, so nothing was measured.")
        return table
    published = json.loads((Path(folder) / "published.json").read_text(encoding="utf-8"))
    names = [f"{kind}_n{n}_{type_}_02" for type_ in TYPES for n in SIZES for kind in KINDS]
    paths = [Path(folder) / f"{name}.txt.gz" for name in effort.of(names, names[:1])]
    tasks = [Task(path, seed, limit) for path in paths for limit in limits for seed in effort.every_seed]
    with ProcessPoolExecutor(os.cpu_count()) as cores:
        found = dict(zip(tasks, cores.map(search, tasks), strict=True))
    for path in paths:
        of = published[path.name.removesuffix(".txt.gz")]
        lot = by_lot(path) / of["best"]
        for limit in limits:
            results = [found[Task(path, seed, limit)] for seed in effort.every_seed]
            table.add(*row(path, limit, lot, of, results))
    table.note(
        f"By lot: the mean of {DRAWS} draws. Seconds of the search, at most: "
        f"{figure(max(one.seconds / task.limit for task, one in found.items()))} times the limit."
    )
    return table


def row(path: Path, limit: float, lot: float, of: dict[str, float], results: Sequence[Found]) -> list[str | float]:
    shares = [one.objective / of["best"] for one in results]
    n, equal = int(of["n"]), "_ss_" in path.name
    floor = FLOORS[n, limit] if equal and limit in LIMITS else FLOOR_OF_VARIABLE if limit == LIMITS[-1] else None
    verdict = "-" if floor is None else f"{floor:.4f} {'reached' if median(shares) >= floor else 'MISSED'}"
    return [
        path.name.removesuffix(".txt.gz"),
        f"{limit:g}",
        share(lot),
        f"{of['avg'] / of['best']:.5f}",
        f"{of['worst'] / of['best']:.5f}",
        f"{median(shares):.5f}",
        f"{min(shares):.5f}",
        results[0].sweeps,
        "wall" if any(one.stopped == "wall" for one in results) else "sweeps",
        verdict,
    ]


def search(task: Task) -> Found:
    """Search with one thread and count the objective again from the file."""
    instance = read_instance(task.path)
    found = most_diverse(instance.distance, instance.sizes, seed=task.seed, limit=task.limit)
    low_high = zip(found.groups, instance.lower, instance.upper, strict=True)
    if not all(low <= len(group) <= high for group, low, high in low_high):
        raise AssertionError(f"{task.path.name}: a group is larger or smaller than its bounds.")
    objective = added_up(task.path, found.groups)
    say(f"{task.path.name}, seed {task.seed}, {task.limit:g} s: {objective:.3f}")
    return Found(objective, found.sweeps, found.stopped, found.seconds)


def added_up(path: Path, groups: Sequence[Sequence[int]]) -> float:
    """Add the distances of all pairs that share a group, from the file."""
    home = {one: at for at, group in enumerate(groups) for one in group}
    total = 0.0
    with gzip.open(path, "rt", encoding="ascii") as file:
        next(file)
        for line in file:
            i, j, distance = line.split()
            if home[int(i)] == home[int(j)]:
                total += float(distance)
    return total


def by_lot(path: Path) -> float:
    instance, random = read_instance(path), Random(path.name)
    people, sizes = len(instance.distance), sizes_within(len(instance.distance), instance.lower, instance.upper)
    totals = []
    for _ in range(DRAWS):
        order = random.sample(range(people), people)
        total, at = 0, 0
        for size in sizes:
            total += int(instance.distance[order[at : at + size]][:, order[at : at + size]].sum()) // 2
            at += size
        totals.append(total / 10**instance.digits)
    return sum(totals) / DRAWS
