"""The threads in which a web process reads and writes rows for its rooms; each keeps its connection."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connection, connections

Answer = TypeVar("Answer")
READERS = 2
# SQLite lets one write at a time: a second thread would only wait, and wakes later than it could.
WRITERS_ELSEWHERE = 4
# A picture asks three things of the database; where that is elsewhere, another room is drawn while one waits.
DRAWERS_ELSEWHERE = 3


class Rows:
    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        is_here = connection.vendor == "sqlite"
        writers, drawers = (1, 1) if is_here else (WRITERS_ELSEWHERE, DRAWERS_ELSEWHERE)
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="rooms-read")
        self._drawer = ThreadPoolExecutor(drawers, thread_name_prefix="rooms-draw")
        self._writers = ThreadPoolExecutor(writers, thread_name_prefix="rooms-write")
        self._keeper = ThreadPoolExecutor(1, thread_name_prefix="rooms-keep")

    async def read(self, job: Callable[[], Answer]) -> Answer:
        return await self._loop.run_in_executor(self._readers, _kept_open, job)

    async def write(self, job: Callable[[], Answer]) -> Answer:
        return await self._loop.run_in_executor(self._writers, _kept_open, job)

    async def keep(self, job: Callable[[], Answer]) -> Answer:
        """Write who is still here, not behind all taps that wait: whom nobody renews is gone after a while."""
        return await self._loop.run_in_executor(self._keeper, _kept_open, job)

    async def draw(self, job: Callable[[], Answer]) -> Answer:
        """Apart from reading, so that no line waits to open while five hundred rooms are drawn anew."""
        return await self._loop.run_in_executor(self._drawer, _kept_open, job)

    def end(self) -> None:
        for threads in (self._readers, self._drawer, self._writers, self._keeper):
            threads.shutdown(wait=False, cancel_futures=True)


def _kept_open(job: Callable[[], Answer]) -> Answer:
    """A connection that broke is opened anew by the next job, also where an answer was made of the error."""
    try:
        return job()
    finally:
        for one in connections.all(initialized_only=True):
            if one.errors_occurred:
                one.close()
