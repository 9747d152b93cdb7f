"""The worker as it runs in production, a real mail server, and kill -9 in the middle."""

import os
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.hexad_web.outbox.sink import DifficultSink
from tests.mail_sink import running_sink
from tests.migrated import Migrated

PEOPLE = 12
QUEUE = f"""
import django; django.setup()
from django.utils import timezone
from hexad_web.accounts.models import Organisation
from hexad_web.outbox.actions import queue_mails
from hexad_web.outbox.rendering import Mail
organisation = Organisation.objects.create(name="Northwind Works", slug="northwind")
ics = b"BEGIN:VCALENDAR\\r\\nBEGIN:VEVENT\\r\\nUID:explore-1@hexad\\r\\nEND:VEVENT\\r\\nEND:VCALENDAR\\r\\n"
queue_mails(organisation=organisation, now=timezone.now(), mails=[
    Mail(to=f"person{{n}}@northwind.example", subject="Explore", text="Thu 4 June", kind="invitation", key=str(n),
         calendar=ics) for n in range({PEOPLE})])
"""


@pytest.fixture
def data(migrated: Migrated, tmp_path: Path) -> Path:
    migrated(tmp_path)
    run(tmp_path, "-c", QUEUE)
    return tmp_path


def environment(data: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    settings = "hexad_web.config.settings"
    own = {"HEXAD_DATA_DIR": str(data), "DJANGO_SETTINGS_MODULE": settings, "HEXAD_TASK_QUEUE": "database"}
    return {**kept, **own, **more}


def run(data: Path, *arguments: str) -> None:
    subprocess.run([sys.executable, *arguments], env=environment(data), check=True)


@contextmanager
def worker(data: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    settings = environment(data, HEXAD_SMTP_URL=f"smtp://127.0.0.1:{port}")
    process = subprocess.Popen([sys.executable, "-m", "hexad_web", "worker"], env=settings)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def kill_in_the_middle_and_restart(data: Path, sink: DifficultSink, expected: int) -> None:
    with running_sink(sink) as (_sink, port):
        with worker(data, port) as first:
            assert sink.holding.wait(60)
            first.kill()
            first.wait()
        with worker(data, port) as second:
            sink.wait_for_any(expected)
            second.terminate()
            assert second.wait(60) == 0


def rows(data: Path) -> list[tuple[str, str, bool, str]]:
    with closing(sqlite3.connect(data / "hexad.sqlite3")) as database:
        return database.execute(
            "SELECT recipient, state, uncertain, message_id FROM outbox_outboxmessage ORDER BY id"
        ).fetchall()


def uncertain(data: Path) -> list[str]:
    return [recipient for recipient, _state, is_uncertain, _message_id in rows(data) if is_uncertain]


def test_a_worker_killed_while_the_server_has_not_answered_leaves_exactly_one_mail_for_each_person(data: Path) -> None:
    sink = DifficultSink(hold_at=7)
    kill_in_the_middle_and_restart(data, sink, PEOPLE)
    assert Counter(sink.recipients) == {f"person{n}@northwind.example": 1 for n in range(PEOPLE)}
    assert {state for _, state, _, _ in rows(data)} == {"sent"}
    assert uncertain(data) == ["person6@northwind.example"]


def test_a_mail_accepted_just_before_the_kill_comes_again_as_the_same_message_and_is_listed(data: Path) -> None:
    sink = DifficultSink(hold_at=7, accept_first=True)
    kill_in_the_middle_and_restart(data, sink, PEOPLE + 1)
    assert Counter(sink.recipients) == {f"person{n}@northwind.example": 2 if n == 6 else 1 for n in range(PEOPLE)}
    first, second = sink.matching(lambda mail: mail["To"] == "person6@northwind.example")
    assert first.as_bytes() == second.as_bytes()
    assert "UID:explore-1@hexad" in str(next(part for part in first.walk() if part.get_content_subtype() == "calendar"))
    assert uncertain(data) == ["person6@northwind.example"]


def test_a_worker_told_to_end_finishes_the_mail_in_hand_and_the_next_one_does_the_rest(data: Path) -> None:
    sink = DifficultSink()
    with running_sink(sink) as (_sink, port):
        with worker(data, port) as first:
            sink.wait_for_any(1)
            first.terminate()
            assert first.wait(60) == 0
        assert not uncertain(data)
        with worker(data, port):
            sink.wait_for_any(PEOPLE)
    assert set(Counter(sink.recipients).values()) == {1}


def test_a_worker_ends_when_whoever_started_it_ends(data: Path) -> None:
    command = [sys.executable, "-m", "hexad_web", "worker", "--until-input-ends"]
    process = subprocess.Popen(command, env=environment(data), stdin=subprocess.PIPE)
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(60) == 0
