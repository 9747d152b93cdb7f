"""Masks and busy times in memory, found by what they were made of: hours, contents of the calendars, horizon."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

from hexad.availability.busy_times import BusyTimes
from hexad.availability.masks import Mask

MOST_MASKS = 4096  # half a year is about 10 kB a mask
Kept = TypeVar("Kept")


class MaskCache(Generic[Kept]):
    """The least recently used goes first. Keys hold content hashes, so nothing ever has to be invalidated."""

    def __init__(self, size: int = MOST_MASKS) -> None:
        self._size = size
        self._masks: OrderedDict[Hashable, Kept] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> Kept | None:
        with self._lock:
            if key in self._masks:
                self._masks.move_to_end(key)
            return self._masks.get(key)

    def put(self, key: Hashable, mask: Kept) -> None:
        with self._lock:
            self._masks[key] = mask
            while len(self._masks) > self._size:
                self._masks.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._masks.clear()


masks = MaskCache[Mask]()
busy_times = MaskCache[BusyTimes]()
