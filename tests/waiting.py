"""Waiting for what another process does and announces nowhere but in its rows or on its pages."""

import threading
import time
from collections.abc import Callable

PATIENCE = 120.0


def until(true: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Look ten times a second; fail when it has not become true in so many seconds."""
    end, pause = time.monotonic() + seconds, threading.Event()
    while not true():
        assert time.monotonic() < end, f"not in {seconds:.0f} s"
        pause.wait(0.1)
