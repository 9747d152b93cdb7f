"""``hexad form``: the contract's keys, its exit status, and what it refuses."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from hexad.availability import read_ics
from hexad.cli import main
from hexad.demo import invent
from hexad.demo.writing import write_company

Printed = pytest.CaptureFixture[str]
START, WEEKS = date(2026, 12, 7), 8
HORIZON = "2026-12-07:2027-02-01"
KEYS = {"groups", "objective", "bound", "gap", "can_meet", "relaxed", "problems", "seed", "sweeps", "stopped"}
NINETY = timedelta(minutes=90)


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Thirty managers with calendars, as files."""
    folder = tmp_path_factory.mktemp("company")
    write_company(invent(30, meetings=8, calendars="random", seed=2, start=START), folder)
    return folder


def form(folder: Path, *words: str) -> int:
    return main(["form", str(folder / "people.csv"), "--sweeps", "30", *words])


def answer(capsys: Printed, folder: Path, *words: str) -> dict[str, object]:
    assert form(folder, "--json", *words) == 0
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def test_the_answer_has_the_keys_that_others_rely_on(company: Path, capsys: Printed) -> None:
    found = answer(capsys, company)
    assert set(found) >= KEYS
    assert all({"id", "members", "topic", "why"} <= set(group) for group in found["groups"])  # type: ignore[attr-defined]
    assert (found["seed"], found["sweeps"], found["stopped"]) == (1, 30, "sweeps")


def test_the_same_words_print_the_same_bytes_and_timings_only_when_asked(company: Path, capsys: Printed) -> None:
    words = ("--json", "--calendars", str(company / "calendars"), "--horizon", HORIZON)
    printed = []
    for _ in range(2):
        assert form(company, *words) == 0
        printed.append(capsys.readouterr().out)
    assert printed[0] == printed[1]
    assert "timings" not in printed[0]
    timed = answer(capsys, company, *words[1:], "--timing")
    assert set(timed.pop("timings")) == {"reading", "compiling", "forming", "search"}  # type: ignore[call-overload]
    assert timed == json.loads(printed[0])


def test_groups_that_can_meet_have_a_common_window_in_the_calendars_themselves(company: Path, capsys: Printed) -> None:
    found = answer(capsys, company, "--calendars", str(company / "calendars"), "--horizon", HORIZON)
    zones = {one.email: one.time_zone for one in invent(30, meetings=8, calendars="random", seed=2, start=START).people}
    for group in found["groups"]:  # type: ignore[attr-defined]
        busy = [busy_times(company, email, zones[email]) for email in group["members"]]
        hours = [zones[email] for email in group["members"]]
        meets = all(has_window(busy, hours, START + timedelta(weeks=4 * block)) for block in range(2))
        assert group["can_meet"] == meets


def busy_times(folder: Path, email: str, zone: str) -> list[tuple[datetime, datetime]]:
    content = (folder / "calendars" / f"{email}.ics").read_bytes()
    window = (datetime(2026, 12, 1, tzinfo=UTC), datetime(2027, 2, 10, tzinfo=UTC))
    return [(one.start, one.end) for one in read_ics(content, owner_zone=zone, owner_email=email, window=window).busy]


def has_window(busy: list[list[tuple[datetime, datetime]]], zones: list[str], first: date) -> bool:
    """Look at every quarter of an hour of four weeks, with intervals and clocks only."""
    begin = datetime(first.year, first.month, first.day, tzinfo=UTC)
    starts = (begin + timedelta(minutes=15 * step) for step in range(28 * 96))
    return any(
        at_work(start, zones) and not any(s < start + NINETY and start < e for one in busy for s, e in one)
        for start in starts
    )


def at_work(start: datetime, zones: list[str]) -> bool:
    from zoneinfo import ZoneInfo

    for zone in set(zones):
        local, end = start.astimezone(ZoneInfo(zone)), (start + NINETY).astimezone(ZoneInfo(zone))
        if local.weekday() > 4 or local.date() != end.date() or local.hour < 9 or (end.hour, end.minute) > (17, 0):
            return False
    return True


def test_rules_from_a_file_are_followed(company: Path, capsys: Printed, tmp_path: Path) -> None:
    people = [one.email for one in invent(30, meetings=8, calendars="random", seed=2, start=START).people]
    rules = tmp_path / "rules.toml"
    rules.write_text(f'[line]\noff = true\n[[together]]\npeople = ["{people[0]}", "{people[7]}"]\n')
    found = answer(capsys, company, "--rules", str(rules), "--size", "5")
    groups = [set(group["members"]) for group in found["groups"]]  # type: ignore[attr-defined]
    assert {len(group) for group in groups} == {5}
    assert any({people[0], people[7]} <= group for group in groups)


def test_people_read_a_table_and_a_summary(company: Path, capsys: Printed) -> None:
    assert form(company) == 0
    printed = capsys.readouterr().out
    assert printed.splitlines()[0].split() == ["group", "members", "topic", "can", "meet", "who"]
    assert "seed 1, 30 sweeps, stopped: sweeps" in printed


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("--size", "6:4"), "make no sense"),
        (("--size", "many"), "two numbers around a colon"),
        (("--horizon", HORIZON), "go together"),
        (("--calendars", "nowhere", "--horizon", HORIZON), "nowhere"),
        (("--calendars", ".", "--horizon", "yesterday"), "two dates around a colon"),
        (("--rules", "nowhere.toml"), "nowhere.toml"),
        (("--limit", "0"), "more than no time"),
        (("--sweeps", "0"), "more than no time"),
    ],
)
def test_without_an_answer_it_exits_with_two_and_the_reason(
    company: Path, capsys: Printed, words: tuple[str, ...], reason: str
) -> None:
    assert form(company, *words) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert reason in printed.err


def test_an_impossible_demand_names_the_people_and_rules_in_conflict(
    company: Path, capsys: Printed, tmp_path: Path
) -> None:
    first, second = (one.email for one in invent(30, meetings=8, calendars="random", seed=2, start=START).people[:2])
    rules = tmp_path / "rules.toml"
    rules.write_text(f'[[together]]\npeople = ["{first}", "{second}"]\n[[apart]]\npeople = ["{first}", "{second}"]\n')
    assert form(company, "--rules", str(rules)) == 2
    assert "Kept apart" in capsys.readouterr().err


def test_an_empty_file_is_no_answer(tmp_path: Path, capsys: Printed) -> None:
    (tmp_path / "people.csv").write_bytes(b"")
    assert form(tmp_path) == 2
    assert "empty" in capsys.readouterr().err


def test_what_meeting_costs_is_told_point_by_point(company: Path, capsys: Printed) -> None:
    words = ("--calendars", str(company / "calendars"), "--horizon", HORIZON)
    points = answer(capsys, company, "--tradeoff", *words)["tradeoff"]
    assert points[0]["price"] is None  # type: ignore[index]
    assert all(set(point) == {"weight", "can_meet", "points", "price"} for point in points)  # type: ignore[attr-defined]
    assert form(company, "--tradeoff") == 2
    assert "no calendars" in capsys.readouterr().err
