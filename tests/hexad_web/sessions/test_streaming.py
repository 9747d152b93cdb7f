"""The server around Django: an answer that is kept open, and every other answer left as it is."""

from collections.abc import Sequence
from typing import Any

import pytest

from hexad_web.sessions import streaming
from hexad_web.sessions.streaming import TICKET, Message, Receive, Send, Streams
from tests.hexad_web.sessions.loops import run

SEAT: Any = object()


class FakeHub:
    followed: list[object] = []

    @classmethod
    def of_this_process(cls) -> type["FakeHub"]:
        return cls

    @classmethod
    async def follow(cls, seat: object, receive: Receive, send: Send) -> None:
        cls.followed.append(seat)


@pytest.fixture(autouse=True)
def hub(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FakeHub, "followed", [])
    monkeypatch.setattr(streaming, "Hub", FakeHub)


def sent_by(*, status: int, takes: bool, body: Sequence[Message]) -> list[Message]:
    """What the server sends when Django answers so."""
    sent: list[Message] = []

    async def django(scope: Message, receive: Receive, send: Send) -> None:
        if takes:
            scope[TICKET].seat = SEAT
        headers = [(b"Content-Length", b"3"), (b"Content-Type", b"text/event-stream")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        for message in body:
            await send(message)

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    run(Streams(django)({"type": "http", "method": "GET", "path": "/sessions/"}, receive, send))
    return sent


def last() -> Message:
    return {"type": "http.response.body", "body": b"abc", "more_body": False}


def test_an_answer_whose_view_left_a_seat_goes_on() -> None:
    start, body = sent_by(status=200, takes=True, body=[last()])

    assert FakeHub.followed == [SEAT]
    assert start["headers"] == [(b"Content-Type", b"text/event-stream")]
    assert body == {**last(), "more_body": True}


def test_any_other_answer_is_left_as_it_is() -> None:
    start, body = sent_by(status=200, takes=False, body=[last()])

    assert FakeHub.followed == []
    assert len(start["headers"]) == 2
    assert body == last()


def test_an_error_after_the_view_is_an_answer_with_an_end() -> None:
    start, body = sent_by(status=500, takes=True, body=[last()])

    assert FakeHub.followed == []
    assert len(start["headers"]) == 2
    assert body == last()
