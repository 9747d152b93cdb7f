"""``hexad estimate``: the effect of a rollout from one row an answer."""

import argparse
from pathlib import Path

import numpy as np

from hexad.answers import Answer
from hexad.evidence.estimate import Estimate, EvidenceError
from hexad.evidence.panel import Observed, Panel, panel_of
from hexad.evidence.rollout import exposure_time, fixed_effects, randomisation_inference
from hexad.evidence.table import Numbers, read_rows
from hexad.evidence.two_arms import ancova
from hexad.problems import Problem

MODELS = ("fe-cr2", "ri", "eti", "ancova")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("data", type=Path, help="CSV with a row for each answer")
    for name, what in (("outcome", "answer"), ("group", "group"), ("period", "period, a whole number")):
        parser.add_argument(f"--{name}", required=True, help=f"column of the {what}")
    parser.add_argument("--treated", required=True, help="column: 1 where the group had begun, else 0")
    parser.add_argument("--person", help="column of the person, where there is one")
    parser.add_argument(
        "--model",
        choices=MODELS,
        default="fe-cr2",
        help="constant effect, randomisation inference, effect by exposure time, or two arms",
    )
    parser.add_argument("--seed", type=int, default=1, help="of the orders that are dealt (1)")


def run(arguments: argparse.Namespace) -> Answer:
    """Estimate; raises ``EvidenceError`` where there is nothing to estimate."""
    problems: list[Problem] = []
    panel = read_panel(arguments, problems)
    found = estimate(panel, arguments.model, seed=arguments.seed)
    low, high = found.interval
    return Answer(
        data={**found.as_json(), "problems": [one.as_json() for one in problems]},
        header=("effect", "from", "to", "p", "groups"),
        table=[(f"{found.estimate:.4f}", f"{low:.4f}", f"{high:.4f}", f"{found.p:.4f}", str(found.n_groups))],
        summary="\n".join([found.method + ".", *map(str, found.caveats)]),
        problems=problems,
    )


def estimate(panel: Panel, model: str, *, seed: int) -> Estimate:
    """Estimate with the model of that name."""
    if model == "ri":
        return randomisation_inference(panel, seed=seed)
    return {"fe-cr2": fixed_effects, "eti": exposure_time, "ancova": ancova}[model](panel)


def read_panel(arguments: argparse.Namespace, problems: list[Problem]) -> Panel:
    """Read the file; rows with a gap are left out, and said."""
    names = [arguments.outcome, arguments.group, arguments.period, arguments.treated]
    rows = read_rows(arguments.data, [*names, *([arguments.person] if arguments.person else [])])
    numbers = Numbers(rows, problems)
    outcome, period = numbers.of(arguments.outcome), numbers.of(arguments.period)
    treated = numbers.whether(arguments.treated)
    people = rows.columns[arguments.person] if arguments.person else [""] * len(rows)
    whole = [
        at
        for at, group in enumerate(rows.columns[arguments.group])
        if group and treated[at] is not None and np.isfinite(outcome[at]) and np.isfinite(period[at])
    ]
    uneven = next((at for at in whole if period[at] != int(period[at])), None)
    if uneven is not None:
        text = "Row %(row)s: a period is a whole number, not %(found)s."
        raise EvidenceError(text, row=rows.numbers[uneven], found=f"{period[uneven]:g}")
    left = len(rows) - len(whole)
    if left:
        remedy = "They are left out: each needs a group, a period, whether it had begun, and an outcome."
        problems.append(Problem(field="rows", found=f"{left} rows with a gap", remedy=remedy, severity="warning"))
    return panel_of(
        Observed(rows.columns[arguments.group][at], int(period[at]), bool(treated[at]), float(outcome[at]), people[at])
        for at in whole
    )
