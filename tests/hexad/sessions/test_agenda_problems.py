from typing import Any

import pytest
from hypothesis import given

from hexad.sessions.agenda import Agenda, AgendaError, agenda_of, load
from hexad.sessions.agenda_problems import TEMPLATES, AgendaProblem, problems_of
from tests.hexad.sessions.making import agendas


def wrong() -> dict[str, Any]:
    """Explore with a mistake in each of five places."""
    table = load("explore").as_json()
    steps = list(table["steps"])
    steps[0] = {**steps[0], "title": " ", "minutes": "three"}
    steps[1] = {**steps[1], "each": 9, "parts": ({"kind": "write"}, {"kind": "round"})}
    steps[2] = {**steps[2], "key": "stories", "prompt": "x" * 301}
    return {**table, "title": "", "steps": steps}


def test_every_problem_is_told_at_once_at_its_step_part_and_field() -> None:
    found = [(one.step, one.part, one.field, one.code) for one in problems_of(wrong())]
    assert found == [
        (0, 0, "title", "text"),
        (1, 0, "title", "text"),
        (1, 0, "minutes", "number"),
        (2, 0, "each", "each"),
        (2, 1, "pad", "pad"),
        (2, 0, "parts", "open"),
        (3, 0, "prompt", "long"),
        (3, 0, "key", "twice"),
    ]


def test_a_problem_says_where_what_and_how() -> None:
    texts = [one.text for one in problems_of(wrong())]
    assert texts[2] == "step 1: minutes: Give a whole number from 1 to 1440."
    assert texts[4] == "step 2, part 1: pad: A part of kind write has a pad, and no other has one."


def test_a_wrong_sum_is_said_only_when_every_number_is_one() -> None:
    table = load("explore").as_json()
    assert [one.code for one in problems_of({**table, "minutes": 80})] == ["sum"]
    steps = [{**table["steps"][0], "minutes": None}, *table["steps"][1:]]
    assert [one.code for one in problems_of({**table, "steps": steps})] == ["number"]


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"steps": [3]}, "step 1: This has to be a table."),
        ({"steps": []}, "steps: Give 1 to 40 steps."),
        ({"lobby": [3]}, "lobby: Give a text."),
        ({"lobby": "one"}, "lobby: Give a text."),
        ({"colour": "red"}, "'colour' is not known here. Known: id, lobby, minutes, steps, title, version."),
        ({"version": True}, "version: Give a whole number from 1 to 1440."),
        ({"minutes": 10**30}, "minutes: Give a whole number from 1 to 1440."),
    ],
)
def test_whatever_stands_in_a_field_is_answered_by_a_sentence(change: dict[str, Any], text: str) -> None:
    assert text in [one.text for one in problems_of({**load("engage").as_json(), **change})]


@pytest.mark.parametrize("part", [3, None, {"kind": []}, {"kind": "talk", "minutes": -1}, {"kind": "talk", "sides": 2}])
def test_a_part_that_is_none_is_a_problem_of_its_step(part: object) -> None:
    step = {**load("engage").as_json()["steps"][0], "parts": [part]}
    found = problems_of({**load("engage").as_json(), "steps": [step]})
    assert (1, 1) in [(one.step, one.part) for one in found]


def test_the_error_of_a_wrong_agenda_is_its_first_problem() -> None:
    with pytest.raises(AgendaError, match=r"^agenda: title: Give a text\.$"):
        agenda_of(wrong())


@given(agendas())
def test_what_can_be_used_has_no_problem_and_is_read_as_it_was(agenda: Agenda) -> None:
    assert problems_of(agenda.as_json()) == ()
    assert Agenda.from_json(agenda.as_json()) == agenda


def test_every_sentence_can_be_said() -> None:
    values = dict.fromkeys(("most", "found", "minutes", "each", "members", "known", "least"), 1)
    assert all(AgendaProblem(code=code, values=values).text for code in TEMPLATES)
