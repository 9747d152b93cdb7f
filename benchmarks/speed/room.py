"""From a tap in a room to the others' screens: 500 rooms of six start within a second, then 100 taps a second.

The product as ``hexad-web serve`` runs it, on SQLite, and then on PostgreSQL and Redis where they answer. Everybody's
stream is open. First all rooms are started within one second; then taps come evenly, each in the next room by lot:
nine of ten are of somebody who is ready or not ready after all, and with one of ten the room goes on, which is another
picture on every phone. The clock starts at a tap's moment, before its connection is opened, and stops as the state
with its effect, and its picture where it has another one, has been read on each other member's stream. Nobody taps on
what is not there yet: a tap that finds another one of its room on its way waits until the room shows that one, and its
clock runs meanwhile. The peer only sends on what it is given, a message of the same length, on the same server, with
the same clients at the same moments. The clients run beside the server on this machine; what either used of the two
cores stands in the table. The short version serves the same application without worker, migrations and collecting.
"""

import asyncio
import json
import os
import random
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import partial
from time import perf_counter, process_time
from typing import Any, Protocol
from urllib.parse import urlencode
from uuid import uuid4

from benchmarks.effort import Effort, say
from benchmarks.installations import Installation, embedded, services, why_no_services
from benchmarks.listening import Member, Phone, Room, State, post
from benchmarks.serving import HOST, Running, running
from benchmarks.tables import Table, figure, highest_of_most, median, times
from hexad_web.home.serving import allow_many_connections

SIZE = 6
AIM, LIMIT = 0.080, 0.200  # seconds, for 95 of 100 messages
AT_ONCE = 40  # connections that are opened side by side
ACCEPTED = 204
MOVES_ON = 10  # one tap in so many
SERVED = ("hexad_web", "serve")
BARE = ("uvicorn", "hexad_web.config.asgi:application", "--log-level", "error", "--lifespan", "off")  # short: no worker
COLUMNS = (
    "way",
    "phase",
    "streams",
    "taps",
    "messages",
    "p50 ms",
    "p95 ms",
    "p99 ms",
    "max ms",
    "p95 of the echo's",
    "p95 of 200 ms",
    "cores: server",
    "clients",
    "lost",
    "doubled",
)


@dataclass(frozen=True, slots=True)
class Load:
    """So many rooms, so many taps a second for so many seconds."""

    rooms: int
    rate: float
    seconds: float


FULL, SHORT = Load(500, 100.0, 30.0), Load(3, 10.0, 3.0)


@dataclass(frozen=True, slots=True)
class Tap:
    """What to post, and how a state tells that it has happened."""

    member: int
    body: bytes
    shows: Callable[[State], bool]


@dataclass(slots=True)
class Six:
    """A room and the phones of its members; ``turn`` is held by the tap that the room does not show yet."""

    room: Room
    phones: list[Phone]
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


class Way(Protocol):
    """One of the two servers, as the clients see it."""

    def phone(self, room: Room, member: int) -> Phone: ...
    def start(self, room: Room, state: State) -> Tap: ...
    def tap(self, room: Room, state: State, turn: int) -> Tap: ...
    def address(self, room: Room) -> str: ...


@dataclass
class Result:
    """One phase: seconds of every message that arrived, what went wrong, and what it cost."""

    seconds: list[float] = field(default_factory=list)
    pictures: list[float] = field(default_factory=list)
    taps: int = 0
    lost: int = 0
    doubled: int = 0
    refused: int = 0
    wall: float = 0.0
    server: float = 0.0
    clients: float = 0.0


@dataclass
class Measured:
    """A server's phases, and the bytes that it held for each room once all streams were open."""

    start: Result
    taps: Result
    streams: int
    memory: float
    fetched: int


def run(effort: Effort) -> Table:
    """Measure the echo and the product, on each set-up that is there."""
    load = SHORT if effort.short else FULL
    table = Table(f"From a tap to {SIZE - 1} other screens, {load.rooms} rooms of {SIZE} at once", COLUMNS)
    rooms = [Room(number, [Member(number, {})] * SIZE) for number in range(load.rooms)]
    say(f"{load.rooms} rooms on the echo")
    with running("uvicorn", "benchmarks.echo:app", "--log-level", "error", "--loop", "auto") as server:
        echo = asyncio.run(measure(Echo(server.port), server, rooms, load))
    add(table, "the echo", echo, echo)
    for setup in setups(table, short=effort.short):
        with setup as installation:
            say(f"{load.rooms} rooms on {installation.name}")
            product = on_the_product(installation, load, BARE if effort.short else SERVED)
            add(table, f"Hexad, {installation.name}", product, echo)
            notes(table, installation.name, product)
    return table


