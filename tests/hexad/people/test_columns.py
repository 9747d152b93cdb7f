"""Headings in English and German find their fields."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexad.people.columns import FIELDS, SYNONYMS, field_of, match_columns, missing_fields, plain


@pytest.mark.parametrize("field", FIELDS)
def test_the_contracted_name_is_matched(field: str) -> None:
    assert field_of(field) == field


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("E-Mail *", "email"),
        ("E-MAIL-ADRESSE", "email"),
        ("Full_Name", "name"),
        ("Vorgesetzte/r", "boss_email"),
        ("E-Mail Führungskraft", "boss_email"),
        ("Line manager", "boss_email"),
        ("Manager", "boss_email"),
        ("Abteilung", "department"),
        ("Führungsebene", "level"),
        ("Fuehrungsebene", "level"),
        ("Standort", "site"),
        ("Zeitzone", "time_zone"),
        ("Land", "country"),
        ("Eintrittsdatum", "start_date"),
        ("Sprachkenntnisse", "languages"),
        ("Stunden pro Woche", "weekly_hours"),
        ("Themen", "topics"),
        ("Shoe size", ""),
    ],
)
def test_headings_of_personnel_systems_are_understood(heading: str, field: str) -> None:
    assert field_of(heading) == field


def test_no_heading_means_two_fields() -> None:
    names = [plain(name) for synonyms in SYNONYMS.values() for name in {plain(s) for s in synonyms.split(",")}]

    assert len(names) == len(set(names))


def test_of_two_columns_for_one_field_the_exact_name_wins() -> None:
    assert match_columns(["Mail", "email", "name"])["email"] == 1


def test_of_two_equal_columns_the_first_wins() -> None:
    assert match_columns(["mail", "e-mail address", "name"])["email"] == 0


def test_a_name_in_two_columns_is_matched_unless_there_is_a_whole_one() -> None:
    assert match_columns(["Vorname", "Nachname", "Mail"]) == {"given_name": 0, "family_name": 1, "email": 2}
    assert match_columns(["Vorname", "Nachname", "Name", "Mail"]) == {"name": 2, "email": 3}


def test_missing_fields_are_named() -> None:
    assert missing_fields({}) == ("email", "name")
    assert missing_fields({"email": 0}) == ("name",)
    assert missing_fields({"email": 0, "family_name": 1}) == ()


@given(st.lists(st.text(max_size=30), max_size=12))
def test_each_column_serves_at_most_one_field(headings: list[str]) -> None:
    indexes = list(match_columns(headings).values())

    assert len(indexes) == len(set(indexes))
    assert all(0 <= index < len(headings) for index in indexes)
