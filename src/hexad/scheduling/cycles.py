"""A whole cycle for one group: explore, the practice weeks, reflect."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hexad.availability.horizon import SLOT, Horizon
from hexad.availability.windows import PRACTICE_DAYS, runs, windows
from hexad.scheduling.reasons import Reason
from hexad.scheduling.slots import LADDER, SESSION_SLOTS, Member, Slot, rank, zone_of_most

DAY = timedelta(days=1)
WAITING_WEEK = 0.25  # points for each week that the first session is later; our choice
FULL_BELOW = 0.25
CHOICE = 3  # a group chooses among three


@dataclass(frozen=True, slots=True)
class Cycle:
    """Two sessions with practice between them. ``cost`` adds both sessions' points and the waiting."""

    explore: Slot
    reflect: Slot
    cost: float
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class CyclePlan:
    """The best cycles of one group, or why there is none.

    Attributes
    ----------
    cycles
        Best first, each explore on another day.
    blockers
        Kinds of reasons; empty where there are cycles.
    rung
        How far down the ladder of docs/scheduling.md the search had to go: 0 is free time alone.
    """

    cycles: tuple[Cycle, ...] = ()
    blockers: tuple[Reason, ...] = field(default=())
    rung: int = 0


def plan_cycle(
    members: Sequence[Member],
    horizon: Horizon,
    *,
    count: int = 5,
    practice_days: tuple[int, int] = PRACTICE_DAYS,
    rungs: int = len(LADDER),
    length: int = SESSION_SLOTS,
) -> CyclePlan:
    """Find the least inconvenient cycles of one group.

    Parameters
    ----------
    members
        Two or more.
    count
        How many cycles at most, each with its explore on another day.
    practice_days
        Least and most days between the two sessions' starts, by the clock of most members.
    rungs
        How far down the ladder the programme lets the search go; a rung is tried only when those before leave no choice
        of three.
    length
        Of each session, in slots of 15 minutes.

    Returns
    -------
    CyclePlan
        Deterministic; permuting the members changes nothing but positions in ``absent``.

    Source
    ------
    21 to 28 days: domain of the method; weights are our choice.
    """
    slots: list[Slot] = []
    cycles: list[Cycle] = []
    first_rung = 0
    zone = zone_of_most(members)
    for rung in range(min(rungs, len(LADDER))):
        slots = rank(members, horizon, length=length, rungs=rung + 1, least=horizon.slots)
        first_rung = first_rung if cycles else rung
        cycles = _best_pairs(slots, horizon, practice_days, count, zone)
        if len(cycles) >= min(count, CHOICE):
            break
    if cycles:
        return CyclePlan(tuple(cycles), rung=first_rung)
    if slots:
        pair = Reason("none.pair", {"low": practice_days[0], "high": practice_days[1]})
        return CyclePlan(blockers=(pair,), rung=rungs - 1)
    return CyclePlan(blockers=blockers_of(members, length), rung=rungs - 1)


def _best_pairs(
    slots: Sequence[Slot], horizon: Horizon, days: tuple[int, int], count: int, zone: ZoneInfo
) -> list[Cycle]:
    """Each explore with its best reflect, best first. Days are counted on the wall: clocks may change in between."""
    by_wall = sorted((slot.start.astimezone(zone).replace(tzinfo=None), slot) for slot in slots)
    walls = [wall for wall, _ in by_wall]
    pairs = []
    for wall, explore in by_wall:
        later = by_wall[bisect_left(walls, wall + days[0] * DAY) : bisect_right(walls, wall + days[1] * DAY)]
        if later:
            reflect = min((slot for _, slot in later), key=lambda slot: (slot.cost, slot.start))
            weeks = (explore.start - horizon.start) / (7 * DAY)
            pairs.append((explore.cost + reflect.cost + WAITING_WEEK * weeks, wall, explore, reflect))
    pairs.sort(key=lambda pair: (round(pair[0], 4), pair[2].start))
    return _on_different_days(pairs, count)


def _on_different_days(pairs: Sequence[tuple[float, datetime, Slot, Slot]], count: int) -> list[Cycle]:
    chosen: list[Cycle] = []
    taken = set()
    for cost, wall, explore, reflect in pairs:
        if len(chosen) < count and wall.date() not in taken:
            taken.add(wall.date())
            days = round((reflect.start - explore.start) / DAY)
            chosen.append(Cycle(explore, reflect, round(cost, 4), (Reason("cycle.apart", {"days": days}),)))
    return chosen


def blockers_of(members: Sequence[Member], length: int = SESSION_SLOTS) -> tuple[Reason, ...]:
    """Why a group has no common window, in kinds: how many calendars are full, never whose.

    Parameters
    ----------
    members
        One or more.
    length
        Of the session, in slots of 15 minutes.

    Source
    ------
    Our choice; a calendar is very full where less than a quarter of the windows inside its working hours is free.
    """
    if not windows([member.mask.work | member.mask.stretch for member in members], length=length):
        return (Reason("none.hours", {"minutes": _minutes(length)}),)
    full = sum(_is_full(member, length) for member in members)
    window = Reason("none.window", {"minutes": _minutes(length)})
    return (window, *([Reason("none.full", {"people": full})] if full else []))


def _minutes(length: int) -> int:
    return int(length * SLOT / timedelta(minutes=1))


def _is_full(member: Member, length: int) -> bool:
    possible = runs(member.mask.work, length).bit_count()
    return runs(member.mask.free, length).bit_count() < FULL_BELOW * possible
