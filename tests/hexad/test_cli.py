import json
from pathlib import Path

import pytest

from hexad.answers import aligned
from hexad.cli import main


def test_demo_data_answers_with_one_json_object(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["demo-data", "--managers", "12", "--out", str(tmp_path), "--json"])
    assert status == 0
    assert json.loads(capsys.readouterr().out)["people"] == 12
    assert len(list((tmp_path / "calendars").glob("*.ics"))) == 12


def test_without_json_a_table_for_people_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["demo-data", "--managers", "12", "--out", str(tmp_path)])
    header, row = capsys.readouterr().out.splitlines()
    assert header.split() == ["people", "challenges", "calendars", "out"]
    assert row.split()[:3] == ["12", "6", "12"]


def test_contradictory_arguments_end_with_status_two_and_the_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["demo-data", "--managers", "0", "--out", str(tmp_path)]) == 2
    assert "--managers must be 1 to 100,000" in capsys.readouterr().err


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "file"
    file.write_text("in the way")
    assert main(["demo-data", "--managers", "5", "--out", str(file)]) == 2
    assert "cannot read or write" in capsys.readouterr().err


def test_columns_are_aligned_under_their_headers() -> None:
    assert aligned(["a", "bb"], [["ccc", "d"]]) == "a    bb\nccc  d"
