"""The table of the ten interactions names tests and files that are there, at least one test for each."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
TABLE = (
    (ROOT / "docs" / "design-system.md").read_text("utf-8").partition("## Ten interactions")[2].partition("\n## ")[0]
)
ROWS = {line.split("|")[1].strip(): line.split("|")[3:5] for line in TABLE.splitlines() if line.startswith("| **")}
TEST = re.compile(r"`([\w/]*\.?p?y?)::(\w+)`")
PLACES = (
    "src/hexad_web",
    "src/hexad_web/frontend/src",
    "src",
    *(f"src/hexad_web/{app}/templates" for app in ("sessions", "formation", "availability", "evidence", "scheduling")),
)


def named_in(cell: str) -> list[tuple[str, str]]:
    """File and test; where the file is left out, it is the one before."""
    found: list[tuple[str, str]] = []
    for file, test in TEST.findall(cell):
        found.append((file or found[-1][0], test))
    return found


def test_there_are_ten() -> None:
    assert len(ROWS) == 10


@pytest.mark.parametrize("name", ROWS)
def test_every_test_that_is_named_is_there(name: str) -> None:
    tests = named_in(ROWS[name][1])
    assert len(tests) == ROWS[name][1].count("::") > 0
    missing = [f"{file}::{test}" for file, test in tests if f"\ndef {test}(" not in (ROOT / file).read_text("utf-8")]
    assert not missing


@pytest.mark.parametrize("name", ROWS)
def test_every_place_that_is_named_is_there(name: str) -> None:
    files = [one for one in re.findall(r"`([^`]+)`", ROWS[name][0]) if "." in one]
    assert not [file for file in files if not any((ROOT / place / file).exists() for place in PLACES)]
