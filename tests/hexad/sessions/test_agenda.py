from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexad.sessions import agenda as agendas
from hexad.sessions.agenda import Agenda, AgendaError, PartKind, lengths, load, part_lengths, read_toml
from tests.hexad.sessions.cast import EXPLORE, REFLECT

MINUTE = timedelta(minutes=1)
AGENDAS = tuple(load(name) for name in agendas.AGENDAS)
PLAIN = """
id = "plain"
version = 1
title = "Plain"
minutes = 30

[[steps]]
key = "one"
title = "One"
minutes = 20
parts = [{ kind = "write", minutes = 5, pad = "story" }, { kind = "talk" }]

[[steps]]
key = "two"
title = "Two"
minutes = 10
protected = true
parts = [{ kind = "round" }]
"""


def test_explore_has_the_published_minutes() -> None:
    assert [step.minutes for step in EXPLORE.steps] == [3, 20, 15, 25, 15, 2, 10]
    assert [step.minutes for step in REFLECT.steps] == [5, 42, 15, 13, 5, 10]


def test_the_panels_stand_where_the_method_has_them() -> None:
    panels = {
        agenda.id: [part.panel for step in agenda.steps for part in step.parts if part.panel] for agenda in AGENDAS
    }
    assert EXPLORE.lobby == ("evidence:self_rating",)
    assert panels["explore"] == ["practice:plan_panel", "practice:report_preview", "evidence:five_questions"]
    assert panels["reflect"] == ["practice:report_panel", "practice:plan_panel", "evidence:self_rating"]


def test_stories_carry_names_and_causes_do_not() -> None:
    pads = {part.pad: part for step in EXPLORE.steps for part in step.parts if part.kind is PartKind.WRITE}
    assert (pads["story"].is_named, pads["cause"].is_named, pads["cause"].sides) == (True, False, True)


@pytest.mark.parametrize("agenda", AGENDAS, ids=lambda agenda: agenda.id)
def test_a_stored_agenda_is_read_as_it_was(agenda: Agenda) -> None:
    assert Agenda.from_json(agenda.as_json()) == agenda


@given(st.sampled_from(AGENDAS), st.integers(1, 10), st.timedeltas(timedelta(microseconds=1), timedelta(hours=10)))
def test_steps_always_sum_to_the_sessions_length(agenda: Agenda, present: int, total: timedelta) -> None:
    found = lengths(agenda, total, present)
    assert sum(found, timedelta(0)) == total
    assert all(length >= timedelta(0) for length in found)


@given(st.sampled_from(AGENDAS), st.timedeltas(timedelta(0), timedelta(hours=2)), st.integers(0, 20))
def test_parts_always_sum_to_their_step(agenda: Agenda, total: timedelta, number: int) -> None:
    step = agenda.steps[number % len(agenda.steps)]
    found = part_lengths(step, total)
    assert sum(found, timedelta(0)) == total
    assert all(length >= timedelta(0) for length in found)


@pytest.mark.parametrize("agenda", AGENDAS, ids=lambda agenda: agenda.id)
def test_takeaways_come_last_and_are_protected(agenda: Agenda) -> None:
    protected = [step.key for step in agenda.steps if step.is_protected]
    assert "takeaways" in protected
    assert protected == [step.key for step in agenda.steps][-len(protected) :]


@pytest.mark.parametrize("late", [0, 3, 10, 20])
@pytest.mark.parametrize("present", range(2, 7))
@pytest.mark.parametrize("agenda", AGENDAS, ids=lambda agenda: agenda.id)
def test_whoever_is_there_and_however_late_the_last_steps_keep_their_minutes(
    agenda: Agenda, present: int, late: int
) -> None:
    found = lengths(agenda, (agenda.minutes - late) * MINUTE, present)
    kept = {step.key: length for step, length in zip(agenda.steps, found, strict=True) if step.is_protected}
    assert kept == {step.key: step.minutes * MINUTE for step in agenda.steps if step.is_protected}
    assert sum(found, timedelta(0)) == (agenda.minutes - late) * MINUTE
    assert min(found) > timedelta(seconds=30)


