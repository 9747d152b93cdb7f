"""One open stream as the phone has it: the newest message that it has not sent yet, a beat while there is none."""

import asyncio
from collections.abc import AsyncIterator

from hexad_web.sessions.seats import Seat

BEAT_SECONDS = 5.0
BEAT = b": beat\n\n"
ELSEWHERE = b"event: elsewhere\ndata: {}\n\n"


class Line:
    """A slow phone gets the newest state, not all that it missed: nothing piles up."""

    def __init__(self, seat: Seat) -> None:
        self.seat = seat
        self.has_ended = False
        self._said: object = None
        self._waiting = b""
        self._news = asyncio.Event()

    def tell(self, meaning: object, message: bytes) -> None:
        """Send ``message`` unless what it means was said last."""
        if self.has_ended or meaning == self._said:
            return
        self._said, self._waiting = meaning, message
        self._news.set()

    def end(self, last: bytes = b"") -> None:
        if not self.has_ended:
            self.has_ended, self._waiting = True, last
            self._news.set()

    async def messages(self) -> AsyncIterator[bytes]:
        while True:
            try:
                async with asyncio.timeout(BEAT_SECONDS):
                    await self._news.wait()
            except TimeoutError:
                yield BEAT
                continue
            self._news.clear()
            message, self._waiting = self._waiting, b""
            if message:
                yield message
            if self.has_ended and not self._waiting:
                return
