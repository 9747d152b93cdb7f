"""From the places of a search back to sessions: when, where, at what cost and why."""

from collections.abc import Sequence

import numpy as np

from hexad.availability.horizon import SLOT, Horizon
from hexad.scheduling import quarters
from hexad.scheduling.needs import Attendee, Request
from hexad.scheduling.outlook import Outlook, Standing
from hexad.scheduling.plans import Cost, Session
from hexad.scheduling.reasons import TEMPLATES, Reason
from hexad.scheduling.slots import ABSENT, CORE, LUNCH

BITS_SAY = (
    (quarters.GIVES_TENTATIVE, "slot.tentative"),
    (quarters.GIVES_MOVABLE, "slot.movable"),
    (quarters.IN_STRETCH, "slot.stretch"),
    (quarters.IS_ELSEWHERE, "slot.elsewhere"),
)
CONVENIENT = (Reason("slot.convenient"),)


def session_at(outlook: Outlook, request: Request, place: int, candidate: int, room: str) -> Session:
    """The session of one need at one of its candidates."""
    need, horizon = outlook.needs[place], request.horizon
    start = horizon.time_of(int(outlook.times.slot[candidate]))
    absent = int(outlook.times.absent[candidate])
    burden = outlook.times.burden[:, candidate].tolist()
    mean = sum(burden) / (len(burden) - (absent >= 0))
    return Session(
        group=outlook.group.id,
        kind=need.kind,
        cycle=need.cycle,
        start=start,
        end=start + need.length * SLOT,
        room=room,
        site=outlook.group.site if need.in_room else "",
        absent=() if absent < 0 else (outlook.members[absent].id,),
        cost=round(max(burden) + mean / 4 + ABSENT * (absent >= 0), 4),
        reasons=_reasons(outlook, horizon, need.length, candidate) if absent >= 0 or any(burden) else CONVENIENT,
    )


def _reasons(outlook: Outlook, horizon: Horizon, length: int, candidate: int) -> tuple[Reason, ...]:
    counts: dict[str, int] = {}
    absent = int(outlook.times.absent[candidate])
    for at, person in enumerate(outlook.members):
        if at == absent:
            counts["slot.absent"] = 1
            continue
        bits = int(outlook.times.bits[at, candidate])
        codes = [code for bit, code in BITS_SAY if bits & bit]
        codes.append(_hour(person, horizon, int(outlook.times.slot[candidate]), length))
        for code in filter(None, codes):
            counts[code] = counts.get(code, 0) + 1
    return tuple(Reason(code, {"people": counts[code]}) for code in TEMPLATES if code in counts) or CONVENIENT


def _hour(person: Attendee, horizon: Horizon, slot: int, length: int) -> str:
    """Whether a local hour is early, late or over lunch."""
    at = horizon.time_of(slot)
    first = int(quarters.clock_of(quarters.zone_at(person, at), horizon).minute[slot])
    last = first + quarters.MINUTES_A_SLOT * length
    if first < CORE[0]:
        return "slot.early"
    if last > CORE[1]:
        return "slot.late"
    return "slot.lunch" if first < LUNCH[1] and last > LUNCH[0] else ""


def cost_of_choice(outlook: Outlook, request: Request, choice: Sequence[int], standing: Standing) -> Cost:
    """What a choice of candidates costs, in its parts; -1: not held."""
    weights, times = request.rules.weights, outlook.times
    held = [(at, one) for at, one in enumerate(choice) if one >= 0]
    where = np.array([one for _, one in held], dtype=np.int64)
    total = times.burden[:, where].sum(axis=1)
    moves = sum(_is_moved(outlook, request, at, one, standing) for at, one in held)
    own = float(outlook.own[where].sum()) - weights.moved * moves
    days = {at: int(times.day[one]) for at, one in held}
    distance = 0
    for at, day in days.items():
        need = outlook.needs[at]
        distance += need.distance(day if need.after is None else day - days[need.after])
    return Cost(
        unscheduled=weights.unscheduled * (len(choice) - len(held)),
        inconvenience=float((outlook.carried + total).max()) + own if held else 0.0,
        distance=weights.week * distance / 7,
        moves=weights.moved * moves,
    )


def _is_moved(outlook: Outlook, request: Request, at: int, candidate: int, standing: Standing) -> bool:
    need = outlook.needs[at]
    stands = standing.get((need.kind, need.cycle))
    return stands is not None and request.horizon.time_of(int(outlook.times.slot[candidate])) != stands.start
