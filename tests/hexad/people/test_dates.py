"""Dates in several formats; those with two meanings say so."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexad.people.dates import likely_order, readings

THIRD_OF_APRIL = date(2019, 4, 3)


@pytest.mark.parametrize(
    "text",
    [
        "2019-04-03",
        "2019/4/3",
        "2019-04-03T00:00:00",
        "03.04.2019",
        "3.4.2019",
        "03.04.2019 00:00",
        "3 April 2019",
        "April 3, 2019",
        "3-Apr-2019",
        "3rd April 2019",
        "Apr 3 2019",
        "43558",
    ],
)
def test_one_day_is_read_in_many_formats(text: str) -> None:
    assert readings(text) == (THIRD_OF_APRIL,)


@pytest.mark.parametrize("text", ["1. März 2019", "1. Mrz 2019", "1 mar 2019", "1. Maerz 2019"])
def test_german_months_are_read(text: str) -> None:
    assert readings(text) == (date(2019, 3, 1),)


@pytest.mark.parametrize("text", ["03/04/2019", "3-4-2019"])
def test_day_and_month_that_could_change_places_give_two_readings(text: str) -> None:
    assert readings(text) == (THIRD_OF_APRIL, date(2019, 3, 4))


@pytest.mark.parametrize(
    ("text", "day"),
    [("13/04/2019", date(2019, 4, 13)), ("04/13/2019", date(2019, 4, 13)), ("04/04/2019", date(2019, 4, 4))],
)
def test_a_day_above_twelve_or_equal_numbers_decide(text: str, day: date) -> None:
    assert readings(text) == (day,)


@pytest.mark.parametrize(
    "text", ["", "soon", "2019", "31.02.2019", "2019-13-01", "03/04/19", "1066-10-14", "3 Foo 2019", "99999", "٤٣٥٥٨"]
)
def test_what_is_no_date_gives_none(text: str) -> None:
    assert readings(text) == ()


def test_a_column_tells_its_order_by_the_dates_that_are_clear() -> None:
    assert likely_order(["03/04/2019", "25/04/2019", ""]) == "day first"
    assert likely_order(["03/04/2019", "04/25/2019"]) == "month first"


def test_a_column_without_clear_dates_or_with_contradictions_tells_nothing() -> None:
    assert likely_order(["03/04/2019", "04/04/2019", "2019-05-25"]) == ""
    assert likely_order(["25/04/2019", "04/25/2019"]) == ""


@given(st.dates(date(1931, 1, 1), date(2099, 12, 31)))
def test_every_date_survives_the_unambiguous_formats(day: date) -> None:
    assert readings(day.isoformat()) == readings(f"{day:%d.%m.%Y}") == (day,)


@given(st.text(max_size=30))
def test_arbitrary_text_gives_at_most_two_readings(text: str) -> None:
    assert len(readings(text)) <= 2
