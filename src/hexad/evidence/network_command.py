"""``hexad network``: ties across units beside chance."""

import argparse
from pathlib import Path

from hexad.answers import Answer
from hexad.evidence.estimate import EvidenceError
from hexad.evidence.network import PERMUTATIONS, silos, ties_of
from hexad.evidence.table import read_rows
from hexad.problems import Problem


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("edges", type=Path, help="CSV with columns from and to")
    parser.add_argument("nodes", type=Path, help="CSV with a column id and further columns")
    parser.add_argument("--attribute", required=True, help="column of the nodes by which units are told apart")
    parser.add_argument("--symmetrise", choices=("or", "and", "none"), default="none", help="when two are tied (none)")
    parser.add_argument("--permutations", type=int, default=PERMUTATIONS, help=f"deals of chance ({PERMUTATIONS})")
    parser.add_argument("--seed", type=int, default=1, help="of the deals (1)")


def run(arguments: argparse.Namespace) -> Answer:
    """Judge; raises ``EvidenceError`` where there are no ties or no units."""
    if not 1 <= arguments.permutations <= 1_000_000:
        raise EvidenceError("--permutations is between 1 and a million.")
    nodes = read_rows(arguments.nodes, ["id", arguments.attribute])
    named = dict(zip(nodes.columns["id"], nodes.columns[arguments.attribute], strict=True))
    problems = []
    if len(named) < len(nodes):
        raise EvidenceError("%(file)s has an id twice: keep one row each.", file=arguments.nodes.name)
    unknown = [name for name, unit in named.items() if not unit or not name]
    if unknown:
        remedy = "They and their ties are left out."
        what = f"without {arguments.attribute}: {len(unknown)}"
        problems.append(Problem(field=arguments.attribute, found=what, remedy=remedy, severity="warning"))
    edges = read_rows(arguments.edges, ["from", "to"])
    units = {name: unit for name, unit in named.items() if unit and name}
    ties, dropped = ties_of(
        zip(edges.columns["from"], edges.columns["to"], strict=True), units, symmetrise=arguments.symmetrise
    )
    if dropped:
        remedy = "Left out: both ends have to be people of the nodes, and different ones."
        problems.append(Problem(field="from, to", found=f"{dropped} ties", remedy=remedy, severity="warning"))
    found = silos(ties, seed=arguments.seed, permutations=arguments.permutations)
    rows = [(name, str(count)) for name, count in found.groups.items()]
    return Answer(
        data={**found.as_json(), "problems": [one.as_json() for one in problems]},
        header=("unit", "people"),
        table=rows,
        summary=f"E-I index {found.ei:.3f}; by chance {found.expected:.3f} (as low in {found.p_low:.3f} of deals)."
        f" Modularity {found.modularity:.3f}.",
        problems=problems,
    )
