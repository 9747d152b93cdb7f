"""``hexad demo-data``: files, answer and refusals."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from hexad.cli import main

Printed = pytest.CaptureFixture[str]


def files_below(directory: Path) -> dict[str, bytes]:
    return {str(path.relative_to(directory)): path.read_bytes() for path in directory.rglob("*") if path.is_file()}


def test_the_files_of_the_contract_are_written(tmp_path: Path, capsys: Printed) -> None:
    assert main(["demo-data", "--managers", "10", "--out", str(tmp_path / "new" / "place"), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer == {"people": 10, "challenges": 5, "calendars": 10, "out": str(tmp_path / "new" / "place")}
    names = set(files_below(tmp_path / "new" / "place"))
    assert {"people.csv", "challenges.csv"} <= names
    assert len([name for name in names if name.startswith("calendars/") and name.endswith(".ics")]) == 10


@pytest.mark.parametrize("kind", ["realistic", "random"])
def test_same_arguments_write_the_same_bytes_in_another_process(tmp_path: Path, kind: str, capsys: Printed) -> None:
    arguments = ["demo-data", "--managers", "8", "--meetings", "9.5", "--calendars", kind, "--seed", "4"]
    main([*arguments, "--out", str(tmp_path / "here")])
    elsewhere = {**os.environ, "PYTHONHASHSEED": "77", "TZ": "Asia/Tokyo"}
    command = [sys.executable, "-m", "hexad.cli", *arguments, "--out", str(tmp_path / "there")]
    subprocess.run(command, env=elsewhere, check=True, capture_output=True)
    assert files_below(tmp_path / "here") == files_below(tmp_path / "there")


@pytest.mark.parametrize(
    ("option", "value", "reason"),
    [
        ("--managers", "100001", "--managers must be 1 to 100,000, not 100,001."),
        ("--meetings", "nan", "--meetings must be 0 to 60 a week, not nan."),
        ("--start", "yesterday", "--start must be a date such as 2026-12-07, not 'yesterday'."),
        ("--start", "2026-12-09", "--start must be a Monday; 2026-12-09 is a Wednesday."),
    ],
)
def test_arguments_that_cannot_be_are_refused_and_nothing_is_written(
    tmp_path: Path, capsys: Printed, option: str, value: str, reason: str
) -> None:
    assert main(["demo-data", "--managers", "5", "--out", str(tmp_path / "out"), option, value]) == 2
    assert reason in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
