"""The common windows of one group, ranked by how inconvenient they are and for how many."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from hexad.availability.horizon import SLOT, Horizon
from hexad.availability.masks import Mask
from hexad.availability.windows import slots_of, windows
from hexad.availability.zones import zone_of
from hexad.scheduling.reasons import TEMPLATES, Reason

SESSION_SLOTS = 6
HALF_HOUR = 30
LUNCH = (12 * 60, 13 * 60)
CORE = (9 * 60, 17 * 60)
# Points of inconvenience; our choice, so that each rung of the ladder costs more than any hour inside the rung before.
HOUR_OUTSIDE, LUNCH_HOUR, TENTATIVE, MOVABLE, STRETCH, ABSENT = 1.5, 0.75, 4.0, 6.0, 8.0, 20.0
ELSEWHERE = 0.5  # free, but not face to face: another day is a little better
LADDER = ("free", "tentative", "movable", "stretch", "absent")


@dataclass(frozen=True, slots=True)
class Member:
    """One member's calendar: the mask on the horizon, and the zone in which the day is felt."""

    mask: Mask
    zone: str


@dataclass(frozen=True, slots=True)
class Slot:
    """A time at which a group can meet.

    Attributes
    ----------
    start, end
        UTC, half-open.
    absent
        Positions of the members who cannot come; empty unless nothing else is left.
    cost
        Points of inconvenience, 0 at best.
    """

    start: datetime
    end: datetime
    cost: float
    absent: tuple[int, ...] = ()
    reasons: tuple[Reason, ...] = ()


def rank(
    members: Sequence[Member],
    horizon: Horizon,
    *,
    length: int = SESSION_SLOTS,
    rungs: int = len(LADDER),
    least: int = 1,
) -> list[Slot]:
    """Rank the windows of a group, least inconvenient first.

    Parameters
    ----------
    members
        One or more.
    length
        Of the session, in slots of 15 minutes.
    rungs
        How far down the ladder free -> tentative -> movable -> stretch hours -> one absent may be gone, 1 to 5.
    least
        The ladder is left as soon as this many windows are found.

    Returns
    -------
    list of Slot
        Starts on the half hour, by the clock of most members, where there are any; else on the quarter.

    Source
    ------
    The ladder of docs/scheduling.md; the points are our choice.
    """
    found: dict[int, int] = {}
    for rung in range(min(rungs, len(LADDER))):
        for at in slots_of(_starts(members, rung, length)):
            found.setdefault(at, rung)
        if len(found) >= least:
            break
    zone = zone_of_most(members)
    even = {at: rung for at, rung in found.items() if horizon.time_of(at).astimezone(zone).minute % HALF_HOUR == 0}
    judge = _Judge(members, horizon, length)
    return sorted(
        (judge.slot(at, rung) for at, rung in (even or found).items()), key=lambda slot: (slot.cost, slot.start)
    )


def usable(mask: Mask, rung: int) -> int:
    """The slots that one member has on a rung of the ladder."""
    if rung == 0:
        return mask.free
    if rung == 1:
        return mask.work & ~mask.busy & ~mask.movable
    hours = mask.work if rung == 2 else mask.work | mask.stretch
    return hours & ~mask.busy


def _starts(members: Sequence[Member], rung: int, length: int) -> int:
    quorum = len(members) - 1 if LADDER[rung] == "absent" and len(members) > 2 else None
    return windows([usable(member.mask, rung) for member in members], length=length, quorum=quorum)


def zone_of_most(members: Sequence[Member]) -> ZoneInfo:
    """The zone in which most members feel the day; of equals the first by name."""
    counts = Counter(member.zone for member in members)
    return zone_of(min(counts, key=lambda zone: (-counts[zone], zone)))


@lru_cache(maxsize=2**16)
def _hour_points(zone: ZoneInfo, start: datetime, minutes: int) -> tuple[float, str]:
    """Points and the main cause of one person's local hour."""
    local = start.astimezone(zone)
    first = local.hour * 60 + local.minute
    early, late = max(CORE[0] - first, 0), max(first + minutes - CORE[1], 0)
    if early or late:
        return HOUR_OUTSIDE * (early + late) / 60, "slot.early" if early else "slot.late"
    lunch = max(min(first + minutes, LUNCH[1]) - max(first, LUNCH[0]), 0)
    return LUNCH_HOUR * lunch / 60, "slot.lunch" if lunch else ""


class _Judge:
    """Costs of one group's windows."""

    def __init__(self, members: Sequence[Member], horizon: Horizon, length: int) -> None:
        self.members, self.horizon, self.length = members, horizon, length
        self.zones = [zone_of(member.zone) for member in members]

    def slot(self, at: int, rung: int) -> Slot:
        start = self.horizon.time_of(at)
        window = ((1 << self.length) - 1) << at
        counts: dict[str, int] = {}
        points = []
        absent = tuple(self._absent(window, rung))
        for position, member in enumerate(self.members):
            if position in absent:
                continue
            each = list(self._points(member.mask, self.zones[position], start, window))
            points.append(sum(cost for cost, _ in each))
            for cost, code in each:
                if cost:
                    counts[code] = counts.get(code, 0) + 1
        if absent:
            counts["slot.absent"] = len(absent)
        reasons = tuple(Reason(code, {"people": counts[code]}) for code in TEMPLATES if code in counts)
        # The worst-off person first, then everybody: a time that is bad for one is worse than one a little bad for all.
        cost = max(points) + sum(points) / (4 * len(points)) + ABSENT * len(absent)
        return Slot(start, start + self.length * SLOT, round(cost, 4), absent, reasons or (Reason("slot.convenient"),))

    def _absent(self, window: int, rung: int) -> Iterator[int]:
        for position, member in enumerate(self.members):
            if usable(member.mask, rung) & window != window:
                yield position

    def _points(self, mask: Mask, zone: ZoneInfo, start: datetime, window: int) -> Iterator[tuple[float, str]]:
        yield _hour_points(zone, start, int(self.length * SLOT / timedelta(minutes=1)))
        if mask.soft & ~mask.movable & window:
            yield TENTATIVE, "slot.tentative"
        if mask.movable & window:
            yield MOVABLE, "slot.movable"
        if window & ~mask.work:
            yield STRETCH, "slot.stretch"
        if mask.elsewhere & window:
            yield ELSEWHERE, "slot.elsewhere"
