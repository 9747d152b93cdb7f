"""Any bytes become a table, or one sentence that says what to do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexad.people import remedies
from hexad.people.roster import PeopleError
from hexad.people.table import Limits, Table, read_table

TEXT = "email;name\nada@northwind.example;Ädä Müller\n"
ROW = ["ada@northwind.example", "Ädä Müller"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_every_usual_encoding_gives_the_same_rows(encoding: str) -> None:
    table = read_table(TEXT.encode(encoding))

    assert table.rows == [ROW]
    assert table.columns == ("email", "name")


def test_a_file_of_windows_is_named_as_cp1252() -> None:
    assert read_table(TEXT.encode("cp1252")).encoding == "cp1252"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_recognised(delimiter: str) -> None:
    table = read_table(TEXT.replace(";", delimiter).encode())

    assert table.delimiter == delimiter
    assert table.rows == [ROW]


def test_semicolons_inside_values_do_not_win_over_the_delimiter_of_the_headings() -> None:
    table = read_table(b"email,name,languages,topics\na@x.de,A,en;de;fr,x;y;z\n")

    assert table.delimiter == ","


@pytest.mark.parametrize("line", ["sep=;", "SEP=;\r", "sep=;\t"])
def test_the_separator_line_of_spreadsheets_is_followed_and_counted(line: str) -> None:
    table = read_table(f"{line}\n{TEXT}".encode())

    assert table.rows == [ROW]
    assert table.numbers == [3]


def test_a_separator_line_may_name_the_tabulator() -> None:
    assert read_table(b"sep=\t\nemail\tname\na@x.de\tA\n").rows == [["a@x.de", "A"]]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system_are_read(end: str) -> None:
    assert read_table(end.join(["email,name", "a@x.de,A", "b@x.de,B"]).encode()).numbers == [2, 3]


def test_a_value_may_hold_a_line_end_and_unusual_separators() -> None:
    table = read_table('email,name\n"a@x.de","A\nB\u2028C"\nb@x.de,B\n'.encode())

    assert table.rows[0][1] == "A\nB\u2028C"
    assert table.numbers == [2, 3]


def test_blank_rows_are_skipped_and_still_counted() -> None:
    table = read_table(b"\n\nemail,name\n,\na@x.de,A\n\n")

    assert table.numbers == [5]


def test_nameless_and_repeated_headings_get_a_name_of_their_own() -> None:
    table = read_table(b"email,name,,note,note,,\na@x.de,A,1,2,3\n")

    assert table.columns == ("email", "name", "Column 3", "note", "note (5)")


def test_short_rows_are_filled_up() -> None:
    assert read_table(b"email,name,site\na@x.de,A\n").rows == [["a@x.de", "A", ""]]


def test_values_beyond_the_last_column_are_told_and_left_out() -> None:
    table = read_table(b"email,name\na@x.de,A,extra,more\n")

    (problem,) = table.problems
    assert table.rows == [["a@x.de", "A"]]
    assert (problem.row, problem.found, problem.severity) == (2, "extra | more", "warning")


@pytest.mark.parametrize("data", [b"", b"\n\n  \r\n", "\ufeff".encode(), b"\0\0\0"])
def test_an_empty_file_is_told_so(data: bytes) -> None:
    with pytest.raises(PeopleError, match="empty"):
        read_table(data)


@pytest.mark.parametrize(
    ("start", "word"), [(b"PK\x03\x04", "workbook"), (b"\xd0\xcf\x11\xe0", "workbook"), (b"%PDF-1.7", "not a text")]
)
def test_a_workbook_or_a_print_is_not_taken_for_text(start: bytes, word: str) -> None:
    with pytest.raises(PeopleError, match=word):
        read_table(start + b"rest")


def test_a_zero_byte_costs_its_row_only() -> None:
    table = read_table(b"email,name\na@x.de,A\0dam\nb@x.de,B\n")

    (problem,) = table.problems
    assert table.rows == [["b@x.de", "B"]]
    assert (problem.row, problem.field, problem.remedy) == (2, "name", remedies.DROP_NUL)


@pytest.mark.parametrize("length", [10_001, 1_000_000])
def test_an_endless_value_costs_its_row_only(length: int) -> None:
    table = read_table(b"email,name\na@x.de," + b"x" * length + b"\nb@x.de,B\n")

    (problem,) = table.problems
    assert table.rows == [["b@x.de", "B"]]
    assert (problem.row, problem.remedy) == (2, remedies.SHORTEN_FIELD)
    assert len(problem.found) <= 80


def test_an_open_quotation_mark_is_told_with_its_row() -> None:
    table = read_table(b'email,name\na@x.de,A\nb@x.de,"B\nc@x.de,C\n')

    (problem,) = table.problems
    assert table.rows == [["a@x.de", "A"]]
    assert (problem.row, problem.remedy) == (3, remedies.CLOSE_QUOTE)


def test_text_behind_a_closed_quotation_mark_costs_its_row_only() -> None:
    table = read_table(b'email,name\na@x.de,"A" dam\nb@x.de,B\n')

    assert table.rows == [["b@x.de", "B"]]
    assert [problem.row for problem in table.problems] == [2]


def test_headings_that_cannot_be_read_end_the_reading() -> None:
    with pytest.raises(PeopleError, match="first row"):
        read_table(b'"email"x,name\na@x.de,A\n')


@pytest.mark.parametrize(
    ("limits", "word"),
    [(Limits(size=10), "larger"), (Limits(rows=1), "more than 1 rows"), (Limits(columns=1), "more than 1 columns")],
)
def test_limits_are_kept_and_named(limits: Limits, word: str) -> None:
    with pytest.raises(PeopleError, match=word):
        read_table(b"email,name\na@x.de,A\nb@x.de,B\n", limits=limits)


@given(st.binary(max_size=400))
def test_arbitrary_bytes_give_a_table_or_a_sentence(data: bytes) -> None:
    table = table_or_sentence(data)

    assert isinstance(table, Table) or len(table.split()) > 5
    if isinstance(table, Table):
        assert all(len(row) == len(table.columns) for row in table.rows)
        assert len(table.numbers) == len(table.rows)


def table_or_sentence(data: bytes) -> Table | str:
    try:
        return read_table(data)
    except PeopleError as error:
        return str(error)
