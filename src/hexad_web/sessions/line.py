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
        self.picture: str | None = None  # what the page shows; it came with the one of the first state
        self._said: object = None
        self._drawn = self._waiting = b""
        self._news = asyncio.Event()

    def needs(self, picture: str) -> bool:
        return not self.has_ended and self.picture is not None and self.picture != picture

    def tell(self, meaning: object, message: bytes, picture: str = "", drawn: bytes = b"") -> None:
        """Send ``message`` unless what it means was said last, and before it the picture that goes with it."""
        if self.has_ended or meaning == self._said:
            return
        self._said, self._waiting = meaning, message
        self._drawn = drawn if self.needs(picture) else self._drawn
        self.picture = picture
        self._news.set()

    def end(self, last: bytes = b"") -> None:
        if not self.has_ended:
            self.has_ended, self._drawn, self._waiting = True, b"", last
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
            message, self._drawn, self._waiting = self._drawn + self._waiting, b"", b""
            if message:
                yield message
            if self.has_ended and not self._waiting:
                return
