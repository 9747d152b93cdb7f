"""What a snapshot holds comes back as it was; what is no snapshot ends in a sentence."""

import contextlib
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexad.report.snapshot import FORMAT, LARGEST, Figure, ReportError, State, read_snapshot
from tests.hexad.report.invented import FIRST_HALF

Change = Callable[[dict[str, Any]], Any]


def test_what_was_written_is_read_again() -> None:
    assert read_snapshot(FIRST_HALF.as_json()) == FIRST_HALF
    assert read_snapshot(FIRST_HALF.as_json()).as_json() == FIRST_HALF.as_json()


def test_a_figure_that_is_missing_was_never_asked() -> None:
    assert FIRST_HALF["kept_6"] == Figure(state=State.NONE)


def test_a_snapshot_of_before_says_nothing_of_a_modules_language() -> None:
    values = json.loads(FIRST_HALF.as_json())
    for use in values["modules"]:
        del use["language"]
    assert {use.language for use in read_snapshot(json.dumps(values)).modules} == {""}


@pytest.mark.parametrize("state", [State.HIDDEN, State.NONE])
def test_a_figure_that_is_not_shown_has_neither_value_nor_base(state: State) -> None:
    with pytest.raises(ReportError, match="must have neither"):
        Figure(state=state, base=7)


CHANGES: dict[str, tuple[Change, str]] = {
    "another format": (lambda v: v.update(format="hexad-snapshot/9"), "another format than hexad-snapshot/1"),
    "no period": (lambda v: v.pop("period"), "In the snapshot something is missing: 'period'"),
    "a period that ends first": (lambda v: v["period"].update(end_date="2025-01-01"), "ends before it begins"),
    "a date that is none": (lambda v: v["period"].update(start_date="soon"), "the snapshot, period, start_date"),
    "a key too many": (lambda v: v.update(ratings=[]), "there is no such key"),
    "a value that is hidden": (lambda v: v["figures"]["missed"].update(value=2), "must have neither"),
    "a text for a number": (lambda v: v["figures"]["held"].update(value="38"), "figures, 'held', value"),
    "a truth for a number": (lambda v: v["figures"]["held"].update(value=True), "a number"),
    "an endless number": (lambda v: v["figures"]["held"].update(value=float("inf")), "number"),
    "half a person": (lambda v: v["figures"]["joined"].update(base=1.5), "a whole number"),
    "an answer that is none": (lambda v: v["obstacles"][0].update(choice="maybe"), "obstacles, row 1"),
    "a month that is none": (lambda v: v["obstacles"][0].update(month="May"), "write it like 2026-03"),
    "a language that is none": (lambda v: v["modules"][0].update(language="English, mostly"), "modules, row 1"),
    "one end of a scale": (lambda v: v.update(scale=[1]), "2 values"),
    "a list for an object": (lambda v: v.update(period=[]), "an object"),
    "rows without end": (lambda v: v.update(unknown=["x"] * 3000), "2,000 rows at most"),
    "a text without end": (lambda v: v.update(organisation="x" * 30_000), "a text"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_is_no_snapshot_ends_in_a_sentence_that_names_the_place(name: str) -> None:
    change, expected = CHANGES[name]
    values = json.loads(FIRST_HALF.as_json())
    change(values)
    with pytest.raises(ReportError) as caught:
        read_snapshot(json.dumps(values))
    assert expected in str(caught.value)
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '"x"', "[" * 100_000, "1" * (LARGEST + 1)])
def test_what_is_no_json_of_ours_ends_in_a_sentence(text: str) -> None:
    with pytest.raises(ReportError):
        read_snapshot(text)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(st.sampled_from(sorted(json.loads(FIRST_HALF.as_json()))), JSON, max_size=12))
def test_nothing_but_the_packages_own_error_comes_out(values: dict[str, Any]) -> None:
    kept = json.loads(FIRST_HALF.as_json()) | values | {"format": FORMAT}
    with contextlib.suppress(ReportError):
        read_snapshot(json.dumps(kept))
