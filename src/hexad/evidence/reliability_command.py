"""``hexad reliability``: whether items measure one thing, and raters agree."""

import argparse
from pathlib import Path

import numpy as np

from hexad.answers import Answer
from hexad.evidence.estimate import EvidenceError
from hexad.evidence.reliability import reliability
from hexad.evidence.table import Numbers, read_rows
from hexad.problems import Problem


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("items", type=Path, help="CSV with a row for each answer sheet and a column for each item")
    parser.add_argument("--rater", help="column that says who answered; it is no item")
    parser.add_argument("--target", help="column that says about whom, for agreement between raters; it is no item")


def run(arguments: argparse.Namespace) -> Answer:
    """Judge; raises ``EvidenceError`` where nothing varies or too little was answered."""
    named = [name for name in (arguments.rater, arguments.target) if name]
    rows = read_rows(arguments.items, named)
    columns = [name for name in rows.columns if name not in named]
    if len(columns) < 2:
        raise EvidenceError("%(file)s needs two items at least, each a column of numbers.", file=arguments.items.name)
    problems: list[Problem] = []
    numbers = Numbers(rows, problems)
    table = np.column_stack([numbers.of(name) for name in columns])
    gaps = int(np.isnan(table).any(axis=1).sum())
    if gaps:
        remedy = "They are left out: a scale is judged by whole sheets."
        problems.append(Problem(field="rows", found=f"{gaps} sheets with a gap", remedy=remedy, severity="warning"))
    found = reliability(table, rows.columns[arguments.target] if arguments.target else ())
    low, high = found.alpha_ci
    said = f"alpha {found.alpha:.3f} ({low:.3f} to {high:.3f}), {found.n} sheets."
    return Answer(
        data={**found.as_json(), "items": columns, "problems": [one.as_json() for one in problems]},
        header=("item", "item-rest r"),
        table=[
            (name, "-" if one is None else f"{one:.3f}") for name, one in zip(columns, found.item_rest, strict=True)
        ],
        summary="\n".join([said, *map(str, found.caveats)]),
        problems=problems,
    )