def setups(table: Table, *, short: bool) -> Iterator[AbstractContextManager[Installation]]:
    yield embedded(quick=short)
    if short and "DATABASE_URL" not in os.environ:
        return
    missing = why_no_services()
    if missing:
        table.note(f"PostgreSQL and Redis were not measured: {missing}")
    else:
        yield services(quick=short)


def on_the_product(installation: Installation, load: Load, server: Sequence[str]) -> Measured:
    built: Any = installation.call("benchmarks.rooms:lobbies", load.rooms, SIZE)
    rooms = [Room(one["session_id"], [Member(**member) for member in one["members"]]) for one in built]
    with running(*server, environment=installation.environment) as one:
        return asyncio.run(measure(Product(one.port), one, rooms, load))


def add(table: Table, name: str, measured: Measured, echo: Measured) -> None:
    for phase, result, peer in (("start", measured.start, echo.start), ("taps", measured.taps, echo.taps)):
        table.add(*row(name, phase, result, peer, measured.streams))
        middle, high = (figure(1000 * value) for value in (median(result.seconds), highest_of_most(result.seconds)))
        say(f"{name}, {phase}: p50 {middle} ms, p95 {high} ms; server {figure(result.server / result.wall)} cores")


def row(name: str, phase: str, result: Result, echo: Result, streams: int) -> list[str | int]:
    high = highest_of_most(result.seconds)
    return [
        name,
        phase,
        streams,
        result.taps,
        len(result.seconds),
        *(figure(value * 1000) for value in (median(result.seconds), high, highest_of_most(result.seconds, 99))),
        figure(max(result.seconds) * 1000),
        times(high, highest_of_most(echo.seconds)),
        times(high, LIMIT),
        figure(result.server / result.wall),
        figure(result.clients / result.wall),
        result.lost,
        result.doubled,
    ]


def notes(table: Table, name: str, measured: Measured) -> None:
    pictures, refused = measured.taps.pictures, measured.start.refused + measured.taps.refused
    table.note(f"{name}: {measured.memory / 1024:,.0f} KB a room of {SIZE} open streams.")
    if pictures:
        table.note(
            f"{name}: of taps with which the room went on, p95 {figure(highest_of_most(pictures) * 1000)} ms;"
            f" {measured.fetched} pictures had to be fetched."
        )
    if refused:
        table.note(f"{name}: {refused} taps were refused.")


async def measure(way: Way, server: Running, rooms: Sequence[Room], load: Load) -> Measured:
    allow_many_connections()
    sixes = [Six(room, [way.phone(room, member) for member in range(SIZE)]) for room in rooms]
    phones = [phone for six in sixes for phone in six.phones]
    await phones[0].open()  # what the first stream alone brings into memory is not a room's
    before = server.memory()
    await side_by_side([phone.open for phone in phones[1:]])
    await settled(phones)
    memory = (server.memory() - before) / len(rooms)
    say(f"{memory / 1024:,.0f} KB a room; all start")
    start = await phase(server, start_all(way, sixes))
    say(f"{load.rate:.0f} taps a second for {load.seconds:.0f} seconds")
    taps = await phase(server, tap_on(way, sixes, load))
    for phone in phones:
        taps.doubled += phone.doubled + phone.backward
        await phone.close()
    return Measured(start, taps, len(phones), memory, sum(phone.fetched for phone in phones))


async def side_by_side(works: Sequence[Callable[[], Awaitable[None]]]) -> None:
    places = asyncio.Semaphore(AT_ONCE)

    async def one(work: Callable[[], Awaitable[None]]) -> None:
        async with places:
            await work()

    await asyncio.gather(*map(one, works))


async def settled(phones: Sequence[Phone]) -> None:
    """Wait until everybody of a room is seen by everybody."""
    for phone in phones:
        await phone.until(lambda state: len(state.get("here", range(SIZE))) == SIZE)


async def phase(server: Running, work: Awaitable[Result]) -> Result:
    loop = asyncio.get_running_loop()
    began, used, own = loop.time(), server.cpu_seconds(), process_time()
    result = await work
    result.wall = loop.time() - began
    result.server, result.clients = server.cpu_seconds() - used, process_time() - own
    return result


