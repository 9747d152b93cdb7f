"""What is written is read again as the same people, and does no harm in a spreadsheet."""

import csv
import io
from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from hexad.people.columns import FIELDS, field_of
from hexad.people.reading import read_roster
from hexad.people.roster import Person
from hexad.people.writing import write_people, write_rows
from tests.examples import ADA, NORTHWIND


def line() -> st.SearchStrategy[str]:
    """One line of text as it stands in a file that was read: trimmed, and not an apostrophe before a formula."""
    letters = st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp"])
    text = st.text(letters, max_size=20).map(lambda value: " ".join(value.split()))
    return st.one_of(text, st.sampled_from(["=1+1", "-", "@home", "+49", 'a "b" c', "a;b, c", "'", "''=x"]))


def several() -> st.SearchStrategy[tuple[str, ...]]:
    words = line().map(lambda value: value.replace(";", "").replace("|", "").strip()).filter(bool)
    return st.lists(words, max_size=3, unique=True).map(tuple)


PEOPLE = st.lists(
    st.builds(
        Person,
        email=st.integers(0, 10**6).map(lambda number: f"p{number}@x.de"),
        name=line().filter(bool),
        boss_email=st.sampled_from(["", "boss@x.de"]),
        level=line(),
        department=line(),
        site=line(),
        time_zone=st.sampled_from(["", "Europe/Berlin", "Asia/Tokyo"]),
        country=st.sampled_from(["", "DE", "GB"]),
        start_date=st.none() | st.dates(date(1931, 1, 1), date(2099, 1, 1)),
        languages=st.lists(st.sampled_from(["en", "de", "pl"]), unique=True).map(tuple),
        weekly_hours=st.none() | st.integers(1, 160).map(lambda half: half / 2),
        topics=several(),
        attributes=st.dictionaries(st.sampled_from(["Cost centre", "=Note"]), line().filter(bool), max_size=2),
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda person: person.email,
)


@given(PEOPLE, st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_written_people_are_read_again_as_they_were(people: list[Person], encoding: str) -> None:
    roster = read_roster(write_people(people).encode(encoding), known={"boss@x.de"})

    assert [replace(person, row=0) for person in roster.people] == people
    assert roster.problems == ()


@given(st.lists(st.lists(st.text(max_size=10), min_size=1, max_size=3), max_size=4))
def test_no_cell_begins_as_a_formula(rows: list[list[str]]) -> None:
    for row in csv.reader(io.StringIO(write_rows(rows), newline="")):
        assert not any(cell.lstrip("\t\r\n ")[:1] in {"=", "+", "-", "@"} for cell in row)


def test_every_value_is_quoted_so_that_no_other_delimiter_splits_it() -> None:
    assert write_rows([["a;=1", "b"]]) == '"a;=1","b"\r\n'


def test_the_columns_are_those_of_the_contract_and_further_ones_behind() -> None:
    text = write_people([replace(ADA, attributes={"Cost centre": "S1"})])

    assert text.splitlines()[0] == ",".join(f'"{name}"' for name in (*FIELDS, "Cost centre"))
    assert field_of("Cost centre") == ""


def test_the_cast_is_written_row_by_row() -> None:
    assert len(write_people(NORTHWIND).splitlines()) == len(NORTHWIND) + 1
