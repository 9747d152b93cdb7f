"""One open stream: the newest message only, a beat in silence, and an end that is always told."""

import asyncio
from typing import cast

import pytest

from hexad_web.sessions import line as line_module
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


def test_silence_has_a_beat(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line_module, "BEAT_SECONDS", 0.001)

    async def silent() -> bytes:
        return await next_of(new_line())

    assert run(silent()) == BEAT


def test_the_last_word_is_sent_and_nothing_after_it() -> None:
    async def ended() -> list[bytes]:
        line = new_line()
        line.tell("one", b"first")
        line.end(ELSEWHERE)
        line.tell("two", b"second")
        line.end()
        return await all_of(line)

    assert run(ended()) == [ELSEWHERE]
