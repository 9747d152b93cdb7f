from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from hexad.demo import invent
from hexad.demo.company import CalendarKind, DemoError
from hexad.demo.people import TOPICS_BY_LEVEL
from hexad.demo.statements import STATEMENTS, TOPICS
from hexad.demo.writing import challenges_csv, people_csv, write_company
from hexad.people.files import load_roster


def bytes_below(directory: Path) -> dict[str, bytes]:
    return {str(path.relative_to(directory)): path.read_bytes() for path in directory.rglob("*") if path.is_file()}


@pytest.mark.parametrize("kind", ["realistic", "random"])
def test_same_arguments_write_the_same_bytes(tmp_path: Path, kind: CalendarKind) -> None:
    for name in ("one", "two"):
        write_company(invent(30, meetings=8, calendars=kind, seed=7), tmp_path / name)
    assert bytes_below(tmp_path / "one") == bytes_below(tmp_path / "two")
    assert len(bytes_below(tmp_path / "one")) == 32


def test_another_seed_invents_other_people() -> None:
    assert people_csv(invent(30, seed=1).people) != people_csv(invent(30, seed=2).people)


def test_the_shipped_demo_has_levels_that_groups_of_six_divide() -> None:
    company = invent(120)
    assert Counter(person.level for person in company.people) == {"senior": 12, "middle": 36, "first-line": 72}
    assert len(company.challenges) == 60
    assert len({person.department for person in company.people}) == 12
    assert {person.site for person in company.people} == {"Berlin", "Dresden", "Leeds", "Boston"}
    assert len({person.time_zone for person in company.people}) == 3


def test_everybody_below_the_top_has_a_boss_one_level_up_in_the_own_department() -> None:
    people = {person.email: person for person in invent(120).people}
    for person in people.values():
        if person.level == "senior":
            assert person.boss_email == ""
        else:
            boss = people[person.boss_email]
            assert (boss.level, person.level) in {("senior", "middle"), ("middle", "first-line")}
            assert boss.department == person.department


def test_people_accept_up_to_three_topics_of_their_level() -> None:
    for person in invent(300).people:
        assert 1 <= len(person.topics) <= 3
        assert len(set(person.topics)) == len(person.topics)
        assert set(person.topics) <= set(TOPICS_BY_LEVEL[person.level])


def test_the_demo_has_people_who_decline_forget_and_leave() -> None:
    assert set(invent(120).conduct) == {"joins", "declines", "forgets", "leaves"}


def test_challenges_fit_their_author() -> None:
    company = invent(120)
    topic_of = {statement: topic for topic in TOPICS for statement in STATEMENTS[topic]}
    topics = {person.email: person.topics for person in company.people}
    assert all(topic_of[challenge.statement] == topics[challenge.email][0] for challenge in company.challenges)
    assert all(0 <= challenge.online <= 4 for challenge in company.challenges)
    assert challenges_csv(company.challenges).startswith(b"email,statement,gives,wants,online\n")


def test_addresses_are_unique_and_ascii_however_many_people() -> None:
    people = invent(20_000, seed=3).people
    assert len({person.email for person in people}) == 20_000
    assert all(person.email.isascii() for person in people)


def test_the_demo_is_one_line_of_bosses_with_many_kinds_of_people() -> None:
    people = invent(120).people
    by_email = {person.email: person for person in people}
    for person in people:
        seen = [person]
        while seen[-1].boss_email:
            seen.append(by_email[seen[-1].boss_email])
        assert len(seen) == {"senior": 1, "middle": 2, "first-line": 3}[person.level]
    assert {person.weekly_hours for person in people} == {40.0, 35.0, 30.0, 20.0}
    assert {person.languages for person in people} == {("en",), ("en", "de")}
    tenures = [(date(2026, 12, 7) - person.start_date).days for person in people if person.start_date]
    assert len(tenures) == 120
    assert min(tenures) >= 30
    assert max(tenures) > 3650


@pytest.mark.parametrize("seed", range(1, 6))
def test_challenges_are_sentences_in_many_words_and_none_comes_twice(seed: int) -> None:
    statements = [challenge.statement for challenge in invent(120, seed=seed).challenges]
    assert len(set(statements)) == 60
    assert all(statement[0].isupper() and statement[-1] in ".?!" for statement in statements)
    words = [word.strip(".,?").lower() for statement in statements for word in statement.split()]
    assert len(set(words)) > len(words) / 3


def test_a_written_company_is_read_back_without_a_problem(tmp_path: Path) -> None:
    company = invent(40, seed=9)
    write_company(company, tmp_path)
    roster = load_roster(tmp_path / "people.csv")
    assert not roster.problems
    assert [(person.email, person.boss_email, person.topics) for person in roster.people] == [
        (person.email, person.boss_email, person.topics) for person in company.people
    ]
    assert {path.stem for path in (tmp_path / "calendars").iterdir()} == {person.email for person in company.people}


@pytest.mark.parametrize(
    ("managers", "meetings", "sentence"),
    [
        (0, 5, "--managers must be 1 to 100,000"),
        (100_001, 5, "not 100,001"),
        (5, 61, "--meetings must be 0 to 60"),
        (5, -1, "--meetings must be 0 to 60"),
        (5, float("nan"), "not nan"),
    ],
)
def test_a_number_out_of_range_is_refused_in_a_sentence(managers: int, meetings: float, sentence: str) -> None:
    with pytest.raises(DemoError, match=sentence):
        invent(managers, meetings=meetings)


@pytest.mark.parametrize(
    ("start", "sentence"),
    [
        (date(2026, 12, 8), "2026-12-08 is a Tuesday"),
        (date(9999, 12, 27), "between 1971-01-01 and 2100-01-01, not on 9999-12-27"),
        (date(1, 1, 1), "not on 0001-01-01"),
    ],
)
def test_a_start_that_cannot_be_is_refused(start: date, sentence: str) -> None:
    with pytest.raises(DemoError, match=sentence):
        invent(5, start=start)


@pytest.mark.parametrize("managers", [1, 4, 5, 11, 13])
def test_small_organisations_can_be_invented_too(managers: int) -> None:
    company = invent(managers)
    assert len(company.people) == managers
    assert len(dict(company.calendars())) == managers
