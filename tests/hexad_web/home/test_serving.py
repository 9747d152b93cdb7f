"""One command runs everything: a port that is free, static files that are there, a worker that is always alive."""

import os
import signal
import subprocess
import sys
from io import StringIO
from pathlib import Path
from select import select
from socket import socket

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from hexad_web.accounts.models import Organisation
from hexad_web.home import serving
from hexad_web.home.management.commands import serve
from hexad_web.home.serving import WorkerProcess
from tests.migrated import Migrated

# A worker of no substance: it says its number and then lives until its input ends.
CHILD = "import os, sys; print(os.getpid(), file=open(sys.argv[1], 'w'), flush=True); sys.stdin.read()"

SERVER = """
import sys
from hexad_web.home.serving import WorkerProcess
worker = WorkerProcess(sys.argv[1:])
worker.start()
worker.watcher.join()
"""


FEW = """
import resource
from hexad_web.home.serving import allow_many_connections
_soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (256, hard))
allow_many_connections()
print(resource.getrlimit(resource.RLIMIT_NOFILE)[0] == min(hard, 65_536))
"""


def test_a_server_may_keep_as_many_connections_as_its_system_grants() -> None:
    done = subprocess.run([sys.executable, "-c", FEW], capture_output=True, text=True, check=True)
    assert done.stdout == "True\n"


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """A pipe in which each new worker says its number: reading waits for it."""
    pipe = tmp_path / "reports"
    os.mkfifo(pipe)
    return pipe


def child_of(reports: Path) -> tuple[str, ...]:
    return (sys.executable, "-c", CHILD, str(reports))


def test_a_dead_worker_starts_again_and_the_last_one_ends_with_the_server(reports: Path) -> None:
    worker = WorkerProcess(child_of(reports), pause=0.01)
    worker.start()
    first = int(reports.read_text())
    os.kill(first, signal.SIGKILL)
    second = int(reports.read_text())

    worker.stop()

    assert first != second
    assert worker.process is not None
    assert worker.process.pid == second
    assert worker.process.returncode == -signal.SIGTERM
    assert not worker.watcher.is_alive()


def test_a_worker_ends_when_the_server_is_killed(reports: Path) -> None:
    """kill -9 tells nobody anything; the pipe to the worker closes all the same."""
    server = subprocess.Popen([sys.executable, "-c", SERVER, *child_of(reports)])
    child = int(reports.read_text())
    ended = os.pidfd_open(child)

    server.kill()
    server.wait()

    with os.fdopen(ended):
        assert wait_for(ended)


def wait_for(process: int) -> bool:
    """Whether the process ends within a minute."""
    return bool(select([process], [], [], 60)[0])


def test_the_real_worker_ends_when_its_input_does(migrated: Migrated, tmp_path: Path) -> None:
    migrated(tmp_path)
    environment = {**os.environ, "HEXAD_DATA_DIR": str(tmp_path), "DATABASE_URL": "", "HEXAD_TASK_QUEUE": "dummy"}
    environment["DJANGO_SETTINGS_MODULE"] = "hexad_web.config.settings"
    with subprocess.Popen(serving.WORKER, env=environment, stdin=subprocess.PIPE) as worker:
        assert worker.stdin is not None
        worker.stdin.close()

        assert worker.wait(60) == 0


def test_a_port_in_use_is_said_before_anything_is_loaded(tmp_path: Path) -> None:
    with socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        assert not serving.is_free("127.0.0.1", port)
        with pytest.raises(CommandError, match=f"Port {port} is in use. Choose another: hexad-web serve --port"):
            call_command("serve", port=port, demo=True)
    assert serving.is_free("127.0.0.1", port)


def lines_of(*, is_demo: bool = False) -> list[str]:
    return list(serve.Command(stdout=StringIO()).first_steps(is_demo=is_demo))


@pytest.mark.django_db
def test_an_empty_house_says_how_to_begin_and_where_mails_go(settings: Settings) -> None:
    settings.EMAIL_HOST = ""

    first, second = lines_of()

    assert 'hexad-web create_organisation "Your firm" --owner you@your.firm' in first
    assert str(settings.EMAIL_FILE_PATH) in second


@pytest.mark.django_db
def test_a_house_with_people_and_a_mail_server_has_nothing_to_say(
    settings: Settings, organisation: Organisation
) -> None:
    settings.EMAIL_HOST = "mail.northwind.example"

    assert lines_of() == []


def test_links_in_mails_lead_to_the_port_that_was_chosen(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEXAD_BASE_URL", "")
    monkeypatch.delenv("HEXAD_BASE_URL")
    serve.use_address_of(8123)
    assert settings.BASE_URL == os.environ["HEXAD_BASE_URL"] == "http://localhost:8123"

    monkeypatch.setenv("HEXAD_BASE_URL", "https://groups.northwind.example")
    settings.BASE_URL = "https://groups.northwind.example"
    serve.use_address_of(8124)

    assert settings.BASE_URL == "https://groups.northwind.example"


@pytest.fixture
def style(settings: Settings, tmp_path: Path) -> Path:
    """A built style sheet, and a folder to collect it into."""
    settings.DEBUG = False
    settings.STATIC_ROOT = str(tmp_path / "collected")
    settings.STATICFILES_DIRS = [("hexad", str(tmp_path / "dist"))]
    (tmp_path / "dist").mkdir()
    built = tmp_path / "dist" / "hexad.css"
    built.write_text("body {}")
    return built


def test_static_files_are_collected_only_when_a_build_changed_them(style: Path, settings: Settings) -> None:
    collected = Path(settings.STATIC_ROOT) / "hexad" / "hexad.css"
    serve.collect_static_files()
    assert collected.read_text() == "body {}"

    collected.write_text("left alone")
    serve.collect_static_files()
    assert collected.read_text() == "left alone"

    style.write_text("body { color: navy }")
    serve.collect_static_files()
    assert collected.read_text() == "body { color: navy }"


def test_an_upgraded_package_is_collected_as_well(style: Path) -> None:
    """htmx comes with a package: its file is among those whose change is noticed."""
    names = [path.name for path in serve.static_files()]

    assert style.name in names
    assert any(name.startswith("htmx") for name in names)


def test_a_file_more_less_or_newer_is_another_build(tmp_path: Path) -> None:
    one, other = tmp_path / "one.css", tmp_path / "other.css"
    one.write_text("a")
    other.write_text("b")
    whole = serve.fingerprint([one, other])

    assert serve.fingerprint([other, one]) == whole
    assert serve.fingerprint([one]) != whole
    os.utime(other, (1, 1))
    assert serve.fingerprint([one, other]) != whole
