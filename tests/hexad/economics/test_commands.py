"""``hexad cost`` and ``hexad roi``: their keys, their words, what they refuse."""

import json
from pathlib import Path
from typing import Any

import pytest

from hexad.cli import main

Captured = pytest.CaptureFixture[str]


def answer_of(capsys: Captured, *words: str) -> Any:  # noqa: ANN401  # JSON
    assert main([*words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_keys_of_the_contract(capsys: Captured) -> None:
    answer = answer_of(capsys, "cost")
    assert round(answer["saving_with_time"], 4) == 0.7959
    assert round(answer["saving_cash"], 4) == 0.9557
    assert round(answer["cost_per_head"]["groups"], 2) == 617.43
    assert round(answer["per_learning_hour"]["offsite"], 2) == 189.09
    assert round(answer["cash_for_80_percent"], 2) == 1414.85
    assert round(answer["time_share"] * 100, 3) == 0.288
    assert answer["tornado"][0]["key"] == "practice_hours"
    assert round(answer["on_site"]["saving_with_time"], 4) == 0.7030
    assert answer["no_programme"]["cost"] == 0
    assert answer["assumptions"]["wage"]["source"]


def test_settings_go_before_the_file(tmp_path: Path, capsys: Captured) -> None:
    file = tmp_path / "ours.toml"
    file.write_text("practice_hours = 2\ncohort = 12\n")
    answer = answer_of(capsys, "cost", "--scenario", str(file), "--set", "practice_hours=1")
    assert answer["assumptions"]["practice_hours"]["value"] == 1
    assert answer["assumptions"]["cohort"] == {"value": 12, "unit": "people", "source": "given"}


def test_beside_every_saving_stands_that_the_dose_differs(capsys: Captured) -> None:
    main(["cost"])
    out = capsys.readouterr().out
    assert "79.59 %" in out
    assert "Not the same dose: 6 h of learning against 16 h." in out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--set", "wage"], "Write --set KEY=VALUE"),
        (["--set", "wage=-1"], "wage (an hour) must be 0 to 10,000"),
        (["--set", "wage=abc"], "Give wage as a number, not 'abc'."),
        (["--set", "currency=EUR"], "Two currencies would be mixed"),
        (["--scenario", "nowhere.toml"], "cannot read or write nowhere.toml"),
    ],
)
def test_no_answer_ends_with_status_two(words: list[str], says: str, capsys: Captured) -> None:
    assert main(["cost", *words]) == 2
    assert says in capsys.readouterr().err


def test_a_file_that_is_no_text_is_refused(tmp_path: Path, capsys: Captured) -> None:
    file = tmp_path / "ours.toml"
    file.write_bytes(b"\xff\xfe\x00")
    assert main(["cost", "--scenario", str(file)]) == 2
    assert "is not UTF-8 text" in capsys.readouterr().err


def test_roi_says_both_figures(capsys: Captured) -> None:
    answer = answer_of(capsys, "roi", "--set", "benefits=60000", "--set", "costs=20000")
    assert answer["bcr"] == 3
    assert answer["roi_percent"] == 200
    assert answer["break_even"] == 20_000


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([], "Give --set benefits=AMOUNT."),
        (["--set", "benefits=1", "--set", "costs=x"], "Give costs as a number"),
        (["--set", "profit=1"], "There is no 'profit'"),
    ],
)
def test_roi_without_what_it_needs(words: list[str], says: str, capsys: Captured) -> None:
    assert main(["roi", *words]) == 2
    assert says in capsys.readouterr().err
