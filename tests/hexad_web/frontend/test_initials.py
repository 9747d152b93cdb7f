"""Initials on the neutral chip."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexad_web.frontend.initials import distinct_initials, graphemes, initials


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ada Example", "AE"),
        ("Åsa Bergström", "ÅB"),
        ("A\u030asa Bergstro\u0308m", "ÅB"),
        ("Ng", "N"),
        ("Maria del Carmen Ruiz", "MR"),
        ("山田 花子", "山花"),
        ("ndiaye fatou", "NF"),
        ("", "?"),
        ("—", "?"),
    ],
)
def test_the_first_letters_of_first_and_last_word_are_taken_by_grapheme(name: str, expected: str) -> None:
    assert initials(name) == expected


def test_a_letter_keeps_its_marks() -> None:
    assert graphemes("q\u0323\u0307x") == ["q\u0323\u0307", "x"]


def test_two_people_with_the_same_initials_get_longer_ones() -> None:
    found = distinct_initials(["Ada Berg", "Anna Bruhn", "Cho Dahl"])
    assert found == {"Ada Berg": "ABe", "Anna Bruhn": "ABr", "Cho Dahl": "CD"}


@given(st.text(max_size=40))
def test_any_name_has_initials_of_at_most_two_graphemes_and_never_none(name: str) -> None:
    found = initials(name)
    assert found
    assert len(graphemes(found)) <= 4  # a letter such as ŉ becomes two in capitals
