"""Whole searches: everybody placed once, hard rules kept, the same input the same answer, never above the bound."""

import json
import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hexad.formation.budget import Effort, Load, sweeps_for
from hexad.formation.catalogue import Mode
from hexad.formation.context import Context
from hexad.formation.errors import FormationError, Impossible
from hexad.formation.explain import score
from hexad.formation.parts import plan_parts
from hexad.formation.problem import Candidate, FormationProblem, SizeRange
from hexad.formation.results import Formation, Progress
from hexad.formation.ruleset import DEFAULT, RuleSet
from hexad.formation.run import Run
from hexad.formation.solve import form_groups

DEPARTMENTS = ("Sales", "Finance", "Production", "People", "Research", "Logistics")
SLOTS_A_BLOCK = 40


def manager(number: int, **fields: object) -> Candidate:
    values: dict[str, object] = {
        "level": "manager",
        "department": DEPARTMENTS[number % 6],
        "site": "Berlin" if number % 2 else "Leeds",
        "languages": ("en",),
        "numbers": {"tenure": float(number * 7 % 13)},
    }
    return Candidate(key=f"person{number:03}", **{**values, **fields})  # type: ignore[arg-type]  # a test's shorthand


def crowd(count: int, **fields: object) -> tuple[Candidate, ...]:
    return tuple(manager(number, **fields) for number in range(count))


def searched(problem: FormationProblem, sweeps: int = 20, seed: int = 1) -> Formation:
    return form_groups(problem, seed=seed, sweeps=sweeps)


def members(found: Formation) -> list[tuple[str, ...]]:
    return [group.members for group in found.groups]


def busy_crowd(count: int, blocks: int = 3) -> FormationProblem:
    """Managers who are each free at a few slots; a window is six of them in a row."""
    chance = random.Random(5)
    free = [sum(1 << slot for slot in range(blocks * SLOTS_A_BLOCK) if chance.random() < 0.985) for _ in range(count)]
    people = tuple(replace(one, free=mask) for one, mask in zip(crowd(count), free, strict=True))
    spans = tuple((SLOTS_A_BLOCK * block, SLOTS_A_BLOCK * (block + 1)) for block in range(blocks))
    return FormationProblem(candidates=people, blocks=spans)


def test_everybody_is_placed_once_in_as_many_groups_of_six_as_there_can_be() -> None:
    found = searched(FormationProblem(candidates=crowd(40)))
    assert sorted(key for keys in members(found) for key in keys) == [one.key for one in crowd(40)]
    assert sorted(map(len, members(found))) == [4, 6, 6, 6, 6, 6, 6]


def test_the_same_problem_and_seed_give_the_same_bytes() -> None:
    first, again = searched(busy_crowd(36)), searched(busy_crowd(36))
    assert json.dumps(first.as_json()) == json.dumps(again.as_json())


def test_the_order_of_people_changes_nothing() -> None:
    problem = busy_crowd(36)
    shuffled = list(problem.candidates)
    random.Random(1).shuffle(shuffled)
    assert searched(replace(problem, candidates=tuple(shuffled))).as_json() == searched(problem).as_json()


def test_another_seed_is_another_search_of_the_same_worth() -> None:
    found = [searched(FormationProblem(candidates=crowd(48)), sweeps=200, seed=seed) for seed in (1, 2, 3)]
    assert len({tuple(members(one)) for one in found}) > 1
    assert len({one.bound for one in found}) == 1
    assert min(one.objective for one in found) > 0.97 * max(one.objective for one in found)


def test_what_the_search_scores_is_what_the_rules_say_of_its_groups() -> None:
    problem = busy_crowd(36)
    found = searched(problem)
    judged = score(problem, {group.id: group.members for group in found.groups})
    assert judged.objective == found.objective
    assert judged.can_meet == found.can_meet
    assert [group.by_rule for group in judged.groups] == [group.by_rule for group in found.groups]


def test_more_sweeps_come_near_the_bound_and_far_beyond_the_lot() -> None:
    problem = FormationProblem(candidates=crowd(60))
    by_lot, long = searched(problem, sweeps=1), searched(problem, sweeps=300)
    assert long.bound is not None
    assert long.gap == pytest.approx((long.bound - long.objective) / long.bound, abs=1e-6)
    assert by_lot.objective <= long.objective <= long.bound
    assert long.gap < 0.02


def test_all_groups_can_meet_where_that_is_possible_and_a_window_shows_it() -> None:
    problem = busy_crowd(48)
    found = searched(problem, sweeps=300)
    free = {one.key: one.free or 0 for one in problem.candidates}
    assert found.can_meet == 1.0
    for group in found.groups:
        common = (1 << 120) - 1
        for key in group.members:
            common &= free[key]
        for start, end in problem.blocks:
            assert any(common >> at & 0b111111 == 0b111111 for at in range(start, end - 5))


