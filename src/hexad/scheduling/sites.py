"""Groups that share the rooms of one site, planned together.

Each group alone is solved exactly (``chains``). What they share are seats at a quarter hour of a class of rooms, and
a linear programme over whole schedules of groups prices them: as long as some group has a schedule that is cheaper
than what it pays for at these prices, it is added (column generation). The programme's value is the bound. Whole
schedules that exclude each other are then chosen by branch and bound among those that were generated, and by taking a
few groups out and putting them back while that makes the plan cheaper.

Source: Dantzig and Wolfe (1960); Shaw (1998) for taking out and putting back. Seats of rooms in place of machines and
the largest burden inside a schedule are ours.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from time import monotonic

import numpy as np
from numpy.typing import NDArray

from hexad.availability.horizon import Horizon
from hexad.scheduling.needs import Room
from hexad.scheduling.outlook import Outlook, best_times

Points = NDArray[np.float64]
Ints = NDArray[np.int64]
SMALL = 1e-6
NO_COST = 1e-9
RoomKey = tuple[str, int, bytes, tuple[str, ...]]  # site, seats, free times, equipment
TURNS = 3  # of adding schedules and choosing among them


@dataclass(frozen=True, slots=True, eq=False)
class RoomClass:
    """Rooms free at the same times, with as many seats and the same equipment: any is as good as another."""

    site: str
    names: tuple[str, ...]
    seats: int
    free: NDArray[np.bool_]  # (slots,)
    equipment: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """A schedule of one group: the candidate of each session and the class of its room, -1 where there is none."""

    cost: float
    choice: tuple[int, ...]
    rooms: tuple[int, ...]


def room_classes(rooms: Sequence[Room], horizon: Horizon) -> tuple[RoomClass, ...]:
    """Rooms by what makes them differ, the smallest first."""
    alike: dict[RoomKey, list[str]] = {}
    free_of: dict[RoomKey, NDArray[np.bool_]] = {}
    for room in sorted(rooms, key=lambda one: (one.seats, one.name)):
        free = np.ones(horizon.slots, dtype=np.bool_)
        for start, end in room.busy:
            free[max(horizon.slot_of(start), 0) : max(horizon.slot_of(end, round_up=True), 0)] = False
        key = (room.site, room.seats, free.tobytes(), tuple(sorted(room.equipment)))
        alike.setdefault(key, []).append(room.name)
        free_of[key] = free
    return tuple(RoomClass(key[0], tuple(names), key[1], free_of[key], key[3]) for key, names in alike.items())


class Tenant:
    """One group beside the rooms it may use; ``shared`` are rows of members who are in other groups too."""

    def __init__(self, outlook: Outlook, classes: Sequence[RoomClass], shared: Sequence[int] = ()) -> None:
        self.outlook, self.shared = outlook, tuple(shared)
        first, slot = outlook.first, outlook.times.slot
        self.length = np.repeat([need.length for need in outlook.needs], np.diff(first)).astype(np.int64)
        seeks = [need.in_room and not fixed for need, fixed in zip(outlook.needs, outlook.fixed, strict=True)]
        self.needs_room = np.repeat(seeks, np.diff(first)).astype(np.bool_)
        self.start, self.end = slot, slot + self.length
        self.closed = [self._closed(room) for room in classes]
        if not any(room.site == outlook.group.site for room in classes):
            self.needs_room[:] = False  # rooms of this site are not counted

    def _closed(self, room: RoomClass) -> NDArray[np.bool_]:
        """The candidates for which a class of rooms is no place."""
        group = self.outlook.group
        if room.site != group.site or not group.fits_into(room.seats, room.equipment):
            return np.ones(len(self.start), dtype=np.bool_)
        taken = np.concatenate([[0], np.cumsum(~room.free)])
        closed: NDArray[np.bool_] = taken[self.end] > taken[self.start]
        return closed

    def fees(self, prices: Points) -> tuple[Points, Ints]:
        """The cheapest room of each candidate and its price; ``prices`` ``(classes, slots)``, inf: taken."""
        fees = np.full(len(self.start), np.inf)
        which = np.full(len(self.start), -1, dtype=np.int64)
        for at, fee in enumerate(self.fees_by_room(prices)):
            better = fee < fees - NO_COST
            fees[better], which[better] = fee[better], at
        online = self.shared_fees(prices)[~self.needs_room]
        fees[~self.needs_room], which[~self.needs_room] = online, -1
        return fees, which

    def fees_by_room(self, prices: Points) -> list[Points]:
        """What each candidate pays in each class of rooms; inf: it cannot."""
        shared = self.shared_fees(prices)
        return [np.where(closed, np.inf, self._fee(prices[at]) + shared) for at, closed in enumerate(self.closed)]

    def shared_fees(self, prices: Points) -> Points:
        """What each candidate pays for members who are in other groups too."""
        fees = np.zeros(len(self.start))
        for row in self.shared:
            fees += self._fee(prices[row])
        return fees

    def _fee(self, row: Points) -> Points:
        """What a session from each candidate's start on pays in one row of prices."""
        taken = np.isinf(row)
        paid = np.concatenate([[0.0], np.cumsum(np.where(taken, 0.0, row))])
        fee: Points = paid[self.end] - paid[self.start]
        if taken.any():
            count = np.concatenate([[0], np.cumsum(taken)])
            fee[count[self.end] > count[self.start]] = np.inf
        return fee

    def place(self, prices: Points) -> tuple[Placed, float]:
        """The best schedule at these prices, with its cost without them; and what no schedule goes below, with them."""
        return self.place_at(*self.fees(prices))

    def place_at(self, fees: Points, which: Ints) -> tuple[Placed, float]:
        """The same, for fees of the candidates and the rooms that they are for."""
        best = best_times(self.outlook, np.maximum(fees, 0.0))
        chosen = best.choice[best.choice >= 0]
        rooms = tuple(int(which[one]) if one >= 0 else -1 for one in best.choice.tolist())
        paid = float(np.maximum(fees[chosen], 0.0).sum())
        return Placed(round(best.cost - paid, 9), tuple(best.choice.tolist()), rooms), best.bound

    def used(self, placed: Placed) -> list[tuple[int, int, int]]:
        """(row, first slot, slot after the last) of each room, and each shared member, that a schedule takes."""
        return [
            (row, int(self.start[one]), int(self.end[one]))
            for one, room in zip(placed.choice, placed.rooms, strict=True)
            if one >= 0
            for row in ((room, *self.shared) if room >= 0 else self.shared)
        ]


