"""``hexad slots``: keys, what it takes, and how it refuses, as the contract says."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from hexad.availability import read_ics
from hexad.cli import main
from hexad.demo import invent
from hexad.demo.writing import write_company

HORIZON = "2026-12-07:2027-01-18"
Printed = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("company")
    write_company(invent(12, meetings=6, seed=3), folder)
    return folder


@pytest.fixture(scope="module")
def people() -> list[str]:
    return [person.email for person in invent(12, meetings=6, seed=3).people]


def words(company: Path, groups: Path, *more: str) -> list[str]:
    return [
        *("slots", str(company / "people.csv"), "--calendars", str(company / "calendars")),
        *("--groups", str(groups), "--horizon", HORIZON, *more),
    ]


def written(path: Path, content: object) -> Path:
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def answer(printed: Printed, company: Path, groups: Path, *more: str) -> dict[str, Any]:
    assert main(words(company, groups, "--json", *more)) == 0
    found: dict[str, Any] = json.loads(printed.readouterr().out)
    return found


def refusal(printed: Printed, company: Path, groups: Path, *more: str) -> str:
    assert main(words(company, groups, "--json", *more)) == 2
    shown = printed.readouterr()
    assert shown.out == ""
    assert "Traceback" not in shown.err
    return shown.err


def test_each_group_gets_ranked_times_with_the_keys_of_the_contract(
    tmp_path: Path, company: Path, people: list[str], capsys: Printed
) -> None:
    groups = written(
        tmp_path / "groups.json", {"groups": [{"id": 7, "members": people[:3]}, {"id": "b", "members": people[6:8]}]}
    )
    found = answer(capsys, company, groups)
    assert set(found) == {"groups", "problems"}
    assert [group["id"] for group in found["groups"]] == [7, "b"]
    for group in found["groups"]:
        assert set(group) == {"id", "slots", "blockers"}
        assert 1 <= len(group["slots"]) <= 20
        assert group["blockers"] == []
        assert all(set(slot) == {"start", "end", "absent", "cost", "reasons"} for slot in group["slots"])
        assert [slot["cost"] for slot in group["slots"]] == sorted(slot["cost"] for slot in group["slots"])


def test_times_are_free_in_the_calendars_themselves(
    tmp_path: Path, company: Path, people: list[str], capsys: Printed
) -> None:
    groups = written(tmp_path / "groups.json", {"groups": [{"id": 1, "members": people[:2]}]})
    zones = {person.email: person.time_zone for person in invent(12, meetings=6, seed=3).people}
    slots = answer(capsys, company, groups, "--top", "5")["groups"][0]["slots"]
    assert len(slots) == 5
    for slot in slots:
        start, end = datetime.fromisoformat(slot["start"]), datetime.fromisoformat(slot["end"])
        assert end - start == timedelta(minutes=90)
        for email in people[:2]:
            data = (company / "calendars" / f"{email}.ics").read_bytes()
            reading = read_ics(data, owner_zone=zones[email], owner_email=email, window=(start, end))
            assert not [one for one in reading.busy if one.kind in ("busy", "out-of-office", "unknown")]


def test_the_answer_of_hexad_form_is_taken_as_it_is(
    tmp_path: Path, company: Path, people: list[str], capsys: Printed
) -> None:
    formed = {"groups": [{"id": "1", "members": people[:4], "topic": "Feedback", "why": []}], "objective": 1, "gap": 0}
    assert len(answer(capsys, company, written(tmp_path / "formed.json", formed))["groups"]) == 1


def test_addresses_are_compared_as_people_type_them(
    tmp_path: Path, company: Path, people: list[str], capsys: Printed
) -> None:
    typed = {"groups": [{"id": 1, "members": [people[0].upper(), f" {people[1]} "]}]}
    assert answer(capsys, company, written(tmp_path / "typed.json", typed))["groups"][0]["slots"]


def test_no_groups_are_an_answer(tmp_path: Path, company: Path, capsys: Printed) -> None:
    assert answer(capsys, company, written(tmp_path / "none.json", {"groups": []}))["groups"] == []


def test_who_has_no_calendar_is_free_in_working_hours_and_is_said(
    tmp_path: Path, company: Path, people: list[str], capsys: Printed
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    groups = written(tmp_path / "groups.json", {"groups": [{"id": 1, "members": people[:2]}]})
    found = answer(capsys, company, groups, "--calendars", str(empty))
    assert found["groups"][0]["slots"][0]["cost"] == 0
    missing = [one["found"] for one in found["problems"] if one["field"] == "calendar"]
    assert missing == [f"{email}.ics" for email in people[:2]]


def test_a_calendar_that_cannot_be_read_blocks_its_owner_and_is_named(
    tmp_path: Path, company: Path, people: list[str], capsys: Printed
) -> None:
    calendars = tmp_path / "calendars"
    calendars.mkdir()
    (calendars / f"{people[0]}.ics").write_bytes(b"<html>Sign in</html>")
    groups = written(tmp_path / "groups.json", {"groups": [{"id": 1, "members": people[:2]}]})
    found = answer(capsys, company, groups, "--calendars", str(calendars))
    assert found["groups"][0]["slots"] == []
    assert found["groups"][0]["blockers"] == [
        "No shared 90 minutes in these weeks.",
        "One calendar is very full: less than a quarter of the hours is free.",
    ]
    assert any(one["field"] == f"{people[0]}.ics file" for one in found["problems"])


def test_people_read_the_three_best_times_and_why(
    tmp_path: Path, company: Path, people: list[str], capsys: Printed
) -> None:
    groups = written(tmp_path / "groups.json", {"groups": [{"id": "north", "members": people[:2]}]})
    assert main(words(company, groups)) == 0
    header, *rows = capsys.readouterr().out.splitlines()
    assert header.split() == ["group", "start", "end", "cost", "why"]
    assert len(rows) == 3
    assert all(row.startswith("north  2026-12-") for row in rows)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "null",
        '{"groups": null}',
        '{"groups": {"id": 1}}',
        '{"groups": ["a"]}',
        '{"groups": [{"id": 1}]}',
        '{"groups": [{"members": []}]}',
        '{"groups": [{"id": 1, "members": "ana@firm.example"}]}',
        '{"groups": [{"id": 1, "members": [7]}]}',
        '{"groups": [{"id": 1, "members": {"a": 1}}]}',
        "[" * 100_000,
    ],
)
def test_groups_in_another_form_are_refused_with_the_form(
    tmp_path: Path, company: Path, capsys: Printed, content: str
) -> None:
    path = written(tmp_path / "groups.json", content)
    assert f"{path} is not of the form {{groups: [{{id, members: [email]}}]}}" in refusal(capsys, company, path)


def test_bytes_that_are_no_text_are_refused_with_the_form(tmp_path: Path, company: Path, capsys: Printed) -> None:
    path = tmp_path / "groups.json"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\xff")
    assert "is not of the form" in refusal(capsys, company, path)


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        (["nobody@firm.example"], "Group 1: nobody@firm.example is not among the people of the file."),
        ([], "Group 1 has no members."),
        (["x" * 10_000], "xxx… is not among the people"),
    ],
)
def test_members_that_cannot_be_are_named(
    tmp_path: Path, company: Path, capsys: Printed, members: list[str], reason: str
) -> None:
    groups = written(tmp_path / "groups.json", {"groups": [{"id": 1, "members": members}]})
    shown = refusal(capsys, company, groups)
    assert reason in shown
    assert len(shown) < 300


def test_a_member_who_comes_twice_is_named(tmp_path: Path, company: Path, people: list[str], capsys: Printed) -> None:
    groups = written(tmp_path / "groups.json", {"groups": [{"id": 1, "members": [people[0], people[0].upper()]}]})
    assert f"Group 1 has {people[0]} twice." in refusal(capsys, company, groups)


@pytest.mark.parametrize(
    ("option", "value", "reason"),
    [
        ("--horizon", "2026-12-07", "two dates around a colon"),
        ("--horizon", "soon:later", "two dates around a colon"),
        ("--horizon", "2026-12-07:2026-12-07", "ends after it starts"),
        ("--horizon", "2026-12-07:2046-12-07", "three years at most"),
        ("--calendars", "nowhere", "cannot read or write nowhere"),
        ("--groups", "nowhere.json", "cannot read or write nowhere.json"),
        ("--top", "0", "--top is one or more, not 0."),
    ],
)
def test_arguments_that_cannot_be_are_refused_in_a_sentence(
    tmp_path: Path, company: Path, capsys: Printed, option: str, value: str, reason: str
) -> None:
    groups = written(tmp_path / "groups.json", {"groups": []})
    assert reason in refusal(capsys, company, groups, option, value)
