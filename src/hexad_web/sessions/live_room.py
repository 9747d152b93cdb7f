"""One room that somebody of this process watches: its state is worked out once a change and told to all."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol, TypeVar

from django.utils import timezone

from hexad_web.sessions.attending import arrive, depart
from hexad_web.sessions.line import ELSEWHERE, Line
from hexad_web.sessions.queries import live
from hexad_web.sessions.relay import News
from hexad_web.sessions.seats import Place, Seat

logger = logging.getLogger(__name__)
Answer = TypeVar("Answer")
RETRY = timedelta(seconds=1)
SOON = 0.01  # seconds: a clock that reads a moment less than it waited must not spin


class Work(Protocol):
    """Runs something that reads or writes rows, in a thread."""

    def __call__(self, job: Callable[[], Answer]) -> Awaitable[Answer]: ...


class LiveRoom:
    def __init__(self, session_id: int, work: Work) -> None:
        self.session_id, self.work = session_id, work
        self.log = live.RoomLog(session_id)
        self.lines: set[Line] = set()
        self.present: dict[Place, Seat] = {}  # whom the room was told of
        self._changed = asyncio.Event()

    def wake(self) -> None:
        self._changed.set()

    def join(self, line: Line) -> None:
        """Let it in; of two tabs of a browser the one opened last stays, but one that was cut off gives way."""
        opened = line.seat.opened()
        rivals = [] if line.seat.is_screen else self._rivals_of(opened)
        if line.seat.resumes and any(one.seat.tab != opened.tab for one in rivals):
            line.end(ELSEWHERE)
        else:
            _send_away(rivals, opened.tab)
        self.lines.add(line)
        self.wake()

    def leave(self, line: Line) -> None:
        self.lines.discard(line)
        self.wake()

    def opened_elsewhere(self, opened: News) -> None:
        """Another web process let a tab in: who was here on that device is there now, and was never away."""
        _send_away(self._rivals_of(opened), opened.tab)
        self.present.pop((self.session_id, opened.person_id, opened.device), None)
        self.wake()

    def _rivals_of(self, opened: News) -> list[Line]:
        return [one for one in self.lines if not one.has_ended and one.seat.gives_way_to(opened)]

    async def run(self) -> None:
        """Until nobody watches any more and everybody's going has been written down."""
        while self.lines or self.present:
            self._changed.clear()
            await self._pause(await self._turn())

    async def _turn(self) -> datetime | None:
        try:
            due = await self._tell()
            await self._settle()
        except live.RoomGoneError:
            self.present.clear()
            for line in self.lines:
                line.end()
            return None
        except Exception:
            # A database that is away for a moment, whatever it raises, must not leave a room dumb for ever.
            logger.exception("room %s was not brought up to date", self.session_id)
            return timezone.now() + RETRY
        return due

    async def _tell(self) -> datetime | None:
        readers = {line.seat.reader: line.seat for line in self.lines if not line.has_ended}
        if not readers:
            return None
        seen = await self.work(lambda: self.log.look(readers.values(), timezone.now()))
        for line in self.lines:
            if line.seat.reader in seen.told:
                line.tell(*seen.told[line.seat.reader])
        return seen.next_change_at

    async def _settle(self) -> None:
        """Write down who came and who went; one after the other, so that the last word is how it is."""
        wanted = {line.seat.place: line.seat for line in self.lines if not line.has_ended and not line.seat.is_screen}
        for place in wanted.keys() - self.present.keys():
            await self.work(partial(arrive, wanted[place]))
            self.present[place] = wanted[place]
        for place in self.present.keys() - wanted.keys():
            await self.work(partial(depart, self.present[place]))
            self.present.pop(place, None)

    async def _pause(self, until: datetime | None) -> None:
        seconds = None if until is None else max(SOON, (until - timezone.now()).total_seconds() + SOON)
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._changed.wait()


def _send_away(lines: Iterable[Line], tab: str) -> None:
    """The same tab once more is a line that dropped and came back: its old end is told nothing."""
    for one in lines:
        one.end(b"" if one.seat.tab == tab else ELSEWHERE)
