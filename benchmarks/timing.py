"""Taking the time of two things that are compared: in turns, so that a busy moment of the machine meets both."""

from collections.abc import Callable
from time import perf_counter
from typing import TypeVar

Answer = TypeVar("Answer")
Peer = TypeVar("Peer")
TURNS = 3


def timed(work: Callable[[], Answer]) -> tuple[float, Answer]:
    """Return the seconds of some work, and its answer."""
    began = perf_counter()
    answer = work()
    return perf_counter() - began, answer


def side_by_side(
    work: Callable[[], Answer], peer: Callable[[], Peer], turns: int = TURNS
) -> tuple[tuple[float, Answer], tuple[float, Peer]]:
    """Return the quickest of some turns of either, with the answers; they take turns."""
    rounds = [(timed(work), timed(peer)) for _ in range(turns)]
    return (
        min((own for own, _ in rounds), key=lambda one: one[0]),
        min((other for _, other in rounds), key=lambda one: one[0]),
    )