@dataclass(slots=True)
class Site:
    """Groups that share something and the search for their schedules.

    Attributes
    ----------
    seats
        How many groups each row holds at once: rooms of a class, and one for each member of several groups.
    """

    tenants: list[Tenant]
    seats: Ints
    slots: int
    random: Random
    ends: float = float("inf")  # of the search, by ``monotonic``
    columns: list[dict[Placed, None]] = field(default_factory=list)
    limit_was_met: bool = False

    def nothing_taken(self) -> Points:
        """Prices of nought."""
        return np.zeros((len(self.seats), self.slots))

    def is_over(self) -> bool:
        """Whether the seconds ran out; it is remembered."""
        self.limit_was_met = self.limit_was_met or monotonic() > self.ends
        return self.limit_was_met


def cost_of(schedules: Sequence[Placed]) -> float:
    """Points of a plan."""
    return sum(one.cost for one in schedules)


def take(site: Site, use: Ints, tenant: int, placed: Placed, sign: int = 1) -> None:
    """Put a schedule into, or take it out of, the seats that are used."""
    for room, first, last in site.tenants[tenant].used(placed):
        use[room, first:last] += sign


def full(site: Site, use: Ints, prices: Points | None = None) -> Points:
    """Prices with inf where all rooms of a class are taken."""
    return np.where(use >= site.seats[:, None], np.inf, 0.0 if prices is None else prices)


