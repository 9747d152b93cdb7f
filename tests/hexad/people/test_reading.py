"""A file becomes people and every problem at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexad.people import remedies
from hexad.people.reading import circle_problems, read_people, read_roster
from hexad.people.roster import PeopleError, Person, Roster
from hexad.people.table import Limits, read_table
from hexad.people.writing import write_people
from hexad.problems import Problem
from tests.examples import ADA, NORTHWIND

HEADINGS = "email,name,boss_email,level,department,site,time_zone,country,start_date,languages,weekly_hours,topics"


def roster_of(*rows: str, headings: str = HEADINGS) -> Roster:
    return read_roster("\n".join([headings, *rows]).encode())


def only_problem(roster: Roster) -> Problem:
    (problem,) = roster.problems
    return problem


def test_a_complete_row_fills_every_field() -> None:
    roster = roster_of("ada@x.de,Ada,,exec,Board,Berlin,Europe/Berlin,DE,2019-03-01,en;de,40,Delegating;Conflict")

    (ada,) = roster.people
    assert roster.problems == ()
    assert (ada.level, ada.department, ada.site) == ("exec", "Board", "Berlin")
    assert (ada.time_zone, ada.country, str(ada.start_date)) == ("Europe/Berlin", "DE", "2019-03-01")
    assert (ada.languages, ada.weekly_hours) == (("en", "de"), 40.0)
    assert (ada.topics, ada.row) == (("Delegating", "Conflict"), 2)


def test_two_columns_are_enough() -> None:
    assert read_roster(b"email,name\nada@x.de,Ada").people == (Person(email="ada@x.de", name="Ada", row=2),)


def test_german_headings_and_a_name_in_two_columns_are_read() -> None:
    roster = read_roster("Vorname;Nachname;E-Mail;Abteilung\nAda;Müller;ada@x.de;Vertrieb\n".encode("cp1252"))

    assert [(p.name, p.department) for p in roster.people] == [("Ada Müller", "Vertrieb")]


def test_further_columns_are_kept_as_typed() -> None:
    roster = roster_of("a@x.de,A,S 12,", headings="email,name,Cost centre,Note")

    assert dict(roster.people[0].attributes) == {"Cost centre": "S 12"}


def test_every_problem_of_every_row_is_told_at_once() -> None:
    roster = roster_of(
        "bad,,nobody,,,,Atlantis,Narnia,31.02.2019,,full,a;b;c;d",
        ",Ben,,,,,,,,,,",
    )

    assert [(p.row, p.field) for p in roster.problems] == [
        (2, "email"),
        (2, "name"),
        (2, "boss_email"),
        (2, "time_zone"),
        (2, "country"),
        (2, "start_date"),
        (2, "weekly_hours"),
        (2, "topics"),
        (3, "email"),
    ]
    assert roster.people == ()


@pytest.mark.parametrize(
    ("row", "remedy"),
    [
        ("a@x.de,A,,,,,CST,,,,,", remedies.WRITE_ZONE),
        ("a@x.de,A,,,,,,,03/04/2019,,,", remedies.DATE_TWO_WAYS[""]),
        ("a@x.de,A,the boss,,,,,,,,,", remedies.WRITE_BOSS),
        ("a@x.de,A,A@X.de,,,,,,,,,", remedies.OWN_BOSS),
        ("a@x.de,A,b@x.de,,,,,,,,,", remedies.ADD_BOSS),
        ("a@x.de,A,,,,,,,,,,1;2;3;4", remedies.THREE_TOPICS),
        ("a@x.de,A,,,,,,,,,120,", remedies.WRITE_HOURS),
        (f"a@x.de,A,,{'x' * 201},,,,,,,,", remedies.SHORTEN_VALUE),
    ],
)
def test_a_doubtful_optional_value_is_a_warning_and_the_person_is_used(row: str, remedy: str) -> None:
    roster = roster_of(row)

    assert len(roster.people) == 1
    assert (only_problem(roster).remedy, only_problem(roster).severity) == (remedy, "warning")


@pytest.mark.parametrize(
    ("row", "remedy"),
    [
        (",A", remedies.ADD_EMAIL),
        ("ada,A", remedies.WRITE_EMAIL),
        ("a@x.de,", remedies.ADD_NAME),
        (f"a@x.de,{'x' * 201}", remedies.SHORTEN_NAME),
    ],
)
def test_a_row_without_address_or_name_is_an_error_and_not_used(row: str, remedy: str) -> None:
    roster = roster_of(row, headings="email,name")

    assert roster.people == ()
    assert (only_problem(roster).remedy, only_problem(roster).severity) == (remedy, "error")


def test_an_address_twice_is_an_error_also_in_other_case() -> None:
    roster = roster_of("a@x.de,Ada", "b@x.de,Ben", "A@X.DE,Anna", headings="email,name")

    problem = only_problem(roster)
    assert [person.name for person in roster.people] == ["Ada", "Ben"]
    assert (problem.row, problem.field, problem.severity) == (4, "email", "error")
    assert "row 2" in problem.found


def test_the_same_row_twice_is_only_a_warning() -> None:
    assert only_problem(roster_of("a@x.de,Ada", "A@x.de,Ada", headings="email,name")).severity == "warning"


def test_an_ambiguous_date_follows_its_column_and_says_so() -> None:
    roster = roster_of("a@x.de,A,03/04/2019", "b@x.de,B,25/04/2019", headings="email,name,start_date")

    assert [str(person.start_date) for person in roster.people] == ["2019-04-03", "2019-04-25"]
    assert only_problem(roster).remedy == remedies.DATE_TWO_WAYS["day first"]


def test_a_boss_who_is_known_elsewhere_is_no_gap() -> None:
    data = b"email,name,boss_email\na@x.de,A,z@x.de"

    assert only_problem(read_roster(data)).remedy == remedies.ADD_BOSS
    assert read_roster(data, known={"z@x.de"}).problems == ()


def test_the_own_boss_is_read_as_the_top() -> None:
    assert roster_of("a@x.de,A,a@x.de", headings="email,name,boss_email").people[0].boss_email == ""


def test_a_circle_is_named_with_people_and_rows_and_its_people_are_kept() -> None:
    roster = roster_of("a@x.de,Ada,c@x.de", "b@x.de,Ben,a@x.de", "c@x.de,Cho,b@x.de", headings="email,name,boss_email")

    problem = only_problem(roster)
    assert problem.found == "Ada (row 2) → Cho (row 4) → Ben (row 3) → Ada (row 2)"
    assert (problem.row, problem.severity) == (2, "error")
    assert [person.boss_email for person in roster.people] == ["c@x.de", "a@x.de", "b@x.de"]


def test_a_circle_through_people_outside_the_file_is_named_without_their_rows() -> None:
    inside = Person(email="a@x.de", name="Ada", boss_email="b@x.de", row=2)
    outside = Person(email="b@x.de", name="Ben", boss_email="a@x.de")

    (problem,) = circle_problems([inside, outside])
    assert problem.found == "Ada (row 2) → Ben → Ada (row 2)"
    assert circle_problems([outside, Person(email="a@x.de", name="Ada", boss_email="b@x.de")]) == []


def test_columns_can_be_matched_by_hand() -> None:
    roster = read_roster(b"who,where,what\nAda,a@x.de,Sales", columns={"name": 0, "email": 1, "department": 2})

    assert [(p.name, p.email, p.department) for p in roster.people] == [("Ada", "a@x.de", "Sales")]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"a,b\n1,2\n", "No column for email and name among: a, b"),
        (b"email,b\na@x.de,2\n", "No column for name"),
    ],
)
def test_a_file_that_gives_no_answer_is_one_problem_in_row_zero(data: bytes, words: str) -> None:
    roster = read_roster(data)

    assert roster.people == ()
    assert roster.unreadable is not None
    assert words in roster.unreadable.remedy


def test_headings_alone_ask_for_rows() -> None:
    roster = read_roster(b"email,name\n")

    assert roster.unreadable is None
    assert only_problem(roster).remedy == remedies.ADD_ROWS


def test_a_column_outside_the_table_is_not_used() -> None:
    with pytest.raises(PeopleError, match="No column for name"):
        read_people(read_table(b"email,name\na@x.de,A"), columns={"email": 0, "name": 7})


def test_a_flood_of_problems_is_bounded_and_counted() -> None:
    rows = b"".join(b"a%d@x.de,A,CST\n" % number for number in range(20_005)) + b"bad,B,\n"

    roster = read_roster(b"email,name,time_zone\n" + rows)

    assert len(roster.problems) == 20_001
    assert roster.problems[0].found == "6 further problems"
    assert roster.problems[-1].severity == "error"


def test_progress_counts_to_the_number_of_rows() -> None:
    seen: list[tuple[int, int]] = []
    data = b"email,name\n" + b"".join(b"a%d@x.de,A\n" % number for number in range(1234))

    read_roster(data, on_progress=lambda done, total: seen.append((done, total)))

    assert seen == [(500, 1234), (1000, 1234), (1234, 1234)]


def test_a_file_above_the_limit_is_refused() -> None:
    refused = read_roster(b"email,name\na@x.de,A", limits=Limits(size=5)).unreadable

    assert refused is not None
    assert "larger than" in refused.remedy


def test_a_formula_is_stored_as_typed() -> None:
    roster = roster_of('a@x.de,"=HYPERLINK(""x"")",+1', headings="email,name,department")

    assert (roster.people[0].name, roster.people[0].department) == ('=HYPERLINK("x")', "+1")


@given(st.binary(max_size=300))
def test_arbitrary_bytes_never_raise(data: bytes) -> None:
    roster = read_roster(data)

    assert all(person.email and person.name for person in roster.people)


@given(st.text(max_size=200))
def test_arbitrary_rows_below_good_headings_never_raise(text: str) -> None:
    roster = read_roster(f"{HEADINGS}\n{text}".encode(errors="replace"))

    assert all(problem.remedy and len(problem.found) <= 400 for problem in roster.problems)


@given(st.permutations(NORTHWIND))
def test_the_order_of_rows_changes_nothing_but_the_order(people: list[Person]) -> None:
    def plain(roster: Roster) -> dict[str, tuple[object, ...]]:
        return {p.email: (p.name, p.boss_email, p.start_date, p.languages, p.topics) for p in roster.people}

    assert plain(read_roster(write_people(people).encode())) == plain(read_roster(write_people(NORTHWIND).encode()))


def test_the_cast_is_read_without_a_problem() -> None:
    roster = read_roster(write_people(NORTHWIND).encode())

    assert roster.problems == ()
    assert roster.people[0].email == ADA.email