def test_pairs_that_must_not_meet_never_do() -> None:
    people = crowd(24)
    pairs = tuple((people[number].key, people[number + 12].key) for number in range(12))
    found = searched(FormationProblem(candidates=people, apart=pairs[:6], rivals=pairs[6:]))
    for first, second in pairs:
        assert not any({first, second} <= set(group) for group in members(found))


def test_people_who_belong_together_share_a_group() -> None:
    people = crowd(24)
    team = tuple(one.key for one in people[:4])
    found = searched(FormationProblem(candidates=people, together=(team,)))
    assert any(set(team) <= set(group) for group in members(found))


def test_nobody_meets_somebody_of_the_own_reporting_line() -> None:
    people = [manager(number) for number in range(6)]
    people += [manager(number, bosses=(people[number % 6].key,)) for number in range(6, 24)]
    found = searched(FormationProblem(candidates=tuple(people)))
    boss = {one.key: one.bosses[0] for one in people if one.bosses}
    for group in members(found):
        assert not any(boss.get(key) in group for key in group)
        bosses = [boss[key] for key in group if key in boss]
        assert len(bosses) == len(set(bosses))


def test_among_topics_that_all_accept_people_get_the_one_that_they_ranked_first() -> None:
    """Every grouping shares a topic; only the ranking says who belongs together."""
    wishes = (("a", "b"), ("b", "a"))
    people = tuple(manager(number, topics=wishes[number // 6], department="one") for number in range(12))
    found = searched(FormationProblem(candidates=people), sweeps=200)
    known = {one.key: one for one in people}
    assert sorted(group.topic for group in found.groups) == ["a", "b"]
    assert all(known[key].topics[0] == group.topic for group in found.groups for key in group.members)


def test_levels_languages_and_topics_are_never_mixed() -> None:
    people = (
        *(manager(number, level="a", topics=("delegation",)) for number in range(12)),
        *(manager(number, level="a", topics=("feedback", "delegation")) for number in range(12, 18)),
        *(manager(number, level="b", languages=("de",)) for number in range(18, 30)),
    )
    found = searched(FormationProblem(candidates=people))
    known = {one.key: one for one in people}
    for group in found.groups:
        assert len({known[key].level for key in group.members}) == 1
        assert set.intersection(*(set(known[key].languages) for key in group.members))
        if known[group.members[0]].level == "a":
            assert all(group.topic in known[key].topics for key in group.members)


def test_a_hard_rule_gives_way_only_where_the_order_names_it_and_the_result_says_where_and_why() -> None:
    never = tuple(replace(one, free=0) for one in crowd(12))
    problem = FormationProblem(candidates=never, blocks=((0, 40),))
    found = searched(problem)
    assert {relaxed.rule for relaxed in found.relaxed} == {"meet"}
    assert {relaxed.group for relaxed in found.relaxed} == {group.id for group in found.groups}
    assert all(relaxed.reason.text for relaxed in found.relaxed)
    assert found.can_meet == 0.0
    with pytest.raises(Impossible) as refusal:
        searched(problem.with_rules(replace(DEFAULT, relax=())))
    assert not any(one.key in str(refusal.value) for one in never)


def test_locked_groups_stay_and_the_rest_forms_around_them() -> None:
    people = crowd(24)
    locked = tuple(one.key for one in people[::5])[:5]
    found = searched(FormationProblem(candidates=people, rules=RuleSet(locked=(locked,))))
    assert locked in members(found)
    assert len({key for group in members(found) for key in group}) == 24


def test_people_for_whom_no_legal_size_is_left_wait_and_are_told() -> None:
    found = searched(FormationProblem(candidates=crowd(7), sizes=SizeRange(4, 6, 6)))
    assert sum(map(len, members(found))) + len(found.waiting) == 7
    assert len(found.waiting) == 1
    assert found.waiting[0].reason.text


def test_a_reader_who_says_stop_keeps_the_best_so_far() -> None:
    heard: list[Progress] = []

    def stop_at_once(at: Progress) -> bool:
        heard.append(at)
        return False

    found = form_groups(FormationProblem(candidates=crowd(60)), seed=1, sweeps=1_000_000, on_progress=stop_at_once)
    assert found.stopped == "asked"
    assert len(heard) == 1
    assert found.objective >= heard[0].best
    assert sum(map(len, members(found))) == 60


@given(
    people=st.integers(2, 100_000),
    kernel=st.sampled_from(["distances", "common", "counts"]),
    limit=st.floats(0.1, 600),
)
def test_a_limit_means_sweeps_by_a_table_that_knows_no_clock(people: int, kernel: str, limit: float) -> None:
    load = Load(people, kernel)
    sweeps = sweeps_for(limit, [load])
    assert sweeps == sweeps_for(limit, [load]) >= 1
    assert sweeps_for(2 * limit, [load]) >= sweeps >= sweeps_for(limit, [load, load])


def test_the_result_says_how_many_sweeps_a_limit_was() -> None:
    found = form_groups(FormationProblem(candidates=crowd(12)), seed=1, limit=0.01)
    assert found.sweeps == sweeps_for(0.01, [Load(12, "distances")])


@pytest.mark.parametrize(
    "effort", [{"limit": 0.0}, {"limit": -1.0}, {"limit": float("nan")}, {"limit": float("inf")}, {"sweeps": 0}]
)
def test_no_time_at_all_is_refused(effort: dict[str, float]) -> None:
    with pytest.raises(FormationError, match="more than no time"):
        form_groups(FormationProblem(candidates=crowd(12)), seed=1, **effort)  # type: ignore[arg-type]


@settings(max_examples=15)
@given(
    data=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2), st.integers(0, 20)), min_size=8, max_size=20),
    seed=st.integers(0, 5),
)
def test_no_search_ever_beats_the_bound_or_loses_anybody(data: list[tuple[int, int, int]], seed: int) -> None:
    people = tuple(
        manager(number, department=f"d{department}", site=f"s{site}", numbers={"tenure": float(tenure)})
        for number, (department, site, tenure) in enumerate(data)
    )
    found = searched(FormationProblem(candidates=people), sweeps=10, seed=seed)
    assert found.objective <= (found.bound or 0.0) + 1e-9
    placed = [key for group in members(found) for key in group] + [one.key for one in found.waiting]
    assert sorted(placed) == sorted(one.key for one in people)


