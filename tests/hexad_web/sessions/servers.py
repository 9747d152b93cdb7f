"""Real web servers for the tests of the room's line: processes on one database, started, killed and started again."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from benchmarks.listening import Phone, State, post
from benchmarks.serving import HOST, free_port, wait_for

from tests.journeys.product import own_services

WEB = (
    sys.executable,
    "-m",
    "uvicorn",
    "hexad_web.config.asgi:application",
    "--log-level",
    "error",
    "--lifespan",
    "off",
)
BESIDE = (sys.executable, "-m", "tests.hexad_web.sessions.beside")
ROOMS, SIZE, MINUTES = 12, 3, 1.0


@dataclass
class Server:
    port: int
    process: "subprocess.Popen[bytes]"

    def kill(self) -> None:
        """As if its machine had lost power: it tells nobody anything."""
        self.process.kill()
        self.process.wait()


class House:
    """One database, a script beside it, and any number of servers on it."""

    def __init__(self, environment: dict[str, str], script: "subprocess.Popen[str]") -> None:
        self.environment, self.script = environment, script
        self._rooms = [Room(self, **room) for room in self.beside("build", ROOMS, SIZE, MINUTES)]

    def beside(self, *call: object) -> Any:  # noqa: ANN401  # whatever the script tells
        assert self.script.stdin is not None
        assert self.script.stdout is not None
        self.script.stdin.write(json.dumps(call) + "\n")
        self.script.stdin.flush()
        return json.loads(self.script.stdout.readline())

    def next_room(self) -> "Room":
        return self._rooms.pop()

    @contextmanager
    def server(self, *command: str) -> Iterator[Server]:
        port = free_port()
        with subprocess.Popen([*(command or WEB), "--port", str(port)], env=self.environment) as process:
            try:
                wait_for(process, port)
                yield Server(port, process)
            finally:
                process.kill()


class Room:
    """A session of three that runs; the first facilitates."""

    def __init__(self, house: House, session_id: int, members: list[dict[str, Any]]) -> None:
        self.house, self.session_id = house, session_id
        self.people = [member["person_id"] for member in members]
        self.headers = [member["headers"] for member in members]

    def rows(self) -> Any:  # noqa: ANN401  # as above
        return self.house.beside("rows", self.session_id)

    def told(self, kind: str) -> list[int]:
        """The persons of all events of this kind, in their order."""
        return [person for event, person in self.rows()["events"] if event == kind]

    def phone(self, server: Server, member: int, *, device: str = "", tab: str = "", **more: str) -> Phone:
        asked = {"device": device or f"phone-{member}", "tab": tab or uuid4().hex, **more}
        path = f"/sessions/{self.session_id}/stream/?{urlencode(asked)}"
        return Phone(HOST, server.port, path, self.headers[member])

    async def tap(self, phone: Phone, member: int, kind: str, key: str = "") -> int:
        """Tap on what this phone shows; returns the status of the answer."""
        state = phone.heard[-1].state
        fields = {"kind": kind, "key": key or uuid4().hex, "step": state["step"], "part": state["part"]}
        path = f"/sessions/{self.session_id}/act/"
        return await post(phone, path, self.headers[member], urlencode(fields).encode())

    def shows(self, *members: int) -> Callable[[State], bool]:
        """Whether exactly these are seen to be there."""
        wanted = {str(self.people[member]) for member in members}
        return lambda state: {str(one["id"]) for one in state["here"]} == wanted


@contextmanager
def house(directory: Path) -> Iterator[House]:
    """In a directory with a database that is up to date."""
    with own_services() as services:
        environment = {
            **os.environ,
            **services,
            "HEXAD_DATA_DIR": str(directory),
            "HEXAD_DEBUG": "1",
            "DJANGO_SETTINGS_MODULE": "hexad_web.config.settings",
        }
        if "DATABASE_URL" in services:  # the directory brings its own database along
            subprocess.run([sys.executable, "-m", "hexad_web", "migrate", "-v", "0"], env=environment, check=True)
        pipe = subprocess.PIPE
        with subprocess.Popen(BESIDE, env=environment, stdin=pipe, stdout=pipe, text=True) as script:
            yield House(environment, script)
            assert script.stdin is not None
            script.stdin.close()


async def open_all(phones: Sequence[Phone]) -> None:
    for phone in phones:
        await phone.open()
