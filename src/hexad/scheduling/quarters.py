"""A person's horizon as one byte a quarter hour: what a session at that time would cost them.

Bitmaps find windows; planning also needs to know what each window costs whom, so the same rules are laid out in
bytes here: nought is free time, each bit something that gives way, and ``BLOCKED`` never does.
"""

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hexad.availability.horizon import EPOCH, Horizon
from hexad.availability.hours import WorkHours
from hexad.availability.intervals import KINDS
from hexad.availability.masks import BLOCKING, local_minute, mask_of
from hexad.availability.zones import zone_of
from hexad.scheduling.compiled import compiled, inner
from hexad.scheduling.needs import Attendee
from hexad.scheduling.slots import CORE, ELSEWHERE, HOUR_OUTSIDE, LUNCH, LUNCH_HOUR, MOVABLE, STRETCH, TENTATIVE

Bytes = NDArray[np.uint8]
Points = NDArray[np.float64]
Minutes = NDArray[np.int32]
Ints = NDArray[np.int64]

GIVES_TENTATIVE, GIVES_MOVABLE, IN_STRETCH, IS_ELSEWHERE, BLOCKED = 1, 2, 4, 8, 16
KIND_BITS = np.array(
    [
        BLOCKED
        if kind in BLOCKING
        else {"tentative": GIVES_TENTATIVE, "movable": GIVES_MOVABLE}.get(kind, IS_ELSEWHERE)
        for kind in KINDS
    ],
    dtype=np.uint8,
)
_EACH = ((GIVES_TENTATIVE, TENTATIVE), (GIVES_MOVABLE, MOVABLE), (IN_STRETCH, STRETCH), (IS_ELSEWHERE, ELSEWHERE))
POINTS_OF_BITS: Points = np.array([sum(points for bit, points in _EACH if bits & bit) for bits in range(32)])
# What has to be nought on each rung of the ladder: free, tentative, movable, stretch.
REFUSED_ON = tuple(
    BLOCKED | bits for bits in (GIVES_TENTATIVE | GIVES_MOVABLE | IN_STRETCH, GIVES_MOVABLE | IN_STRETCH, IN_STRETCH, 0)
)
MINUTES_A_SLOT = 15


class Clock(NamedTuple):
    """What the clock of a zone shows at each slot: the day since the horizon's first, and the minute of the day."""

    first: date
    day: NDArray[np.int32]
    minute: NDArray[np.int32]


@lru_cache(maxsize=256)
def clock_of(zone: str, horizon: Horizon) -> Clock:
    """The clock of a zone along a horizon."""
    known = zone_of(zone)
    walls = [(horizon.time_of(slot)).astimezone(known) for slot in range(horizon.slots)]
    first = walls[0].date()
    days = np.array([wall.toordinal() for wall in walls], dtype=np.int32) - first.toordinal()
    return Clock(first, days, np.array([wall.hour * 60 + wall.minute for wall in walls], dtype=np.int32))


@lru_cache(maxsize=256)
def hour_points(zone: str, horizon: Horizon, length: int) -> Points:
    """Points of one person's local hour for a session from each slot on; as in :mod:`hexad.scheduling.slots`."""
    first = clock_of(zone, horizon).minute
    last = first + MINUTES_A_SLOT * length
    outside = np.maximum(CORE[0] - first, 0) + np.maximum(last - CORE[1], 0)
    lunch = np.maximum(np.minimum(last, LUNCH[1]) - np.maximum(first, LUNCH[0]), 0)
    points: Points = np.where(outside > 0, HOUR_OUTSIDE * outside / 60, LUNCH_HOUR * lunch / 60)
    points.setflags(write=False)
    return points


@lru_cache(maxsize=1024)
def _hours_only(hours: WorkHours, moves: tuple[tuple[date, WorkHours], ...], horizon: Horizon) -> Bytes:
    """A person with nothing in the calendar; shared by all with the same hours."""
    mask = mask_of(hours, (), horizon, moves=moves)
    work, stretch = bits_to_bytes(mask.work, horizon.slots), bits_to_bytes(mask.stretch, horizon.slots)
    base = np.where(work > 0, 0, np.where(stretch > 0, IN_STRETCH, BLOCKED)).astype(np.uint8)
    base.setflags(write=False)
    return base


