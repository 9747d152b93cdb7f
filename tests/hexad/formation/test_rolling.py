"""Rolling start: a group as soon as enough people fit, the longest wait first, and nobody else is touched."""

import json
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hexad.cli import main
from hexad.formation.context import Context
from hexad.formation.problem import Candidate, FormationProblem, SizeRange
from hexad.formation.repair import broken_in
from hexad.formation.rolling import start_now
from hexad.formation.rules import shared_starts

ALWAYS = (1 << 40) - 1


def waiting(count: int, **fields: object) -> list[Candidate]:
    return [Candidate(key=f"p{number:02}", **fields) for number in range(count)]  # type: ignore[arg-type]


def started(people: list[Candidate], **fields: object) -> list[tuple[str, ...]]:
    found = start_now(FormationProblem(candidates=tuple(people), **fields))  # type: ignore[arg-type]
    return [group.members for group in found.groups]


def test_three_wait_and_with_the_fourth_a_group_starts() -> None:
    assert started(waiting(3)) == []
    assert started(waiting(4)) == [("p00", "p01", "p02", "p03")]


def test_only_people_with_a_challenge_in_common_start_and_the_others_are_named() -> None:
    people = [*waiting(4, topics=("delegation",)), *(Candidate(key=f"q{n}", topics=("conflict",)) for n in range(3))]
    found = start_now(FormationProblem(candidates=tuple(people)))
    assert [group.members for group in found.groups] == [("p00", "p01", "p02", "p03")]
    assert [one.key for one in found.waiting] == ["q0", "q1", "q2"]
    assert found.groups[0].topic == "delegation"


def test_nobody_starts_who_cannot_meet_whatever_may_give_way_elsewhere() -> None:
    early, late = ALWAYS & ((1 << 12) - 1), ALWAYS & ~((1 << 12) - 1)
    people = [Candidate(key=f"p{n}", free=early if n % 2 else late) for n in range(8)]
    groups = started(people, blocks=((0, 40),))
    assert sorted(groups) == [("p0", "p2", "p4", "p6"), ("p1", "p3", "p5", "p7")]
    assert started(people[:7], blocks=((0, 40),)) == [("p0", "p2", "p4", "p6")]


def test_who_waited_longest_is_served_first() -> None:
    people = waiting(9)
    order = [*reversed(people)]
    (group,) = started(order, sizes=SizeRange(6, 6, 6))
    assert group == tuple(f"p{number:02}" for number in range(3, 9))


def test_many_who_wait_are_looked_through_in_bounded_time() -> None:
    """Nobody of three thousand fits anybody: each person's search ends."""
    people = [Candidate(key=f"p{number:04}", topics=(f"t{number}",)) for number in range(1500)]
    assert started(people) == []


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), count=st.integers(0, 22))
def test_every_group_that_starts_keeps_every_must_and_meets(seed: int, count: int) -> None:
    draw = random.Random(seed)
    people = [
        Candidate(
            key=f"p{number:02}",
            level=draw.choice(("a", "a", "b")),
            department=draw.choice("xyz"),
            topics=tuple(draw.sample(("t1", "t2", "t3"), draw.randint(0, 2))),
            languages=tuple(draw.sample(("en", "de"), draw.randint(1, 2))),
            bosses=(f"boss{draw.randint(0, 9)}",),
            free=sum(1 << at for at in range(80) if draw.random() < 0.93),
        )
        for number in range(count)
    ]
    problem = FormationProblem(candidates=tuple(people), blocks=((0, 40), (40, 80)), apart=(("p00", "p01"),))
    found = start_now(problem)
    placed = [key for group in found.groups for key in group.members] + [one.key for one in found.waiting]
    assert sorted(placed) == [one.key for one in people]
    context = Context(problem)
    for group in found.groups:
        assert 4 <= len(group.members) <= 6
        assert broken_in(group) == 0
        starts = shared_starts([context.known[key] for key in group.members], context)
        assert all(starts & inside for inside in context.windows)
    assert start_now(problem) == found


def test_the_command_forms_only_what_can_start(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = ["email,name,topics", *(f"p{n}@x.org,P,{'a' if n < 4 else 'b'}" for n in range(6))]
    (tmp_path / "people.csv").write_text("\n".join(rows), encoding="utf-8")
    assert main(["form", str(tmp_path / "people.csv"), "--rolling", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [group["members"] for group in found["groups"]] == [[f"p{n}@x.org" for n in range(4)]]
    assert [one["person"] for one in found["waiting"]] == ["p4@x.org", "p5@x.org"]
