"""What may be shown of ties between units: nothing below the gate, no unit of few, nobody."""

import json

import numpy as np
import pytest

from hexad.evidence.estimate import EvidenceError
from hexad.evidence.silo_map import OTHERS, change_between, silo_map, ties_across

UNITS = {f"p{number:02}": "ABC"[number // 12] for number in range(36)}


def answers_of(units: dict[str, str], answering: int, *, inside: float = 0.4, outside: float = 0.05) -> dict:
    lot = np.random.default_rng(3)
    names = sorted(units)
    order = [names[at] for at in lot.permutation(len(names))[:answering]]
    chance = {True: inside, False: outside}
    return {
        one: {other for other in names if other != one and lot.random() < chance[units[one] == units[other]]}
        for one in order
    }


def test_ties_are_judged_against_chance_and_unit_by_unit() -> None:
    found = silo_map(UNITS, answers_of(UNITS, 36), seed=1)
    assert found.gate == "shown"
    assert found.gap is not None
    assert found.gap > 0.3
    assert found.p is not None
    assert found.p < 0.01
    assert found.units == ("A", "B", "C")
    inside = [cell.density for cell in found.cells if cell.source == cell.target]
    outside = [cell.density for cell in found.cells if cell.source != cell.target and cell.density is not None]
    assert all(one is not None and abs(one - 0.4) < 0.15 for one in inside)
    assert all(one < 0.2 for one in outside)
    assert json.loads(json.dumps(found.as_json()))["gate"] == "shown"


def test_a_density_is_of_the_pairs_there_could_be() -> None:
    """By hand: in a unit of 12, each of 12 names 11 others at most."""
    answers = answers_of(UNITS, 36)
    found = silo_map(UNITS, answers, seed=1)
    cell = next(one for one in found.cells if (one.source, one.target) == ("A", "A"))
    ties = sum(UNITS[other] == "A" for one in answers if UNITS[one] == "A" for other in answers[one])
    assert cell.density == pytest.approx(ties / (12 * 11), abs=0.001)
    whole = sum(len(of) for of in answers.values())
    assert found.density == pytest.approx(whole / (36 * 35))
    assert cell.ratio == pytest.approx(cell.density / found.density, abs=0.001)


@pytest.mark.parametrize(("answering", "gate"), [(29, "shown"), (28, "bounds"), (26, "bounds"), (25, "hidden")])
def test_the_gate_of_answers(answering: int, gate: str) -> None:
    found = silo_map(UNITS, answers_of(UNITS, answering), seed=1)
    assert found.gate == gate
    assert (found.ei is None) == (gate != "shown")
    assert (found.low is None) == (gate == "hidden")
    assert bool(found.cells) == (gate == "shown")
    assert (found.why is None) == (gate != "hidden")
    if found.low is not None and found.high is not None:
        assert found.low < found.high


def test_no_unit_of_few_is_shown_neither_naming_nor_named() -> None:
    units = {**UNITS, **{f"q{number}": "D" for number in range(7)}}
    found = silo_map(units, answers_of(units, 43), seed=1)
    assert found.units == ("A", "B", "C"), "seven are too few, also under another name"
    more = {**units, **{f"r{number}": "E" for number in range(5)}}
    assert silo_map(more, answers_of(more, 48), seed=1).units == ("A", "B", "C", OTHERS)


def test_a_unit_in_which_all_named_alike_is_not_shown() -> None:
    """Nought ties from A to B would say of everybody in A that they named nobody there."""
    found = silo_map(UNITS, answers_of(UNITS, 36, outside=0.0) | {"p35": {"p00", "p01"}}, seed=1)
    assert all(cell.density is None for cell in found.cells if (cell.source, cell.target) == ("A", "B"))
    assert not any(cell.density == 0 for cell in found.cells)


@pytest.mark.parametrize(
    ("units", "answers", "words"),
    [
        (UNITS, {one: set() for one in UNITS}, "Nobody named anybody"),
        (dict.fromkeys(UNITS, "A"), {one: {"p00", "p01"} for one in UNITS}, "one unit"),
        (UNITS, {}, "seven in ten"),
        ({}, {}, "seven in ten"),
        (UNITS, {one: {one, "nobody"} for one in UNITS}, "Nobody named anybody"),
        ({"a": "A", "b": "B", "c": "A"}, {"a": {"b"}, "b": {"a"}, "c": {"b"}}, "Fewer than 8 people"),
    ],
)
def test_where_there_is_nothing_to_show_a_sentence_says_why(units: dict, answers: dict, words: str) -> None:
    found = silo_map(units, answers, seed=1)
    assert found.gate == "hidden"
    assert found.ei is None
    assert words in str(found.why)


def test_the_change_of_ties_compares_groups_that_began_with_groups_that_wait() -> None:
    group = {one: f"g{number % 6}" for number, one in enumerate(sorted(UNITS))}
    begun = {f"g{number}": number < 3 for number in range(6)}
    before = ties_across(UNITS, answers_of(UNITS, 36))
    after = {
        one: of + (2 if begun[group[one]] else 0) + (number % 2) for number, (one, of) in enumerate(before.items())
    }
    found = change_between(before, after, group=group, begun=begun, seed=1)
    assert found.estimate == pytest.approx(2.0, abs=0.6)
    assert found.n_groups == 6
    with pytest.raises(EvidenceError, match="two groups that began"):
        change_between(before, after, group=group, begun=dict.fromkeys(begun, False), seed=1)