def bits_to_bytes(bits: int, slots: int) -> Bytes:
    """A bitmap as one byte a slot.

    Examples
    --------
    >>> bits_to_bytes(0b1101, 5).tolist()
    [1, 0, 1, 1, 0]
    """
    packed = np.frombuffer(bits.to_bytes(-(-slots // 8), "little"), dtype=np.uint8)
    return np.unpackbits(packed, bitorder="little")[:slots]


def quarters_of(person: Attendee, horizon: Horizon, out: Bytes | None = None) -> Bytes:
    """What each slot of a horizon holds for one person, in bits; ``(slots,)``.

    Busy rounds out and work rounds in; of a slot that is both tentative and movable, tentative counts.
    """
    found = np.empty(horizon.slots, dtype=np.uint8) if out is None else out
    found[:] = _hours_only(person.hours, person.moves, horizon)
    busy = person.busy
    origin = (horizon.start - EPOCH) // timedelta(minutes=1)
    _put(found, busy.starts, busy.ends, busy.kinds, KIND_BITS, origin)
    return found


@compiled
def _put(out: Bytes, starts: Minutes, ends: Minutes, kinds: Bytes, bits: Bytes, origin: int) -> None:
    slots = out.shape[0]
    for at in range(starts.shape[0]):
        first = max((starts[at] - origin) // 15, 0)
        last = min(-((origin - ends[at]) // 15), slots)
        bit = bits[kinds[at]]
        for slot in range(first, last):
            out[slot] |= bit
    for slot in range(slots):
        if out[slot] & 1:
            out[slot] &= 255 - 2


def zone_at(person: Attendee, at: datetime) -> str:
    """The zone in which somebody feels the day at an instant."""
    zone = person.hours.zone
    for day, later in sorted(person.moves, key=lambda move: move[0]):
        zone = later.zone if at >= local_minute(day, 0, later.zone) else zone
    return zone


Homes = tuple[tuple[int, str], ...]  # (day from which, zone), in order; the first from ever


def homes_of(person: Attendee) -> Homes:
    """The zones in which somebody lives, one after the other."""
    if not person.moves:
        return ((0, person.hours.zone),)
    moves = sorted(person.moves, key=lambda move: move[0])
    return ((0, person.hours.zone), *((day.toordinal(), later.zone) for day, later in moves))


@lru_cache(maxsize=1024)
def points_in(homes: tuple[Homes, ...], horizon: Horizon, length: int) -> Points:
    """Points of the local hour at each slot for each kind of home, ``(kinds, slots)``; also where somebody moves."""
    rows = []
    for home in homes:
        points = hour_points(home[0][1], horizon, length)
        for ordinal, zone in home[1:]:
            since = horizon.slot_of(local_minute(date.fromordinal(ordinal), 0, zone), round_up=True)
            slot = min(max(since, 0), horizon.slots)
            points = np.concatenate([points[:slot], hour_points(zone, horizon, length)[slot:]])
        rows.append(points)
    return np.stack(rows)


@compiled
def _measure(
    over: Bytes, points: Points, table: Points, row_of: Ints, slot: Ints, absent: Ints, bits: Bytes, burden: Points
) -> None:
    for member in range(over.shape[0]):
        row = row_of[member]
        for at in range(slot.shape[0]):
            given = over[member, slot[at]] & 15
            bits[member, at] = given
            burden[member, at] = 0.0 if absent[at] == member else points[row, slot[at]] + table[given]


def measure(over: Bytes, points: Points, row_of: Ints, slot: Ints, absent: Ints, bits: Bytes, burden: Points) -> None:
    """Fill ``bits`` and ``burden``, ``(members, candidates)``: what each gives up for each start, and its points."""
    _measure(over, points, POINTS_OF_BITS, row_of, slot, absent, bits, burden)


@compiled
def first_like(rows: Points) -> Ints:
    """For each row the first row that is the same."""
    found = np.empty(rows.shape[0], np.int64)
    for row in range(rows.shape[0]):
        found[row] = row
        for other in range(row):
            if found[other] == other and _is_same(rows, other, row):
                found[row] = other
                break
    return found


@inner
def _is_same(rows: Points, one: int, other: int) -> bool:
    for column in range(rows.shape[1]):  # noqa: SIM110 -- numba knows no generators
        if rows[one, column] != rows[other, column]:
            return False
    return True


def over(quarters: Bytes, length: int) -> Bytes:
    """What a session of ``length`` slots from each slot on meets; the end of the horizon blocks. ``(n, slots)``."""
    found = quarters.copy()
    have = 1
    while have < length:
        step = min(have, length - have)
        found[:, :-step] |= found[:, step:]
        have += step
    found[:, max(found.shape[1] - length + 1, 0) :] |= BLOCKED
    return found
