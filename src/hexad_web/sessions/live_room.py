"""One room that somebody of this process watches: its state is worked out once a change and told to all."""

import asyncio
import logging
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import partial

from django.utils import timezone

from hexad_web.sessions import attending, pictures
from hexad_web.sessions.line import ELSEWHERE, Line
from hexad_web.sessions.queries import live
from hexad_web.sessions.relay import News
from hexad_web.sessions.rows import Rows
from hexad_web.sessions.seats import Place, Reader, Seat
from hexad_web.sessions.waking import NewEvent

logger = logging.getLogger(__name__)
RETRY = timedelta(seconds=1)
SOON = 0.01  # seconds: a clock that reads a moment less than it waited must not spin


class LiveRoom:
    def __init__(self, session_id: int, rows: Rows, server: str) -> None:
        self.session_id, self.rows, self.server = session_id, rows, server
        self.log = live.RoomLog(session_id)
        self._heard: list[NewEvent] = []
        self._is_doubted = False
        self.lines: set[Line] = set()
        self.present: dict[Place, Seat] = {}  # whom the room was told of
        self.settling: set[Place] = set()  # whose coming or going is being written down
        self._changed = asyncio.Event()

    def wake(self) -> None:
        """Tell anew what is known."""
        self._changed.set()

    def hear(self, event: NewEvent) -> None:
        self._heard.append(event)
        self.wake()

    def doubt(self) -> None:
        """Something changed that was not told."""
        self._is_doubted = True
        self.wake()

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

    def was_swept(self, place: Place) -> None:
        """The room was told that somebody went whose line is open: told anew, unless they have gone meanwhile."""
        if place not in self.settling and self.present.pop(place, None) is not None:
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
            self._is_doubted = True
            return timezone.now() + RETRY
        return due

    async def _tell(self) -> datetime | None:
        readers = {line.seat.reader for line in self.lines if not line.has_ended}
        if not readers:
            return None
        self._catch_up()
        now = timezone.now()
        if self.log.needs_rows(now):
            await self.rows.read(partial(self.log.read_on, now))
        seen = self.log.look(readers, now)
        drawn = await self._draw(seen, now)
        for line in self.lines:
            reader = line.seat.reader
            told = seen.told.get(reader)
            if told is not None:
                line.tell(told.meaning, told.message, told.picture, drawn.get(reader, b""))
        return seen.again_at

    async def _draw(self, seen: live.Seen, now: datetime) -> Mapping[Reader, bytes]:
        """For those whose page shows another picture; where it fails, each phone fetches its own."""
        known = [line for line in self.lines if line.seat.reader in seen.told]
        seats = [line.seat for line in known if line.needs(seen.told[line.seat.reader].picture)]
        if not seats:
            return {}
        try:
            return await self.rows.draw(partial(pictures.draw, seen, seats, now))
        except Exception:
            logger.exception("room %s was not drawn", self.session_id)
            return {}

    def _catch_up(self) -> None:
        """In the loop's thread: nobody reads rows for this room meanwhile."""
        if self._is_doubted:
            self.log.doubt()
        self.log.hear(self._heard)
        self._heard, self._is_doubted = [], False

    async def _settle(self) -> None:
        """Write down who came and who went; one after the other, so that the last word is how it is."""
        wanted = {line.seat.place: line.seat for line in self.lines if not line.has_ended and not line.seat.is_screen}
        coming = [seat for place, seat in wanted.items() if place not in self.present]
        going = [seat for place, seat in self.present.items() if place not in wanted]
        self.settling = {seat.place for seat in (*coming, *going)}
        try:
            if self.settling:
                await self.rows.write(partial(attending.settle, coming, going, self.server))
            self.present.update({seat.place: seat for seat in coming})
            for seat in going:
                self.present.pop(seat.place, None)
        finally:
            self.settling = set()

    async def _pause(self, until: datetime | None) -> None:
        """Until something changes, or at a moment at which something does by itself."""
        alarm = None
        if until is not None:
            seconds = max(SOON, (until - timezone.now()).total_seconds() + SOON)
            alarm = asyncio.get_running_loop().call_later(seconds, self._changed.set)
        try:
            await self._changed.wait()
        finally:
            if alarm is not None:
                alarm.cancel()


def _send_away(lines: Iterable[Line], tab: str) -> None:
    """The same tab once more is a line that dropped and came back: its old end is told nothing."""
    for one in lines:
        one.end(b"" if one.seat.tab == tab else ELSEWHERE)
