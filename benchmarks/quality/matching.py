"""How often a manager's own words lead to the module that helps, beside naming three modules by lot.

A hundred statements in ``benchmarks/data/said.toml``, four for each module, written before the modules' own examples
and without the words of titles and purposes. Nothing in matching is chosen by them: that is done with ``tuning.toml``.
Matching by meaning is measured where its model is installed.
"""

import tomllib
from collections.abc import Sequence
from pathlib import Path

from benchmarks.effort import Effort
from benchmarks.tables import Table, share
from hexad.challenges.matching import GOOD_ENOUGH, rank_modules
from hexad.challenges.meaning import load_model, missing
from hexad.challenges.module import load_modules
from hexad.challenges.nearness import Embed

SAID = Path(__file__).parents[1] / "data/said.toml"
NAMED = 3
# What is promised of the default, and of the extra.
FLOORS = {"words": 0.50, "meaning": 0.75}
COLUMNS = (
    "by",
    "statements",
    "modules",
    "first",
    "among three",
    "floor",
    "by lot",
    "said to fit, wrongly first",
    "nothing fits",
)


def run(effort: Effort) -> Table:
    """Rank every module for every statement, by words and by meaning."""
    table = Table("Statements that lead to the module that helps most", COLUMNS)
    pairs = read(SAID, effort)
    table.add(*_row("words", pairs, None))
    if missing():
        table.note(f"By meaning nothing was measured. {missing()}")
    else:
        table.add(*_row("meaning", pairs, load_model()))
    return table


def read(path: Path, effort: Effort) -> list[tuple[str, str]]:
    """Statements with the module that is wanted for each."""
    said = tomllib.loads(path.read_text(encoding="utf-8"))
    return [(text, wanted) for wanted, texts in said.items() for text in (texts[:1] if effort.short else texts)]


def _row(by: str, pairs: Sequence[tuple[str, str]], embed: Embed | None) -> list[str]:
    modules, count = len(load_modules()), len(pairs)
    ranked = [(rank_modules(text, embed=embed), wanted) for text, wanted in pairs]
    first = sum(found[0].id == wanted for found, wanted in ranked)
    among = sum(wanted in {one.id for one in found[:NAMED]} for found, wanted in ranked)
    wrong = sum(found[0].id != wanted and found[0].score >= GOOD_ENOUGH for found, wanted in ranked)
    none = sum(found[0].score < GOOD_ENOUGH for found, _wanted in ranked)
    reached = "reached" if among / count >= FLOORS[by] else "missed"
    return [
        by,
        str(count),
        str(modules),
        share(first / count),
        share(among / count),
        f"{FLOORS[by]:g} {reached}",
        share(NAMED / modules),
        share(wrong / count),
        share(none / count),
    ]
