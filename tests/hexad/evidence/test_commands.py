"""``hexad estimate``, ``power``, ``network``, ``reliability``: the keys that others rely on, or a reason."""

import json
from pathlib import Path

import numpy as np
import pytest

from hexad.cli import main

ESTIMATE = {"estimate", "interval", "df", "p", "n_groups", "n_people", "method", "caveats"}
NETWORK = {"ei", "expected", "p_low", "p_high", "groups", "density_within", "density_between", "modularity"}
RELIABILITY = {"alpha", "alpha_ci", "omega", "item_rest", "icc1", "icc2", "rwg"}


@pytest.fixture
def rollout(tmp_path: Path) -> Path:
    lot, lines = np.random.default_rng(4), ["group,period,begun,person,score"]
    for group in range(12):
        level, start = lot.normal(0, 0.4), 1 + group % 2
        for period in range(3):
            for person in range(6):
                begun = int(period >= start)
                score = level + 0.1 * period + 0.8 * begun + lot.normal(0, 0.5)
                lines.append(f"g{group},{period},{begun},g{group}p{person},{score:.3f}")
    path = tmp_path / "rollout.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


COLUMNS = ["--outcome", "score", "--group", "group", "--period", "period", "--treated", "begun"]


def answer(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, object]:
    assert main([*words, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("model", ["fe-cr2", "ri", "eti"])
def test_an_estimate_has_its_keys_and_finds_the_effect(
    capsys: pytest.CaptureFixture[str], rollout: Path, model: str
) -> None:
    found = answer(capsys, "estimate", str(rollout), *COLUMNS, "--person", "person", "--model", model, "--seed", "3")
    assert set(found) >= ESTIMATE
    low, high = found["interval"]  # type: ignore[misc]
    assert low < 0.8 < high  # type: ignore[has-type]
    assert low > 0  # type: ignore[has-type]
    assert (found["n_groups"], found["n_people"]) == (12, 72)


def test_the_same_seed_gives_the_same_answer(capsys: pytest.CaptureFixture[str], rollout: Path) -> None:
    words = ["estimate", str(rollout), *COLUMNS, "--model", "ri", "--seed", "9"]
    assert answer(capsys, *words) == answer(capsys, *words)


def test_rows_with_a_gap_are_left_out_and_named(capsys: pytest.CaptureFixture[str], rollout: Path) -> None:
    with rollout.open("a", encoding="utf-8") as file:
        file.write("\ng0,0,0,g0p9,\ng1,0,perhaps,g1p9,1.0\ng2,0,0,g2p9,high\n")
    found = answer(capsys, "estimate", str(rollout), *COLUMNS)
    problems = found["problems"]
    assert isinstance(problems, list)
    assert {(one["row"], one["field"]) for one in problems} == {(219, "begun"), (220, "score"), (0, "rows")}
    assert any(one["found"] == "3 rows with a gap" for one in problems)


def test_a_period_that_is_no_whole_number_is_refused(capsys: pytest.CaptureFixture[str], rollout: Path) -> None:
    with rollout.open("a", encoding="utf-8") as file:
        file.write("\ng0,1.5,0,g0p9,1.0\n")
    assert main(["estimate", str(rollout), *COLUMNS]) == 2
    assert "Row 218: a period is a whole number, not 1.5." in capsys.readouterr().err


BAD_FILES = {
    "empty": (b"", "is empty"),
    "a column missing": (b"group,period,begun\na,0,0\n", "has no column score"),
    "no text": (b"\xff\xfe\x00a", "no CSV in UTF-8"),
    "ragged": (b"group,period,begun,score\na,0,0\n", "row 2: it has another number of cells"),
    "twice": (b"group,period,begun,score,score\na,0,0,1,1\n", "names a column twice"),
    "constant": (b"group,period,begun,score\na,0,0,1\na,1,1,1\nb,0,0,1\nb,1,0,1\n", "answered the same"),
    "not started": (b"group,period,begun,score\na,0,0,1\na,1,0,2\nb,0,0,1\nb,1,0,1\n", "not started"),
}


@pytest.mark.parametrize("case", sorted(BAD_FILES))
def test_a_file_that_answers_nothing_ends_in_a_sentence(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, case: str
) -> None:
    content, words = BAD_FILES[case]
    path = tmp_path / "bad.csv"
    path.write_bytes(content)
    assert main(["estimate", str(path), *COLUMNS]) == 2
    assert words in capsys.readouterr().err


def test_power_as_worked(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["power", "--waves", "3,3,3", "--periods", "4", "--n", "50", "--effect", ".2", "--sigma", "1"]
    found = answer(capsys, *words, "--icc", "0", "--test", "z")
    assert round(found["power"], 5) == 0.80743  # type: ignore[call-overload]
    assert set(found) == {"power", "mde_80", "curve"}
    assert main(["power", "--waves", "three", "--periods", "4", "--n", "5", "--effect", ".2"]) == 2
    assert "Write --waves as numbers" in capsys.readouterr().err


def test_the_network_of_a_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    edges, nodes = tmp_path / "edges.csv", tmp_path / "nodes.csv"
    nodes.write_text("id,unit\n" + "\n".join(f"p{one},u{one % 2}" for one in range(8)) + "\np9,\n", encoding="utf-8")
    edges.write_text("from,to\np0,p2\np2,p4\np1,p3\np0,p1\np0,p0\np0,p9\n", encoding="utf-8")
    found = answer(capsys, "network", str(edges), str(nodes), "--attribute", "unit", "--seed", "1")
    assert set(found) >= NETWORK
    assert found["ei"] == -0.5
    assert found["groups"] == {"u0": 4, "u1": 4}
    problems = found["problems"]
    assert isinstance(problems, list)
    assert [one["found"] for one in problems] == ["without unit: 1", "2 ties"]


def test_the_reliability_of_a_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    lot, path = np.random.default_rng(2), tmp_path / "items.csv"
    rows = ["rater,target,one,two,three,four"]
    for target in range(12):
        level = lot.normal()
        for rater in range(4):
            cells = [str(round(2 + level + 0.4 * lot.normal(), 2)) for _ in range(4)]
            rows.append(f"r{rater},t{target},{','.join(cells)}")
    rows.append("r9,t0,1,,2,3")
    path.write_text("\n".join(rows), encoding="utf-8")
    found = answer(capsys, "reliability", str(path), "--rater", "rater", "--target", "target")
    assert set(found) >= RELIABILITY
    assert found["n"] == 48
    assert found["icc2"] > 0.8  # type: ignore[operator]
    assert main(["reliability", str(path), "--rater", "nobody"]) == 2
    assert "has no column nobody" in capsys.readouterr().err
