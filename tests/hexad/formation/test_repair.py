"""Joiners and leavers: nobody who sits well is moved, no rule that held breaks, sizes stay legal where they can."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hexad.cli import main
from hexad.formation.explain import score
from hexad.formation.problem import Candidate, FormationProblem, SizeRange
from hexad.formation.repair import broken_in, repair

SIZES = SizeRange(4, 6, 6)


def people_of(count: int, **fields: object) -> list[Candidate]:
    return [Candidate(key=f"p{number:02}", department=f"d{number % 5}", **fields) for number in range(count)]  # type: ignore[arg-type]


def grouped(people: list[Candidate], size: int) -> dict[str, list[str]]:
    keys = [one.key for one in people]
    return {f"g{at // size}": keys[at : at + size] for at in range(0, len(keys), size)}


def problem_of(people: list[Candidate], **fields: object) -> FormationProblem:
    return FormationProblem(candidates=tuple(people), sizes=SIZES, **fields)  # type: ignore[arg-type]


def test_nothing_changes_where_nobody_came_or_went() -> None:
    people = people_of(18)
    found = repair(problem_of(people), grouped(people, 6))
    assert (found.moved, found.joined, found.left, found.waiting) == ((), (), (), ())
    assert {id_: list(keys) for id_, keys in found.groups.items()} == grouped(people, 6)


def test_a_joiner_takes_the_free_place_that_suits_best() -> None:
    people = people_of(11)
    groups = {"a": [one.key for one in people[:5]], "b": [one.key for one in people[5:10]]}
    joiner = Candidate(key="new", department="d9", level="director")
    levels = [
        Candidate(key=one.key, department=one.department, level="director" if at > 4 else "manager")
        for at, one in enumerate(people[:10])
    ]
    found = repair(problem_of([*levels, joiner]), groups)
    assert [(one.person, one.home, one.to) for one in found.joined] == [("new", "", "b")]
    assert found.moved == ()


def test_where_no_free_place_suits_one_member_moves_on() -> None:
    """The joiner may only enter the full group without their rival, who has a place elsewhere."""
    people = people_of(11)
    groups = {"full": [one.key for one in people[:6]], "room": [one.key for one in people[6:]]}
    apart = (("new", "p00"), ("new", "p07"))
    found = repair(problem_of([*people, Candidate(key="new", department="d9")], apart=apart), groups)
    assert [(one.person, one.to) for one in found.joined] == [("new", "full")]
    assert [(one.person, one.home, one.to) for one in found.moved] == [("p00", "full", "room")]


def test_a_group_left_with_three_takes_one_from_a_larger_group() -> None:
    people = people_of(18)
    groups = grouped(people, 6)
    stay = [one for one in people if one.key not in ("p00", "p01", "p02")]
    found = repair(problem_of(stay), groups)
    assert found.left == ("p00", "p01", "p02")
    assert len(found.moved) == 1
    assert sorted(map(len, found.groups.values())) == [4, 5, 6]


def test_a_group_left_with_one_is_dissolved_because_that_moves_fewer() -> None:
    people = people_of(17)
    groups = grouped(people, 6)
    gone = {"p00", "p01", "p02", "p03", "p04"}
    found = repair(problem_of([one for one in people if one.key not in gone]), groups)
    assert found.dissolved == ("g0",)
    assert [(one.person, one.to) for one in found.moved] == [("p05", "g2")]


def test_who_fits_nowhere_waits() -> None:
    people = people_of(6, level="manager")
    found = repair(problem_of([*people, Candidate(key="new", level="director")]), grouped(people, 6))
    assert found.waiting == ("new",)
    assert len(found.groups["g0"]) == 6


@settings(max_examples=40, deadline=None)
@given(
    gone=st.sets(st.integers(0, 23), max_size=10),
    new=st.integers(0, 5),
    apart=st.lists(st.tuples(st.integers(0, 28), st.integers(0, 28)), max_size=12),
)
def test_repair_breaks_no_rule_loses_nobody_and_is_the_same_again(
    gone: set[int], new: int, apart: list[tuple[int, int]]
) -> None:
    people = people_of(24 + new)
    groups = grouped(people[:24], 6)
    here = [one for at, one in enumerate(people) if at not in gone or at >= 24]
    pairs = tuple((f"p{a:02}", f"p{b:02}") for a, b in apart if a // 6 != b // 6)
    problem = problem_of(here, apart=pairs)
    found = repair(problem, groups)
    placed = [key for keys in found.groups.values() for key in keys] + list(found.waiting)
    assert sorted(placed) == sorted(one.key for one in here)
    assert all(broken_in(group) == 0 for group in score(problem, found.groups).groups)
    assert max(map(len, found.groups.values()), default=0) <= 6
    assert repair(problem, groups) == found


def test_the_command_mends_groups_of_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    emails = [f"p{number:02}@x.org" for number in range(11)]
    (tmp_path / "people.csv").write_text("\n".join(["email,name", *(f"{one},P" for one in emails)]), encoding="utf-8")
    groups = [{"id": "a", "members": [*emails[:5], "gone@x.org"]}, {"id": "b", "members": emails[5:10]}]
    (tmp_path / "groups.json").write_text(json.dumps({"groups": groups}), encoding="utf-8")
    words = ["form", str(tmp_path / "people.csv"), "--repair", str(tmp_path / "groups.json"), "--json"]
    assert main(words) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["left"], found["moved"]) == (["gone@x.org"], [])
    assert found["joined"] == [{"person": emails[10], "to": "a"}]
    (tmp_path / "groups.json").write_text('{"groups": [{"id": "a", "members": ["x"]}, {"id": "a", "members": ["y"]}]}')
    assert main(words) == 2
    assert "Two groups are called a." in capsys.readouterr().err
