"""``hexad people check FILE``: what a file of managers holds and what is wrong with it."""

import argparse
from pathlib import Path

from hexad.answers import Answer
from hexad.people.files import load_roster


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("action", choices=["check"], help="check: read the file and list every problem")
    parser.add_argument("file", type=Path, help="people.csv (UTF-8, UTF-16 or cp1252; comma, semicolon or tab)")


def run(arguments: argparse.Namespace) -> Answer:
    """Check the file; raises ``PeopleError`` where it gives no answer."""
    roster = load_roster(arguments.file)
    errors = sum(problem.severity == "error" for problem in roster.problems)
    return Answer(
        data={"people": len(roster.people), "problems": [problem.as_json() for problem in roster.problems]},
        summary=f"{len(roster.people)} people, {errors} errors, {len(roster.problems) - errors} warnings",
        problems=roster.problems,
    )
