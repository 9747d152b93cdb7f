"""``hexad roi``: a benefit against its costs."""

import argparse

from hexad.answers import Answer
from hexad.economics.assumptions import EconomicsError
from hexad.economics.command import settings_of
from hexad.economics.roi import Benefit, Return, return_on

KEYS = ("benefits", "costs", "share", "confidence", "share_low", "share_high")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help=f"one of {', '.join(KEYS)}")
    parser.add_argument("--seed", type=int, default=0, help="of the interval's draws (0)")


def run(arguments: argparse.Namespace) -> Answer:
    """Compute; raises ``EconomicsError`` naming the key."""
    given = {key: _number(key, value) for key, value in settings_of(arguments.set).items()}
    for key in ("benefits", "costs"):
        if key not in given:
            raise EconomicsError(f"Give --set {key}=AMOUNT.", key)
    costs = given.pop("costs")
    found = return_on(Benefit(value=given.pop("benefits"), **given), costs, seed=arguments.seed)
    return Answer(
        data={
            "bcr": found.bcr,
            "roi_percent": found.roi_percent,
            "interval": list(found.interval) if found.interval else None,
            "break_even": found.break_even,
            "caveats": list(found.caveats),
        },
        header=("BCR", "ROI", "interval", "break-even"),
        table=[_row(found)],
        summary="\n".join(found.caveats),
    )


def _number(key: str, value: str) -> float:
    if key not in KEYS:
        raise EconomicsError(f"There is no {key!r}. Known are: {', '.join(KEYS)}.", key)
    try:
        return float(value)
    except ValueError as error:
        raise EconomicsError(f"Give {key} as a number, not {value!r}.", key) from error


def _row(found: Return) -> tuple[str, str, str, str]:
    if found.bcr is None or found.roi_percent is None:
        return ("not claimed", "not claimed", "", f"{found.break_even:,.2f}")
    interval = f"{found.interval[0]:.1f} to {found.interval[1]:.1f} %" if found.interval else "none"
    return (f"{found.bcr:.4f}", f"{found.roi_percent:.2f} %", interval, f"{found.break_even:,.2f}")
