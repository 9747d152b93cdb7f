"""What is impossible is said at once, with the people and rules in conflict, and without anything private."""

import pytest

from hexad.formation.certificates import find_cliques, find_conflicts
from hexad.formation.context import Context
from hexad.formation.errors import Conflict
from hexad.formation.parts import plan_parts
from hexad.formation.problem import Candidate, FormationProblem, SizeRange
from hexad.formation.ruleset import DEFAULT, read_rules
from hexad.formation.solve import form_groups
from tests.hexad.formation.cast import candidate


def people(count: int, **fields: object) -> tuple[Candidate, ...]:
    return tuple(candidate(f"p{number:04}", **fields) for number in range(count))


def conflicts(problem: FormationProblem) -> list[Conflict]:
    context = Context(problem)
    return find_conflicts(problem.candidates, context)


def cliques(problem: FormationProblem) -> list[Conflict]:
    context = Context(problem)
    return find_cliques(plan_parts(problem.candidates, context, seed=1).parts, context)


def test_too_few_people_are_counted_with_what_would_help() -> None:
    (found,) = conflicts(FormationProblem(candidates=people(3)))
    assert found.rules == ("size",)
    assert "Invite 1 more" in found.sentence


def test_people_put_together_and_kept_apart_are_named() -> None:
    (found,) = conflicts(
        FormationProblem(candidates=people(12), together=(("p0000", "p0001"),), apart=(("p0000", "p0001"),))
    )
    assert set(found.rules) == {"together", "apart"}
    assert found.people == ("p0000", "p0001")


@pytest.mark.parametrize("fields", [{"level": "director"}, {"topics": ("x",)}, {"languages": ("fr",)}])
def test_people_put_together_who_share_nothing_are_named(fields: dict[str, object]) -> None:
    rest = people(12, level="manager", topics=("a",), languages=("en",))
    odd = candidate("odd", **{"level": "manager", "topics": ("a",), "languages": ("en",), **fields})
    rules = read_rules("relax = []")
    problem = FormationProblem(candidates=(*rest, odd), rules=rules, together=(("odd", "p0000"),))
    (found,) = conflicts(problem)
    assert found.people == ("odd", "p0000")


def test_a_team_larger_than_a_group_is_told_through_everybody_it_connects() -> None:
    chain = tuple((f"p{number:04}", f"p{number + 1:04}") for number in range(6))
    (found,) = [
        one for one in conflicts(FormationProblem(candidates=people(12), together=chain)) if "size" in one.rules
    ]
    assert len(found.people) == 7


def test_a_rival_in_the_team_is_neither_named_nor_hinted_at() -> None:
    (found,) = conflicts(
        FormationProblem(candidates=people(12), together=(("p0000", "p0001"),), rivals=(("p0000", "p0001"),))
    )
    assert found.people == ()
    assert "private constraint" in found.sentence
    assert "P000" not in found.sentence


def test_more_fellow_reports_than_groups_cannot_be_spread() -> None:
    team = people(5, bosses=("chief",))
    rest = tuple(candidate(f"q{number}") for number in range(7))
    (found,) = cliques(FormationProblem(candidates=(*team, *rest), sizes=SizeRange(4, 6, 6)))
    assert found.rules == ("line",)
    assert set(found.people) == {one.key for one in team}


def test_a_crowd_in_which_rivals_play_a_part_is_counted_and_not_named() -> None:
    everybody = people(12)
    pairs = tuple(
        (first.key, second.key) for first in everybody[:4] for second in everybody[:4] if first.key < second.key
    )
    (found,) = cliques(FormationProblem(candidates=everybody, rivals=pairs))
    assert found.people == ()
    assert "private constraint" in found.sentence


def test_fellow_reports_who_can_be_spread_are_no_conflict() -> None:
    team = people(2, bosses=("chief",))
    rest = tuple(candidate(f"q{number}") for number in range(10))
    assert not cliques(FormationProblem(candidates=(*team, *rest)))
    assert len(form_groups(FormationProblem(candidates=(*team, *rest)), seed=1, sweeps=3).groups) == 2


def test_thousands_of_people_under_one_boss_are_told_without_looking_at_every_pair() -> None:
    problem = FormationProblem(candidates=people(3000, bosses=("chief",)), rules=DEFAULT)
    (found,) = cliques(problem)
    assert len(found.people) == 3000
    assert len(found.sentence) < 500
