import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexad_web.availability import weeks
from hexad_web.availability.actions.painting import Stroke, painted


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("", []),
        ("9-17", [[540, 1020]]),
        ("9:00-12:30, 13-17", [[540, 750], [780, 1020]]),
        ("13.30–17; 9 – 12", [[540, 720], [810, 1020]]),
        ("9 to 12, 11-13", [[540, 780]]),
        ("0-24", [[0, 1440]]),
        ("8 bis 16:15", [[480, 975]]),
    ],
)
def test_hours_are_read_as_people_write_them(written: str, meant: list[list[int]]) -> None:
    assert weeks.read_day(written) == meant


@pytest.mark.parametrize("written", ["nine to five", "17-9", "9-9", "9", "9-25", "9:75-10", "-", "9-12-13", "24:15-25"])
def test_what_is_no_hours_is_refused(written: str) -> None:
    with pytest.raises(weeks.UnreadableHoursError):
        weeks.read_day(written)


spans = st.lists(st.sets(st.integers(0, 1440), min_size=2, max_size=2).map(sorted), max_size=6)


@given(spans)
def test_written_hours_are_read_again_as_they_were(day: list[list[int]]) -> None:
    joined = weeks.join(day)
    assert weeks.read_day(weeks.write_day(joined)) == joined


brushes = st.sampled_from(["busy", "not", "free"])
stroke = st.builds(
    lambda day, first, length, brush: Stroke(day, first * 15, min(first + length, 96) * 15, brush),
    st.integers(0, 6),
    st.integers(0, 95),
    st.integers(1, 20),
    brushes,
)


def brush_at(pattern: list[list[object]], weekday: int, minute: int) -> str:
    found = [row[3] for row in pattern if row[0] == weekday and row[1] <= minute < row[2]]  # type: ignore[operator]
    assert len(found) <= 1
    return str(found[0]) if found else "free"


@given(st.lists(stroke, max_size=8), stroke)
def test_a_stroke_changes_its_own_cells_and_no_others(before: list[Stroke], last: Stroke) -> None:
    pattern = painted([], before)
    after = painted(pattern, [last])
    for weekday in range(7):
        for minute in range(0, 1440, 15):
            inside = weekday == last.weekday and last.start <= minute < last.end
            expected = last.brush if inside else brush_at(pattern, weekday, minute)
            assert brush_at(after, weekday, minute) == expected


@given(st.lists(stroke, max_size=8))
def test_painting_nothing_more_changes_nothing(strokes: list[Stroke]) -> None:
    pattern = painted([], strokes)
    assert painted(pattern, []) == pattern
    assert pattern == sorted(pattern)
