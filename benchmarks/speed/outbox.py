"""How long somebody else waits to write a row on SQLite while the worker empties an outbox of 3,000 mails.

The worker as ``hexad-web worker`` runs it, to aiosmtpd; beside it a process writes a small row twenty times a second,
as taps of rooms do, and takes the time of each. First the worker has nothing to do; then mails wait that leave at
once; then mails that count in their readers' weeks. The worker's rate stands beside that of bare smtplib, which sends
the same bytes to the same server alone. The short version sends fewer.
"""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event, Thread
from time import monotonic, perf_counter, sleep

from tests.mail_sink import running_sink

from benchmarks.effort import Effort, say
from benchmarks.installations import ROOT, Installation, embedded
from benchmarks.letters import HOST, CountingSink, Letter, send_bare
from benchmarks.tables import Table, figure, highest_of_most, median, times
from benchmarks.timing import timed

MAILS, SHORT_MAILS = 3_000, 30
REST, SHORT_REST = 15.0, 1.0  # seconds
PATIENCE = 900.0
WRITE = """INSERT INTO outbox_workerbeat (name, at) VALUES ('beside', '2026-01-01')
    ON CONFLICT (name) DO UPDATE SET at = excluded.at"""
EVERY = 0.05  # seconds between two writes
TIMEOUT = 20.0  # as in the product's settings
KINDS = {"leave at once": "invitation", "count in a week": "practice.tip"}
COLUMNS = (
    "mails that wait",
    "mails",
    "mails a second",
    "of smtplib's",
    "writes",
    "p50 ms",
    "p95 ms",
    "max ms",
    "failed",
)


def run(effort: Effort) -> Table:
    """Let the worker rest, then let it send, each with somebody who writes beside it."""
    table = Table("Writing beside the worker", COLUMNS)
    mails = SHORT_MAILS if effort.short else MAILS
    say("the worker at rest")
    waits = at_rest(SHORT_REST if effort.short else REST)
    table.add("none", 0, "-", "-", *_waits(waits))
    for name, kind in KINDS.items():
        say(f"{mails} mails that {name}")
        seconds, peer, waits = sent(kind, mails)
        table.add(name, mails, figure(mails / seconds), times(peer, seconds), *_waits(waits))
    return table


def at_rest(seconds: float) -> list[float]:
    with embedded(quick=True) as made, writing(made) as told, worker(made, port=9):
        sleep(seconds)
        return told()


def sent(kind: str, mails: int) -> tuple[float, float, list[float]]:
    """Seconds of the worker from its first mail to its last, those of the peer, and what others waited."""
    with embedded(quick=True) as made, running_sink(CountingSink()) as (sink, port):
        made.call("benchmarks.speed.outbox:fill", kind, mails)
        with closing(sqlite3.connect(database_of(made))) as database:
            rows = database.execute("SELECT sender, recipient, payload FROM outbox_outboxmessage").fetchall()
        peer, _ = timed(lambda: send_bare([Letter(*row) for row in rows], port))
        assert isinstance(sink, CountingSink)
        sink.arrived = 0
        with writing(made) as told, worker(made, port=port):
            wait_until(lambda: sink.arrived > 0)
            seconds, _ = timed(lambda: wait_until(lambda: sink.arrived >= mails))
            return seconds, peer, told()


def fill(kind: str, mails: int) -> int:
    """Queue so many mails, one to each person; called inside the installation."""
    from django.utils import timezone

    from hexad_web.accounts.models import Organisation
    from hexad_web.outbox.actions import queue_mails
    from hexad_web.outbox.rendering import Mail, Section

    organisation = Organisation.objects.create(name="Aldermoor Works", slug="aldermoor")
    text = "Ask one question more than you answer.\n" * 40
    section = Section(title="A tip", text="Ask one question more.", url="https://hexad.example/", action="Open")
    letters = [
        Mail(
            to=f"person{number}@aldermoor.example",
            subject="A tip for this week",
            text=text,
            html=f"<!doctype html><html><body>{'<p>Ask one question more than you answer.</p>' * 80}</body></html>",
            kind=kind,
            key=f"{kind} {number}",
            section=section,
        )
        for number in range(mails)
    ]
    return len(queue_mails(organisation=organisation, mails=letters, now=timezone.now()))


@contextmanager
def worker(made: Installation, *, port: int) -> Iterator[None]:
    command = [sys.executable, "-m", "hexad_web", "worker"]
    settings = {**made.environment, "HEXAD_SMTP_URL": f"smtp://{HOST}:{port}"}
    with subprocess.Popen(command, env=settings, cwd=ROOT, stderr=subprocess.DEVNULL) as process:
        try:
            yield
        finally:
            process.terminate()


@contextmanager
def writing(made: Installation) -> Iterator[Callable[[], list[float]]]:
    """Write until the answer is asked for: the seconds of each write."""
    command = [sys.executable, "-m", "benchmarks.speed.outbox", str(database_of(made))]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield lambda: [float(one) for one in json.loads(process.communicate()[0])]
        finally:
            process.kill()


def database_of(made: Installation) -> Path:
    return Path(made.environment["HEXAD_DATA_DIR"]) / "hexad.sqlite3"


def write_beside(path: str) -> list[float]:
    """Write a row every 50 ms until nobody listens any more; infinite where it could not be written."""
    ended = Event()
    Thread(target=end_with_input, args=[ended], daemon=True).start()
    waits: list[float] = []
    with closing(sqlite3.connect(path, timeout=TIMEOUT, isolation_level=None)) as database:
        database.execute("PRAGMA synchronous=NORMAL")
        while not ended.wait(EVERY):
            began = perf_counter()
            try:
                database.execute(WRITE)
            except sqlite3.OperationalError:
                waits.append(float("inf"))
            else:
                waits.append(perf_counter() - began)
    return waits


def end_with_input(ended: Event) -> None:
    sys.stdin.read()
    ended.set()


def wait_until(done: Callable[[], bool]) -> None:
    until = monotonic() + PATIENCE
    while not done():
        if monotonic() > until:
            raise RuntimeError("The worker did not send everything.")
        sleep(0.01)


def _waits(waits: list[float]) -> tuple[str, ...]:
    written = [one for one in waits if one != float("inf")]
    figures = (median(written), highest_of_most(written), max(written))
    return (f"{len(waits):,}", *(figure(one * 1000) for one in figures), str(len(waits) - len(written)))


if __name__ == "__main__":
    print(json.dumps(write_beside(sys.argv[1])))
