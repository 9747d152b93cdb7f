"""One open stream: the newest message only, a beat in silence, and an end that is always told."""

import asyncio
from typing import cast

from hexad_web.sessions.line import BEAT, ELSEWHERE, Line
from hexad_web.sessions.seats import Seat
from tests.hexad_web.sessions.loops import run


def new_line() -> Line:
    return Line(cast("Seat", None))  # a line never asks who sits at it


async def next_of(line: Line) -> bytes:
    async with asyncio.timeout(10):
        return await anext(line.messages())


async def all_of(line: Line) -> list[bytes]:
    async with asyncio.timeout(10):
        return [message async for message in line.messages()]


def test_a_slow_phone_gets_the_newest_state_and_not_all_that_it_missed() -> None:
    async def told_twice() -> list[bytes]:
        line = new_line()
        line.tell("one", b"first")
        line.tell("two", b"second")
        first = await next_of(line)
        line.end()
        return [first, *await all_of(line)]

    assert run(told_twice()) == [b"second"]


def test_what_means_the_same_is_not_said_again() -> None:
    async def told_twice() -> list[bytes]:
        line = new_line()
        line.tell("same", b"at nine")
        first = await next_of(line)
        line.tell("same", b"at ten")
        line.end()
        return [first, *await all_of(line)]

    assert run(told_twice()) == [b"at nine"]


def test_silence_has_a_beat() -> None:
    """Where nothing was sent since it was asked last."""

    async def beating() -> list[bytes]:
        line = new_line()
        heard = []
        for _once_more in range(2):
            line.beat()  # it has just been opened, or had its beat
            line.beat()
            heard.append(await next_of(line))
        return heard

    assert run(beating()) == [BEAT, BEAT]


def test_a_message_on_its_way_is_no_silence() -> None:
    async def told() -> bytes:
        line = new_line()
        line.beat()
        line.tell("one", b"first")
        line.beat()
        line.beat()
        return await next_of(line)

    assert run(told()) == b"first"


def test_the_last_word_is_sent_and_nothing_after_it() -> None:
    async def ended() -> list[bytes]:
        line = new_line()
        line.tell("one", b"first")
        line.end(ELSEWHERE)
        line.tell("two", b"second")
        line.end()
        return await all_of(line)

    assert run(ended()) == [ELSEWHERE]
