"""The script of the calculator computes what the library computes."""

import json
import random
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from hexad.economics import Scenario, compare, load_assumptions
from hexad.economics.model import on_site
from hexad.economics.sensitivity import break_even, spread, tornado

ROOT = Path(__file__).parents[3]
MODEL = ROOT / "src" / "hexad_web" / "frontend" / "src" / "cost-model.js"
OWN_NODE = ROOT / ".tools" / "node" / "bin" / "node"
TURNING = ("practice_hours", "external_rate", "sessions", "cohort")
PROGRAMME = """
import {{ readFileSync }} from "node:fs";
import * as m from "{model}";
const {{ assumptions, cases }} = JSON.parse(readFileSync(0, "utf8"));
const answers = cases.map(([values, rate]) => {{
  const s = new m.Scenario(assumptions, values, rate);
  const found = m.compare(s), site = m.compare(m.onSite(s)), bars = m.tornado(s), wide = m.spread(s);
  return {{
    numbers: [found.savingWithTime, found.savingCash, found.savingHour, found.cashFor80, found.timeShare,
      found.timeShareWithPreparation, found.groups.total, found.training.total, site.savingWithTime,
      wide.low, wide.high,
      ...bars.flatMap((bar) => [bar.lowInput, bar.highInput, bar.atLow, bar.atHigh])],
    order: bars.map((bar) => bar.key),
    turns: {turning}.map((key) => m.breakEven(s, key)),
  }};
}});
console.log(JSON.stringify(answers));
"""


def any_scenario(chance: random.Random) -> tuple[dict[str, float], float]:
    """Some figures anywhere in their range, mostly near what is usual."""
    values: dict[str, float] = {}
    for key, one in load_assumptions().items():
        if chance.random() < 0.5:
            value = one.value * chance.choice((0, 0.3, 0.9, 1, 1.5, 4)) + chance.random() * 2
            value = min(max(value, one.least), one.most)
            values[key] = float(int(value)) if one.whole else value
    return values, chance.choice((1.0, 0.92, 83.5))


def expected(values: dict[str, float], rate: float) -> dict[str, Any]:
    scenario = Scenario(values=values, currency="USD" if rate == 1 else "EUR", usd_rate=rate)
    found, site, bars, wide = compare(scenario), compare(on_site(scenario)), tornado(scenario), spread(scenario)
    return {
        "numbers": [
            found.saving_with_time,
            found.saving_cash,
            found.saving_per_learning_hour,
            found.cash_for_80_percent,
            found.time_share,
            found.time_share_with_preparation,
            found.groups.total,
            found.training.total,
            site.saving_with_time,
            wide.low,
            wide.high,
            *(one for bar in bars for one in (bar.low_input, bar.high_input, bar.at_low, bar.at_high)),
        ],
        "order": [bar.key for bar in bars],
        "turns": [break_even(scenario, key) for key in TURNING],
    }


def test_the_script_and_the_library_agree_on_many_scenarios() -> None:
    chance = random.Random(20261125)
    cases = [({}, 1.0), *(any_scenario(chance) for _ in range(200))]
    assumptions = {
        key: {"value": one.value, "low": one.low, "high": one.high, "least": one.least, "most": one.most}
        | {"money": one.money}
        for key, one in load_assumptions().items()
    }
    node = shutil.which("node") or str(OWN_NODE)
    found = subprocess.run(
        [node, "--input-type=module", "-e", PROGRAMME.format(model=MODEL.as_uri(), turning=json.dumps(TURNING))],
        input=json.dumps({"assumptions": assumptions, "cases": cases}),
        capture_output=True,
        text=True,
        check=True,
    )
    for answer, (values, rate) in zip(json.loads(found.stdout), cases, strict=True):
        wanted = expected(values, rate)
        for key in ("numbers", "turns"):
            ours = [None if one is None else pytest.approx(one, rel=1e-6, abs=1e-6) for one in wanted[key]]
            assert answer[key] == ours
        assert set(answer["order"]) == set(wanted["order"])
