"""What a group would lack with somebody in another one's place, at least, compiled by numba.

The question is asked for nearly every two people at nearly every visit, and its answers change for two groups only when
somebody moves. So they are kept: for each person and each other one a small number, in units of the cheapest breach. It
is found for all others at once, from the few bits that the fellow members share and from the people who have them.
"""

from typing import Any

import numpy as np
from numba import types
from numba.extending import intrinsic
from numpy.typing import NDArray

from hexad.formation.compiled import inner, leaf

Words = NDArray[np.uint64]
Bytes = NDArray[np.uint8]
WORD = 64
MANY = 3  # shared bits, times the words of their people: from so many a person on, people are asked one by one


@intrinsic  # type: ignore[misc]
def popcount(_typing: Any, _word: Any) -> Any:  # noqa: ANN401  # numba's own types
    """Count the bits of a word that are set."""

    def generate(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:  # noqa: ANN401
        return builder.ctpop(arguments[0])

    return types.uint64(types.uint64), generate


def people_at(bits: Words) -> Words:
    """Turn bitmaps of people x words into bitmaps of bits x words: for each bit the people who have it."""
    people, words = bits.shape
    table = np.unpackbits(bits.view(np.uint8), axis=1, bitorder="little").T
    padded = np.zeros((words * WORD, -(-people // WORD) * WORD), np.uint8)
    padded[:, :people] = table
    return np.packbits(padded, axis=1, bitorder="little").view(np.uint64)


@inner
def _look(rest: Words, bits: Words, at: Words, lost: Bytes, some: Words, edges: Words, weights: Bytes) -> None:
    """Add up, for everybody, the segments of which they have no bit that the rest of a group shares."""
    lost[:] = 0
    for k in range(weights.size):
        if weights[k] == 0:
            continue
        shared = np.uint64(0)
        for w in range(edges[k], edges[k + 1]):
            shared += popcount(rest[np.uint64(w)])
        if shared * np.uint64(some.size) < np.uint64(MANY * len(bits)):
            _who_has_any(rest, at, some, edges[k], edges[k + 1])
            _add(lost, some, weights[k])
        else:
            for j in range(np.uint64(len(bits))):
                if not _has_any(rest, bits, j, edges[k], edges[k + 1]):
                    lost[j] += np.uint8(weights[k])


@leaf
def _who_has_any(rest: Words, at: Words, some: Words, first: int, last: int) -> None:
    """Gather the people of each shared bit: for few bits."""
    some[:] = 0
    for w in range(first, last):
        left = rest[np.uint64(w)]
        while left != 0:
            lowest = left & (~left + np.uint64(1))
            left ^= lowest
            bit = np.uint64(w) * np.uint64(WORD) + popcount(lowest - np.uint64(1))
            for p in range(some.size):
                some[p] |= at[bit, p]


@leaf
def _has_any(rest: Words, bits: Words, j: int, first: int, last: int) -> bool:
    """Whether somebody has a shared bit: for many of them, since the first ones mostly tell."""
    at = first
    while at < last and rest[np.uint64(at)] & bits[j, np.uint64(at)] == 0:
        at += 1
    return at < last


@leaf
def _add(lost: Bytes, some: Words, weight: int) -> None:
    for p in range(np.uint64(some.size)):
        lacking = ~some[p]
        for b in range(np.uint64(WORD)):
            lost[p * np.uint64(WORD) + b] += np.uint8(lacking >> b & np.uint64(1)) * np.uint8(weight)


@leaf
def refresh(data: Any, state: Any, i: int) -> None:  # noqa: ANN401  # of the kernels, which import this
    """Look again at what i's group would lack, where it is another group since."""
    at = np.uint64(i)
    if state.stale[at] and data.cheapest[0] > 0.0:
        _look(state.rest[at], data.bits, data.people_at, state.lost[at], state.some, data.segments, data.weights)
        state.stale[at] = 0


@leaf
def less_breaches(
    at_best: float, breach: float, deepest: float, mine: Bytes, lost: Bytes, stale: Bytes, i: int, j: int
) -> float:
    """Take off what the two groups would lack, the other one's only where it is known and still counts."""
    by = np.uint64(j)
    at_best -= breach * mine[by]
    if at_best >= deepest and not stale[by]:
        at_best -= breach * lost[by, np.uint64(i)]
    return at_best
