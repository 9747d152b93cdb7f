"""Why a session has no time, and what would open some: kinds and numbers, never a name."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from hexad.availability.busy_times import NOTHING
from hexad.scheduling import quarters
from hexad.scheduling.cycles import FULL_BELOW
from hexad.scheduling.needs import ALL_PRESENT, Attendee, GroupNeeds, Need, Request
from hexad.scheduling.outlook import clock_of_group, members_of
from hexad.scheduling.plans import Unscheduled
from hexad.scheduling.quarters import BLOCKED, IS_ELSEWHERE, REFUSED_ON
from hexad.scheduling.reasons import Reason
from hexad.scheduling.slots import HALF_HOUR, LADDER


@dataclass(frozen=True, slots=True)
class Lost:
    """A session without a time.

    Attributes
    ----------
    days
        First and last day on which it could have been.
    has_times
        Whether it has times by itself; then its partner or its room is what is missing.
    has_rooms
        False where it is rooms that are missing, its own or those of its cycle.
    partner_has_times
        Whether the other session of its cycle has times; None where it needs no other.
    """

    need: Need
    days: tuple[int, int]
    has_times: bool
    has_rooms: bool = True
    partner_has_times: bool | None = None


def explain(group: GroupNeeds, request: Request, lost: Lost) -> Unscheduled:
    """Say why, in kinds, and what each further step down the ladder would open.

    Source: our choice; a calendar is very full as in :func:`hexad.scheduling.cycles.blockers_of`.
    """
    reasons, gains = _reasons(group, request, lost)
    return Unscheduled(group=group.id, kind=lost.need.kind, cycle=lost.need.cycle, reasons=reasons, gains=gains)


def over_the_ceiling(group: GroupNeeds, need: Need, people: int) -> Unscheduled:
    """A session that would take too much of the year of some members."""
    reason = Reason("none.ceiling", {"people": people})
    return Unscheduled(group=group.id, kind=need.kind, cycle=need.cycle, reasons=(reason,))


Reasons = tuple[Reason, ...]


def _reasons(group: GroupNeeds, request: Request, lost: Lost) -> tuple[Reasons, Reasons]:
    if lost.has_times and not lost.has_rooms:
        return _about_rooms(group, request, lost) if lost.need.in_room else ((Reason("none.partner"),), ())
    if lost.has_times:
        low, high = request.rules.practice_days
        pair = Reason("none.pair", {"low": low, "high": high})
        return ((Reason("none.partner") if lost.partner_has_times is False else pair),), ()
    view, minutes = _View(group, request, lost), {"minutes": quarters.MINUTES_A_SLOT * lost.need.length}
    if not view.count(BLOCKED, hours_only=True):
        return (Reason("none.hours", minutes),), ()
    full = view.very_full()
    reasons = (Reason("none.window", minutes), *([Reason("none.full", {"people": full})] if full else []))
    return reasons, tuple(view.gains(request.rules.rungs))


def _about_rooms(group: GroupNeeds, request: Request, lost: Lost) -> tuple[Reasons, Reasons]:
    rooms = [room for room in request.rooms if room.site == group.site]
    view = _View(group, request, lost)
    online = view.count(REFUSED_ON[min(request.rules.rungs, len(REFUSED_ON)) - 1])
    gain = (Reason("gain.room", {"windows": online}),) if online else ()
    if any(group.fits_into(room.seats, room.equipment) for room in rooms):
        return (Reason("none.room", {"site": group.site}),), gain
    code = "none.equipment" if any(room.seats >= group.sitting for room in rooms) else "none.seats"
    return (Reason(code, {"site": group.site, "seats": group.sitting}),), gain


class _View:
    """The days of one lost session, for all members."""

    def __init__(self, group: GroupNeeds, request: Request, lost: Lost) -> None:
        clock, horizon = clock_of_group(group, request), request.horizon
        self.length = lost.need.length
        self.inside = (clock.day >= lost.days[0]) & (clock.day <= lost.days[1]) & (clock.minute % HALF_HOUR == 0)
        members = members_of(group, request)
        own = np.stack([quarters.quarters_of(person, horizon) for person in members])
        self.on_site = IS_ELSEWHERE if lost.need.in_room and group.all_sit else 0
        self.bits = quarters.over(own, self.length)
        self.hours = quarters.over(
            np.stack([quarters.quarters_of(_without_calendar(person), horizon) for person in members]), self.length
        )

    def count(self, refused: int, *, hours_only: bool = False, missing: int = 0) -> int:
        """Starts at which all but ``missing`` members have none of the refused bits."""
        bits = self.hours if hours_only else self.bits
        cannot = ((bits & refused) != 0).sum(axis=0)
        return int(((cannot <= missing) & self.inside).sum())

    def very_full(self) -> int:
        possible = self._free(self.hours)
        return int((self._free(self.bits) < FULL_BELOW * possible).sum())

    def _free(self, bits: NDArray[np.uint8]) -> NDArray[np.int64]:
        free: NDArray[np.int64] = (((bits & REFUSED_ON[0]) == 0) & self.inside).sum(axis=1)
        return free

    def gains(self, rungs: int) -> Sequence[Reason]:
        """Each further rung with the times that it would open, from the first that opens any."""
        found = []
        for rung in range(rungs, len(LADDER)):
            missing = 1 if rung >= ALL_PRESENT and len(self.bits) > 2 else 0
            windows = self.count(REFUSED_ON[min(rung, len(REFUSED_ON) - 1)] | self.on_site, missing=missing)
            if windows:
                found.append(Reason(f"gain.{LADDER[rung]}", {"windows": windows}))
        return found


def _without_calendar(person: Attendee) -> Attendee:
    return replace(person, busy=NOTHING)