def solve_site(site: Site, *, rounds: int) -> tuple[list[Placed], float]:
    """Schedules of all groups, and the bound.

    Parameters
    ----------
    rounds
        How often groups are taken out and put back without a better plan before the search ends.
    """
    from hexad.scheduling import pricing  # only here: it loads scipy's solvers

    alone = [tenant.place(site.nothing_taken()) for tenant in site.tenants]
    bound = sum(least for _, least in alone)
    use = np.zeros((len(site.seats), site.slots), dtype=np.int64)
    for at, (placed, _) in enumerate(alone):
        take(site, use, at, placed)
    if np.isfinite(full(site, use - 1)).all():
        return [placed for placed, _ in alone], bound
    site.columns = [{placed: None} for placed, _ in alone]
    plan = put_in_turn(site, site.nothing_taken())
    prices, priced = pricing.generate(site, plan, bound)
    bound = max(bound, priced)
    for strength in (1.0, 0.5):
        plan = min(plan, put_in_turn(site, prices * strength), key=cost_of)
    plan = improve(site, plan, prices, bound, rounds)
    for _ in range(TURNS if rounds else 0):
        if cost_of(plan) <= bound + SMALL or site.is_over():
            break
        is_complete = pricing.enrich(site, prices, cost_of(plan) - bound)
        chosen, least = pricing.choose(site, plan)
        bound = max(bound, min(least, cost_of(chosen))) if is_complete else bound
        if cost_of(chosen) >= cost_of(plan) - SMALL:
            break
        plan = improve(site, chosen, prices, bound, rounds)
    return plan, min(bound, cost_of(plan))


def put_in_turn(site: Site, prices: Points) -> list[Placed]:
    """One group after another, those with the fewest candidates first, around those before."""
    order = sorted(range(len(site.tenants)), key=lambda at: (len(site.tenants[at].start), at))
    use = np.zeros((len(site.seats), site.slots), dtype=np.int64)
    plan: dict[int, Placed] = {}
    for at in order:
        plan[at], _ = site.tenants[at].place(full(site, use, prices))
        take(site, use, at, plan[at])
        site.columns[at][plan[at]] = None
    return [plan[at] for at in range(len(site.tenants))]


def improve(site: Site, plan: list[Placed], prices: Points, bound: float, rounds: int) -> list[Placed]:
    """Take a few groups out and put them back, as long as that makes the plan cheaper now and then."""
    use = np.zeros((len(site.seats), site.slots), dtype=np.int64)
    for at, placed in enumerate(plan):
        take(site, use, at, placed)
    best, now, idle = list(plan), list(plan), 0
    while idle < rounds and cost_of(best) > bound + SMALL and not site.is_over():
        chosen = _few(site, now)
        before = [now[at] for at in chosen]
        for at in chosen:
            take(site, use, at, now[at], -1)
        strength = site.random.choice((0.0, 0.25, 0.5, 1.0))
        for at in site.random.sample(chosen, len(chosen)):
            now[at], _ = site.tenants[at].place(full(site, use, prices * strength))
            take(site, use, at, now[at])
            site.columns[at][now[at]] = None
        if cost_of(now) > cost_of(best) * (1 + 0.01 * site.random.random() ** 2) + NO_COST:
            for at, old in zip(chosen, before, strict=True):
                take(site, use, at, now[at], -1)
                now[at] = old
                take(site, use, at, old)
        better = cost_of(now) < cost_of(best) - SMALL
        best, idle = (list(now), 0) if better else (best, idle + 1)
    return best


def _few(site: Site, plan: Sequence[Placed]) -> list[int]:
    """Two to eight groups: one by lot, the dearer the likelier, and others that meet when it does or could."""
    count = min(len(plan), site.random.randint(2, 8))
    chosen = {site.random.choices(range(len(plan)), weights=[0.1 + one.cost for one in plan])[0]}
    if site.random.random() < 0.5:
        chosen |= set(site.random.sample(range(len(plan)), count - 1))
        return sorted(chosen)
    tenant = site.tenants[min(chosen)]
    wanted = set(tenant.outlook.times.day[tenant.needs_room].tolist())
    wanted = set(site.random.sample(sorted(wanted), min(3, len(wanted))))
    near = [at for at, placed in enumerate(plan) if at not in chosen and wanted & _days(site.tenants[at], placed)]
    chosen |= set(site.random.sample(near, min(len(near), count - 1)))
    return sorted(chosen)


def _days(tenant: Tenant, placed: Placed) -> set[int]:
    return {int(tenant.outlook.times.day[one]) for one in placed.choice if one >= 0}
