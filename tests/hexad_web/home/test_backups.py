"""Backup and restore of the embedded set-up by its own commands, in processes of their own."""

import os
import sqlite3
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

ERASE = """
import django; django.setup()
from django.utils import timezone
from hexad_web.people.models import Person
from hexad_web.privacy.actions import erasing
print(erasing.erase(person_id=Person.objects.get(email="ben@firm.example").pk, now=timezone.now()))
"""
FILL = """
import django; django.setup()
from django.utils import timezone
from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import Organisation, User
from hexad_web.accounts.private_text import open_space, write
from hexad_web.people.models import Person
firm = Organisation.objects.get()
for name in ("ben", "cho"):
    Person.objects.create(organisation=firm, name=name, email=f"{name}@firm.example")
user = User.objects.first()
write(actor=Actor(firm, "owner", user), space=open_space(firm), text="zqsecret", now=timezone.now())
"""
READ = """
import django; django.setup()
from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import Organisation, PrivateText, User
from hexad_web.accounts.private_text import read
print(read(actor=Actor(Organisation.objects.get(), "owner", User.objects.first()), private=PrivateText.objects.get()))
"""
BEAT = """
import django; django.setup()
from django.utils import timezone
from hexad_web.home.actions import beat
beat(now=timezone.now())
"""


class Installation:
    """One data folder and the commands on it; always SQLite, whatever the other tests run on."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("HEXAD_", "DATABASE_URL"))}
        kept.pop("REDIS_URL", None)
        self.environment = kept | {
            "HEXAD_DATA_DIR": str(folder),
            "DJANGO_SETTINGS_MODULE": "hexad_web.config.settings",
        }

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "hexad_web", *words],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,  # what fails is looked at
        )

    def python(self, code: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", code], env=self.environment, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    @property
    def database(self) -> Path:
        return self.folder / "hexad.sqlite3"

    def names(self) -> list[str]:
        with sqlite3.connect(self.database) as connection:
            return [name for (name,) in connection.execute("select name from people_person order by id")]


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """An installation with two people and a private text, and its backup beside it."""
    installation = Installation(tmp_path_factory.mktemp("first"))
    assert installation.run("migrate", "--no-input").returncode == 0
    made = installation.run("create_organisation", "Firm", "--owner", "olga@firm.example")
    assert made.returncode == 0, made.stderr
    installation.python(FILL)
    done = installation.run("backup", str(installation.folder / "first.tar.gz"))
    assert done.returncode == 0, done.stderr
    assert "secret-key in another place" in done.stdout
    return installation


@pytest.fixture
def backup(first: Installation) -> Path:
    return first.folder / "first.tar.gz"


def test_a_backup_holds_no_key_and_no_readable_private_text(backup: Path) -> None:
    with tarfile.open(backup) as archive:
        assert archive.getnames() == ["about.json", "hexad.sqlite3", "erasures.jsonl"]
        database = archive.extractfile("hexad.sqlite3")
        assert database is not None
        content = database.read()
    assert b"ben@firm.example" in content
    assert b"zqsecret" not in content
    assert backup.stat().st_mode & 0o077 == 0


def test_restored_with_its_key_everything_is_there(backup: Path, first: Installation, tmp_path: Path) -> None:
    second = Installation(tmp_path / "second")
    (second.folder / "secret-key").write_text((first.folder / "secret-key").read_text())
    done = second.run("restore", str(backup))
    assert done.returncode == 0, done.stderr
    assert second.names() == ["ben", "cho"]
    assert second.python(READ) == "zqsecret"


def test_without_its_key_it_says_what_is_missing(backup: Path, tmp_path: Path) -> None:
    second = Installation(tmp_path / "second")
    done = second.run("restore", str(backup))
    assert done.returncode != 0
    assert "Put the file secret-key of that installation into" in done.stderr


def test_whoever_was_erased_after_the_backup_is_erased_again(backup: Path, first: Installation, tmp_path: Path) -> None:
    third = Installation(tmp_path / "third")
    (third.folder / "secret-key").write_text((first.folder / "secret-key").read_text())
    assert third.run("restore", str(backup)).returncode == 0
    assert third.python(ERASE) == "True"
    assert third.names() == ["Former member", "cho"]
    done = third.run("restore", str(backup))
    assert done.returncode == 0, done.stderr
    assert "Erased again: 1" in done.stdout
    assert third.names() == ["Former member", "cho"]
    aside = [path for path in third.folder.iterdir() if "before-restore" in path.name]
    assert aside


def test_a_running_product_is_not_restored_over(backup: Path, first: Installation, tmp_path: Path) -> None:
    fourth = Installation(tmp_path / "fourth")
    (fourth.folder / "secret-key").write_text((first.folder / "secret-key").read_text())
    fourth.run("restore", str(backup))
    fourth.python(BEAT)
    before = fourth.database.read_bytes()
    done = fourth.run("restore", str(backup))
    assert done.returncode != 0
    assert "Hexad is running here. Stop it" in done.stderr
    assert fourth.database.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"no archive", None])
def test_a_file_that_is_no_backup_leaves_everything_as_it_was(
    content: bytes | None, backup: Path, first: Installation, tmp_path: Path
) -> None:
    wrong = tmp_path / "wrong.tar.gz"
    if content is None:  # cut off on its way
        wrong.write_bytes(backup.read_bytes()[: backup.stat().st_size // 2])
    else:
        wrong.write_bytes(content)
    before = first.names()
    done = first.run("restore", str(wrong))
    assert done.returncode != 0
    assert "no backup of Hexad, or it is cut off" in done.stderr
    assert first.names() == before


def test_a_backup_is_whole_or_not_there(first: Installation, tmp_path: Path) -> None:
    done = first.run("backup", str(tmp_path / "nowhere" / "b.tar.gz"))
    assert done.returncode != 0
    empty = Installation(tmp_path / "empty")
    done = empty.run("backup", str(tmp_path / "b.tar.gz"))
    assert done.returncode != 0
    assert not (tmp_path / "b.tar.gz").exists()
