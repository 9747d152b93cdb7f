"""The whole product as its users have it: ``hexad-web serve`` as a process, its own database, a real mail server."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
import redis

from tests.journeys.beside import Beside
from tests.mail_sink import MailSink, free_port, running_sink

# Milliseconds. The first search of an installation waits until its inner loops are compiled; a busy machine takes long.
COLD_START = 240_000


@dataclass(frozen=True)
class Product:
    """A running product. ``environment`` runs further commands against it; ``pid`` is the process of ``serve``."""

    url: str
    sink: MailSink
    environment: dict[str, str]
    pid: int
    beside: Beside

    def run(self, *arguments: str) -> str:
        """Run one ``hexad-web`` command to its end and return what it printed."""
        command = [sys.executable, "-m", "hexad_web", *arguments]
        return subprocess.run(command, env=self.environment, check=True, stdout=subprocess.PIPE, text=True).stdout

    def worker_pid(self) -> int:
        """The process that ``serve`` started for background work."""
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):  # it ended while we looked
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
                if parent == self.pid and b"worker" in (folder / "cmdline").read_bytes():
                    return int(folder.name)
        raise AssertionError("no worker runs")


@contextmanager
def running_product(directory: Path, *options: str, sink: MailSink | None = None, **settings: str) -> Iterator[Product]:
    """Start ``hexad-web serve OPTIONS`` on what the environment asks for: SQLite, or PostgreSQL and Redis."""
    with running_sink(sink) as (mails, mail_port), own_services() as services:
        url = f"http://127.0.0.1:{free_port()}"
        environment = {
            **os.environ,
            **services,
            "HEXAD_DATA_DIR": str(directory),
            "HEXAD_DEBUG": "0",
            "HEXAD_BASE_URL": url,
            "HEXAD_SMTP_URL": f"smtp://127.0.0.1:{mail_port}",
            "DJANGO_SETTINGS_MODULE": "hexad_web.config.settings",
            **settings,
        }
        command = [sys.executable, "-u", "-m", "hexad_web", "serve", "--port", str(urlsplit(url).port), *options]
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
            try:
                assert process.stdout is not None
                assert any(url in line for line in process.stdout), "the product stopped before it answered"
                with Beside(environment) as beside:
                    yield Product(url=url, sink=mails, environment=environment, pid=process.pid, beside=beside)
            finally:
                process.terminate()
                process.wait(timeout=60)


@contextmanager
def own_services() -> Iterator[dict[str, str]]:
    """A database of its own on the PostgreSQL that DATABASE_URL names, and a Redis database that nobody else uses."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        yield {}
        return
    name = f"hexad_journey_{uuid4().hex}"
    queue = urlunsplit(urlsplit(os.environ["REDIS_URL"])._replace(path=f"/{own_redis_number()}"))
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        redis.Redis.from_url(queue).flushdb()
        try:
            yield {"DATABASE_URL": urlunsplit(urlsplit(server)._replace(path=f"/{name}")), "REDIS_URL": queue}
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def own_redis_number() -> int:
    """Another one for each process of pytest-xdist: a worker must not find another journey's tasks in its queue."""
    return 14 - int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 14
