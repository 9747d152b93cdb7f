"""The clock of the product: every few seconds each app brings its rows in order (``reconcile``)."""

import importlib
import logging
import threading
import time
from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import close_old_connections, connections
from django.utils import timezone

logger = logging.getLogger(__name__)
PERIOD_SECONDS = 5.0
APPS = (
    "people",
    "challenges",
    "availability",
    "formation",
    "scheduling",
    "sessions",
    "practice",
    "evidence",
    "report",
    "privacy",
    "outbox",
    "home",
)
# Their mails go out at nine in the morning, give or take a minute, and in a large organisation a look at everybody who
# practises takes a second or two: these look less often the longer it took, and so take a twentieth of a core at most.
UNHURRIED, SHARE = ("practice",), 20

Reconcile = Callable[[datetime], None]


def reconciles(apps: Sequence[str] = APPS) -> dict[str, Reconcile]:
    return {app: importlib.import_module(f"hexad_web.{app}.tasks").reconcile for app in apps}


def jobs() -> dict[str, Reconcile]:
    """All that runs by the clock: besides the apps, what talks to a server of somebody else's and may have to wait."""
    return {**reconciles(), "replies": importlib.import_module("hexad_web.scheduling.tasks").read_replies}


def pause_after(app: str, seconds: float, period: float) -> float:
    """Seconds until an app's next turn, after one that took so many seconds of processor."""
    return max(period, (SHARE - 1) * seconds) if app in UNHURRIED else period


class Ticker:
    """One thread per app, so that a slow feed or mail server holds up nobody else."""

    def __init__(self, jobs: dict[str, Reconcile], *, period: float = PERIOD_SECONDS) -> None:
        self.period = period
        self.stopping = threading.Event()
        self.threads = [
            threading.Thread(target=self._run, args=(app, job), name=f"reconcile-{app}", daemon=True)
            for app, job in jobs.items()
        ]

    def start(self) -> None:
        for thread in self.threads:
            thread.start()

    def stop(self, *, patience: float = 20.0) -> None:
        """Let each thread finish what it has in hand."""
        self.stopping.set()
        for thread in self.threads:
            if thread.is_alive():  # the end may come before all have begun
                thread.join(patience)

    def _run(self, app: str, job: Reconcile) -> None:
        try:
            spent = self._tick(app, job)
            while not self.stopping.wait(pause_after(app, spent, self.period)):
                spent = self._tick(app, job)
        finally:
            connections.close_all()

    def _tick(self, app: str, job: Reconcile) -> float:
        close_old_connections()
        begun = time.thread_time()
        try:
            job(timezone.now())
        except Exception:
            # Whatever one app raises, the others and its own next turn go on: its rows still say what is to be done.
            logger.exception("reconcile of %s failed", app)
        return time.thread_time() - begun
