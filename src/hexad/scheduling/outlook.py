"""One group made ready for planning: its sessions, the times each could have, and what each time costs whom."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hexad.scheduling import quarters
from hexad.scheduling.chains import Best, Chain, best_of
from hexad.scheduling.needs import ALL_PRESENT, Attendee, GroupNeeds, Need, Request
from hexad.scheduling.plans import Session
from hexad.scheduling.quarters import IS_ELSEWHERE, REFUSED_ON, Bytes, Clock, Points
from hexad.scheduling.slots import ABSENT, HALF_HOUR

Ints = NDArray[np.int64]
FOREVER = 1 << 20  # days


class Starts(NamedTuple):
    """Starts at which a session can be, in order of time."""

    slot: Ints  # (K,)
    absent: Ints  # (K,) place of who cannot come, -1: everybody comes


class Times(NamedTuple):
    """Candidates with what they cost whom; K starts, n members."""

    slot: Ints  # (K,)
    day: Ints  # (K,)
    bits: Bytes  # (n, K) what each member gives up
    burden: Points  # (n, K)
    absent: Ints  # (K,)


@dataclass(slots=True)
class Outlook:
    """A group's needs with their candidates; candidates of one need stand together, in order of time.

    Attributes
    ----------
    members
        In order of their ids.
    needs
        Those that are planned.
    first
        ``(S + 1,)`` candidates of need s are ``first[s] .. first[s + 1] - 1``.
    own
        ``(C,)`` points beside the largest burden: the mean, who is absent, a move.
    """

    group: GroupNeeds
    members: list[Attendee]
    clock: Clock
    needs: list[Need]
    first: Ints
    times: Times
    own: Points
    carried: Points
    fixed: list[bool]
    drop: float
    a_day: float

    def chain(self, further: Points | None = None) -> Chain:
        """The exact problem of this group, with further points a candidate (a room's price)."""
        burden, carried = _distinct(self.times.burden, self.carried)
        return Chain(
            first=self.first,
            day=self.times.day,
            burden=burden,
            add=self.own if further is None else self.own + further,
            after=np.array([-1 if need.after is None else need.after for need in self.needs], dtype=np.int64),
            span=self._spans(),
            carried=carried,
            drop=np.full(len(self.needs), self.drop),
            must=np.array([need.kind == "reflect" and not self.fixed[need.after or 0] for need in self.needs]),
            a_day=self.a_day,
            days=int(self.clock.day[-1]) + 1,
        )

    def _spans(self) -> Ints:
        rows = []
        for at, need in enumerate(self.needs):
            stays = self.fixed[at] and (need.after is None or self.fixed[need.after])
            low, high = (-FOREVER, FOREVER) if stays else (need.low, need.high)
            rows.append((low, high, *need.wished))
        return np.array(rows, dtype=np.int64).reshape(-1, 4)


def best_times(outlook: Outlook, further: Points | None = None) -> Best:
    """Choose the times of one group exactly, on different days."""
    chain = outlook.chain(further)
    if not len(outlook.needs):
        return Best(0.0, 0.0, np.empty(0, dtype=np.int64))
    best = best_of(chain)
    return best if _on_different_days(chain, best.choice) is None else _branch(chain, best)


def _on_different_days(chain: Chain, choice: Ints) -> tuple[int, int, int] | None:
    """Two sessions on one day, and the day; None: there are none."""
    days: dict[int, int] = {}
    for session, candidate in enumerate(choice.tolist()):
        if candidate >= 0:
            day = int(chain.day[candidate])
            if day in days:
                return days[day], session, day
            days[day] = session
    return None


def _branch(chain: Chain, root: Best, deepest: int = 64) -> Best:
    """One of two sessions leaves the day that both want: both ways are tried, the more hopeful first."""
    waiting, found = [(root, chain)], None
    for _ in range(deepest):
        if not waiting:
            break
        waiting.sort(key=lambda one: one[0].cost, reverse=True)
        best, on = waiting.pop()
        clash = _on_different_days(on, best.choice)
        if clash is None:
            found = best
            break
        for session in clash[:2]:
            add = on.add.copy()
            part = slice(on.first[session], on.first[session + 1])
            add[part][on.day[part] == clash[2]] = np.inf
            child = on._replace(add=add)
            waiting.append((best_of(child), child))
    if found is None:  # sixty-four clashes one after another: not met with; better no session than two at once
        choice = root.choice.copy()
        while (clash := _on_different_days(chain, choice)) is not None:
            choice[clash[1]] = -1
        return Best(float("inf"), root.bound, choice)
    return Best(found.cost, min([found.bound, *(best.bound for best, _ in waiting)]), found.choice)


def _distinct(burden: Points, carried: Points) -> tuple[Points, Points]:
    """Members whose burden is the same at every time count once, as whoever carries most."""
    same_as = quarters.first_like(burden)
    kept = np.flatnonzero(same_as == np.arange(len(same_as)))
    most = np.full(len(same_as), -np.inf)
    np.maximum.at(most, same_as, carried)
    return np.ascontiguousarray(burden[kept].T), most[kept]


Standing = Mapping[tuple[str, int], Session]
NONE_STANDING: Standing = {}


def clock_of_group(group: GroupNeeds, request: Request) -> Clock:
    """The clock by which a group counts its days."""
    return quarters.clock_of(zone_of_most(members_of(group, request)), request.horizon)


def members_of(group: GroupNeeds, request: Request) -> list[Attendee]:
    """In order of their ids, so that nothing depends on the order in which they were given."""
    return [request.people[one] for one in sorted(group.members)]


def lay_out(
    group: GroupNeeds,
    request: Request,
    needs: Sequence[Need],
    *,
    standing: Standing = NONE_STANDING,
    one_missing: frozenset[int] = frozenset(),
) -> Outlook:
    """The candidates of given needs; at the places ``one_missing`` also times at which one member is absent."""
    members, clock = members_of(group, request), clock_of_group(group, request)
    finder = _Finder(group, request, clock, members, standing)
    parts, fixed, reach = [], [], list[tuple[int, int]]()
    for at, need in enumerate(needs):
        low, high = (0, 0) if need.after is None else reach[need.after]
        part = finder.starts(need, (low + need.low, high + need.high), one_missing=at in one_missing)
        parts.append(part)
        fixed.append(finder.is_fixed(need))
        days = clock.day[part.slot[[0, -1]]].tolist() if len(part.slot) else [FOREVER, -FOREVER]
        reach.append((days[0], days[1]))
    first = np.cumsum([0, *(len(part.slot) for part in parts)])
    times, own = finder.measured(needs, parts)
    carried = np.array([request.ledger.get(person.id, 0.0) for person in members])
    weights = request.rules.weights
    return Outlook(
        group=group,
        members=members,
        clock=clock,
        needs=list(needs),
        first=first.astype(np.int64),
        times=times,
        own=own,
        carried=carried - carried.max(),
        fixed=fixed,
        drop=weights.unscheduled,
        a_day=weights.week / 7,
    )


def _with(part: Starts, every: Starts, at: int) -> Starts:
    """Also the time at which a session stands, where it is still possible: it may be near, or on the quarter hour."""
    here = np.flatnonzero(every.slot == at)
    if not len(here) or at in part.slot:
        return part
    place = int(np.searchsorted(part.slot, at))
    return Starts(np.insert(part.slot, place, at), np.insert(part.absent, place, every.absent[here[0]]))


def keep(needs: Sequence[Need], without: frozenset[int]) -> list[Need]:
    """The needs but for some places; what counts its days from one of those goes too."""
    place: dict[int, int] = {}
    kept: list[Need] = []
    for at, need in enumerate(needs):
        if at in without or (need.after is not None and need.after not in place):
            continue
        place[at] = len(kept)
        kept.append(need if need.after is None else replace(need, after=place[need.after]))
    return kept


def zone_of_most(members: Sequence[Attendee]) -> str:
    """The zone in which most feel the day; of equals the first by name."""
    counts = Counter(person.hours.zone for person in members)
    return min(counts, key=lambda zone: (-counts[zone], zone))


class _Finder:
    """Finds the times of one group, each length once."""

    def __init__(
        self, group: GroupNeeds, request: Request, clock: Clock, members: list[Attendee], standing: Standing
    ) -> None:
        self.group, self.request, self.members, self.clock = group, request, members, clock
        self.standing = standing
        horizon = request.horizon
        self.earliest = 0 if request.earliest is None else horizon.slot_of(request.earliest, round_up=True)
        self.own = np.empty((len(members), request.horizon.slots), dtype=np.uint8)
        for row, person in zip(self.own, members, strict=True):
            quarters.quarters_of(person, request.horizon, row)
        self.over: dict[int, Bytes] = {}
        self.found: dict[tuple[int, bool, bool], tuple[Starts, NDArray[np.int32], NDArray[np.bool_]]] = {}

    def is_fixed(self, need: Need) -> bool:
        return (self.group.id, need.kind, need.cycle) in self.request.fixed and (need.kind, need.cycle) in self.standing

    def starts(self, need: Need, days: tuple[int, int], *, one_missing: bool) -> Starts:
        """Starts on the days from ``days[0]`` to ``days[1]``, on the half hour where there are any."""
        stands = self.standing.get((need.kind, need.cycle))
        at = -1 if stands is None else self.request.horizon.slot_of(stands.start)
        if stands is not None and self.is_fixed(need):
            ids = [person.id for person in self.members]
            return Starts(np.array([at]), np.array([ids.index(stands.absent[0]) if stands.absent else -1]))
        absence = one_missing and len(self.members) > 2 and self.request.rules.rungs > ALL_PRESENT
        every, day, even = self._every(need, one_missing=absence)
        begin, end = np.searchsorted(day, [max(days[0], 0), days[1] + 1])
        begin = max(begin, np.searchsorted(every.slot, self.earliest))
        slot, absent, half = every.slot[begin:end], every.absent[begin:end], even[begin:end]
        part = Starts(slot[half], absent[half]) if half.any() else Starts(slot, absent)
        return part if stands is None else _with(part, every, at)

    def _every(self, need: Need, *, one_missing: bool) -> tuple[Starts, NDArray[np.int32], NDArray[np.bool_]]:
        key = (need.length, need.in_room and self.group.all_sit, one_missing)
        if key not in self.found:
            starts = self._find(*key)
            self.found[key] = starts, self.clock.day[starts.slot], self.clock.minute[starts.slot] % HALF_HOUR == 0
        return self.found[key]

    def _over(self, length: int) -> Bytes:
        if length not in self.over:
            self.over[length] = quarters.over(self.own, length)
        return self.over[length]

    def _find(self, length: int, on_site: bool, one_missing: bool) -> Starts:
        over = self._over(length)
        refused = REFUSED_ON[min(self.request.rules.rungs, len(REFUSED_ON)) - 1] | (IS_ELSEWHERE if on_site else 0)
        if not one_missing:
            slot = np.flatnonzero((np.bitwise_or.reduce(over, axis=0) & refused) == 0)
            return Starts(slot, np.full(len(slot), -1))
        cannot = (over & refused) != 0
        missing = cannot.sum(axis=0)
        slot = np.flatnonzero(missing <= 1)
        return Starts(slot, np.where(missing[slot] == 1, cannot[:, slot].argmax(axis=0), -1))

    def measured(self, needs: Sequence[Need], parts: Sequence[Starts]) -> tuple[Times, Points]:
        """All candidates with what they cost whom, those of each need together; and their points beside the largest.

        Those points are a share of the mean of who comes, who is absent, and a move.
        """
        first = np.cumsum([0, *(len(part.slot) for part in parts)]).tolist()
        slot = np.concatenate([*(part.slot for part in parts), np.empty(0, dtype=np.int64)])
        absent = np.concatenate([*(part.absent for part in parts), np.empty(0, dtype=np.int64)])
        bits = np.empty((len(self.members), len(slot)), dtype=np.uint8)
        burden, own = np.empty((len(self.members), len(slot))), np.empty(len(slot))
        weights, rows, row_of = self.request.rules.weights, *self._zones()
        for at, need in enumerate(needs):
            part = slice(first[at], first[at + 1])
            points = quarters.points_in(rows, self.request.horizon, need.length)
            over = self._over(need.length)
            quarters.measure(over, points, row_of, slot[part], absent[part], bits[:, part], burden[:, part])
            stands = self.standing.get((need.kind, need.cycle))
            own[part] = 0.0
            if stands is not None:
                own[part][slot[part] != self.request.horizon.slot_of(stands.start)] = weights.moved
        come = len(self.members) - (absent >= 0)
        own += weights.mean * burden.sum(axis=0) / come + ABSENT * (absent >= 0)
        return Times(slot, self.clock.day[slot].astype(np.int64), bits, burden, absent), own

    def _zones(self) -> tuple[tuple[quarters.Homes, ...], Ints]:
        """Where the members live, each kind once, and whose is which."""
        homes = [quarters.homes_of(person) for person in self.members]
        rows = tuple(dict.fromkeys(homes))
        return rows, np.array([rows.index(home) for home in homes], dtype=np.int64)
