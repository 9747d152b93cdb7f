"""Many phones in one process: streams of server-sent events on bare sockets, and taps on connections of their own.

A phone does what the page's script does: it draws the picture that came with a state, and fetches it where none came.
"""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

State = Mapping[str, Any]
PATIENCE = 60.0  # seconds until a message counts as lost
DONE = b"HTTP/1.1 200"
LAST_CHUNK = b"0\r\n"


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of a room; ``headers`` are those of a browser in which that person is signed in."""

    person_id: int
    headers: dict[str, str]


@dataclass(frozen=True, slots=True)
class Room:
    """A session that runs, and who belongs to it; the first facilitates."""

    session_id: int
    members: Sequence[Member]


@dataclass(slots=True)
class Heard:
    """One message and the moment at which its state had been read, and its picture, if it has another one."""

    at: float
    version: int
    state: State
    has_picture: bool = True


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
    beats: int = 0
    pushed: int = 0
    fetched: int = 0
    drawn: object = None
    was_sent_away: bool = False
    has_ended: bool = False
    news: asyncio.Event = field(default_factory=asyncio.Event)
    reading: asyncio.Task[None] | None = None
    fetching: asyncio.Future[None] | None = None
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
            elif name == b"data" and event == b"picture":
                self.pushed += 1
                self.drawn = json.loads(value)["picture"]
            elif value == b"beat":
                self.beats += 1
                self.news.set()
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
        self._look_at(heard)
        self.news.set()

    def _look_at(self, heard: Heard) -> None:
        """The page was drawn with the first state; later each other picture has to be there as well."""
        picture = heard.state.get("picture")
        if len(self.heard) == 1:
            self.drawn = picture
        elif picture != self.drawn:
            heard.has_picture = False
            self.fetching = asyncio.ensure_future(self._fetch(heard, picture))

    async def _fetch(self, heard: Heard, picture: object) -> None:
        path = self.path.partition("stream/")[0] + "stage/"
        await answered(self, request("GET", path, self.host, {**self.headers, "Connection": "close"}))
        self.fetched += 1
        self.drawn = picture
        heard.at, heard.has_picture = perf_counter(), True
        self.news.set()

    async def until(self, says: Callable[[State], bool], since: int = 0) -> Heard:
        """Return the first message after ``since`` messages of which this is true."""
        async with asyncio.timeout(PATIENCE):
            while True:
                self.news.clear()
                found = next((one for one in self.heard[since:] if one.has_picture and says(one.state)), None)
                if found is not None:
                    return found
                if self.has_ended:
                    raise ConnectionError(f"{self.path} ended")
                await self.news.wait()

    async def until_beats(self, count: int) -> None:
        """Return once so many signs of life came in silence."""
        async with asyncio.timeout(PATIENCE):
            while self.beats < count:
                self.news.clear()
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
            "X-Requested-With: fetch",
            "Connection: close",
        ]
    return "\r\n".join([*lines, "", ""]).encode() + body


async def post(phone: Phone, path: str, headers: Mapping[str, str], body: bytes) -> int:
    """Send a tap; the status of the answer."""
    return await answered(phone, request("POST", path, phone.host, headers, body))


async def answered(phone: Phone, question: bytes) -> int:
    """On a connection of its own; the status, once all of the answer has been read."""
    reader, writer = await asyncio.open_connection(phone.host, phone.port)
    writer.write(question)
    status = int((await reader.readline()).split()[1])
    await reader.read()
    writer.close()
    return status
