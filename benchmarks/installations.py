"""An installation of its own for what is measured from outside: embedded, or on PostgreSQL and Redis."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

from benchmarks.product import FOREIGN, SETTINGS

ROOT = Path(__file__).resolve().parent.parent
POSTGRES = "postgres://postgres@127.0.0.1:5432/postgres"
REDIS = "redis://127.0.0.1:6379/13"
PATIENCE = 3  # seconds for a service that may not be there


@dataclass(frozen=True, slots=True)
class Installation:
    """``environment`` is that of every process of it."""

    name: str
    environment: dict[str, str]

    def call(self, function: str, *arguments: object) -> object:
        """Call ``package.module:function`` with plain arguments inside it."""
        command = [sys.executable, "-m", "benchmarks.installations", function, json.dumps(arguments)]
        done = subprocess.run(command, env=self.environment, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
        return json.loads(done.stdout.splitlines()[-1])


@contextmanager
def embedded(*, quick: bool = False) -> Iterator[Installation]:
    with TemporaryDirectory(prefix="hexad-benchmark-") as folder:
        yield _made("embedded", folder, {}, quick=quick)


@contextmanager
def services(*, quick: bool = False) -> Iterator[Installation]:
    """A database of its own on the PostgreSQL of ``DATABASE_URL``, and the Redis of ``REDIS_URL``."""
    import psycopg

    server, name = os.environ.get("DATABASE_URL") or POSTGRES, f"hexad_benchmark_{uuid4().hex}"
    own = {
        "DATABASE_URL": urlunsplit(urlsplit(server)._replace(path=f"/{name}")),
        "REDIS_URL": os.environ.get("REDIS_URL") or REDIS,
    }
    with (
        psycopg.connect(server, autocommit=True) as connection,
        TemporaryDirectory(prefix="hexad-benchmark-") as folder,
    ):
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield _made("PostgreSQL + Redis", folder, own, quick=quick)
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def why_no_services() -> str:
    """Empty where PostgreSQL and Redis answer; else what does not."""
    import psycopg
    import redis

    try:
        psycopg.connect(os.environ.get("DATABASE_URL") or POSTGRES, connect_timeout=PATIENCE).close()
        redis.Redis.from_url(os.environ.get("REDIS_URL") or REDIS, socket_connect_timeout=PATIENCE).ping()
    except (psycopg.Error, redis.RedisError) as error:
        return str(error).partition("\n")[0]
    return ""


def _made(name: str, folder: str, own: dict[str, str], *, quick: bool) -> Installation:
    """As it is served; where ``quick``, tables as the models are now and static files from their sources."""
    kept = {key: value for key, value in os.environ.items() if key not in FOREIGN}
    quiet = {"HEXAD_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": SETTINGS, "HEXAD_LOG_LEVEL": "ERROR"}
    made = Installation(name, {**kept, **quiet, **own, **({"HEXAD_DEBUG": "1"} if quick else {})})
    if quick:
        made.call("benchmarks.installations:make_tables")
    else:
        subprocess.run([sys.executable, "-m", "hexad_web", "migrate", "-v", "0"], env=made.environment, check=True)
    return made


def make_tables() -> None:
    from django.apps import apps
    from django.conf import settings
    from django.core.management import call_command

    settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}
    call_command("migrate", run_syncdb=True, verbosity=0, interactive=False, skip_checks=True)


def main() -> None:
    """Answer one call, as :meth:`Installation.call` makes it."""
    import importlib

    import django

    django.setup()
    module, _, name = sys.argv[1].partition(":")
    print(json.dumps(getattr(importlib.import_module(module), name)(*json.loads(sys.argv[2]))))


if __name__ == "__main__":
    main()
