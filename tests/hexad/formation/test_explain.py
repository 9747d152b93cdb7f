"""What a move or an exchange would do is what judging the changed grouping anew says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexad.availability.windows import has_cycle
from hexad.formation.errors import FormationError
from hexad.formation.explain import score, what_if, why_here
from hexad.formation.problem import FormationProblem
from tests.hexad.formation.cast import candidate

PEOPLE = tuple(
    candidate(
        f"p{number:02}",
        department="abc"[number % 3],
        site="xy"[number % 2],
        level="manager" if number else "director",
        numbers={"tenure": float(number)},
        free=(1 << 16) - 1 if number % 5 else 0,
    )
    for number in range(15)
)
PROBLEM = FormationProblem(candidates=PEOPLE, blocks=((0, 16),), apart=(("p01", "p06"),), rivals=(("p02", "p07"),))
GROUPS = {f"g{place}": [one.key for one in PEOPLE[5 * place : 5 * place + 5]] for place in range(3)}


@given(person=st.sampled_from(PEOPLE), target=st.sampled_from(list(GROUPS)), place=st.integers(-1, 4))
def test_the_effect_of_a_change_equals_judging_the_changed_grouping(person: object, target: str, place: int) -> None:
    key = person.key  # type: ignore[attr-defined]
    home = next(id_ for id_, keys in GROUPS.items() if key in keys)
    swap = GROUPS[target][place] if place >= 0 and target != home else None
    after = {id_: [one for one in keys if one not in (key, swap)] for id_, keys in GROUPS.items()}
    after[target].append(key)
    if swap:
        after[home].append(swap)
    effect = what_if(PROBLEM, GROUPS, person=key, to_group=target, swap_with=swap)
    was, now = score(PROBLEM, GROUPS), score(PROBLEM, after)
    assert effect.objective_change == pytest.approx(now.objective - was.objective)
    assert effect.can_meet_change == sum(bool(g.can_meet) for g in now.groups) - sum(
        bool(g.can_meet) for g in was.groups
    )


def test_a_move_that_breaks_a_rule_says_which_in_words() -> None:
    effect = what_if(PROBLEM, GROUPS, person="p01", to_group="g1")
    assert any("P01" in text and "P06" in text for text in effect.sentences)


def test_an_exchange_says_in_which_group_each_rule_breaks() -> None:
    """The director comes to g1, and g0 gets somebody whom nobody there may meet."""
    effect = what_if(PROBLEM, GROUPS, person="p00", to_group="g1", swap_with="p06")
    assert set(zip((reason.code for reason in effect.broken), effect.broken_in, strict=True)) == {
        ("level.broken", "g1"),
        ("apart.broken", "g0"),
    }


def test_a_move_to_a_rival_reads_only_of_a_private_constraint() -> None:
    effect = what_if(PROBLEM, GROUPS, person="p02", to_group="g1")
    private = [text for text in effect.sentences if "private constraint" in text.lower()]
    assert len(private) == 1
    assert not any(name in private[0] for name in ("P02", "P07"))


@pytest.mark.parametrize("last", [("b", "a"), ("c",)])
def test_what_is_said_of_the_challenge_names_the_one_that_the_group_is_for(last: tuple[str, ...]) -> None:
    """As many accept a; all rank b higher, so it is the group's, kept or not."""
    people = (*(candidate(key, topics=("b", "a")) for key in ("ann", "ben")), candidate("cho", topics=last))
    (group,) = score(FormationProblem(candidates=people), {"g1": [one.key for one in people]}).groups
    said = next(state.reason.values["value"] for state in group.by_rule if state.key == "topic")
    assert (group.topic, said) == ("b", "b")


def test_a_move_that_mends_a_rule_says_so() -> None:
    assert what_if(PROBLEM, GROUPS, person="p00", to_group="g1").mended


def test_moving_into_the_own_group_changes_nothing() -> None:
    assert what_if(PROBLEM, GROUPS, person="p01", to_group="g0").objective_change == 0


@pytest.mark.parametrize("words", [{"person": "zed", "to_group": "g1"}, {"person": "p01", "to_group": "g9"}])
def test_an_unknown_person_or_group_is_refused(words: dict[str, str]) -> None:
    with pytest.raises(FormationError, match="Choose a person and a group"):
        what_if(PROBLEM, GROUPS, **words)


def test_who_is_placed_twice_or_unknown_is_a_problem() -> None:
    judged = score(PROBLEM, {"g0": ["p01", "p02"], "g1": ["p02", "zed"]})
    assert [problem.found for problem in judged.problems] == ["P02", "zed"]


def test_why_somebody_is_here_tells_what_they_bring_and_share() -> None:
    texts = [reason.text for reason in why_here(PROBLEM, GROUPS, person="p02")]
    assert "P02 is the only one here from c." in texts
    assert why_here(PROBLEM, GROUPS, person="zed") == ()


@given(starts=st.sets(st.integers(0, 60 * 96), max_size=6))
def test_a_cycle_is_two_windows_three_to_four_weeks_apart(starts: set[int]) -> None:
    bitmap = sum(1 << start for start in starts)
    assert has_cycle(bitmap) == any(21 * 96 <= b - a <= 28 * 96 for a in starts for b in starts)


def test_a_group_whose_windows_make_no_cycle_is_told() -> None:
    """A window in each of two stretches of four weeks, but seven weeks apart."""
    day, session = 96, 0b111111
    people = tuple(candidate(f"p{number}", free=session << day | session << 50 * day) for number in range(4))
    problem = FormationProblem(candidates=people, blocks=((0, 28 * day), (28 * day, 56 * day)))
    (group,) = score(problem, {"g": [one.key for one in people]}).groups
    assert (group.can_meet, group.has_cycle) == (True, False)
    assert "cycle.none" in [reason.code for reason in group.why]
    (short,) = score(PROBLEM, {"g": GROUPS["g0"]}).groups
    assert short.has_cycle is None, "sixteen slots hold no cycle, whoever meets"
