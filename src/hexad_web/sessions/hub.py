"""The rooms that people of this process watch: one task a room, one beat for all, few threads for the database."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from functools import partial
from typing import Any, ClassVar
from uuid import uuid4

from django.utils import timezone

from hexad_web.sessions import attending, relay, waking
from hexad_web.sessions.line import Line
from hexad_web.sessions.live_room import LiveRoom
from hexad_web.sessions.queries import live
from hexad_web.sessions.queries.known import Known
from hexad_web.sessions.relay import News
from hexad_web.sessions.rows import Rows
from hexad_web.sessions.seats import Seat, who_may_stay
from hexad_web.sessions.waking import NewEvent

logger = logging.getLogger(__name__)
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

TICK_SECONDS = 2.0
TICKS_TO_RENEW = 2
TICKS_TO_RECHECK = 30  # a minute: whoever was signed out or left the group watches no longer
JUMP_SECONDS = 1.0
# A few rooms at a time are asked for a beat, each twice in five seconds: nobody's tap waits for three thousand lines.
PULSE_SECONDS, PULSES = 0.1, 25


class Hub:
    current: ClassVar["Hub | None"] = None

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.rooms: dict[int, LiveRoom] = {}
        self.rows = Rows()
        self.name = uuid4().hex
        self.is_ending = False
        self.tasks: set[asyncio.Future[object]] = {
            asyncio.ensure_future(self._beat()),
            asyncio.ensure_future(self._keep_alive()),
        }
        if relay.is_there():
            self.tasks.add(asyncio.ensure_future(relay.listen(self._heard)))
        waking.listen(self._changed)

    @classmethod
    def of_this_process(cls) -> "Hub":
        """Made by the first stream, in the loop that serves it."""
        if cls.current is None or cls.current.loop is not asyncio.get_running_loop():
            cls.current = cls()
        return cls.current

    @classmethod
    async def end_current(cls) -> None:
        if cls.current is not None:
            await cls.current.end()

    async def follow(self, seat: Seat, receive: Receive, send: Send) -> None:
        """Send to one tab until it goes, is told to go, or the server ends."""
        line = Line(seat)
        room = self._join(line)
        hanging_up = self.loop.create_task(_hung_up(receive, line))
        try:
            async for message in line.messages():
                await send({"type": "http.response.body", "body": message, "more_body": True})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        except OSError:
            pass  # it went while we wrote
        finally:
            hanging_up.cancel()
            line.end()
            room.leave(line)

    def seat_of(self, login: str, session_id: int) -> Seat | None:
        """A phone's seat whose line is open: let in by its view, and asked again every minute."""
        room = self.rooms.get(session_id)
        lines = room.lines if room is not None and login else ()
        open_here = (line.seat for line in lines if line.seat.login == login and not line.has_ended)
        return next((seat for seat in open_here if not seat.is_screen), None)

    def known_of(self, session_id: int) -> Known | None:
        """What is known of a room that is watched here."""
        room = self.rooms.get(session_id)
        return room.log.known if room is not None else None

    def _join(self, line: Line) -> LiveRoom:
        seat = line.seat
        room = self.rooms.get(seat.session_id)
        if room is None:
            room = self.rooms[seat.session_id] = LiveRoom(seat.session_id, self.rows, self.name)
            self._keep(self._run(room))
        room.join(line)
        if self.is_ending:
            line.end()
        if relay.is_there() and not (seat.is_screen or line.has_ended):
            self._keep(self.rows.read(lambda: relay.tell(seat.opened())))
        return room

    def _keep(self, work: Awaitable[object]) -> None:
        """A task that nobody holds may be thrown away in its middle."""
        task = asyncio.ensure_future(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _run(self, room: LiveRoom) -> None:
        await room.run()
        self.rooms.pop(room.session_id)  # in the same step as its last look, so that no line joins a dead room

    def _changed(self, session_id: int, event: NewEvent | None) -> None:
        """Called in the thread that committed."""
        with suppress(RuntimeError):  # the loop has ended
            self.loop.call_soon_threadsafe(self._tell, session_id, event)

    def _tell(self, session_id: int, event: NewEvent | None) -> None:
        room = self.rooms.get(session_id)
        if room is not None and event is not None:
            room.hear(event)
        elif room is not None:
            room.doubt()

    def _heard(self, news: News) -> None:
        room = self.rooms.get(news.session_id)
        if room is not None and news.device:
            room.opened_elsewhere(news)
        elif room is not None:
            room.doubt()

    async def _keep_alive(self) -> None:
        """No line is silent for more than five seconds, so that both its ends know that it is there."""
        turn = 0
        while True:
            await asyncio.sleep(PULSE_SECONDS)
            turn = (turn + 1) % PULSES
            for line in [line for at, room in self.rooms.items() if at % PULSES == turn for line in room.lines]:
                line.beat()

    async def _beat(self) -> None:
        ticks, ahead = 0, _ahead()
        while True:
            await asyncio.sleep(TICK_SECONDS)
            ticks += 1
            before, ahead = ahead, _ahead()
            jumped = abs(ahead - before) > JUMP_SECONDS
            try:
                await self._look_after(ticks, jumped=jumped)
            except Exception:
                # Whatever a turn raises, the next one goes on: it is the net under everything else.
                logger.exception("the rooms' beat missed a turn")

    async def _look_after(self, ticks: int, *, jumped: bool) -> None:
        counts = await self.rows.read(partial(live.counts_of, list(self.rooms)))
        for session_id, room in list(self.rooms.items()):
            count = counts.get(session_id)
            if count is None or count > room.log.count:  # fewer: it has heard of more since they were counted
                room.doubt()
            elif jumped:
                room.wake()
        if ticks % TICKS_TO_RENEW == 0:
            await self._renew()
        await self._recheck(ticks % TICKS_TO_RECHECK)

    async def _renew(self) -> None:
        """What rooms are writing down at this moment is looked at next time."""
        unsure = {place for room in self.rooms.values() for place in room.settling}
        places = {place for room in self.rooms.values() for place in room.present} - unsure
        looked_at = timezone.now()
        for place in await self.rows.keep(partial(attending.renew, self.name, places, unsure, looked_at)):
            if room := self.rooms.get(place[0]):
                room.was_swept(place)
        # Not as of now: whoever came while this waited for a busy database has not been renewed yet.
        await self.rows.keep(partial(attending.sweep, looked_at))

    async def _recheck(self, turn: int) -> None:
        """Each room once a minute, a few at a time, so that nobody's tap waits for all of them."""
        rooms = [room for session_id, room in self.rooms.items() if session_id % TICKS_TO_RECHECK == turn]
        lines = [line for room in rooms for line in room.lines if not line.has_ended]
        staying = await self.rows.read(partial(who_may_stay, [line.seat for line in lines]))
        for line in lines:
            if line.seat not in staying:
                line.end()

    async def end(self) -> None:
        """Let every stream end; who was here stays so until their browsers come back, or a sweep finds them gone."""
        self.is_ending = True
        waking.forget(self._changed)
        for task in list(self.tasks):
            task.cancel()
        for line in [line for room in self.rooms.values() for line in room.lines]:
            line.end()
        self.rows.end()


def _ahead() -> float:
    """By how much the wall's clock is ahead of the one that only counts: another value once somebody set it."""
    return timezone.now().timestamp() - time.monotonic()


async def _hung_up(receive: Receive, line: Line) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    line.end()
