"""Untrusted bytes become busy times in a child process that can be killed: bounded in time, memory and size."""

import json
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from hexad_web.availability import stored
from hexad_web.availability.models import Problem

COMMAND = (sys.executable, "-m", "hexad_web.availability.child")
MOST_BYTES = 10 * 2**20
MOST_SECONDS = 20.0  # by the clock; a busy machine may take that long for what the child may take of its processor
BACK = timedelta(days=2)  # meetings under way, and every zone's today
AHEAD = timedelta(days=400)  # groups are booked half a year ahead; a copy stays useful while a feed is down


@dataclass(frozen=True, slots=True)
class Asked:
    """One calendar to read, in the zone of its owner; the owner's address tells which invitations were declined."""

    content: bytes = field(repr=False)
    zone: str
    email: str
    now: datetime
    form: str = "file"  # or "caldav": the answer of a server, with many calendars in it


@dataclass(frozen=True, slots=True)
class Found:
    """Busy rows and how many entries could not be read, or a problem and nothing else."""

    rows: stored.Rows = field(default_factory=list, repr=False)
    unreadable: int = 0
    problem: str = ""

    def columns(self, now: datetime) -> dict[str, Any]:
        """What of a reading is kept in its source."""
        covers_from, covers_until = window(now)
        # With the time it covers: the same entries read later say more about the months ahead.
        busy_hash = stored.digest(self.rows, covers_until.date())
        return {
            "busy": self.rows,
            "busy_hash": busy_hash,
            "covers_from": covers_from,
            "covers_until": covers_until,
            "unreadable": self.unreadable,
        }


def window(now: datetime) -> tuple[datetime, datetime]:
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight - BACK, midnight + AHEAD


def command() -> tuple[str, ...]:
    return (*COMMAND, str(settings.FEED_CPU_SECONDS))


def read(asked: Asked, *, seconds: float = MOST_SECONDS) -> Found:
    """Read in a child process; whatever happens to it, the answer is a reading or a kind of problem."""
    if len(asked.content) > MOST_BYTES:
        return Found(problem=Problem.TOO_LARGE.value)
    start, end = window(asked.now)
    request = {
        "form": asked.form,
        "zone": asked.zone,
        "email": asked.email,
        "own": urlsplit(settings.BASE_URL).hostname or "localhost",
        "start": start.isoformat(),
        "end": end.isoformat(),
    }
    try:
        child = subprocess.run(  # noqa: S603  # our own module, no input in the arguments
            command(),
            input=json.dumps(request).encode() + b"\n" + asked.content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a trace could hold the content
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Found(problem=Problem.TOO_MUCH.value)
    if child.returncode != 0:
        return Found(problem=Problem.TOO_MUCH.value)
    return Found(**json.loads(child.stdout))
