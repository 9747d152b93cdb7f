"""Whole processes on a database of their own: a worker killed in mid-search, and two owners publishing at once."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.migrated import Migrated
from tests.waiting import until

ROOT = Path(__file__).parents[3]
SETUP = """
import sys
import django; django.setup()
from django.utils import timezone
from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import Organisation, User
from tests.hexad_web.formation import cast
now = timezone.now()
organisation = Organisation.objects.get_or_create(slug="northwind", defaults={"name": "Northwind Works"})[0]
user = User.objects.filter(email="olga@northwind.example").first() or User.objects.create_user("olga@northwind.example")
owner = Actor(organisation, "owner", user)
"""
QUEUE = SETUP + "cast.join(organisation, 60); cast.to_the_end(cast.queued_run(owner, now), sweeps=int(sys.argv[1]))"
SHORTEN = (
    SETUP + "from hexad_web.formation.models import Run; cast.to_the_end(Run.objects.get(), sweeps=int(sys.argv[1]))"
)
DRAFTS = SETUP + "cast.join(organisation, 12); cast.finished_run(owner, now); cast.finished_run(owner, now)"
PUBLISH = (
    SETUP
    + """
from hexad_web.formation.actions.publishing import Draft, Refused, publish
sys.stdin.readline()
try:
    publish(actor=owner, draft=Draft(int(sys.argv[1]), 0), now=now)
    print("published")
except Refused:
    print("refused")
"""
)


@pytest.fixture
def data(migrated: Migrated, tmp_path: Path) -> Path:
    return migrated(tmp_path)


def environment(data: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    own = {
        "HEXAD_DATA_DIR": str(data),
        "DJANGO_SETTINGS_MODULE": "hexad_web.config.settings",
        "HEXAD_TASK_QUEUE": "database",
        "PYTHONPATH": str(ROOT),
    }
    return {**kept, **own}


def run(data: Path, *arguments: str) -> None:
    subprocess.run([sys.executable, *arguments], env=environment(data), check=True)


def rows(data: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(data / "hexad.sqlite3", timeout=20)) as database:
        return database.execute(query).fetchall()


@contextmanager
def worker(data: Path) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([sys.executable, "-m", "hexad_web", "worker"], env=environment(data))
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def state(data: Path) -> str:
    return str(rows(data, "SELECT state FROM formation_run")[0][0])


def groups(data: Path) -> list[tuple[object, ...]]:
    query = """SELECT g.number, p.email FROM formation_groupmember m
               JOIN formation_group g ON g.id = m.group_id JOIN people_person p ON p.id = m.person_id
               ORDER BY g.number, p.email"""
    return rows(data, query)


def test_a_worker_killed_in_mid_search_loses_nothing_and_changes_nothing(data: Path) -> None:
    undisturbed = data / "undisturbed"
    undisturbed.mkdir()
    run(data, "-c", QUEUE, "1000000")  # so many sweeps that the kill is in their middle on any machine
    shutil.copy(data / "hexad.sqlite3", undisturbed)
    with worker(data) as first:
        until(lambda: bool(rows(data, "SELECT 1 FROM formation_run WHERE state = 'running' AND progress != '[]'")))
        first.kill()
        first.wait()
    assert state(data) == "running"
    for folder in (data, undisturbed):
        run(folder, "-c", SHORTEN, "40")
    with worker(data), worker(undisturbed):
        until(lambda: state(data) == "done")
        until(lambda: state(undisturbed) == "done")
    assert rows(data, "SELECT attempts FROM formation_run") == [(2,)]
    assert len(groups(data)) == 60
    assert groups(data) == groups(undisturbed)


def test_of_two_owners_who_publish_at_once_one_is_refused_and_nothing_is_half_done(data: Path) -> None:
    run(data, "-c", DRAFTS)
    ids = [str(row[0]) for row in rows(data, "SELECT id FROM formation_run ORDER BY id")]
    pressing = [
        subprocess.Popen(
            [sys.executable, "-c", PUBLISH, run_id],
            env=environment(data),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for run_id in ids
    ]
    for process in pressing:
        assert process.stdin is not None
        process.stdin.write("now\n")
        process.stdin.flush()
    answers = [process.communicate(timeout=120)[0].strip() for process in pressing]
    assert sorted(answers) == ["published", "refused"]
    assert sorted(row[0] for row in rows(data, "SELECT state FROM formation_run")) == ["done", "published"]
    assert rows(data, "SELECT COUNT(*) FROM formation_groupmember WHERE is_active") == [(12,)]
    assert rows(data, "SELECT COUNT(*) FROM outbox_outboxmessage WHERE kind = 'formation.group'") == [(12,)]
    assert rows(data, "SELECT COUNT(*) FROM accounts_privatespace") == [(3,)]
