"""The whole product in one command: web server and worker, both stopped together, a dead worker started again."""

import gc
import resource
import signal
import socket as socket_module
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from socket import socket
from types import FrameType

import uvicorn

from hexad_web.formation import process

PATIENCE_SECONDS = 20.0
PAUSE_BEFORE_RESTART_SECONDS = 1.0
# Requests that are being answered when the server is told to stop; streams of rooms are ended before that.
LAST_ANSWERS_SECONDS = 3
# A phone that lost its network says nothing: after so long without a sign that it got the last beat it is gone.
SILENCE_MILLISECONDS = 8_000
CONNECTIONS = 65_536
# How long a thread that computes may keep the one that answers everybody waiting: Python's own 5 ms are a whole tap.
# A tap lets go a dozen times, at each statement for the database, and waits as often. Shorter, and the ten threads that
# ask a database elsewhere spend half their time waking each other.
TURN_SECONDS = 0.0002
# Objects made until those that nobody reaches are looked for: of what a few thousand open lines hold, which lives as
# long as they do, a full look takes a third of a second, and everybody waits.
MADE_BEFORE_LOOKING = (2_000, 50, 100)
WORKER = (sys.executable, "-m", "hexad_web", "worker", "--until-input-ends")


class WorkerProcess:
    """``hexad-web worker`` as a child that is there for as long as this object is started."""

    def __init__(self, command: Sequence[str] = WORKER, *, pause: float = PAUSE_BEFORE_RESTART_SECONDS) -> None:
        self.command, self.pause = command, pause
        self.stopping = threading.Event()
        self.process: subprocess.Popen[bytes] | None = None
        self.watcher = threading.Thread(target=self._watch, name="worker-watcher", daemon=True)

    def start(self) -> None:
        self.watcher.start()

    def stop(self) -> None:
        self.stopping.set()
        if self.process and self.process.poll() is None:
            self.process.terminate()
        self.watcher.join(PATIENCE_SECONDS)
        if self.process and self.process.poll() is None:
            self.process.kill()

    def _watch(self) -> None:
        while not self.stopping.is_set():
            # The child ends when this pipe closes, so that kill -9 of the parent leaves nobody behind.
            self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE)  # noqa: S603  # our own command
            if self.stopping.is_set():  # told to stop while this one was started
                self.process.terminate()
            self.process.wait()
            self.stopping.wait(self.pause)


class AnnouncingServer(uvicorn.Server):
    """Calls ``announce`` at the moment from which requests are answered; ends the streams that have no end."""

    announce: Callable[[], None]

    async def startup(self, sockets: list[socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            gc.collect()
            gc.freeze()  # what is loaded by now stays, and need not be looked at again
            self.announce()

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        from hexad_web.sessions.hub import Hub  # late: models are not loaded yet when this module is

        await Hub.end_current()
        await super().shutdown(sockets)


def end_calmly(number: int, frame: FrameType | None) -> None:
    sys.exit(0)


def is_free(host: str, port: int) -> bool:
    """Whether the server will get this port: said before anything is loaded."""
    family = socket_module.AF_INET6 if ":" in host else socket_module.AF_INET
    with socket(family) as probe:
        probe.setsockopt(socket_module.SOL_SOCKET, socket_module.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def allow_many_connections() -> None:
    """Each page of a room keeps one open: the usual 1,024 of a process would be too few for two hundred groups."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = CONNECTIONS if hard == resource.RLIM_INFINITY else min(hard, CONNECTIONS)
    with suppress(ValueError, OSError):  # a system that has a limit of its own keeps it
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def listening(config: uvicorn.Config) -> socket:
    """The port, with the patience that every connection takes over from it."""
    door = config.bind_socket()
    if hasattr(socket_module, "TCP_USER_TIMEOUT"):  # Linux
        door.setsockopt(socket_module.IPPROTO_TCP, socket_module.TCP_USER_TIMEOUT, SILENCE_MILLISECONDS)
    return door


def run(*, host: str, port: int, announce: Callable[[], None]) -> None:
    """Serve until told to stop."""
    config = uvicorn.Config(
        "hexad_web.config.asgi:application",
        host=host,
        port=port,
        log_level="warning",
        proxy_headers=True,
        lifespan="off",
        timeout_graceful_shutdown=LAST_ANSWERS_SECONDS,
    )
    server = AnnouncingServer(config)
    server.announce = announce
    worker = WorkerProcess()
    # uvicorn shuts down and then raises the signal again: it has to reach the end of this function.
    signal.signal(signal.SIGTERM, end_calmly)
    worker.start()
    process.prepare()
    allow_many_connections()
    sys.setswitchinterval(TURN_SECONDS)
    gc.set_threshold(*MADE_BEFORE_LOOKING)
    try:
        server.run(sockets=[listening(config)])
    finally:
        worker.stop()
