"""What being able to meet costs: from diversity alone to meeting alone, nothing that is beaten in both."""

import random

import pytest

from hexad.formation.errors import FormationError
from hexad.formation.problem import Candidate, FormationProblem, SizeRange
from hexad.formation.tradeoff import Point, tradeoff

EARLY, LATE = (1 << 20) - 1, ((1 << 20) - 1) << 20


def divided(people: int = 24) -> FormationProblem:
    """Sales is free early and finance late, so that every mixed group cannot meet."""
    return FormationProblem(
        candidates=tuple(
            Candidate(
                key=f"p{number:02}",
                department=("sales", "finance")[number % 2],
                free=(EARLY, LATE)[number % 2],
            )
            for number in range(people)
        ),
        sizes=SizeRange(4, 4, 4),
        blocks=((0, 40),),
    )


def test_the_ends_are_diversity_alone_and_meeting_alone_and_the_price_is_what_lies_between() -> None:
    found = tradeoff(divided(), seed=1, sweeps=200)
    first, last = found.points[0], found.points[-1]
    assert (first.can_meet, first.points) == (0.0, 6 * 4 * 3.0)
    assert (last.can_meet, last.points) == (1.0, 0.0)
    assert len(found.price) == len(found.points) - 1
    assert sum(
        price * (b.can_meet - a.can_meet) * 6
        for price, a, b in zip(found.price, found.points, found.points[1:], strict=False)
    ) == pytest.approx(first.points - last.points)


def test_each_point_meets_more_and_is_less_diverse_than_the_one_before() -> None:
    draw = random.Random(4)
    people = tuple(
        Candidate(
            key=f"p{number:02}",
            department=draw.choice("abcd"),
            free=sum(1 << at for at in range(80) if draw.random() < 0.9),
        )
        for number in range(36)
    )
    found = tradeoff(FormationProblem(candidates=people, blocks=((0, 40), (40, 80))), seed=1, sweeps=60)
    pairs = list(zip(found.points, found.points[1:], strict=False))
    assert all(a.can_meet < b.can_meet and a.points > b.points for a, b in pairs)
    assert all(price > 0 for price in found.price)


def test_it_can_be_ended_and_needs_calendars() -> None:
    heard: list[Point] = []
    found = tradeoff(divided(), seed=1, sweeps=20, on_point=lambda point: bool(heard.append(point)))
    assert len(heard) == len(found.points) == 1
    with pytest.raises(FormationError, match="no calendars"):
        tradeoff(FormationProblem(candidates=divided().candidates), seed=1, sweeps=20)
