"""``hexad demo-data``: writes an invented organisation of any size."""

import argparse
from datetime import date
from pathlib import Path

from hexad.answers import Answer
from hexad.demo.company import START, DemoError, invent
from hexad.demo.writing import write_company


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``hexad demo-data``."""
    parser.add_argument("--managers", type=int, required=True, help="how many people, 1 to 100,000")
    parser.add_argument("--meetings", type=float, default=12, help="mean number of meetings a week and person (12)")
    parser.add_argument("--calendars", choices=("realistic", "random"), default="realistic", help="how calendars look")
    parser.add_argument("--seed", type=int, default=1, help="same arguments, same bytes (1)")
    parser.add_argument("--start", default=START.isoformat(), help=f"the Monday on which 24 weeks begin ({START})")
    parser.add_argument("--out", type=Path, required=True, help="directory to write to")


def run(arguments: argparse.Namespace) -> Answer:
    """Write the files and say what was written."""
    try:
        start = date.fromisoformat(arguments.start)
    except ValueError:
        raise DemoError(f"--start must be a date such as {START}, not {arguments.start!r}.") from None
    company = invent(
        arguments.managers,
        meetings=arguments.meetings,
        calendars=arguments.calendars,
        seed=arguments.seed,
        start=start,
    )
    calendars = write_company(company, arguments.out)
    data = {
        "people": len(company.people),
        "challenges": len(company.challenges),
        "calendars": calendars,
        "out": str(arguments.out),
    }
    return Answer(data=data, header=tuple(data), table=[[str(value) for value in data.values()]])
