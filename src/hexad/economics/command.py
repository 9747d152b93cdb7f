"""``hexad cost``: what groups cost against a training, and how far the answer can be trusted."""

import argparse
from pathlib import Path
from typing import Any

from hexad.answers import Answer
from hexad.economics.assumptions import EconomicsError, Scenario, load_assumptions, read_scenario
from hexad.economics.model import Comparison, Cost, compare, on_site
from hexad.economics.sensitivity import Bar, break_even, is_claim_reached, spread, tornado

LARGEST_FILE = 100_000  # bytes
TURNING = ("practice_hours", "external_rate", "sessions", "cohort")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="replace one assumption")
    parser.add_argument("--scenario", type=Path, metavar="FILE.toml", help="replace assumptions by those of a file")


def run(arguments: argparse.Namespace) -> Answer:
    """Compare; raises ``EconomicsError`` for a figure that nothing can be computed with."""
    scenario = read_scenario(_text(arguments.scenario), settings_of(arguments.set))
    found, site = compare(scenario), compare(on_site(scenario))
    bars = tornado(scenario)
    return Answer(
        data=_json(scenario, found, site, bars),
        header=("per head", "groups", "training", "saving"),
        table=_table(found, scenario.currency),
        summary="\n".join(_sentences(scenario, found, site, bars[0])),
    )


def settings_of(words: list[str]) -> dict[str, str]:
    """Split ``KEY=VALUE`` words."""
    settings = {}
    for word in words:
        key, equals, value = word.partition("=")
        if not equals:
            raise EconomicsError(f"Write --set KEY=VALUE, like --set wage=90, not {word!r}.")
        settings[key.strip()] = value
    return settings


def _text(path: Path | None) -> str:
    if path is None:
        return ""
    with path.open("rb") as file:
        content = file.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise EconomicsError(f"{path.name} is larger than {LARGEST_FILE:,} bytes: a scenario is a page at most.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise EconomicsError(f"{path.name} is not UTF-8 text. Save it as UTF-8.") from error


def _json(scenario: Scenario, found: Comparison, site: Comparison, bars: tuple[Bar, ...]) -> dict[str, Any]:
    wide = spread(scenario)
    return {
        "saving_with_time": found.saving_with_time,
        "saving_with_time_range": {"low": wide.low, "likely": wide.likely, "high": wide.high},
        "saving_cash": found.saving_cash,
        "saving_hours": found.saving_hours,
        "saving_per_learning_hour": found.saving_per_learning_hour,
        "cost_per_head": {"groups": found.groups.total, "offsite": found.training.total},
        "per_learning_hour": {"groups": found.groups.per_learning_hour, "offsite": found.training.per_learning_hour},
        "costs": {"groups": _cost(found.groups), "offsite": _cost(found.training), "on_site": _cost(site.training)},
        "cash_for_80_percent": found.cash_for_80_percent,
        "reaches_80_percent": is_claim_reached(scenario),
        "on_site": {"saving_with_time": site.saving_with_time, "saving_cash": site.saving_cash},
        "no_programme": {"cost": 0.0, "leaves_open": NO_PROGRAMME},
        "time_share": found.time_share,
        "time_share_with_preparation": found.time_share_with_preparation,
        "tornado": [_bar(bar) for bar in bars],
        "break_even": {key: break_even(scenario, key) for key in TURNING},
        "currency": scenario.currency,
        "assumptions": {key: _assumption(scenario, key) for key in load_assumptions()},
    }


NO_PROGRAMME = "Costs nothing, and leaves open what the challenge goes on to cost: nobody has measured it here."


def _cost(cost: Cost) -> dict[str, float]:
    return {
        "total": cost.total,
        "cash": cost.cash,
        "time": cost.time,
        "hours": cost.hours,
        "learning_hours": cost.learning_hours,
    }


def _bar(bar: Bar) -> dict[str, str | float]:
    return {
        "key": bar.key,
        "low_input": bar.low_input,
        "high_input": bar.high_input,
        "saving_at_low": bar.at_low,
        "saving_at_high": bar.at_high,
    }


def _assumption(scenario: Scenario, key: str) -> dict[str, str | float]:
    one = load_assumptions()[key]
    shown: dict[str, str | float] = {"value": scenario[key], "unit": one.unit}
    if key in scenario.values:
        return shown | {"source": "given"}
    return shown | {"source": one.source, "year": one.year}


def _table(found: Comparison, currency: str) -> list[tuple[str, str, str, str]]:
    groups, training = found.groups, found.training
    return [
        (
            f"cash and time, {currency}",
            f"{groups.total:,.2f}",
            f"{training.total:,.2f}",
            percent(found.saving_with_time),
        ),
        (f"cash, {currency}", f"{groups.cash:,.2f}", f"{training.cash:,.2f}", percent(found.saving_cash)),
        ("learning hours", f"{groups.learning_hours:g}", f"{training.learning_hours:g}", percent(found.saving_hours)),
        (
            f"a learning hour, {currency}",
            f"{groups.per_learning_hour:,.2f}",
            f"{training.per_learning_hour:,.2f}",
            percent(found.saving_per_learning_hour),
        ),
    ]


def percent(share: float | None) -> str:
    """Write a share as per cent, two decimals; nothing was to be saved where there is none."""
    return "nothing to save" if share is None else f"{share * 100:.2f} %"


def _sentences(scenario: Scenario, found: Comparison, site: Comparison, first: Bar) -> list[str]:
    wide = spread(scenario)
    label = load_assumptions()[first.key].label
    ours, theirs = found.groups.learning_hours, found.training.learning_hours
    return [
        f"Not the same dose: {ours:g} h of learning against {theirs:g} h.",
        f"Saving with time {percent(wide.likely)}; {percent(wide.low)} to {percent(wide.high)} over what is usual.",
        f"On site instead: {percent(site.saving_with_time)} with time, {percent(site.saving_cash)} in cash.",
        f"It hangs most on: {label}, {percent(first.at_low)} to {percent(first.at_high)}.",
        f"80 % would need a training of {found.cash_for_80_percent:,.2f} {scenario.currency} in cash a head.",
        f"No programme: {NO_PROGRAMME}",
        f"Of work time: {percent(found.time_share)}, or {percent(found.time_share_with_preparation)} with preparation.",
    ]
