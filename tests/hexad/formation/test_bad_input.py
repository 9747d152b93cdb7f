"""Input that makes no sense ends in a named problem or a named relaxation: never a hang, never a wrong group unsaid."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from hexad.cli import main

Printed = pytest.CaptureFixture[str]
Form = Callable[..., tuple[int, dict[str, object], str]]
HEADINGS = "email,name,level,department,boss_email"


@pytest.fixture
def form(tmp_path: Path, capsys: Printed) -> Form:
    """``form(rows, rules, *words)`` returns the exit status, the answer and what was said."""

    def run(rows: list[str], rules: str = "", *words: str) -> tuple[int, dict[str, object], str]:
        (tmp_path / "people.csv").write_text("\n".join(rows), encoding="utf-8")
        (tmp_path / "rules.toml").write_text(rules, encoding="utf-8")
        files = [str(tmp_path / "people.csv"), "--rules", str(tmp_path / "rules.toml")]
        status = main(["form", *files, "--sweeps", "40", "--json", *words])
        printed = capsys.readouterr()
        return status, json.loads(printed.out) if printed.out else {}, printed.err

    return run


def people(count: int, department: str = "d{}", boss: str = "") -> list[str]:
    return [HEADINGS, *(f"p{n}@x.org,P{n},m,{department.format(n % 4)},{boss}" for n in range(count))]


def test_rules_that_contradict_each_other_are_a_certificate(form: Form) -> None:
    rules = '[[together]]\npeople = ["p0@x.org", "p1@x.org"]\n[[apart]]\npeople = ["p0@x.org", "p1@x.org"]\n'
    status, _, said = form(people(12), rules)
    assert status == 2
    assert "P0, P1 are to be together" in said
    assert "drop one of the two" in said


def test_more_people_together_than_a_group_holds_are_named(form: Form) -> None:
    everybody = ", ".join(f'"p{n}@x.org"' for n in range(8))
    status, _, said = form(people(12), f"[[together]]\npeople = [{everybody}]\n")
    assert status == 2
    assert "more than a group of 6 holds" in said


def test_one_person_in_two_locked_groups_is_named(form: Form) -> None:
    locked = '[locked]\ngroups = [["p0@x.org", "p1@x.org"], ["p1@x.org", "p2@x.org"]]\n'
    status, _, said = form(people(12), locked)
    assert status == 2
    assert "p1@x.org" in said
    assert "locked into two groups" in said


def test_everybody_in_one_department_is_formed_and_told(form: Form) -> None:
    status, found, _ = form(people(12, department="Sales"))
    assert status == 0
    assert (found["objective"], found["bound"]) == (0.0, None), "there is nothing to gain"
    assert all("All come from one department." in str(group["why"]) for group in found["groups"])  # type: ignore[attr-defined]


def test_fewer_people_than_the_smallest_group_are_told_how_many_are_missing(form: Form) -> None:
    status, _, said = form(people(3))
    assert status == 2
    assert "Invite 1 more" in said


@pytest.mark.parametrize("number", ["nan", "inf", "-inf", "1e400", "a lot"])
def test_a_number_that_is_none_is_told_and_counts_as_unknown(form: Form, number: str) -> None:
    rows = people(12)
    rows[0] += ",score"
    rows[1:] = [f"{row},{number if at == 0 else at}" for at, row in enumerate(rows[1:])]
    status, found, _ = form(rows, "[score]\nweight = 1.0\nnumeric = true\n")
    assert status == 0
    told = [(one["row"], one["field"], one["found"]) for one in found["problems"]]  # type: ignore[attr-defined]
    assert told == [(2, "score", number)]
    assert sum(len(group["members"]) for group in found["groups"]) == 12  # type: ignore[attr-defined]


def test_a_column_without_a_single_number_is_not_said_to_be_missing(form: Form) -> None:
    rows = [f"{row},{'score' if at == 0 else 'NaN'}" for at, row in enumerate(people(12))]
    status, found, said = form(rows, "[score]\nweight = 1.0\nnumeric = true\n")
    assert status == 0
    assert len(found["problems"]) == 12  # type: ignore[arg-type]
    assert "Nobody has a column" not in said


def test_a_locked_group_of_one_is_told_without_a_plural(form: Form) -> None:
    _, found, _ = form(people(13), '[locked]\ngroups = [["p0@x.org", "nobody@x.org"]]\n')
    assert "A group of 1, outside 4 to 6." in json.dumps(found["groups"])


def test_a_rule_that_reads_words_in_place_of_numbers_has_its_sentence(form: Form) -> None:
    rows = [f"{row},{'online' if at == 0 else 'abcde'[at % 5]}" for at, row in enumerate(people(12))]
    status, found, _ = form(rows, "[online]\nweight = 1.0\nnumeric = false\n")
    assert status == 0
    assert "Similar digital habits: " in json.dumps(found["groups"])


def test_a_row_that_comes_twice_is_a_problem_and_forms_nobody_twice(form: Form) -> None:
    rows = people(12)
    status, found, said = form([*rows, rows[3]])
    assert status == 0
    placed = [key for group in found["groups"] for key in group["members"]]  # type: ignore[attr-defined]
    assert len(placed) == len(set(placed)) == 12
    assert "row 14" in said


def test_a_reporting_cycle_is_a_problem_and_ends(form: Form) -> None:
    rows = people(12)
    rows[1], rows[2] = "p0@x.org,P0,m,d0,p1@x.org", "p1@x.org,P1,m,d1,p0@x.org"
    status, found, said = form(rows)
    assert status == 0
    assert not any({"p0@x.org", "p1@x.org"} <= set(group["members"]) for group in found["groups"])  # type: ignore[attr-defined]
    assert "boss_email" in said


def test_calendars_missing_for_half_are_told_and_counted_as_free(form: Form, tmp_path: Path) -> None:
    calendar = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nEND:VCALENDAR\r\n"
    (tmp_path / "calendars").mkdir()
    for number in range(6):
        (tmp_path / "calendars" / f"p{number}@x.org.ics").write_text(calendar, encoding="utf-8")
    words = ("--calendars", str(tmp_path / "calendars"), "--horizon", "2026-12-07:2027-02-01")
    status, found, said = form(people(12), "", *words)
    assert status == 0
    assert found["can_meet"] == 1.0
    assert all(f"p{number}@x.org" in said for number in range(6, 12))


def test_a_rule_about_a_column_that_nobody_has_is_told(form: Form) -> None:
    status, _, said = form(people(12), "[shoe_size]\nweight = 2.0\n")
    assert status == 0
    assert "Nobody has a column shoe_size" in said
