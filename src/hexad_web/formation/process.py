"""The parent's side of a search in a process of its own: start it, hear its progress, ask it to stop."""

import json
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from functools import partial
from typing import IO, Any, Self

Event = dict[str, Any]

COMMAND = (sys.executable, "-m", "hexad_web.formation.child")
PREPARE = "--prepare"


def prepare() -> None:
    """Have the search compiled in the background, so that the first owner who forms groups does not wait for it."""
    command = (*COMMAND, PREPARE)
    run = partial(subprocess.run, command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False)
    threading.Thread(target=run, name="prepare-search", daemon=True).start()


class Search:
    """A child that reads one problem from its standard input and writes one JSON event a line.

    Its standard input stays open: the line ``stop`` asks for the best so far, the end of the file means that the
    parent died, and the child ends too. So a worker killed with -9 leaves nothing running behind.
    """

    def __init__(self, data: str) -> None:
        self._events: queue.SimpleQueue[Event | None] = queue.SimpleQueue()
        self._process = subprocess.Popen(  # noqa: S603  # our own module, no input in the arguments
            COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        threading.Thread(target=self._listen, daemon=True).start()
        self._say(data)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                self._close(pipe)

    @property
    def pid(self) -> int:
        return self._process.pid

    def stop(self) -> None:
        self._say("stop")

    def heard(self, seconds: float) -> Iterator[Event | None]:
        """What is said within so many seconds; None, the last one: the child has ended."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            try:
                yield self._events.get(timeout=left)
            except queue.Empty:
                return

    def _say(self, line: str) -> None:
        assert self._process.stdin is not None  # noqa: S101  # opened above
        try:
            self._process.stdin.write(line + "\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            return  # it has ended; its last event, or the absence of one, says how

    def _listen(self) -> None:
        assert self._process.stdout is not None  # noqa: S101  # opened above
        for line in self._process.stdout:
            self._events.put(json.loads(line))
        self._events.put(None)

    @staticmethod
    def _close(pipe: IO[str]) -> None:
        try:
            pipe.close()
        except BrokenPipeError:
            return
