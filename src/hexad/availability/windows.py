"""Windows: the times at which a group can meet, found on bitmaps."""

from collections.abc import Sequence
from datetime import datetime

from hexad.availability.horizon import SLOTS_A_WEEK, Horizon
from hexad.availability.problems import AvailabilityError

SESSION = 6  # slots: a session lasts 90 minutes
SLOTS_A_DAY = SLOTS_A_WEEK // 7
PRACTICE_DAYS = (21, 28)  # from an explore to its reflect session


def runs(free: int, length: int) -> int:
    """Starts from which ``length`` slots in a row are set.

    Source: doubling shifts, as for runs of ones in Warren, Hacker's Delight (2nd ed.), section 6-2.

    Examples
    --------
    >>> bin(runs(0b1110111, 3))
    '0b10001'
    """
    have = 1
    while have < length:
        step = min(have, length - have)
        free &= free >> step
        have += step
    return free


def windows(free: Sequence[int], *, length: int = SESSION, quorum: int | None = None) -> int:
    """Starts at which at least ``quorum`` people are free for the whole length.

    Parameters
    ----------
    free
        One bitmap a person, as :attr:`hexad.availability.masks.Mask.free`.
    length
        Slots of 15 minutes; six are a session.
    quorum
        How many must be free; everybody by default.

    Returns
    -------
    int
        Bitmap of start slots.

    Raises
    ------
    AvailabilityError
        Where nobody is given, or the quorum is not between one and everybody.

    Source: our choice: one AND a person; with a quorum a counter in unary, one bitmap for each "at least j".

    Examples
    --------
    >>> bin(windows([0b0111_1111, 0b1111_1110], length=6))
    '0b10'
    >>> bin(windows([0b0111_1111, 0b1111_1110, 0b1111_1111], length=6, quorum=2))
    '0b111'
    """
    needed = len(free) if quorum is None else quorum
    if not 1 <= needed <= len(free):
        raise AvailabilityError("A quorum lies between one person and all of them.")
    if length < 1:
        raise AvailabilityError("A window lasts one slot or more.")
    if needed == len(free):
        shared = free[0]
        for one in free:
            shared &= one
        return runs(shared, length)
    return at_least(needed, [runs(one, length) for one in free])


def at_least(needed: int, bitmaps: Sequence[int]) -> int:
    """Bits that are set in at least ``needed`` of the bitmaps (``needed`` >= 1)."""
    reached = [0] * needed
    for one in bitmaps:
        for level in range(needed - 1, 0, -1):
            reached[level] |= reached[level - 1] & one
        reached[0] |= one
    return reached[-1]


def slots_of(bitmap: int) -> list[int]:
    """The set bits, ascending.

    Examples
    --------
    >>> slots_of(0b10010)
    [1, 4]
    """
    text = bin(bitmap)[:1:-1]
    found, at = [], text.find("1")
    while at >= 0:
        found.append(at)
        at = text.find("1", at + 1)
    return found


def starts(bitmap: int, horizon: Horizon) -> list[datetime]:
    """The start times of a bitmap of start slots, in UTC, ascending."""
    return [horizon.time_of(slot) for slot in slots_of(bitmap)]


def blocks(horizon: Horizon, weeks: int = 4) -> list[tuple[int, int]]:
    """Consecutive blocks of whole weeks as ``(first slot, slot after the last)``.

    A remainder shorter than a block is left out, since a group need not meet in it; a horizon shorter
    than one block is one block.

    Source: our choice; 26 weeks in blocks of four are six blocks.

    Examples
    --------
    >>> from datetime import date
    >>> blocks(Horizon.between(date(2026, 12, 7), date(2027, 2, 8)))
    [(0, 2688), (2688, 5376)]
    """
    if weeks < 1:
        raise AvailabilityError("A block lasts one week or more.")
    long = weeks * SLOTS_A_WEEK
    if horizon.slots < long:
        return [(0, horizon.slots)]
    return [(first, first + long) for first in range(0, horizon.slots - long + 1, long)]


def start_bits(parts: Sequence[tuple[int, int]], length: int = SESSION) -> list[int]:
    """For each block the bitmap of the starts from which a window stays inside it."""
    return [((1 << max(last - first - length + 1, 0)) - 1) << first for first, last in parts]


def has_cycle(starts: int, days: tuple[int, int] = PRACTICE_DAYS) -> bool:
    """Whether two starts lie as far apart as an explore and its reflect session: 21 to 28 days, to the slot.

    Parameters
    ----------
    starts
        Bitmap of the starts at which a group can meet.
    days
        Fewest and most days from the first to the second.

    Source: domain of the method; the shifts are gathered by doubling.

    Examples
    --------
    >>> has_cycle(1 | 1 << 21 * 96), has_cycle(1 | 1 << 20 * 96)
    (True, False)
    """
    first, last = (day * SLOTS_A_DAY for day in days)
    later, reach = starts >> first, 1  # bit k: a start within ``reach`` slots from ``first`` after k
    while reach < last - first + 1:
        step = min(reach, last - first + 1 - reach)
        later |= later >> step
        reach += step
    return bool(starts & later)


def can_meet(
    free: Sequence[int], parts: Sequence[tuple[int, int]], *, length: int = SESSION, quorum: int | None = None
) -> bool:
    """Whether a group has a window in every block.

    Parameters
    ----------
    free
        One bitmap a person.
    parts
        Blocks, as :func:`blocks` gives them.

    Examples
    --------
    >>> can_meet([0b11_1111_1111_1111], [(0, 7), (7, 14)], length=6)
    True
    >>> can_meet([0b11_1111_1111_1111], [(0, 7), (7, 14), (14, 21)], length=6)
    False
    """
    found = windows(free, length=length, quorum=quorum)
    return all(found & inside for inside in start_bits(parts, length))
