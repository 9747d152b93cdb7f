"""The command line: ``hexad COMMAND``. Each command lives beside its capability, in ``hexad.<capability>.command``.

A command module offers ``configure(parser)`` and ``run(arguments) -> Answer``; this file finds it, prints and exits:
0 with an answer, 2 without one (unreadable file, contradictory arguments), the reason on standard error.
"""

import argparse
import importlib
import json
import sys
from collections.abc import Sequence

from hexad import __version__
from hexad.answers import Answer, aligned
from hexad.problems import HexadError

COMMANDS = {
    "people": ("hexad.people.command", "check a file of managers"),
    "busy": ("hexad.availability.command", "read a calendar feed into busy times"),
    "form": ("hexad.formation.command", "form groups that can meet"),
    "mdgp": ("hexad.formation.mdgp_command", "group an instance of the literature so that people differ"),
    "slots": ("hexad.scheduling.command", "find common times for groups"),
    "plan": ("hexad.scheduling.plan_command", "plan the sessions of all groups, with rooms"),
    "match": ("hexad.challenges.command", "find the module that fits a sentence"),
    "modules": ("hexad.challenges.modules_command", "check learning modules"),
    "cost": ("hexad.economics.command", "compare what groups and a training cost"),
    "roi": ("hexad.economics.roi_command", "set a benefit against its costs"),
    "estimate": ("hexad.evidence.estimate_command", "estimate what a rollout in waves changed"),
    "power": ("hexad.evidence.power_command", "tell what a rollout can see before it starts"),
    "network": ("hexad.evidence.network_command", "judge ties across units beside chance"),
    "reliability": ("hexad.evidence.reliability_command", "judge the items of a scale"),
    "report": ("hexad.report.command", "set the board's report of a closed period"),
    "demo-data": ("hexad.demo.command", "write an invented organisation"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    parser = _parser(words)
    parsed = parser.parse_args(words)
    module = importlib.import_module(COMMANDS[parsed.command][0])
    try:
        answer: Answer = module.run(parsed)
    except (HexadError, OSError) as error:
        sys.stderr.write(f"hexad {parsed.command}: {_reason(error)}\n")
        return 2
    _print(answer, as_json=parsed.json)
    return 0


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="hexad", description="Peer learning groups for managers, from the command line."
    )
    parser.add_argument("--version", action="version", version=f"hexad {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (module_name, title) in COMMANDS.items():
        command = commands.add_parser(name, help=title, description=title.capitalize() + ".")
        command.add_argument("--json", action="store_true", help="print one JSON object")
        if name in words[:1]:  # only the wanted command is imported: numba and its kind take seconds
            importlib.import_module(module_name).configure(command)
    return parser


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.filename:
        return f"cannot read or write {error.filename}: {error.strerror}"
    return str(error)


def _print(answer: Answer, *, as_json: bool) -> None:
    if as_json:
        text = json.dumps(answer.data, ensure_ascii=False, indent=1)
    else:
        parts = [aligned(answer.header, answer.table) if answer.table else "", answer.summary]
        text = "\n\n".join(part for part in parts if part)
    sys.stdout.write(text + "\n")
    for problem in answer.problems:
        place = f"row {problem.row}: " if problem.row else ""
        sys.stderr.write(f"{problem.severity}: {place}{problem.field}: {problem.found!r}. {problem.remedy}\n")


def run_and_exit() -> None:
    """Entry point of the installed command."""
    sys.exit(main())


if __name__ == "__main__":
    run_and_exit()
