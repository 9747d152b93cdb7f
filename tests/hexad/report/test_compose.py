"""One page in a minute: nine numbers at most, one wording for what is not shown, nothing claimed."""

from dataclasses import asdict
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexad.report.compose import MOST_NUMBERS, compose
from hexad.report.sheets import Report
from hexad.report.snapshot import Figure, Obstacle, Snapshot, State, Story
from hexad.report.speech import Speech
from hexad.report.words import EVERYTHING, HIDDEN, NOT_YET, SPECS
from tests.hexad.report.invented import FIRST_HALF, STORY, snapshot

figures = st.one_of(
    st.just(Figure(state=State.HIDDEN)),
    st.just(Figure(state=State.NONE)),
    st.builds(Figure, value=st.floats(0, 7), base=st.none() | st.integers(8, 500)),
)


def everything(report: Report) -> str:
    return str(asdict(report))


def with_figures(**changes: Figure) -> Snapshot:
    return snapshot(figures=dict(FIRST_HALF.figures) | changes)


@given(st.dictionaries(st.sampled_from(sorted(SPECS)), figures))
def test_the_first_page_has_nine_numbers_at_most(found: dict[str, Figure]) -> None:
    report = compose(snapshot(figures=found))
    assert len(report.numbers) <= MOST_NUMBERS
    for number in report.numbers:
        assert number.is_shown or number.value in (HIDDEN, NOT_YET)
        assert number.how


def test_every_number_of_the_page_says_where_it_comes_from() -> None:
    sheet = next(sheet for sheet in compose(FIRST_HALF).behind if sheet.key == "provenance")
    assert {row[0] for row in sheet.rows} == {SPECS[key].label for key in FIRST_HALF.figures}


def test_the_dose_stands_beside_the_saving() -> None:
    saving = next(number for number in compose(FIRST_HALF).numbers if number.key == "saving_with_time")
    assert saving.value == "80\u00a0%"
    assert saving.note == "Not the same dose: 38\u00a0% of the training's learning hours."


def test_before_and_after_are_called_a_description() -> None:
    section = next(section for section in compose(FIRST_HALF).sections if section.key == "changed")
    assert section.kind_label == "Description, not evidence"
    assert [number.value for number in section.numbers] == ["3.4", "4.6"]
    assert section.picture is not None
    assert section.picture.alt == "Self-rating on a scale from 1 to 7: 3.4 before, 4.6 after."


@pytest.mark.parametrize(
    ("effect", "words"),
    [
        ((0.31, 0.12, 0.5), "more often where groups began"),
        ((-0.31, -0.5, -0.12), "less often where groups began"),
        ((0.1, -0.05, 0.25), "anything from −0.05 to +0.25 steps"),
        ((0.1, -1e9, 1e9), "anything from −∞ to +∞ steps"),
    ],
)
def test_an_effect_stands_above_the_description_with_its_interval(
    effect: tuple[float, float, float], words: str
) -> None:
    keys = ("effect", "effect_low", "effect_high")
    report = compose(with_figures(**{key: Figure(value=one, base=64) for key, one in zip(keys, effect, strict=True)}))
    kinds = [section.kind for section in report.sections]
    assert kinds.index("evidence") < kinds.index("description")
    section = next(section for section in report.sections if section.kind == "evidence")
    assert words in " ".join(section.sentences)
    assert section.picture is not None
    assert [0 <= place <= 1 for _, place, _ in section.picture.points] == [True] * 3
    assert "no comparison" not in " ".join(one for each in report.sections for one in each.sentences)
    assert len(report.numbers) <= MOST_NUMBERS


@pytest.mark.parametrize("key", sorted(set(FIRST_HALF.figures) - {"saving_low", "saving_high"}))
def test_what_is_not_shown_reads_the_same_wherever_it_would_stand(key: str) -> None:
    hidden = compose(with_figures(**{key: Figure(state=State.HIDDEN)}))
    label = SPECS[key].label
    cells = [row[1] for sheet in hidden.behind for row in sheet.rows if row[0] == label and sheet.key != "provenance"]
    cells += [number.value for number in hidden.numbers if number.key == key]
    assert cells
    assert set(cells) == {HIDDEN}


def test_a_part_that_is_not_shown_keeps_its_row() -> None:
    sheet = next(sheet for sheet in compose(FIRST_HALF).behind if sheet.key == "parts")
    assert sheet.rows == (("Logistics", HIDDEN), ("Sales", "23"))


def test_a_picture_is_left_out_where_one_of_its_points_is_not_shown() -> None:
    report = compose(with_figures(before=Figure(state=State.HIDDEN)))
    assert next(section for section in report.sections if section.key == "changed").picture is None


@pytest.mark.parametrize(
    ("choices", "sentence"),
    [
        ((), "No group has raised one."),
        (("done", "cannot"), "Every obstacle that groups raised has an answer."),
        (("done", ""), "Some of the obstacles that groups raised wait for an answer."),
        (("", ""), "None of the obstacles that groups raised has an answer yet."),
    ],
)
def test_obstacles_are_told_in_words(choices: tuple[str, ...], sentence: str) -> None:
    rows = tuple(Obstacle(text="x", month="2026-03", choice=choice) for choice in choices)
    report = compose(snapshot(obstacles=rows))
    assert next(section for section in report.sections if section.key == "obstacles").sentences == (sentence,)


def test_the_longest_follow_up_that_anybody_was_asked_is_in_front() -> None:
    later = compose(with_figures(kept_3=Figure(value=0.6, base=40)))
    assert [number.label for number in later.numbers][-1] == "Still in use after three months"
    assert [number.label for number in compose(FIRST_HALF).numbers][-1] == "Kept, at reflect"


def test_a_long_story_is_cut_in_front_and_whole_behind() -> None:
    report = compose(snapshot(stories=(Story(text=STORY * 5),)))
    front = next(section for section in report.sections if section.key == "stories").quotes[0].text
    assert len(front) <= 280
    assert front.endswith("…")
    assert any(quote.text == STORY * 5 for _, quotes in report.quotes for quote in quotes)


def test_everything_is_said_in_the_readers_language() -> None:
    german = Speech(
        say=lambda text: f"«{text}»",
        day=lambda day: f"{day:%d.%m.%Y}",
        decimal=",",
        group=".",
        language="de",
    )
    report = compose(FIRST_HALF, german)
    assert report.period == "«First half: 01.01.2026 to 30.06.2026»"
    assert [number.value for number in report.numbers][:2] == ["642\u00a0h", "61.200\u00a0EUR"]
    found = everything(report)
    assert "«Hours in sessions»" in found


def test_every_sentence_is_listed_for_translators() -> None:
    said: list[str] = []
    compose(FIRST_HALF, Speech(say=lambda text: said.append(text) or text))  # type: ignore[func-returns-value]
    labels = {word for one in FIRST_HALF.assumptions for word in (one.label, one.unit)}
    assert set(said) - labels <= set(EVERYTHING)


def test_numbers_are_written_as_far_as_they_can_be_believed() -> None:
    speech = Speech()
    assert [speech.hours(hours) for hours in (9, 9.25, 642.5)] == ["9\u00a0h", "9.2\u00a0h", "642\u00a0h"]
    assert [speech.money(amount, "EUR") for amount in (617.43, 61234.5, -1234567)] == [
        "617\u00a0EUR",
        "61,200\u00a0EUR",
        "\u22121,230,000\u00a0EUR",
    ]
    assert speech.month(date(2026, 3, 1)) == "March 2026"