def test_turning_every_wish_off_leaves_no_bound_to_speak_of() -> None:
    rules = DEFAULT
    for key in ("department", "site", "tenure"):
        rules = rules.with_rule(replace(rules.rule(key), mode=Mode.OFF))
    found = searched(FormationProblem(candidates=crowd(12), rules=rules))
    assert (found.bound, found.gap) == (None, None)


def test_a_topic_that_may_give_way_never_parts_people_who_belong_together() -> None:
    """Two topics of six each: they would be two parts, but one of each belongs with one of the other."""
    people = tuple(manager(number, topics=("a" if number < 6 else "b",)) for number in range(12))
    pair = (people[0].key, people[6].key)
    found = searched(FormationProblem(candidates=people, together=(pair,)), sweeps=200)
    assert any(set(pair) <= set(group) for group in members(found))
    assert "topic" in {relaxed.rule for relaxed in found.relaxed}


# Five people in a ring of which no two neighbours may meet fit no two groups, and no three of them are a clique.
RING = tuple((f"person{number:03}", f"person{(number + 1) % 5:03}") for number in range(5))


def test_a_rule_that_no_grouping_keeps_is_named_with_the_people_in_whose_group_it_breaks() -> None:
    with pytest.raises(Impossible) as refusal:
        searched(FormationProblem(candidates=crowd(8), sizes=SizeRange(4, 4, 4), apart=RING))
    (conflict,) = refusal.value.conflicts
    assert conflict.rules == ("apart",)
    assert len(conflict.people) == 4


@pytest.mark.parametrize("private", range(5))
def test_where_a_private_wish_may_have_played_a_part_nobody_is_named(private: int) -> None:
    apart = tuple(pair for number, pair in enumerate(RING) if number != private)
    problem = FormationProblem(candidates=crowd(8), sizes=SizeRange(4, 4, 4), apart=apart, rivals=(RING[private],))
    with pytest.raises(Impossible) as refusal:
        searched(problem)
    assert not any(conflict.people for conflict in refusal.value.conflicts)
    assert "person0" not in str(refusal.value)
    assert "private constraint" in str(refusal.value)


def test_a_search_that_is_cut_short_has_begun_every_part() -> None:
    people = tuple(manager(number, level=str(number // 12)) for number in range(48))
    context = Context(FormationProblem(candidates=people))
    parts = plan_parts(people, context, seed=1).parts
    run = Run.over(parts, context, seed=1, effort=Effort(1.0, 1_000_000))
    rounds = iter([True])
    run.go(lambda _at: next(rounds, False))
    assert len(run.searches) == 4
    assert all(restarts[0].done > 0 for restarts in run.searches)


def test_a_single_part_is_searched_on_both_lanes_at_once() -> None:
    people = crowd(36)
    context = Context(FormationProblem(candidates=people))
    run = Run.over(plan_parts(people, context, seed=1).parts, context, seed=1, effort=Effort(1.0, 1_000_000))
    run.go(lambda _at: False)
    assert sum(search.done > 0 for search in run.searches[0]) == 2
