"""Untrusted bytes in a child process: what comes out, and what ends it."""

import os
import subprocess
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings

from hexad_web.availability import reading
from hexad_web.availability.models import Problem
from tests.hexad_web.availability.calendar_server import ICS


def read(content: bytes, now: datetime, seconds: float = reading.MOST_SECONDS) -> reading.Found:
    return reading.read(reading.Asked(content, "Europe/Berlin", "ben@northwind.example", now), seconds=seconds)


def repeating(rule: bytes, since: bytes = b"20261207") -> bytes:
    return ICS.replace(b"DTSTART", b"RRULE:" + rule + b"\r\nDTSTART").replace(b"20261207", since)


def test_only_start_end_and_kind_leave_the_child(now: datetime) -> None:
    found = read(ICS, now)
    assert (found.problem, found.unreadable) == ("", 0)
    assert found.rows == [[29943900, 29943990, "busy"]]  # 7 December 2026, 9:00 to 10:30 UTC


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", Problem.NOT_A_CALENDAR),
        (b"<html>BEGIN:VCALENDAR</html>", Problem.NOT_A_CALENDAR),
        (b"\x89PNG\r\n\x1a\n" + bytes(1000), Problem.NOT_A_CALENDAR),
        (ICS[:-40], Problem.TRUNCATED),
        (b"BEGIN:VCALENDAR\r\n", Problem.TRUNCATED),
        (ICS + b"x" * 10 * 2**20, Problem.TOO_LARGE),
    ],
)
def test_what_is_no_calendar_is_named(now: datetime, content: bytes, problem: Problem) -> None:
    assert read(content, now) == reading.Found(problem=problem.value)


def test_zero_bytes_are_left_out(now: datetime) -> None:
    assert read(ICS.replace(b"SUMMARY:", b"SUMMARY:\x00\x00"), now).rows == read(ICS, now).rows


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_other_encodings_are_read(now: datetime, encoding: str) -> None:
    assert read(ICS.decode().encode(encoding), now).rows == read(ICS, now).rows


def test_one_broken_entry_does_not_lose_the_others(now: datetime) -> None:
    broken = b"BEGIN:VEVENT\r\nUID:odd\r\nDTSTART:nonsense\r\nDTEND:20261208T100000Z\r\nEND:VEVENT\r\n"
    found = read(ICS.replace(b"BEGIN:VEVENT", broken + b"BEGIN:VEVENT", 1), now)
    assert [29943900, 29943990, "busy"] in found.rows
    assert found.unreadable == 1


def test_a_meeting_of_ours_takes_no_overlapping_entry_with_it(now: datetime) -> None:
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    ours = f"BEGIN:VEVENT\r\nUID:{'a' * 32}@{host}\r\nDTSTART:20261207T080000Z\r\nDURATION:PT90M\r\nEND:VEVENT\r\n"
    found = read(ICS.replace(b"BEGIN:VEVENT", ours.encode() + b"BEGIN:VEVENT", 1), now)
    assert found.rows == [[29943900, 29943990, "busy"]]


def test_an_endless_daily_entry_ends_with_the_window(now: datetime) -> None:
    start, end = reading.window(now)
    found = read(repeating(b"FREQ=DAILY", since=b"19700101"), now)
    assert len(found.rows) == (end - start).days
    assert found.unreadable == 0


def test_an_entry_every_second_is_one_unreadable_entry(now: datetime) -> None:
    assert read(repeating(b"FREQ=SECONDLY"), now).unreadable == 1


def test_a_child_that_takes_too_long_is_killed(now: datetime) -> None:
    before = children()
    assert read(ICS, now, seconds=0.01) == reading.Found(problem=Problem.TOO_MUCH.value)
    assert children() == before


def children() -> set[str]:
    lists = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    return {child for each in lists for child in each.read_text().split()}


def test_a_child_that_wants_too_much_memory_ends_by_itself(now: datetime) -> None:
    code = "from hexad_web.availability import child; child.limit_itself(2); bytearray(child.MEMORY_BYTES)"
    ended = subprocess.run([reading.COMMAND[0], "-c", code], check=False, capture_output=True, text=True)
    assert "MemoryError" in ended.stderr


def test_the_same_entries_read_a_month_later_are_new_content(now: datetime) -> None:
    found = read(ICS, now)
    first = found.columns(now)["busy_hash"]
    assert first == found.columns(now.replace(hour=23))["busy_hash"]
    assert first != found.columns(now.replace(month=11))["busy_hash"]
