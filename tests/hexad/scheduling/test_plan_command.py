"""``hexad plan``: keys, what it takes, and how it refuses, as the contract says."""

import csv
import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from hexad.availability import Horizon
from hexad.cli import main
from hexad.demo import invent
from hexad.demo.writing import write_company
from hexad.scheduling import plan_command
from hexad.scheduling.errors import SchedulingError
from hexad.scheduling.rooms_file import load_rooms
from hexad.scheduling.verify import Verdict, Violation
from tests.hexad.scheduling.planning_cast import START

Printed = pytest.CaptureFixture[str]
HORIZON = Horizon.between(START, START + timedelta(weeks=8))
HALL_TAKEN = "\r\n".join(
    [
        *("BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:1", "DTSTART:20261207T080000Z", "DTEND:20261207T120000Z"),
        *("END:VEVENT", "END:VCALENDAR", ""),
    ]
)


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("company")
    invented = invent(24, meetings=5, seed=3)
    write_company(invented, folder)
    berlin = [one.email for one in invented.people if one.time_zone == "Europe/Berlin"][:6]
    groups = [{"id": 7, "members": berlin[:3]}, {"id": "b", "members": berlin[3:6]}]
    (folder / "groups.json").write_text(json.dumps({"groups": groups}), encoding="utf-8")
    return folder


def words(company: Path, *more: str) -> list[str]:
    return [
        *("plan", str(company / "people.csv"), "--calendars", str(company / "calendars")),
        *("--groups", str(company / "groups.json"), "--from", "2026-12-07", "--weeks", "8", *more),
    ]


def answer(printed: Printed, company: Path, *more: str) -> dict[str, Any]:
    assert main(words(company, "--json", *more)) == 0
    found: dict[str, Any] = json.loads(printed.readouterr().out)
    return found


def refusal(printed: Printed, company: Path, *more: str) -> str:
    assert main(words(company, *more)) == 2
    shown = printed.readouterr()
    assert shown.out == ""
    assert "Traceback" not in shown.err
    return shown.err


def test_a_plan_has_the_keys_of_the_contract(company: Path, capsys: Printed) -> None:
    found = answer(capsys, company, "--seed", "4", "--limit", "5")
    assert set(found) == {
        *("sessions", "unscheduled", "cost", "parts", "bound", "gap", "seed", "stopped", "problems"),
    }
    assert {one["group"] for one in found["sessions"]} == {7, "b"}
    assert {one["kind"] for one in found["sessions"]} == {"explore", "reflect"}
    one = found["sessions"][0]
    assert set(one) == {
        *("group", "kind", "cycle", "start", "end", "site", "room", "absent", "cost", "reasons"),
    }
    assert datetime.fromisoformat(one["end"]) - datetime.fromisoformat(one["start"]) == timedelta(minutes=90)
    assert found["cost"] == pytest.approx(sum(found["parts"].values()), abs=1e-3)
    assert (found["seed"], found["stopped"], found["gap"]) == (4, "done", 0.0)


def test_the_same_files_give_the_same_plan(company: Path, capsys: Printed) -> None:
    assert answer(capsys, company) == answer(capsys, company)


def test_rooms_are_given_and_kept(company: Path, capsys: Printed, tmp_path: Path) -> None:
    sites = {"Berlin", "Dresden"}
    (tmp_path / "hall.ics").write_text(HALL_TAKEN, encoding="utf-8")
    rows = "".join(f"{site},Hall,6,screen;board,hall.ics\n" for site in sorted(sites))
    rooms = tmp_path / "rooms.csv"
    rooms.write_text("site,room,capacity,equipment,busy_ics\n" + rows, encoding="utf-8")
    found = answer(capsys, company, "--rooms", str(rooms))
    held = [one for one in found["sessions"] if one["site"] in sites]
    assert all(one["room"] == "Hall" for one in held)
    assert not [one for one in held if one["start"] < "2026-12-07T12" and one["end"] > "2026-12-07T08"]


def test_a_get_together_and_the_number_of_cycles_can_be_asked_for(company: Path, capsys: Printed) -> None:
    found = answer(capsys, company, "--engage", "--cycles", "0", "--one-may-miss")
    assert {one["kind"] for one in found["sessions"]} <= {"engage"}
    assert len(found["sessions"]) == 2


