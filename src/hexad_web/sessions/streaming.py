"""Long answers beside Django: a view lets somebody in and is done; the stream goes on without its thread.

Django keeps a thread, and with it a database connection, for as long as a streaming response lasts. Here the view
answers like any other and leaves a seat; its answer is then kept open. Where no such server is around it (WSGI, the
test client) the same view's answer is one message and ends.
"""

from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import HttpRequest

from hexad_web.sessions import short_way
from hexad_web.sessions.hub import Hub
from hexad_web.sessions.seats import KNOWN, SEAT, Seat

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]

TICKET = "hexad.stream"
OK = 200


@dataclass(slots=True)
class Ticket:
    """What a view leaves for the server around it."""

    send: Send
    seat: Seat | None = None
    is_open: bool = False

    async def pass_on(self, message: Message) -> None:
        if self.seat is not None and message["type"] == "http.response.start":
            self.is_open = message["status"] == OK
            if self.is_open:
                message["headers"] = [pair for pair in message["headers"] if pair[0].lower() != b"content-length"]
        elif self.is_open:
            message["more_body"] = True
        await self.send(message)


class Streams:
    """The product's ASGI application, with the rooms that people of this process watch."""

    def __init__(self, application: Application) -> None:
        self.application = application

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.application(scope, receive, send)
            return
        ticket = Ticket(send)
        way = _answer if short_way.is_for(scope) else self.application
        await way({**scope, TICKET: ticket}, receive, ticket.pass_on)
        if ticket.seat is not None and ticket.is_open:
            await Hub.of_this_process().follow(ticket.seat, receive, send)


async def _answer(scope: Message, receive: Receive, send: Send) -> None:
    body = await short_way.read_body(receive)
    if body is not None:
        hub = Hub.of_this_process()
        login, session_id = short_way.tap_of(scope)
        scope[SEAT], scope[KNOWN] = hub.seat_of(login, session_id), hub.known_of(session_id)
        work = hub.rows.read if scope["method"] == "GET" else hub.rows.write
        await short_way.send_answer(await work(partial(short_way.answer, scope, body)), send)


def keep_open(request: HttpRequest, seat: Seat) -> bool:
    """Let the answer to this request go on as a stream; False where only one message can be given."""
    ticket = getattr(request, "scope", {}).get(TICKET)
    if ticket is None or request.method != "GET":
        return False
    ticket.seat = seat
    return True
