"""``hexad match`` and ``hexad modules check``: answers, exit status, and what they refuse."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from hexad.cli import main
from tests.hexad.challenges.folders import added, change, copy_of

Captured = pytest.CaptureFixture[str]


def answer_of(capsys: Captured, *words: str) -> Any:  # noqa: ANN401  # JSON
    assert main([*words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_matches_come_best_first_with_a_reason(capsys: Captured) -> None:
    matches = answer_of(capsys, "match", "I check everything, I cannot let go.", "--top", "2")["matches"]

    assert [set(one) for one in matches] == [{"id", "title", "score", "why"}] * 2
    assert matches[0]["id"] == "delegation"
    assert matches[0]["score"] > matches[1]["score"]


def test_a_text_that_fits_nothing_has_low_scores_and_is_told_so(capsys: Captured) -> None:
    answer = answer_of(capsys, "match", "Zebras graze on the savanna.")

    assert [one["score"] for one in answer["matches"]] == [0.0, 0.0, 0.0]
    assert str(answer["note"]).startswith("No module fits")


def test_people_read_a_table_and_what_a_score_means(capsys: Captured) -> None:
    main(["match", "I cannot trust others with tasks."])
    out = capsys.readouterr().out

    assert out.splitlines()[1].startswith("Delegation")
    assert "Scores are 0 to 1" in out


def test_a_private_text_can_come_by_standard_input(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("My people come to me with every small decision."))

    assert answer_of(capsys, "match", "-")["matches"][0]["id"] == "delegation"


REFUSED = [
    (["match", ""], "TEXT is empty"),
    (["match", "  \n\t "], "TEXT is empty"),
    (["match", "x" * 1_000_000], "longer than 20,000 characters"),
    (["match", "text", "--top", "0"], "--top must be 1 to 100, not 0"),
    (["match", "text", "--top", "-3"], "--top must be 1 to 100, not -3"),
    (["match", "text", "--top", "1000000000000"], "--top must be 1 to 100"),
    (["match", "text", "--modules", "/nowhere"], "not a folder"),
    (["modules", "check", "/nowhere"], "not a folder"),
]


@pytest.mark.parametrize(("words", "reason"), REFUSED, ids=[" ".join(words)[:30] for words, _ in REFUSED])
def test_what_cannot_be_answered_ends_with_status_two_and_a_sentence(
    capsys: Captured, words: list[str], reason: str
) -> None:
    assert main(words) == 2
    captured = capsys.readouterr()
    assert reason in captured.err
    assert len(captured.err) < 300
    assert not captured.out


def test_a_number_that_is_none_ends_with_status_two(capsys: Captured) -> None:
    with pytest.raises(SystemExit) as raised:
        main(["match", "text", "--top", "many"])

    assert raised.value.code == 2
    assert "--top" in capsys.readouterr().err


def test_a_folder_without_modules_has_no_answer(capsys: Captured, tmp_path: Path) -> None:
    for words in (["match", "text", "--modules", str(tmp_path)], ["modules", "check", str(tmp_path)]):
        assert main(words) == 2
        assert "holds no module" in capsys.readouterr().err


def test_an_organisation_can_match_against_its_own_modules(capsys: Captured, tmp_path: Path) -> None:
    copy_of("delegation", tmp_path)

    matches = answer_of(capsys, "match", "My colleagues argue.", "--modules", str(tmp_path))["matches"]

    assert [one["id"] for one in matches] == ["delegation"]


def test_the_modules_that_ship_are_checked_without_a_word(capsys: Captured) -> None:
    answer = answer_of(capsys, "modules", "check")

    assert answer["errors"] == 0
    assert [one["problems"] for one in answer["modules"]] == [[]] * 25


def test_a_broken_module_is_an_answer_with_its_problems(capsys: Captured, tmp_path: Path) -> None:
    folder = copy_of("delegation", tmp_path)
    change(folder, "case-1.md", added("\nAll was well.\n"))
    (copy_of("from-expert-to-manager", tmp_path) / "card.md").unlink()

    assert main(["modules", "check", str(tmp_path)]) == 0
    captured = capsys.readouterr()

    assert "error: delegation/case-1.md: " in captured.err
    assert "error: from-expert-to-manager/card.md: " in captured.err
    assert "2 modules, 2 errors, 0 warnings" in captured.out


def test_a_folder_is_named_also_when_it_is_the_current_one(
    capsys: Captured, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(copy_of("delegation", tmp_path))

    assert answer_of(capsys, "modules", "check", ".")["errors"] == 0
