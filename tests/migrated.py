"""A SQLite database that is up to date, for what a test starts beside itself: migrating takes longer than the rest."""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Migrated = Callable[[Path], Path]


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Migrated:
    """``migrated(folder)`` makes a data folder with such a database; migrated once for all workers of pytest-xdist."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    template = shared / "migrated.sqlite3"
    with (shared / "migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not template.exists():
            (migrate_in(tmp_path_factory.mktemp("migrated")) / "hexad.sqlite3").rename(template)

    def make(folder: Path) -> Path:
        folder.mkdir(exist_ok=True)
        shutil.copy(template, folder / "hexad.sqlite3")
        return folder

    return make


def migrate_in(folder: Path) -> Path:
    own = {"HEXAD_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "hexad_web.config.settings"}
    own |= {"DATABASE_URL": "", "HEXAD_TASK_QUEUE": "database"}  # also where the other tests run on services
    subprocess.run([sys.executable, "-m", "hexad_web", "migrate", "-v", "0"], env=os.environ | own, check=True)
    return folder
