"""A new date for a session that did not happen, while its sibling keeps the cycle in shape."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from hexad.availability.horizon import Horizon
from hexad.availability.windows import PRACTICE_DAYS
from hexad.scheduling.cycles import DAY, blockers_of, plan_cycle
from hexad.scheduling.reasons import Reason
from hexad.scheduling.slots import LADDER, SESSION_SLOTS, Member, Slot, rank, zone_of_most

WEEK_LATER = (
    1.0  # points for each week of waiting; our choice: whoever missed a session should not wait for a fine hour
)
ENOUGH = 3  # times among which the soonest good one is taken, before the next rung is tried


@dataclass(frozen=True, slots=True)
class Renewal:
    """The new time, or ``blockers`` why there is none; ``other`` is a new time for the sibling, None where it stays."""

    slot: Slot | None = None
    other: Slot | None = None
    blockers: tuple[Reason, ...] = ()


def renew_reflect(
    members: Sequence[Member],
    horizon: Horizon,
    *,
    explore: datetime,
    rungs: int = len(LADDER),
    length: int = SESSION_SLOTS,
) -> Renewal:
    """Find a new time for reflect: as soon as the practice weeks are over, and not at a bad hour.

    Parameters
    ----------
    members
        Two or more.
    horizon
        Where the time may lie; the caller starts it late enough for people to know.
    explore
        Start of the explore session that was held; practice lasts at least 21 days from it, by the wall.
    rungs
        How far down the ladder the search may go.
    length
        Of the session, in slots of 15 minutes.

    Returns
    -------
    Renewal

    Source
    ------
    Our choice: the practice weeks may become longer than 28 days, since the session fell through already.
    """
    zone = zone_of_most(members)
    earliest = explore.astimezone(zone).replace(tzinfo=None) + PRACTICE_DAYS[0] * DAY
    found = [
        slot
        for slot in rank(members, horizon, length=length, rungs=rungs, least=ENOUGH)
        if slot.start.astimezone(zone).replace(tzinfo=None) >= earliest
    ]
    return Renewal(slot=_soonest_good(found, horizon)) if found else Renewal(blockers=blockers_of(members, length))


def renew_explore(
    members: Sequence[Member],
    horizon: Horizon,
    *,
    reflect: datetime | None,
    rungs: int = len(LADDER),
    length: int = SESSION_SLOTS,
) -> Renewal:
    """Find a new time for explore: 21 to 28 days before a reflect that stays; else a whole cycle anew.

    Parameters
    ----------
    members
        Two or more.
    horizon
        Where both times may lie.
    reflect
        Start of the reflect session that is planned; None where there is none.
    rungs
        How far down the ladder the search may go.
    length
        Of the session, in slots of 15 minutes.

    Returns
    -------
    Renewal
        ``other`` is set where reflect has to move, or has to be booked.

    Source
    ------
    Our choice: one message less is worth more than the best hour, so reflect stays wherever it can.
    """
    if reflect is not None and (slot := _before(members, horizon, reflect, rungs, length)):
        return Renewal(slot=slot)
    plan = plan_cycle(members, horizon, count=1, rungs=rungs, length=length)
    if not plan.cycles:
        return Renewal(blockers=plan.blockers)
    return Renewal(slot=plan.cycles[0].explore, other=plan.cycles[0].reflect)


def _before(members: Sequence[Member], horizon: Horizon, reflect: datetime, rungs: int, length: int) -> Slot | None:
    zone = zone_of_most(members)
    wall = reflect.astimezone(zone).replace(tzinfo=None)
    first, last = wall - PRACTICE_DAYS[1] * DAY, wall - PRACTICE_DAYS[0] * DAY
    slots = rank(members, horizon, length=length, rungs=rungs, least=horizon.slots)
    found = [slot for slot in slots if first <= slot.start.astimezone(zone).replace(tzinfo=None) <= last]
    return _soonest_good(found, horizon) if found else None


def _soonest_good(slots: Sequence[Slot], horizon: Horizon) -> Slot:
    week = timedelta(days=7)
    return min(slots, key=lambda slot: (slot.cost + WEEK_LATER * ((slot.start - horizon.start) / week), slot.start))
