from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from hexad.demo import invent
from hexad.demo.company import DemoError
from hexad.demo.people import TOPICS_BY_LEVEL
from hexad.demo.statements import STATEMENTS, TOPICS
from hexad.demo.writing import challenges_csv, people_csv, write_company


def bytes_below(directory: Path) -> dict[str, bytes]:
    return {str(path.relative_to(directory)): path.read_bytes() for path in directory.rglob("*") if path.is_file()}


@pytest.mark.parametrize("kind", ["realistic", "random"])
def test_same_arguments_write_the_same_bytes(tmp_path: Path, kind: str) -> None:
    for name in ("one", "two"):
        write_company(invent(30, meetings=8, calendars=kind, seed=7), tmp_path / name)  # type: ignore[arg-type]
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


def test_challenges_of_the_shipped_demo_do_not_repeat_and_fit_their_author() -> None:
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


def test_the_reference_population_has_the_published_shares_of_zones() -> None:
    people = invent(20_000, calendars="random", seed=5).people
    shares = {zone: count / 20_000 for zone, count in Counter(person.time_zone for person in people).items()}
    wanted = {"America/New_York": 0.15, "Europe/London": 0.20, "Europe/Berlin": 0.50, "Asia/Dubai": 0.08}
    assert all(shares[zone] == pytest.approx(share, abs=0.015) for zone, share in wanted.items())
    assert all(person.level == "manager" and not person.topics and not person.boss_email for person in people)


@pytest.mark.parametrize(
    ("managers", "meetings", "sentence"),
    [(0, 5, "--managers must be 1 to 100,000"), (100_001, 5, "not 100,001"), (5, 61, "--meetings must be 0 to 60")],
)
def test_a_number_out_of_range_is_refused_in_a_sentence(managers: int, meetings: float, sentence: str) -> None:
    with pytest.raises(DemoError, match=sentence):
        invent(managers, meetings=meetings)


def test_a_start_that_is_no_monday_is_refused() -> None:
    with pytest.raises(DemoError, match="2026-12-08 is a Tuesday"):
        invent(5, start=date(2026, 12, 8))


@pytest.mark.parametrize("managers", [1, 4, 5, 11, 13])
def test_small_organisations_can_be_invented_too(managers: int) -> None:
    company = invent(managers)
    assert len(company.people) == managers
    assert len(dict(company.calendars())) == managers