@pytest.mark.parametrize("agenda", AGENDAS, ids=lambda agenda: agenda.id)
def test_everybody_has_half_a_minute_at_least_in_each_round(agenda: Agenda) -> None:
    for step in agenda.steps:
        for part, length in zip(step.parts, part_lengths(step, step.minutes * MINUTE), strict=True):
            assert part.kind is not PartKind.ROUND or length >= 6 * timedelta(seconds=30)


def test_the_prompts_can_be_read_at_a_glance() -> None:
    for agenda in AGENDAS:
        for step in agenda.steps:
            assert len(step.prompt.split()) <= 18, step.prompt
            assert max(len(one.split()) for one in step.script.split(". ")) <= 22, step.script


def test_the_last_ten_minutes_stay_ten_while_the_others_share_what_is_left() -> None:
    found = lengths(EXPLORE, 60 * MINUTE, 6)
    assert found[-1] == 10 * MINUTE
    assert found[1] == 5 * found[5] * 2


def test_a_session_with_almost_no_time_left_keeps_half_of_it_for_the_last_step() -> None:
    assert lengths(EXPLORE, 8 * MINUTE, 6)[-1] == 4 * MINUTE


def test_fewer_members_tell_their_stories_in_less_time() -> None:
    assert lengths(EXPLORE, 90 * MINUTE, 4)[1] < lengths(EXPLORE, 90 * MINUTE, 6)[1] == 20 * MINUTE


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("minutes = 30", "minutes = 31", "plain: minutes: The steps take 30 minutes, the session has 31."),
        ('key = "two"', 'key = "one"', "Two steps are called 'one'"),
        ("minutes = 5, ", "minutes = 20, ", "step 1: parts: The parts take 20 minutes, the step has 20."),
        ('kind = "round"', 'kind = "dance"', "step 2, part 1: kind: 'dance' is none of talk, write, round"),
        (', pad = "story"', "", "step 1, part 1: pad: A part of kind write has a pad"),
        ('kind = "round"', 'kind = "panel"', "step 2, part 1: panel: A part of kind panel names a form"),
        ("protected = true", "protected = 1", "step 2: is_protected: Give true or false."),
        ("minutes = 20", "minutes = true", "step 1: minutes: Give a whole number from 1"),
        ("minutes = 20", "minutes = 20\neach = 4", "step 1: each: 4 minutes for each of 6 are more than 20."),
        ('title = "Two"', "", "step 2: title: Give a text."),
        ("protected = true", "protect = true", "step 2: 'protect' is not known here."),
        ('{ kind = "talk" }', "3", "step 1, part 2: This has to be a table."),
        ('[{ kind = "round" }]', "[]", "step 2: parts: Give each step 1 to 10 parts"),
        (
            "minutes = 5, ",
            "minutes = 5, questions_first = true, ",
            "questions_first: Only a part of kind round, talk, pages",
        ),
        ('kind = "round"', 'kind = "round", questions_first = 1', "questions_first: Give true or false."),
        ("version = 1", "version = ", "plain: this is not TOML"),
    ],
)
def test_a_wrong_agenda_is_refused_with_step_field_and_remedy(old: str, new: str, message: str) -> None:
    with pytest.raises(AgendaError) as error:
        read_toml(PLAIN.replace(old, new, 1), "plain")
    assert message in str(error.value)


@pytest.mark.parametrize("name", ["nobody", "../agenda", "", "explore.toml", "x" * 5000])
def test_an_agenda_that_is_not_there_is_told_with_those_that_are(name: str) -> None:
    with pytest.raises(AgendaError, match="There are: engage, engage-several, explore"):
        load(name)


@pytest.mark.parametrize("text", ["\x00", "a = " + "9" * 5000, "a = " + "[" * 100_000, "[[steps]]\n[steps]"])
def test_what_no_file_should_hold_is_no_agenda(text: str) -> None:
    with pytest.raises(AgendaError, match="this is not TOML"):
        read_toml(text)


@pytest.mark.parametrize("stored", [{}, {"steps": "abc"}, {"steps": [1]}, {"id": 3}])
def test_what_is_no_stored_agenda_is_refused(stored: dict[str, object]) -> None:
    with pytest.raises(AgendaError):
        Agenda.from_json(stored)
