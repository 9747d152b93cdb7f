"""From a tap in a room to the other members' screens, 100 rooms of six at once, beside a bare echo of messages.

The product as ``hexad-web serve`` runs it, on SQLite: everybody's stream is open, and each room taps every three to
five seconds (ready, not ready, turn passed or taken back). The clock starts as the tap is sent and stops as a state
with its effect has been read from the stream of each other member. The peer only sends on what it is given, a state
of the same length, on the same server with the same clients. The clients run beside the server on this machine.
"""

import asyncio
import json
import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urlencode
from uuid import uuid4

from django.utils import timezone

from benchmarks.effort import Effort, say
from benchmarks.listening import Phone, State, post
from benchmarks.rooms import Room, build
from benchmarks.serving import HOST, running
from benchmarks.tables import Table, figure, highest_of_most, median, times

ROOMS, SHORT_ROOMS = 100, 3
SIZE = 6
SECONDS, SHORT_SECONDS = 60.0, 4.0
PAUSE, SHORT_PAUSE = (3.0, 5.0), (0.2, 0.4)
AIM = 0.150  # seconds, for 95 of 100 messages
AT_ONCE = 40  # connections that are opened side by side
ACCEPTED = 204
COLUMNS = (
    "way",
    "streams",
    "taps",
    "messages",
    "p50 ms",
    "p95 ms",
    "max ms",
    "p95 of the echo's",
    "p95 of 150 ms",
    "lost",
    "doubled",
)


@dataclass(frozen=True, slots=True)
class Tap:
    """What to post, and how a state tells that it has happened."""

    member: int
    body: bytes
    shows: Callable[[State], bool]


class Way(Protocol):
    """One of the two servers, as the clients see it."""

    name: str

    def phone(self, room: Room, member: int) -> Phone: ...
    def tap(self, room: Room, state: State, turn: int) -> Tap: ...
    def address(self, room: Room) -> str: ...


@dataclass
class Result:
    """Seconds of every message that arrived, and what went wrong."""

    seconds: list[float] = field(default_factory=list)
    taps: int = 0
    lost: int = 0
    doubled: int = 0
    refused: int = 0


def run(effort: Effort) -> Table:
    """Measure the echo, then the product."""
    rooms = build(SHORT_ROOMS if effort.short else ROOMS, SIZE, timezone.now())
    pace = Pace(SHORT_SECONDS, SHORT_PAUSE) if effort.short else Pace(SECONDS, PAUSE)
    say(f"{len(rooms)} rooms on the echo")
    with running("uvicorn", "benchmarks.echo:app", "--log-level", "error") as port:
        echo = asyncio.run(measure(Echo(port), rooms, pace))
    say(f"{len(rooms)} rooms on the product")
    with running("hexad_web", "serve") as port:
        product = asyncio.run(measure(Product(port), rooms, pace))
    table = Table(f"From a tap to {SIZE - 1} other screens, {len(rooms)} rooms of {SIZE} at once", COLUMNS)
    for name, result in (("the echo", echo), ("Hexad", product)):
        table.add(*row(name, result, echo, len(rooms) * SIZE))
    if product.refused:
        table.note(f"{product.refused} taps were refused.")
    return table


def row(name: str, result: Result, echo: Result, streams: int) -> list[str | int]:
    high = highest_of_most(result.seconds)
    return [
        name,
        streams,
        result.taps,
        len(result.seconds),
        figure(median(result.seconds) * 1000),
        figure(high * 1000),
        figure(max(result.seconds) * 1000),
        times(high, highest_of_most(echo.seconds)),
        times(high, AIM),
        result.lost,
        result.doubled,
    ]


@dataclass(frozen=True, slots=True)
class Pace:
    seconds: float
    pause: tuple[float, float]


async def measure(way: Way, rooms: Sequence[Room], pace: Pace) -> Result:
    phones = [[way.phone(room, member) for member in range(SIZE)] for room in rooms]
    await side_by_side([phone.open for six in phones for phone in six])
    await settled(phones)
    result = Result()
    await asyncio.gather(
        *(
            tap_on(way, room, six, pace, result, seed)
            for seed, (room, six) in enumerate(zip(rooms, phones, strict=True))
        )
    )
    for phone in (phone for six in phones for phone in six):
        result.doubled += phone.doubled + phone.backward
        await phone.close()
    return result


async def side_by_side(works: Sequence[Callable[[], Awaitable[None]]]) -> None:
    places = asyncio.Semaphore(AT_ONCE)

    async def one(work: Callable[[], Awaitable[None]]) -> None:
        async with places:
            await work()

    await asyncio.gather(*map(one, works))


async def settled(phones: Sequence[Sequence[Phone]]) -> None:
    """Wait until everybody of a room is seen by everybody."""
    for six in phones:
        for phone in six:
            await phone.until(lambda state: len(state.get("here", range(SIZE))) == SIZE)


async def tap_on(way: Way, room: Room, six: Sequence[Phone], pace: Pace, result: Result, seed: int) -> None:
    """Tap in one room, each tap once the one before was seen, beginning at a random moment of the first pause."""
    dice = random.Random(seed)
    loop = asyncio.get_running_loop()
    until = loop.time() + pace.seconds
    await asyncio.sleep(dice.uniform(0, pace.pause[1]))
    turn = 0
    while loop.time() < until:
        await one_tap(way, room, six, result, turn)
        turn += 1
        await asyncio.sleep(dice.uniform(*pace.pause))


async def one_tap(way: Way, room: Room, six: Sequence[Phone], result: Result, turn: int) -> None:
    tap = way.tap(room, six[turn % SIZE].heard[-1].state, turn)
    since = [len(phone.heard) for phone in six]
    result.taps += 1
    sent, status = await post(six[tap.member], way.address(room), room.members[tap.member].headers, tap.body)
    if status != ACCEPTED:
        result.refused += 1
        return
    others = [
        (phone, count) for number, (phone, count) in enumerate(zip(six, since, strict=True)) if number != tap.member
    ]
    for heard in await asyncio.gather(*(phone.until(tap.shows, n) for phone, n in others), return_exceptions=True):
        if isinstance(heard, BaseException):
            result.lost += 1
        else:
            result.seconds.append(heard.at - sent)


@dataclass(frozen=True, slots=True)
class Echo:
    """Sends on what it is given, as long as a state is."""

    port: int
    length: int = 1600

    def phone(self, room: Room, member: int) -> Phone:
        return Phone(HOST, self.port, self.address(room))

    def tap(self, room: Room, state: State, turn: int) -> Tap:
        body = json.dumps({"turn": turn, "filled": "x" * self.length}).encode()
        return Tap(turn % SIZE, body, lambda heard: heard.get("turn") == turn)

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

    def tap(self, room: Room, state: State, turn: int) -> Tap:
        """The next member is ready, or not ready after all; in a round whoever speaks passes on."""
        return ready(state, turn)


def ready(state: State, turn: int) -> Tap:
    """One member at a time is ready, and then is not: the room never goes on because of it."""
    kind, member, count = ("undone", (turn - 1) % SIZE, 0) if turn % 2 else ("done", turn % SIZE, 1)
    return Tap(member, form(state, kind), lambda heard: heard["done_count"] == count)


def form(state: State, kind: str, **more: str) -> bytes:
    fields: Mapping[str, object] = {
        "kind": kind,
        "key": uuid4().hex,
        "step": state["step"],
        "part": state["part"],
        **more,
    }
    return urlencode(fields).encode()