def test_groups_of_one_site_and_level_can_begin_in_one_get_together(
    company: Path, capsys: Printed, tmp_path: Path
) -> None:
    for name in ("calendars", "groups.json"):
        (tmp_path / name).symlink_to(company / name)
    with (company / "people.csv").open(encoding="utf-8", newline="") as file:
        rows = [{**row, "site": "Berlin", "level": "Team lead"} for row in csv.DictReader(file)]
    with (tmp_path / "people.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    found = answer(capsys, tmp_path, "--engage", "--together", "--cycles", "0")
    one, other = found["sessions"]
    assert {one["group"], other["group"]} == {7, "b"}
    assert {**one, "group": ""} == {**other, "group": ""}
    assert "Give both." in refusal(capsys, tmp_path, "--together")


def test_people_read_times_and_what_they_cost(company: Path, capsys: Printed) -> None:
    assert main(words(company)) == 0
    shown = capsys.readouterr().out
    assert shown.split()[:6] == ["group", "session", "cycle", "start", "room", "why"]
    assert "sessions, 0 without a time. Cost" in shown


def test_a_group_without_a_time_is_told_why(company: Path, capsys: Printed, tmp_path: Path) -> None:
    rooms = tmp_path / "rooms.csv"
    rooms.write_text("site,room,capacity\nBerlin,Hall,1\nDresden,Hall,1\n", encoding="utf-8")
    found = answer(capsys, company, "--rooms", str(rooms))
    lost = found["unscheduled"]
    assert {text for one in lost for text in one["reasons"]} <= {
        f"No room at {site} has {seats} seats." for site in ("Berlin", "Dresden") for seats in (2, 3)
    }
    assert main(words(company, "--rooms", str(rooms))) == 0
    assert (" without a time" in capsys.readouterr().out) == bool(lost) or not lost


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        (("--weeks", "0"), "--weeks is 1 to 104"),
        (("--limit", "0"), "seconds above 0"),
        (("--limit", "nan"), "seconds above 0"),
        (("--cycles", "-1"), "nought or more"),
        (("--from", "tomorrow"), "no date such as"),
        (("--rooms", "nowhere.csv"), "cannot read or write nowhere.csv"),
    ],
)
def test_what_cannot_be_is_refused(company: Path, capsys: Printed, more: tuple[str, ...], reason: str) -> None:
    assert reason in refusal(capsys, company, *more)


def test_a_plan_that_fails_its_own_check_is_not_printed(
    company: Path, capsys: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check is told to find something: that it can is what ``test_verify`` shows."""
    from hexad.scheduling.plans import Cost

    broken = Verdict((Violation("busy", ("7", "explore", 1)),), Cost())
    monkeypatch.setattr(plan_command, "verify", lambda *_: broken)
    assert "does not pass its own check (busy)" in refusal(capsys, company)


# --- rooms.csv -----------------------------------------------------------------------------------------------------


def rooms_of(folder: Path, *rows: str, header: str = "site,room,capacity,equipment,busy_ics") -> Path:
    path = folder / "rooms.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def test_rooms_come_with_seats_equipment_and_taken_times(tmp_path: Path) -> None:
    (tmp_path / "hall.ics").write_text(HALL_TAKEN, encoding="utf-8")
    (hall, snug), problems = load_rooms(
        rooms_of(tmp_path, "Leeds,Hall,12,screen; board,hall.ics", "Leeds,Snug,6"), HORIZON
    )
    assert (hall.seats, hall.equipment, len(hall.busy)) == (12, ("screen", "board"), 1)
    assert (snug.site, snug.seats, snug.busy) == ("Leeds", 6, ())
    assert problems == []


def test_every_wrong_row_is_told_and_the_others_are_kept(tmp_path: Path) -> None:
    path = rooms_of(tmp_path, ",Hall,6", "Leeds,,6", "Leeds,Hall,many", "Leeds,Hall,6", "Leeds,Hall,8", "Leeds,Snug,0")
    rooms, problems = load_rooms(path, HORIZON)
    assert [room.name for room in rooms] == ["Hall"]
    assert [(one.row, one.field) for one in problems] == [
        *((2, "site"), (3, "room"), (4, "capacity"), (6, "room"), (7, "capacity")),
    ]


def test_a_room_whose_calendar_cannot_be_read_is_never_free(tmp_path: Path) -> None:
    (room,), problems = load_rooms(rooms_of(tmp_path, "Leeds,Hall,6,,gone.ics"), HORIZON)
    assert room.busy == ((HORIZON.start, HORIZON.end),)
    assert [one.field for one in problems] == ["gone.ics"]


@pytest.mark.parametrize("name", ["../secret.ics", "/etc/passwd", "a/../../b.ics"])
def test_calendars_outside_of_the_folder_are_not_opened(tmp_path: Path, name: str) -> None:
    with pytest.raises(SchedulingError, match="outside the folder"):
        load_rooms(rooms_of(tmp_path, f"Leeds,Hall,6,,{name}"), HORIZON)


def test_another_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SchedulingError, match="no column 'room'"):
        load_rooms(rooms_of(tmp_path, "a,b", header="site,capacity"), HORIZON)
