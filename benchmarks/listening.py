"""Many phones in one process: streams of server-sent events on bare sockets, and taps on connections of their own."""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

State = Mapping[str, Any]
PATIENCE = 20.0  # seconds until a message counts as lost
DONE = b"HTTP/1.1 200"
LAST_CHUNK = b"0\r\n"


@dataclass(frozen=True, slots=True)
class Heard:
    """One message and the moment at which it had been read."""

    at: float
    version: int
    state: State


@dataclass
class Phone:
    """One open stream. ``doubled`` counts messages that said nothing new, ``backward`` those older than one before."""

    host: str
    port: int
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    heard: list[Heard] = field(default_factory=list)
    doubled: int = 0
    backward: int = 0
    was_sent_away: bool = False
    has_ended: bool = False
    news: asyncio.Event = field(default_factory=asyncio.Event)
    reading: asyncio.Task[None] | None = None
    writer: asyncio.StreamWriter | None = None

    async def open(self) -> None:
        """Return once the first state is there."""
        reader, self.writer = await asyncio.open_connection(self.host, self.port, limit=2**20)
        self.writer.write(request("GET", self.path, self.host, self.headers))
        status = await reader.readline()
        if not status.startswith(DONE):
            raise RuntimeError(f"{self.path} answers {status.decode().strip()}")
        self.reading = asyncio.create_task(self._read(reader))
        await self.until(lambda _state: True)

    async def _read(self, reader: asyncio.StreamReader) -> None:
        version, event = 0, b""
        while (line := await reader.readline()) not in (b"", LAST_CHUNK):
            name, _, value = line.strip().partition(b": ")
            if name == b"id":
                version = int(value)
            elif name == b"event":
                event = value
            elif name == b"data" and event == b"state":
                self._hear(Heard(perf_counter(), version, json.loads(value)))
            elif name == b"data":
                self.was_sent_away |= event == b"elsewhere"
        self.has_ended = True
        self.news.set()

    def _hear(self, heard: Heard) -> None:
        if self.heard:
            before = self.heard[-1]
            self.doubled += without_clock(before.state) == without_clock(heard.state) != {}
            self.backward += heard.version < before.version
        self.heard.append(heard)
        self.news.set()

    async def until(self, says: Callable[[State], bool], since: int = 0) -> Heard:
        """Return the first message after ``since`` messages of which this is true."""
        async with asyncio.timeout(PATIENCE):
            while True:
                self.news.clear()
                found = next((one for one in self.heard[since:] if says(one.state)), None)
                if found is not None:
                    return found
                if self.has_ended:
                    raise ConnectionError(f"{self.path} ended")
                await self.news.wait()

    async def until_end(self) -> None:
        """Return once the server has closed the stream."""
        async with asyncio.timeout(PATIENCE):
            while not self.has_ended:
                self.news.clear()
                await self.news.wait()

    async def close(self) -> None:
        if self.reading is not None:
            self.reading.cancel()
        if self.writer is not None:
            self.writer.close()


def without_clock(state: State) -> State:
    return {name: value for name, value in state.items() if name != "now"}


def request(method: str, path: str, host: str, headers: Mapping[str, str], body: bytes = b"") -> bytes:
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host}", *(f"{name}: {value}" for name, value in headers.items())]
    if method == "POST":
        lines += [
            "Content-Type: application/x-www-form-urlencoded",
            f"Content-Length: {len(body)}",
            "Connection: close",
        ]
    return "\r\n".join([*lines, "", ""]).encode() + body


async def post(phone: Phone, path: str, headers: Mapping[str, str], body: bytes) -> tuple[float, int]:
    """Send a tap: the moment at which it was sent, and the status of the answer."""
    reader, writer = await asyncio.open_connection(phone.host, phone.port)
    sent = perf_counter()
    writer.write(request("POST", path, phone.host, headers, body))
    status = int((await reader.readline()).split()[1])
    await reader.read()
    writer.close()
    return sent, status
