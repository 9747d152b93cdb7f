"""What a message costs anyway: a bare ASGI application that sends on what is posted, without knowing what it is.

``GET /ROOM/`` is a stream of server-sent events, ``POST /ROOM/`` sends its body to all streams of the room.
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

LISTENERS: dict[str, set[asyncio.Queue[bytes]]] = defaultdict(set)
COUNTS: dict[str, int] = defaultdict(int)


async def app(scope: Message, receive: Receive, send: Send) -> None:
    """Answer one request; ``scope`` is of HTTP, nothing else is asked for."""
    room = scope["path"]
    if scope["method"] == "POST":
        body = (await receive())["body"]
        COUNTS[room] += 1
        for queue in LISTENERS[room]:
            queue.put_nowait(b"id: %d\nevent: state\ndata: %s\n\n" % (COUNTS[room], body))
        await start(send, 204)
        await send({"type": "http.response.body", "body": b""})
    else:
        await start(send, 200)
        await stream(room, receive, send)


async def start(send: Send, status: int) -> None:
    headers = [(b"content-type", b"text/event-stream"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": headers if status == 200 else []})


async def stream(room: str, receive: Receive, send: Send) -> None:
    queue: asyncio.Queue[bytes] = asyncio.Queue()
    queue.put_nowait(b"id: 0\nevent: state\ndata: {}\n\n")
    LISTENERS[room].add(queue)
    sending = asyncio.ensure_future(pass_on(queue, send))
    try:
        while (await receive())["type"] != "http.disconnect":
            pass
    finally:
        sending.cancel()
        LISTENERS[room].discard(queue)
        with suppress(asyncio.CancelledError):
            await sending


async def pass_on(queue: asyncio.Queue[bytes], send: Send) -> None:
    while True:
        await send({"type": "http.response.body", "body": await queue.get(), "more_body": True})
