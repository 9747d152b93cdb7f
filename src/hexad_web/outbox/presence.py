"""Whether the process that claimed a row still lives.

Each process holds a lock on a file of the data directory for as long as it lives; the kernel lets go of it at the
moment of death, also of kill -9. Claims of a dead process on this machine are then free at once; those of
a process elsewhere are free when their lease ends.
"""

import fcntl
import os
import secrets
from functools import cache
from pathlib import Path
from typing import IO

from django.conf import settings


def _folder() -> Path:
    folder = Path(settings.DATA_DIR) / "workers"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@cache
def _hold(pid: int) -> IO[str]:
    """The open, locked file of this process. It is named after it is locked: no living name is ever unlocked."""
    name = secrets.token_hex(8)
    file = (_folder() / f".{name}").open("w")
    fcntl.flock(file, fcntl.LOCK_EX)
    (_folder() / f".{name}").rename(_folder() / name)
    return file


def own_name() -> str:
    return Path(_hold(os.getpid()).name).name.lstrip(".")


def is_gone(name: str) -> bool:
    """True only when the process is known to be dead; a name from another machine is never known."""
    path = _folder() / name
    if not path.exists():
        return False
    with path.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


def forget_gone(kept: set[str]) -> None:
    """Remove the files of dead processes that hold no claim any more."""
    for path in _folder().iterdir():
        if not path.name.startswith(".") and path.name not in kept and is_gone(path.name):
            path.unlink(missing_ok=True)
