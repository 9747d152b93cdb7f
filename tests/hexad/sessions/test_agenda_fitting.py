from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexad.sessions.agenda import Agenda, AgendaError, agenda_of, load, read_toml
from hexad.sessions.agenda_file import as_toml
from hexad.sessions.agenda_fitting import apportioned, fitted
from hexad.sessions.agenda_problems import problems_of
from tests.hexad.sessions.making import agendas, tables


@given(tables(), st.integers(1, 240))
def test_a_fitted_agenda_can_be_used_and_lasts_as_long_as_was_asked(table: dict[str, Any], minutes: int) -> None:
    least = sum(len(step["parts"]) for step in table["steps"])
    if minutes < least:
        with pytest.raises(AgendaError, match=f"These steps need {least} minutes at least"):
            fitted(table, minutes)
        return
    agenda = agenda_of(fitted(table, minutes))
    assert sum(step.minutes for step in agenda.steps) == agenda.minutes == minutes
    assert [step.title for step in agenda.steps] == [step["title"] for step in table["steps"]]


@given(agendas())
def test_an_agenda_that_fits_already_stays_as_it_is(agenda: Agenda) -> None:
    same = agenda_of(fitted(agenda.as_json(), agenda.minutes))
    assert [step.minutes for step in same.steps] == [step.minutes for step in agenda.steps]


def test_protected_steps_keep_their_minutes() -> None:
    shorter = agenda_of(fitted(load("explore").as_json(), 60))
    assert shorter.steps[-1].minutes == 10
    assert [step.minutes for step in shorter.steps] == [2, 13, 9, 16, 9, 1, 10]


def test_protected_steps_give_way_where_they_would_take_more_than_half() -> None:
    assert agenda_of(fitted(load("explore").as_json(), 18)).steps[-1].minutes < 9


def test_what_somebody_is_still_writing_can_be_fitted_too() -> None:
    table = load("engage").as_json()
    steps = [{**table["steps"][0], "minutes": "many", "title": ""}, *table["steps"][1:]]
    found = fitted({**table, "steps": steps, "minutes": None}, 60)
    assert {one.code for one in problems_of(found)} == {"text"}


def test_without_steps_there_is_nothing_to_fit() -> None:
    with pytest.raises(AgendaError):
        fitted({"steps": []}, 60)


@given(st.lists(st.tuples(st.integers(1, 99), st.integers(1, 5)), min_size=1, max_size=9), st.integers(0, 200))
def test_shares_are_whole_and_sum_and_none_is_too_small(rows: list[tuple[int, int]], more: int) -> None:
    weights, least = [one for one, _ in rows], [other for _, other in rows]
    total = sum(least) + more
    found = apportioned(total, weights, least)
    assert sum(found) == total
    assert all(share >= low for share, low in zip(found, least, strict=True))


@given(agendas())
def test_a_file_holds_what_the_agenda_holds(agenda: Agenda) -> None:
    assert read_toml(as_toml(agenda)) == agenda
