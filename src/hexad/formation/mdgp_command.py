"""``hexad mdgp``: groups people so that they differ, from an instance of the literature."""

import argparse
from pathlib import Path

from hexad.answers import Answer
from hexad.formation.errors import FormationError
from hexad.formation.instances import read_instance
from hexad.problems import Problem

DEFAULT_LIMIT = 5.0


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``hexad mdgp``."""
    parser.add_argument("instance", type=Path, help="an instance of MDGPLIB, packed by gzip or not")
    parser.add_argument("--seed", type=int, default=1, help="same instance and seed, same groups (1)")
    parser.add_argument(
        "--limit", type=float, default=DEFAULT_LIMIT, help=f"seconds of search on one core ({DEFAULT_LIMIT:g})"
    )
    parser.add_argument("--sweeps", type=int, help="sweeps in all, in place of the limit: repeats a run")
    parser.add_argument("--timing", action="store_true", help="add the seconds of the search")


def run(arguments: argparse.Namespace) -> Answer:
    """Read the instance and search; raises ``FormationError`` where there is no answer."""
    if not 0 < arguments.limit < float("inf") or (arguments.sweeps is not None and arguments.sweeps < 1):
        raise FormationError("Give the search more than no time: a limit above 0, or at least 1 sweep.")
    instance = read_instance(arguments.instance)
    from hexad.formation.diverse import most_diverse  # loads numba, which takes a second

    found = most_diverse(
        instance.distance, instance.sizes, seed=arguments.seed, limit=arguments.limit, sweeps=arguments.sweeps
    )
    objective = found.objective / 10**instance.digits
    data = {
        "groups": [list(group) for group in found.groups],
        "objective": objective,
        "seed": arguments.seed,
        "sweeps": found.sweeps,
        "stopped": found.stopped,
    }
    if arguments.timing:
        data["timings"] = {"search": round(found.seconds, 3)}
    problems = []
    if instance.missing:
        remedy = f"{instance.missing} pairs have no line and count nought; add them if they differ."
        problems.append(Problem(field="distance", remedy=remedy, severity="warning"))
    return Answer(
        data={**data, "problems": [one.as_json() for one in problems]},
        header=("group", "size", "who"),
        table=[(str(at), str(len(group)), " ".join(map(str, group))) for at, group in enumerate(found.groups)],
        summary=f"{objective:.{instance.digits}f} in all, {found.sweeps} sweeps, stopped: {found.stopped}",
        problems=problems,
    )
