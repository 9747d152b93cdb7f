"""One open stream as the phone has it: the newest message that it has not sent yet, a beat where there was none."""

import asyncio
from collections.abc import AsyncIterator

from hexad_web.sessions.seats import Seat

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
        self._is_fresh = True  # something was sent since it was last asked for a beat

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

    def beat(self) -> None:
        """Say that the line is there, unless something else did since this was called last, or is about to."""
        is_silent = not (self._is_fresh or self.has_ended or self._news.is_set())
        self._is_fresh = is_silent
        if is_silent:
            self._waiting = BEAT
            self._news.set()

    async def messages(self) -> AsyncIterator[bytes]:
        while True:
            await self._news.wait()
            self._news.clear()
            message, self._drawn, self._waiting = self._drawn + self._waiting, b"", b""
            if message:
                self._is_fresh = True
                yield message
            if self.has_ended and not self._waiting:
                return
