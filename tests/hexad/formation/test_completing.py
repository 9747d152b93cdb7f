"""Groups that meet in every block, but never 21 to 28 days apart, exchange a member with another group."""

import random
from dataclasses import replace
from itertools import chain, product

from hypothesis import given, settings
from hypothesis import strategies as st

from hexad.availability.windows import has_cycle
from hexad.formation.completing import complete_cycles
from hexad.formation.context import Context
from hexad.formation.explain import score
from hexad.formation.problem import Candidate, FormationProblem, SizeRange
from hexad.formation.repair import broken_in
from hexad.formation.results import FormedGroup
from hexad.formation.rules import shared_starts
from hexad.formation.ruleset import read_rules

DAY = 96
BLOCKS = ((0, 28 * DAY), (28 * DAY, 56 * DAY))
EVERY_DAY = range(56)


def free_on(days: set[int] | range) -> int:
    return sum(((1 << 6) - 1) << (day * DAY) for day in days)


def person(key: str, days: set[int] | range, department: str = "Sales") -> Candidate:
    return Candidate(key=key, department=department, free=free_on(days))


def problem(*people: Candidate) -> FormationProblem:
    return FormationProblem(candidates=people, sizes=SizeRange(4, 4, 4), blocks=BLOCKS)


def judged(groups: list[list[str]], context: Context) -> tuple[FormedGroup, ...]:
    return score(context, {str(number): group for number, group in enumerate(groups)}).groups


def test_one_exchange_gives_both_groups_a_whole_cycle() -> None:
    three = [person(f"a{at}", {0, 22, 55}) for at in range(3)]
    odd = person("a3", {0, 30, 55})
    context = Context(problem(*three, odd, *(person(f"b{at}", EVERY_DAY) for at in range(4))))
    before = [["a0", "a1", "a2", "a3"], ["b0", "b1", "b2", "b3"]]
    assert [group.has_cycle for group in judged(before, context)] == [False, True]
    after = complete_cycles(before, context)
    assert [group.has_cycle for group in judged(after, context)] == [True, True]
    assert sorted(chain(*after)) == sorted(chain(*before))
    assert "a3" in after[1]


def test_of_the_exchanges_that_serve_the_one_that_keeps_departments_apart_is_taken() -> None:
    names = ("Sales", "Finance", "People", "Law")
    three = [person(f"a{at}", {0, 22, 55}, names[at]) for at in range(3)]
    odd = person("a3", {0, 30, 55}, names[3])
    others = [person(f"b{at}", EVERY_DAY, names[at]) for at in range(4)]
    after = complete_cycles(
        [["a0", "a1", "a2", "a3"], ["b0", "b1", "b2", "b3"]], Context(problem(*three, odd, *others))
    )
    assert after == [["a0", "a1", "a2", "b3"], ["a3", "b0", "b1", "b2"]]


def test_where_no_exchange_serves_nobody_moves() -> None:
    people = [person(f"a{at}", {0, 55}) for at in range(8)]
    groups = [[f"a{at}" for at in range(4)], [f"a{at}" for at in range(4, 8)]]
    assert complete_cycles(groups, Context(problem(*people))) == groups


@given(st.integers(0, 10_000), st.integers(0, 1))
@settings(max_examples=60, deadline=None)
def test_nobody_is_lost_no_rule_is_newly_broken_and_no_cycle_is_given_up(seed: int, may_miss: int) -> None:
    lot = random.Random(seed)
    days = 40 - 15 * may_miss
    people = [person(f"{at:02}", set(lot.sample(EVERY_DAY, days)), lot.choice("ABCD")) for at in range(16)]
    context = Context(replace(problem(*people), rules=read_rules(f"[meet]\nmay_miss = {may_miss}")))
    before = [[f"{at:02}" for at in range(first, first + 4)] for first in range(0, 16, 4)]
    after = complete_cycles(before, context)
    assert sorted(chain(*after)) == sorted(chain(*before))
    assert [len(group) for group in after] == [4, 4, 4, 4]
    was, now = judged(before, context), judged(after, context)
    assert sum(bool(group.has_cycle) for group in now) >= sum(bool(group.has_cycle) for group in was)
    assert sum(map(broken_in, now)) <= sum(map(broken_in, was))
    assert complete_cycles(before, context) == after


@given(st.integers(0, 10_000), st.integers(0, 1))
@settings(max_examples=60, deadline=None)
def test_whoever_could_be_helped_by_one_exchange_is(seed: int, may_miss: int) -> None:
    """Where the only rule is to meet, no exchange that serves is left once all have been tried."""
    lot = random.Random(seed)
    people = [person(f"{at:02}", set(lot.sample(EVERY_DAY, 40 - 15 * may_miss))) for at in range(12)]
    context = Context(replace(problem(*people), rules=read_rules(f"[meet]\nmay_miss = {may_miss}")))

    def is_whole(group: list[str]) -> bool:
        starts = shared_starts([context.known[key] for key in group], context)
        return has_cycle(starts) and all(starts & inside for inside in context.windows)

    after = complete_cycles([[f"{at:02}" for at in range(first, first + 4)] for first in (0, 4, 8)], context)
    for ours, theirs in product(judged(after, context), repeat=2):
        if ours.can_meet and not ours.has_cycle and theirs is not ours and theirs.has_cycle:
            for one, another in product(ours.members, theirs.members):
                left = [another, *(key for key in ours.members if key != one)]
                right = [one, *(key for key in theirs.members if key != another)]
                assert not (is_whole(left) and is_whole(right))
