"""``hexad busy``: keys, kinds, windows and exit codes, as the contract says."""

import json
from pathlib import Path
from typing import Any

import pytest

from hexad.availability.intervals import KINDS
from hexad.cli import main
from tests.hexad.availability.feeds import BERLIN_SERIES, event, feed

SERIES = event(*BERLIN_SERIES, "RRULE:FREQ=DAILY;COUNT=4", uid="series")
CANCELLED = event(
    "RECURRENCE-ID:20261020T070000Z",
    *("DTSTART:20261020T070000Z", "DURATION:PT1H", "STATUS:CANCELLED"),
    uid="series",
)
NOTE = event("DTSTART;VALUE=DATE:20261021", "TRANSP:TRANSPARENT", "SUMMARY:Birthday of a secret friend", uid="note")
CALL = event("DTSTART:20261019T080000Z", "DTEND:20261019T083000Z", uid="call")


@pytest.fixture
def calendar(tmp_path: Path) -> Path:
    path = tmp_path / "ana@firm.example.ics"
    path.write_bytes(feed(SERIES, CANCELLED, NOTE, CALL))
    return path


def busy(capsys: pytest.CaptureFixture[str], path: Path, start: str, end: str, *more: str) -> dict[str, Any]:
    words = ["busy", str(path), "--zone", "Europe/Berlin", "--from", start, "--to", end, "--json", *more]
    assert main(words) == 0
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert set(answer) == {"busy", "problems"}
    assert all(set(one) == {"uid", "start", "end", "kind"} for one in answer["busy"])
    return answer


def test_busy_times_are_merged_by_kind_in_utc(calendar: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = busy(capsys, calendar, "2026-10-19", "2026-10-23")
    assert [(one["start"], one["end"]) for one in answer["busy"]] == [
        ("2026-10-19T07:00:00Z", "2026-10-19T08:30:00Z"),
        ("2026-10-21T07:00:00Z", "2026-10-21T08:00:00Z"),
        ("2026-10-22T07:00:00Z", "2026-10-22T08:00:00Z"),
    ]
    assert {one["kind"] for one in answer["busy"]} <= set(KINDS)
    assert answer["problems"] == []


def test_raw_gives_every_occurrence_that_starts_in_the_window(
    calendar: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = busy(capsys, calendar, "2026-10-19", "2026-10-22", "--raw")
    assert [(one["uid"], one["start"], one["end"], one["kind"]) for one in answer["busy"]] == [
        ("series", "2026-10-19T07:00:00Z", "2026-10-19T08:00:00Z", "busy"),
        ("call", "2026-10-19T08:00:00Z", "2026-10-19T08:30:00Z", "busy"),
        ("series", "2026-10-20T07:00:00Z", "2026-10-20T08:00:00Z", "cancelled"),
        ("note", "2026-10-20T22:00:00Z", "2026-10-21T22:00:00Z", "free"),
        ("series", "2026-10-21T07:00:00Z", "2026-10-21T08:00:00Z", "busy"),
    ]


def test_a_window_may_be_instants_and_raw_asks_for_the_start(
    calendar: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    window = ("2026-10-19T07:30:00Z", "2026-10-19T11:00:00+02:00")
    assert [one["start"] for one in busy(capsys, calendar, *window)["busy"]] == ["2026-10-19T07:30:00Z"]
    raw = busy(capsys, calendar, *window, "--raw")["busy"]
    assert [(one["uid"], one["start"]) for one in raw] == [("call", "2026-10-19T08:00:00Z")]


def test_a_date_is_midnight_in_the_owners_zone(calendar: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = busy(capsys, calendar, "2026-10-21", "2026-10-22", "--raw")
    assert [one["uid"] for one in answer["busy"]] == ["note", "series"]


def test_titles_never_leave_the_reader(calendar: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "secret" not in json.dumps(busy(capsys, calendar, "2026-10-19", "2026-10-23", "--raw"))


def test_the_owner_is_whom_the_file_is_named_after_unless_somebody_else_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "ana@firm.example.ics"
    path.write_bytes(feed(event(*BERLIN_SERIES, "ATTENDEE;PARTSTAT=DECLINED:mailto:ana@firm.example")))
    days = ("2026-10-19", "2026-10-20")
    assert busy(capsys, path, *days)["busy"] == []
    assert len(busy(capsys, path, *days, "--owner", "bob@firm.example")["busy"]) == 1


def test_unusable_entries_are_problems_of_an_answer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "feed.ics"
    path.write_bytes(feed(CALL, event("DTSTART:soon", uid="odd")))
    answer = busy(capsys, path, "2026-10-19", "2026-10-20")
    assert len(answer["busy"]) == 1
    assert [(one["row"], one["field"], one["found"], one["severity"]) for one in answer["problems"]] == [
        (8, "DTSTART", "soon", "error")
    ]


def test_without_json_people_read_a_table_and_problems_on_standard_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "feed.ics"
    path.write_bytes(feed(CALL, event("DTSTART:soon", uid="odd")))
    assert main(["busy", str(path), "--zone", "UTC", "--from", "2026-10-19", "--to", "2026-10-20"]) == 0
    printed = capsys.readouterr()
    assert [line.split() for line in printed.out.splitlines()] == [
        ["start", "end", "kind"],
        ["2026-10-19T08:00:00Z", "2026-10-19T08:30:00Z", "busy"],
    ]
    assert printed.err.startswith("error: row 8: DTSTART: 'soon'. Correct the entry")


@pytest.mark.parametrize(
    ("start", "end", "zone", "reason"),
    [
        ("2026-10-20", "2026-10-19", "UTC", "--from has to lie before --to"),
        ("2026-10-19", "2026-10-19", "UTC", "--from has to lie before --to"),
        ("yesterday", "2026-10-19", "UTC", "'yesterday' is no date such as 2026-12-07"),
        ("2026-02-30", "2026-10-19", "UTC", "'2026-02-30' is no date"),
        ("2026-10-19", "9999-12-31", "UTC", "between the years 1200 and 8000"),
        ("2026-10-19", "9999-12-31", "America/New_York", "between the years 1200 and 8000"),
        ("0001-01-01", "2026-10-19", "Asia/Tokyo", "'0001-01-01' lies too far away"),
        ("2026-10-19", "2026-10-20", "Mars/Base", "No time zone is called 'Mars/Base'"),
    ],
)
def test_contradictory_arguments_end_with_status_two_and_the_reason(
    calendar: Path, capsys: pytest.CaptureFixture[str], start: str, end: str, zone: str, reason: str
) -> None:
    assert main(["busy", str(calendar), "--zone", zone, "--from", start, "--to", end, "--json"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert reason in printed.err


@pytest.mark.parametrize("content", [None, b"", b"<html>Sign in</html>", b"\x89PNG\r\n\x1a\n\x00\x00"])
def test_a_file_that_is_no_calendar_ends_with_status_two_and_the_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None
) -> None:
    path = tmp_path / "feed.ics"
    if content is not None:
        path.write_bytes(content)
    assert main(["busy", str(path), "--zone", "UTC", "--from", "2026-10-19", "--to", "2026-10-20", "--json"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert str(path) in printed.err
    assert "cannot" in printed.err
