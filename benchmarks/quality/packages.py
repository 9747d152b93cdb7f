"""Beside packages for this problem: the managers of ``quality.managers``, as many seconds of processor for each.

``HEXAD_PEERS`` names a Python in which the packages are installed; they want other versions of their own needs than
Hexad does. *anti-clustering* runs the exchange of Papenberg and Klau on one core, again and again from other starts,
over exactly the points that are counted here. *team-formation* states to OR-Tools CP-SAT that values be spread evenly.
Points are counted from the people, pair by pair.
"""

import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

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
from hexad.formation.problem import Candidate

MANAGERS, SHORT_MANAGERS = (30, 60, 120, 240, 600), (18,)
LIMIT, SHORT_LIMIT, CORES = 20.0, 1.0, 2
PACKAGES = {"anti-clustering": 1, "team-formation": CORES}  # and on how many cores each works
LOADING = 20.0  # seconds that a package may take before it begins and after it ends
SCRIPT = Path(__file__).resolve().parent.parent / "packaged.py"
COLUMNS = ("managers", *(f"{name}/bound" for name in PACKAGES), "Hexad/bound, median", "worst")


def run(effort: Effort) -> Table:
    """Give everybody the same people and the same seconds of processor."""
    limit, python = SHORT_LIMIT if effort.short else LIMIT, os.environ.get("HEXAD_PEERS")
    title = f"Points as a share of the upper bound; {CORES} x {limit:g} s of processor; seeds: {len(effort.every_seed)}"
    table = Table(title, COLUMNS)
    if not python:
        table.note("HEXAD_PEERS names no Python with the packages, so nothing was measured.")
        return table
    say(f"numba ready after {figure(warm_up())} s")
    for managers in effort.of(MANAGERS, SHORT_MANAGERS):
        shares: dict[str, list[float]] = {name: [] for name in (*PACKAGES, "Hexad")}
        for seed in effort.every_seed:
            problem = problem_of(draw_managers(managers, seed))
            steps = {key: steps_of(problem.candidates, key) for key in NUMBERS}
            formation = search(problem, seed=seed, limit=limit).formation
            known, bound = problem.by_key(), formation.bound or 1.0
            groups = {name: packaged(python, name, problem.candidates, steps, seed, limit) for name in PACKAGES}
            groups["Hexad"] = [[known[key] for key in group.members] for group in formation.groups]
            for name, found in groups.items():
                shares[name].append(sum(points_of(group, steps) for group in found) / bound)
            say(f"{managers}, seed {seed}: {', '.join(f'{name} {share(of[-1])}' for name, of in shares.items())}")
        peers = [share(median(shares[name])) for name in PACKAGES]
        table.add(managers, *peers, share(median(shares["Hexad"])), share(min(shares["Hexad"])))
    table.note("0 where a package had found no grouping when its time was over; loading it is not counted.")
    return table


def packaged(
    python: str,
    name: str,
    people: Sequence[Candidate],
    steps: dict[str, dict[str, int]],
    seed: int,
    limit: float,
) -> Groups:
    """Return the best groups that a package has found within its time, none where it found none."""
    seconds = limit * CORES / PACKAGES[name]
    columns = {key: [category(one, key) for one in people] for key in CATEGORIES}
    columns |= {key: [str(of[one.key]) for one in people] for key, of in steps.items()}
    asked = {
        "categories": columns,
        "distances": [[points_of([one, other], steps) for other in people] for one in people],
        "groups": len(people) // SIZE,
        "seconds": seconds,
        "seed": seed,
        "size": SIZE,
    }
    command = ["timeout", f"{seconds + (LOADING if name == 'team-formation' else 0):g}", python, "-I", SCRIPT, name]
    done = subprocess.run(
        command, input=json.dumps(asked) + "\n", capture_output=True, text=True, cwd=SCRIPT.parent, check=False
    )
    found = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("[") and line.endswith("]")]
    if done.returncode not in (0, 124):  # 124: its time was over
        raise RuntimeError(f"{name} ended with {done.returncode}:\n{done.stderr}")
    every = [groups_of(people, places) for places in found]
    return max(every, key=lambda groups: sum(points_of(group, steps) for group in groups), default=[])


def groups_of(people: Sequence[Candidate], places: Sequence[int]) -> Groups:
    """Turn the number of each person's group into groups, and see that they have the size that was asked for."""
    groups: dict[int, list[Candidate]] = {}
    for one, place in zip(people, places, strict=True):
        groups.setdefault(place, []).append(one)
    if any(len(group) != SIZE for group in groups.values()):
        raise RuntimeError(f"Groups of other sizes than {SIZE}: {sorted(map(len, groups.values()))}")
    return list(groups.values())
