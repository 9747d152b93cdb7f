"""Single values: what is understood, and what is honestly not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexad.people.values import (
    as_typed,
    read_country,
    read_email,
    read_hours,
    read_languages,
    read_topics,
)
from hexad.people.writing import harmless
from hexad.people.zones import zone_named


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Ada@Northwind.Example", "ada@northwind.example"),
        ("mailto:ada@northwind.example", "ada@northwind.example"),
        ("Ada Example <ada@northwind.example>", "ada@northwind.example"),
        ("\u200bada@northwind.example\ufeff", "ada@northwind.example"),
        ("o'neil+hexad@sub.co.uk", "o'neil+hexad@sub.co.uk"),
        ("ü@bücher.example", "ü@bücher.example"),
    ],
)
def test_addresses_are_read_as_people_copy_them(text: str, address: str) -> None:
    assert read_email(text) == address


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ada",
        "ada@",
        "@x.de",
        "ada@x",
        "a b@x.de",
        "a@x.de, b@x.de",
        "a@x..de",
        "a..b@x.de",
        ".a@x.de",
        "a@-x.de",
        "a@x.1",
        "a@@x.de",
        "a@x.de\nBcc: all@x.de",
        "a" * 65 + "@x.de",
        "a@" + "x" * 260 + ".de",
        "x" * 10_000,
    ],
)
def test_what_is_no_address_is_not_guessed(text: str) -> None:
    assert read_email(text) == ""


@pytest.mark.parametrize(
    ("text", "hours"),
    [("40", 40.0), ("38,5", 38.5), ("37.5 h", 37.5), ("20 Stunden", 20.0), ("35 hours", 35.0), ("80", 80.0)],
)
def test_hours_are_read_with_point_or_comma(text: str, hours: float) -> None:
    assert read_hours(text) == hours


@pytest.mark.parametrize("text", ["0", "81", "-5", "full time", "100%", "37:30", "nan", "1e3", "٣٨٨"])
def test_impossible_hours_are_refused(text: str) -> None:
    assert read_hours(text) is None


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("Berlin", "Europe/Berlin"),
        ("New York", "America/New_York"),
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("GMT Standard Time", "Europe/London"),
        ("MEZ", "Europe/Berlin"),
        ("UTC", "UTC"),
    ],
)
def test_zones_are_found_by_name_city_and_windows_name(text: str, zone: str) -> None:
    assert zone_named(text) == zone


@pytest.mark.parametrize("text", ["CST", "IST", "UTC+1", "GMT+01:00", "Atlantis", "../../etc/passwd", "localtime"])
def test_a_zone_with_two_meanings_or_none_is_refused(text: str) -> None:
    assert zone_named(text) == ""


@pytest.mark.parametrize(
    ("text", "code"), [("de", "DE"), ("Deutschland", "DE"), ("UK", "GB"), ("USA", "US"), ("Narnia", ""), ("1A", "")]
)
def test_countries_become_two_letters(text: str, code: str) -> None:
    assert read_country(text) == code


def test_languages_become_codes_once_each() -> None:
    assert read_languages("Deutsch; English, en / Klingon") == ("de", "en", "klingon")


def test_topics_keep_their_ranking_and_their_commas() -> None:
    assert read_topics("Delegating, really ; Conflict;; Delegating, really") == ("Delegating, really", "Conflict")


@pytest.mark.parametrize("text", ["=1+1", "+49 30 1", "-", "@SUM(A1)", "'=x", "＝1"])  # noqa: RUF001
def test_a_formula_is_harmless_outside_and_as_typed_inside(text: str) -> None:
    assert harmless(text).startswith("'")
    assert as_typed(harmless(text)) == text


@given(st.text(max_size=40))
def test_harmless_text_comes_back_as_it_was(text: str) -> None:
    stripped = text.strip()

    assert as_typed(harmless(stripped)) == (as_typed(stripped) if harmless(stripped) == stripped else stripped)
    assert harmless(stripped)[:1] not in {"=", "+", "-", "@"}
