"""Reporting lines are climbed, and their circles found once each."""

from hypothesis import given
from hypothesis import strategies as st

from hexad.people.lines import chain_above, find_circles
from hexad.people.roster import Person
from tests.examples import ADA, BEN, HAL, JON, NORTHWIND

BOSSES = {member.email: member.boss_email for member in NORTHWIND}


def member(email: str, boss: str) -> Person:
    return Person(email=email, name=email, boss_email=boss)


def test_the_line_above_is_nearest_first() -> None:
    assert chain_above(HAL.email, BOSSES, 5) == (BEN.email, ADA.email)


def test_the_climb_ends_after_the_steps_asked_for() -> None:
    assert chain_above(HAL.email, BOSSES, 1) == (BEN.email,)
    assert chain_above(HAL.email, BOSSES, 0) == ()


def test_nobody_is_above_the_top_or_above_a_stranger() -> None:
    assert chain_above(ADA.email, BOSSES, 3) == chain_above("nobody@x.de", BOSSES, 3) == ()


def test_a_real_organisation_has_no_circle() -> None:
    assert find_circles(NORTHWIND) == ()


def test_a_circle_is_found_once_with_its_people_in_order() -> None:
    circle = (member("b", "c"), member("c", "a"), member("a", "b"), member("d", "a"), JON)

    assert [[person.email for person in found] for found in find_circles(circle)] == [["a", "b", "c"]]


def test_two_circles_are_two_and_the_own_boss_is_one() -> None:
    people = (member("a", "b"), member("b", "a"), member("c", "c"))

    assert [[person.email for person in found] for found in find_circles(people)] == [["a", "b"], ["c"]]


BOSSES_OF_TWELVE = st.lists(st.integers(-1, 11), min_size=12, max_size=12)


@given(BOSSES_OF_TWELVE, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_change_the_circles(bosses: list[int], random: object) -> None:
    people = [member(f"p{index}", f"p{boss}" if boss >= 0 else "") for index, boss in enumerate(bosses)]
    shuffled = sorted(people, key=lambda person: hash((person.email, id(random))))

    assert find_circles(people) == find_circles(shuffled)


@given(BOSSES_OF_TWELVE)
def test_a_person_is_in_a_circle_exactly_when_the_line_comes_back(bosses: list[int]) -> None:
    people = [member(f"p{index}", f"p{boss}" if boss >= 0 else "") for index, boss in enumerate(bosses)]
    inside = {person.email for circle in find_circles(people) for person in circle}

    for index, person in enumerate(people):
        climbed, above = 0, bosses[index]
        while above >= 0 and above != index and climbed < 12:
            climbed, above = climbed + 1, bosses[above]
        assert (person.email in inside) == (above == index)


@given(BOSSES_OF_TWELVE)
def test_a_chain_never_names_anybody_twice(bosses: list[int]) -> None:
    lines = {str(index): str(boss) if boss >= 0 else "" for index, boss in enumerate(bosses)}

    for start in lines:
        chain = chain_above(start, lines, 20)
        assert len(chain) == len(set(chain))
        assert start not in chain or chain[-1] == start
