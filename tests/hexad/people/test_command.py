"""``hexad people check``: its answer, its exit status, and what it refuses."""

import json
from pathlib import Path

import pytest

from hexad.cli import main
from hexad.people.files import load_roster
from hexad.people.roster import PeopleError
from hexad.people.table import Limits
from hexad.people.writing import write_people
from tests.examples import NORTHWIND


@pytest.fixture
def people_csv(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text(write_people(NORTHWIND), encoding="utf-8")
    return path


def test_the_answer_counts_people_and_lists_problems(people_csv: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with people_csv.open("a", encoding="utf-8") as file:
        file.write("no address,Zed\n")

    status = main(["people", "check", str(people_csv), "--json"])

    answer = json.loads(capsys.readouterr().out)
    assert status == 0
    assert set(answer) == {"people", "problems"}
    assert answer["people"] == len(NORTHWIND)
    assert [set(problem) for problem in answer["problems"]] == [{"row", "field", "found", "remedy", "severity"}]
    assert answer["problems"][0]["row"] == len(NORTHWIND) + 2


def test_people_read_a_summary_and_the_problems_stand_on_standard_error(
    people_csv: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with people_csv.open("a", encoding="utf-8") as file:
        file.write("no address,Zed\n")

    assert main(["people", "check", str(people_csv)]) == 0
    printed = capsys.readouterr()
    assert printed.out == "11 people, 1 errors, 0 warnings\n"
    assert "row 13: email" in printed.err


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04rest", b"first,second\n1,2\n"])
def test_a_file_without_an_answer_exits_with_two_and_the_reason(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(content)

    assert main(["people", "check", str(path), "--json"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("hexad people: ")


def test_a_missing_file_exits_with_two(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["people", "check", str(tmp_path / "none.csv")]) == 2
    assert "none.csv" in capsys.readouterr().err


def test_two_hundred_megabytes_are_refused_by_size_before_reading(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    with path.open("wb") as file:
        file.truncate(200 * 2**20)

    with pytest.raises(PeopleError, match="larger than 50 MB"):
        load_roster(path)


def test_the_limit_of_size_is_exact(people_csv: Path) -> None:
    size = people_csv.stat().st_size

    assert len(load_roster(people_csv, limits=Limits(size=size)).people) == len(NORTHWIND)
    with pytest.raises(PeopleError):
        load_roster(people_csv, limits=Limits(size=size - 1))
