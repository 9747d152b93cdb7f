"""Backup and restore of the embedded set-up: one file with the database, its migrations' state and the erasures.

The key of private text is no part of it: a backup that is lost or read by somebody holds ciphertext.
"""

import io
import json
import os
import sqlite3
import tarfile
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.utils import timezone

from hexad import __version__
from hexad_web.accounts import private_text
from hexad_web.home.queries import last_beat
from hexad_web.privacy.actions import erasing, ledger

FORMAT = "hexad-backup/1"
DATABASE, ABOUT = "hexad.sqlite3", "about.json"
ALIVE = timedelta(seconds=30)
MOST_BYTES = 200 * 2**30


class BackupError(Exception):
    """It cannot be done; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Restored:
    """``put_aside``: where the database that was here is now."""

    written_at: str
    put_aside: Path | None
    erased: int


def database() -> Path:
    if connection.vendor != "sqlite":
        raise BackupError(
            "This is for the embedded set-up. With PostgreSQL use pg_dump and pg_restore, "
            "then hexad-web replay_erasures."
        )
    return Path(str(settings.DATABASES["default"]["NAME"]))


def backup(target: Path, *, now: datetime) -> Path:
    """Write one consistent file while the product runs; an older file of that name stays until the new one is whole."""
    source = database()
    if not source.exists():
        raise BackupError(f"There is no database at {source}. Start the product once: hexad-web serve")
    with tempfile.TemporaryDirectory(dir=target.resolve().parent, prefix=".hexad-backup-") as folder:
        copy = Path(folder) / DATABASE
        with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(copy)) as still:
            live.backup(still)
        about = {"format": FORMAT, "version": __version__, "written_at": now.isoformat()}
        whole = Path(folder) / "whole.tar.gz"
        with tarfile.open(whole, "w:gz") as archive:
            _add_text(archive, ABOUT, json.dumps(about), now)
            archive.add(copy, DATABASE)
            _add_text(archive, ledger.NAME, _ledger_text(), now)
        whole.chmod(0o600)
        whole.replace(target)
    return target


def _ledger_text() -> str:
    return ledger.path().read_text(encoding="utf-8") if ledger.path().exists() else ""


def _add_text(archive: tarfile.TarFile, name: str, text: str, now: datetime) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mtime, entry.mode = len(text.encode()), int(now.timestamp()), 0o600
    archive.addfile(entry, io.BytesIO(text.encode()))


def restore(source: Path, *, now: datetime, say: Callable[[str], object] = str) -> Restored:
    """Put a backup in the place of the database, bring it up to date, and erase again whoever was erased since."""
    target = database()
    _refuse_running(now)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".hexad-restore-") as folder:
        about = _unpack(source, Path(folder))
        _check(Path(folder) / DATABASE)
        put_aside = _swap(Path(folder) / DATABASE, target, now)
        _merge_ledger(Path(folder) / ledger.NAME)
    say(f"The database of {about['written_at']} is in its place.")
    call_command("migrate", verbosity=0, interactive=False)
    _check_key()
    return Restored(about["written_at"], put_aside, erasing.replay(now=now))


def _refuse_running(now: datetime) -> None:
    """A server that writes into a database that is being replaced loses what it writes."""
    if not database().exists():
        return
    try:
        beat = last_beat()
    except Exception:  # noqa: BLE001  # whatever is broken here is why somebody restores
        beat = None
    if beat is not None and now - beat < ALIVE:
        raise BackupError("Hexad is running here. Stop it, wait half a minute, and restore again.")


def _unpack(source: Path, folder: Path) -> dict[str, str]:
    """Only the three names, never a path."""
    try:
        with tarfile.open(source, "r:gz") as archive:
            for name in (ABOUT, DATABASE, ledger.NAME):
                _take(archive, name, folder)
    except FileNotFoundError as error:
        raise BackupError(f"There is no file {source}.") from error
    except (tarfile.TarError, EOFError, OSError, KeyError) as error:
        raise BackupError(f"{source.name} is no backup of Hexad, or it is cut off. Take another one.") from error
    about: dict[str, str] = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    if about.get("format") != FORMAT:
        raise BackupError(f"{source.name} has another format than {FORMAT}: use the version of Hexad that wrote it.")
    return about


def _take(archive: tarfile.TarFile, name: str, folder: Path) -> None:
    entry = archive.getmember(name)
    content = archive.extractfile(entry)
    if content is None or entry.size > MOST_BYTES:
        raise KeyError(name)
    with (folder / name).open("wb") as file:
        while part := content.read(2**20):
            file.write(part)


def _check(file: Path) -> None:
    try:
        with closing(sqlite3.connect(file)) as found:
            verdict = found.execute("pragma integrity_check").fetchone()[0]
            found.execute("select 1 from accounts_organisation limit 1")
    except sqlite3.DatabaseError as error:
        raise BackupError("The database in this backup cannot be read. Take another one.") from error
    if verdict != "ok":
        raise BackupError("The database in this backup is damaged. Take another one.")


def _swap(new: Path, target: Path, now: datetime) -> Path | None:
    """Aside, never away: with its journal, so that it can be put back as it was."""
    connections.close_all()
    put_aside = None
    if target.exists():
        put_aside = target.with_name(f"{target.name}.before-restore-{now:%Y%m%d-%H%M%S}")
        for ending in ("-wal", "-shm"):
            journal = target.with_name(target.name + ending)
            if journal.exists():
                journal.replace(put_aside.with_name(put_aside.name + ending))
        target.replace(put_aside)
    new.chmod(0o600)
    os.replace(new, target)  # noqa: PTH105  # one step on one disk
    return put_aside


def _merge_ledger(older: Path) -> None:
    known = set(ledger.lines())
    for line in ledger.lines(older):
        if line not in known:
            ledger.note(line)


def _check_key() -> None:
    if not private_text.opens_what_is_kept():
        raise BackupError(
            "The database is restored, but its private text cannot be read: it was written under another key. "
            f"Put the file secret-key of that installation into {settings.DATA_DIR}, or set HEXAD_PRIVATE_KEY."
        )


def default_name(now: datetime | None = None) -> str:
    return f"hexad-{(now or timezone.now()):%Y-%m-%d-%H%M}.tar.gz"