async def start_all(way: Way, sixes: Sequence[Six]) -> Result:
    """Whoever facilitates starts, in all rooms within one second."""
    result = Result()
    await evenly([one_tap(way, six, way.start, result) for six in sixes], len(sixes))
    return result


async def tap_on(way: Way, sixes: Sequence[Six], load: Load) -> Result:
    """Taps at even moments, whatever becomes of those before; each in the next room of an order by lot."""
    result, dice = Result(), random.Random(1)
    order = list(range(len(sixes)))
    dice.shuffle(order)
    turns = [0] * len(sixes)
    taps: list[Awaitable[None]] = []
    for number in range(round(load.rate * load.seconds)):
        place = order[number % len(order)]
        make = partial(way.tap, turn=turns[place] + place)
        taps.append(one_tap(way, sixes[place], make, result))
        turns[place] += 1
    await evenly(taps, load.rate)
    return result


async def evenly(works: Sequence[Awaitable[None]], rate: float) -> None:
    """Begin so many a second."""
    loop = asyncio.get_running_loop()
    began, running_works = loop.time(), []
    for number, work in enumerate(works):
        await asyncio.sleep(max(0.0, began + number / rate - loop.time()))
        running_works.append(asyncio.ensure_future(work))
    await asyncio.gather(*running_works)


async def one_tap(way: Way, six: Six, make: Callable[[Room, State], Tap], result: Result) -> None:
    """One after the other in a room: what was tapped on a state that has passed means nothing, and nobody shows it."""
    began = perf_counter()
    async with six.turn:
        tap = make(six.room, six.phones[0].heard[-1].state)
        since, drawn = [len(phone.heard) for phone in six.phones], [phone.drawn for phone in six.phones]
        result.taps += 1
        member = six.room.members[tap.member]
        if await post(six.phones[tap.member], way.address(six.room), member.headers, tap.body) != ACCEPTED:
            result.refused += 1
            return
        waiting = (phone.until(tap.shows, heard) for phone, heard in zip(six.phones, since, strict=True))
        for number, heard in enumerate(await asyncio.gather(*waiting, return_exceptions=True)):
            if isinstance(heard, BaseException):
                result.lost += 1
            elif number != tap.member:
                result.seconds.append(heard.at - began)
                if six.phones[number].drawn != drawn[number]:
                    result.pictures.append(heard.at - began)


@dataclass(frozen=True, slots=True)
class Echo:
    """Sends on what it is given, as long as a state is."""

    port: int
    length: int = 1600

    def phone(self, room: Room, member: int) -> Phone:
        return Phone(HOST, self.port, self.address(room))

    def start(self, room: Room, state: State) -> Tap:
        return self.tap(room, state, -1)

    def tap(self, room: Room, state: State, turn: int) -> Tap:
        sign = uuid4().hex
        body = json.dumps({"sign": sign, "filled": "x" * self.length}).encode()
        return Tap(turn % SIZE, body, lambda heard: heard.get("sign") == sign)

    def address(self, room: Room) -> str:
        return f"/{room.session_id}/"


@dataclass(frozen=True, slots=True)
class Product:
    """``hexad-web serve``."""

    port: int

    def phone(self, room: Room, member: int) -> Phone:
        path = f"/sessions/{room.session_id}/stream/?{urlencode({'device': f'phone-{member}', 'tab': uuid4().hex})}"
        return Phone(HOST, self.port, path, room.members[member].headers)

    def address(self, room: Room) -> str:
        return f"/sessions/{room.session_id}/act/"

    def start(self, room: Room, state: State) -> Tap:
        return Tap(0, form(state, "start"), lambda heard: heard["phase"] == "running")

    def tap(self, room: Room, state: State, turn: int) -> Tap:
        """Somebody is ready, or is not; now and then, and out of a round, whoever facilitates goes on."""
        version = state["version"]
        if turn % MOVES_ON == 0 or state["speaker"]:
            return Tap(0, form(state, "next"), lambda heard: heard["version"] > version)
        kind, count = ("undone", 0) if state["done_count"] else ("done", 1)
        return Tap(1, form(state, kind), lambda heard: heard["done_count"] == count)


def form(state: State, kind: str, **more: str) -> bytes:
    fields: Mapping[str, object] = {
        "kind": kind,
        "key": uuid4().hex,
        "step": state["step"],
        "part": state["part"],
        **more,
    }
    return urlencode(fields).encode()
