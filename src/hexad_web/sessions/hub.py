"""The rooms that people of this process watch: one task a room, one beat for all, two threads for the database."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import Any, ClassVar, TypeVar

from django.db import DatabaseError, connections
from django.utils import timezone

from hexad_web.sessions import attending, relay, waking
from hexad_web.sessions.line import Line
from hexad_web.sessions.live_room import LiveRoom
from hexad_web.sessions.queries import live
from hexad_web.sessions.relay import News
from hexad_web.sessions.seats import Seat, may_stay

logger = logging.getLogger(__name__)
Answer = TypeVar("Answer")
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

TICK_SECONDS = 2.0
TICKS_TO_RENEW = 2
TICKS_TO_RECHECK = 30  # a minute: whoever was signed out or left the group watches no longer
JUMP_SECONDS = 1.0
THREADS = 2


class Hub:
    current: ClassVar["Hub | None"] = None

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.rooms: dict[int, LiveRoom] = {}
        self.threads = ThreadPoolExecutor(THREADS, thread_name_prefix="rooms")
        self.is_ending = False
        self.tasks: set[asyncio.Future[object]] = {asyncio.ensure_future(self._beat())}
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

    def _join(self, line: Line) -> LiveRoom:
        seat = line.seat
        room = self.rooms.get(seat.session_id)
        if room is None:
            room = self.rooms[seat.session_id] = LiveRoom(seat.session_id, self.work)
            self._keep(self._run(room))
        room.join(line)
        if self.is_ending:
            line.end()
        if relay.is_there() and not (seat.is_screen or line.has_ended):
            self._keep(self.work(lambda: relay.tell(seat.opened())))
        return room

    def _keep(self, work: Awaitable[object]) -> None:
        """A task that nobody holds may be thrown away in its middle."""
        task = asyncio.ensure_future(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _run(self, room: LiveRoom) -> None:
        await room.run()
        self.rooms.pop(room.session_id)  # in the same step as its last look, so that no line joins a dead room

    async def work(self, job: Callable[[], Answer]) -> Answer:
        return await self.loop.run_in_executor(self.threads, _with_rows, job)

    def _changed(self, session_id: int) -> None:
        """Called in the thread that committed."""
        with suppress(RuntimeError):  # the loop has ended
            self.loop.call_soon_threadsafe(self._wake, session_id)

    def _wake(self, session_id: int) -> None:
        if session_id in self.rooms:
            self.rooms[session_id].wake()

    def _heard(self, news: News) -> None:
        room = self.rooms.get(news.session_id)
        if room is not None and news.device:
            room.opened_elsewhere(news)
        elif room is not None:
            room.wake()

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
        counts = await self.work(lambda: live.counts_of(list(self.rooms)))
        for session_id, room in list(self.rooms.items()):
            if jumped or counts.get(session_id) != room.log.count:
                room.wake()
        if ticks % TICKS_TO_RENEW == 0:
            await self._renew()
        if ticks % TICKS_TO_RECHECK == 0:
            await self._recheck()

    async def _renew(self) -> None:
        places = [place for room in self.rooms.values() for place in room.present]
        await self.work(lambda: attending.renew(places))
        await self.work(attending.sweep)

    async def _recheck(self) -> None:
        for line in [line for room in self.rooms.values() for line in room.lines]:
            if not line.has_ended and not await self.work(partial(may_stay, line.seat)):
                line.end()

    async def end(self) -> None:
        """Let every stream end; who was here stays so until their browsers come back, or a sweep finds them gone."""
        self.is_ending = True
        waking.forget(self._changed)
        for task in list(self.tasks):
            task.cancel()
        for line in [line for room in self.rooms.values() for line in room.lines]:
            line.end()
        self.threads.shutdown(wait=False, cancel_futures=True)


def _ahead() -> float:
    """By how much the wall's clock is ahead of the one that only counts: another value once somebody set it."""
    return timezone.now().timestamp() - time.monotonic()


def _with_rows(job: Callable[[], Answer]) -> Answer:
    """These threads keep their connections; one that broke is opened anew by the next job."""
    try:
        return job()
    except DatabaseError:
        connections.close_all()
        raise


async def _hung_up(receive: Receive, line: Line) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    line.end()
