"""``plan``: times and rooms for the sessions of all groups, at the least cost."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from random import Random
from time import monotonic

import numpy as np

from hexad.availability.intervals import Interval
from hexad.scheduling.ceiling import days_of, over_the_year
from hexad.scheduling.needs import ALL_PRESENT, GroupNeeds, Need, Request, Room, needs_of
from hexad.scheduling.outlook import NONE_STANDING, Outlook, Standing, clock_of_group, keep, lay_out
from hexad.scheduling.outlook import members_of as people_of
from hexad.scheduling.parts import Part, parts_of
from hexad.scheduling.plans import Cost, Plan, Session, Unscheduled
from hexad.scheduling.sites import Placed, RoomClass, Site, Tenant, room_classes, solve_site
from hexad.scheduling.telling import cost_of_choice, session_at
from hexad.scheduling.why import Lost, explain, over_the_ceiling

ROUNDS = 400  # of taking groups out and putting them back without a better plan, before a site is left as it is
USUAL_LIMIT = 60.0  # seconds
Standings = dict[str, Standing]
Classes = dict[str, tuple[RoomClass, ...]]


def plan(
    request: Request,
    *,
    seed: int = 1,
    seconds: float = USUAL_LIMIT,
    rounds: int = ROUNDS,
    told: Callable[[int], object] | None = None,
) -> Plan:
    """Find times and rooms for the sessions of all groups.

    Groups that share neither rooms nor people are solved one by one, exactly; those that do, together.

    Parameters
    ----------
    seed
        Of the search where rooms are scarce.
    seconds
        After which sites keep the best that they have.
    rounds
        The search of a site ends after so many attempts without a better plan.
    told
        Is called with the number of groups that are done, each time that it grows.

    Returns
    -------
    Plan
        With a bound that no plan goes below. The same request and seed give the same plan, unless ``stopped`` says
        ``limit``. Permuting people and groups changes nothing.

    Source
    ------
    The cost is that of docs/scheduling.md; how it is minimised see ``chains`` and ``sites``.
    """
    search = _Search(seed, monotonic() + seconds, rounds)
    standing = standing_by_group(request)
    classes = classes_by_site(request)
    result, done = _Result(), 0
    for part in parts_of(request, set(classes)):
        result.add(_plan_part(part, request, standing, classes, search))
        done += len(part.groups)
        if told is not None:
            told(done)
    return result.plan(seed)


@dataclass(frozen=True, slots=True)
class _Search:
    seed: int
    ends: float
    rounds: int


@dataclass(slots=True)
class _Result:
    sessions: list[Session] = field(default_factory=list)
    unscheduled: list[Unscheduled] = field(default_factory=list)
    cost: Cost = field(default_factory=Cost)
    bound: float = 0.0
    limit_was_met: bool = False
    by_group: dict[str, Cost] = field(default_factory=dict)

    def add(self, other: "_Result") -> None:
        self.sessions += other.sessions
        self.unscheduled += other.unscheduled
        self.cost += other.cost
        self.by_group |= other.by_group
        self.bound += other.bound
        self.limit_was_met = self.limit_was_met or other.limit_was_met

    def plan(self, seed: int) -> Plan:
        return Plan(
            sessions=tuple(sorted(self.sessions, key=lambda one: (one.start, one.key))),
            unscheduled=tuple(sorted(self.unscheduled, key=lambda one: one.key)),
            cost=self.cost,
            bound=min(self.bound, self.cost.total),
            seed=seed,
            stopped="limit" if self.limit_was_met else "done",
            by_group=self.by_group,
        )


def standing_by_group(request: Request) -> Standings:
    """The sessions that stand inside the horizon, by group, kind and cycle."""
    found: dict[str, dict[tuple[str, int], Session]] = {}
    for one in request.standing:
        if request.horizon.start <= one.start and one.end <= request.horizon.end:
            found.setdefault(one.group, {})[(one.kind, one.cycle)] = one
    return dict(found)


def classes_by_site(request: Request) -> Classes:
    """The rooms of each site that has any, by what makes them differ; sessions that are fixed hold theirs."""
    rooms: dict[str, list[Room]] = {}
    held: dict[tuple[str, str], list[Interval]] = {}
    for one in request.standing:
        if one.key in request.fixed and one.room:
            held.setdefault((one.site, one.room), []).append(Interval(one.start, one.end))
    for room in request.rooms:
        taken = held.get((room.site, room.name), [])
        rooms.setdefault(room.site, []).append(replace(room, busy=(*room.busy, *taken)))
    return {site: room_classes(of, request.horizon) for site, of in rooms.items()}


def _plan_part(part: Part, request: Request, standing: Standings, classes: Classes, search: _Search) -> _Result:
    rooms = tuple(room for site in part.sites for room in classes[site])
    ready = [ready_group(group, request, standing.get(group.id, NONE_STANDING), rooms) for group in part.groups]
    if len(ready) == 1:
        return _single(ready[0], request, rooms)
    rows = {person: len(rooms) + at for at, person in enumerate(part.shared)}
    tenants = [
        Tenant(one.outlook, rooms, [rows[person.id] for person in one.outlook.members if person.id in rows])
        for one in ready
    ]
    site = Site(
        tenants=tenants,
        seats=np.array([*(len(room.names) for room in rooms), *(1 for _ in rows)], dtype=np.int64),
        slots=request.horizon.slots,
        random=Random(f"{search.seed} {part.groups[0].id}"),  # noqa: S311 -- a search, not a secret
        ends=search.ends,
    )
    placed, bound = solve_site(site, rounds=search.rounds)
    result = _told(ready, placed, request, names_of_rooms(tenants, placed, rooms))
    result.bound = bound + sum(one.lost_cost for one in ready)
    result.limit_was_met = site.limit_was_met
    return result


@dataclass(slots=True)
class Ready:
    """One group without the sessions that cannot be: those stand in ``unscheduled`` with their reasons."""

    group: GroupNeeds
    outlook: Outlook
    standing: Standing
    placed: Placed
    bound: float
    unscheduled: list[Unscheduled]
    lost_cost: float


def ready_group(group: GroupNeeds, request: Request, standing: Standing, rooms: Sequence[RoomClass]) -> Ready:
    """Take out first what has no time even if the group had all rooms to itself."""
    people, clock = people_of(group, request), clock_of_group(group, request)
    needs = needs_of(group, request.horizon, clock.first, request.rules)
    seated = [replace(one, seats=(*one.seats, *group.also)) for one in people] if group.also else people
    passing = over_the_year(seated, needs, clock.first, request.rules.ceiling)
    unscheduled = [over_the_ceiling(group, needs[at], count) for at, count in passing.items()]
    needs = keep(needs, frozenset(passing))
    outlook = lay_out(group, request, needs, standing=standing)
    tenant = Tenant(outlook, rooms)
    placed, bound = alone(tenant)
    if (lost := _lost(placed)) and request.rules.rungs > ALL_PRESENT and len(people) > 2:
        outlook = lay_out(group, request, needs, standing=standing, one_missing=_with_anchors(needs, lost))
        tenant = Tenant(outlook, rooms)
        placed, bound = alone(tenant)
        lost = _lost(placed)
    if lost:
        unscheduled += [explain(group, request, one) for one in _losses(tenant, lost)]
        left = frozenset(range(len(needs))) - lost
        missing = frozenset(at for at in left if (outlook.times.absent[_part(outlook, at)] >= 0).any())
        outlook = lay_out(group, request, keep(needs, lost), standing=standing, one_missing=_renumbered(missing, lost))
        placed, bound = alone(Tenant(outlook, rooms))
    return Ready(
        group, outlook, standing, placed, bound, unscheduled, request.rules.weights.unscheduled * len(unscheduled)
    )


def alone(tenant: Tenant) -> tuple[Placed, float]:
    """The best schedule of a group that has all rooms to itself."""
    rows = max([len(tenant.closed), *(row + 1 for row in tenant.shared)])
    return tenant.place(np.zeros((rows, len(tenant.outlook.clock.day))))


def _lost(placed: Placed) -> frozenset[int]:
    return frozenset(at for at, one in enumerate(placed.choice) if one < 0)


def _with_anchors(needs: Sequence[Need], lost: frozenset[int]) -> frozenset[int]:
    anchors = {needs[at].after for at in lost} - {None}
    return lost | frozenset(at for at in anchors if at is not None)


def _renumbered(places: frozenset[int], gone: frozenset[int]) -> frozenset[int]:
    return frozenset(at - sum(one < at for one in gone) for at in places)


def _part(outlook: Outlook, at: int) -> slice:
    return slice(int(outlook.first[at]), int(outlook.first[at + 1]))


def _losses(tenant: Tenant, lost: frozenset[int]) -> list[Lost]:
    """What is missing of each lost session: a time, the other session of its cycle, or a room."""
    outlook = tenant.outlook
    spans = days_of(outlook.needs)
    anyway = _lost(alone(Tenant(outlook, ()))[0]) if tenant.needs_room.any() else lost
    has = np.diff(outlook.first) > 0
    found = []
    for at in sorted(lost):
        need = outlook.needs[at]
        partner = need.after if need.after is not None else at + 1 if need.kind == "explore" else None
        there = None if partner is None else bool(has[partner])
        found.append(Lost(need, spans[at], bool(has[at]), at in anyway, there))
    return found


def _single(one: Ready, request: Request, rooms: Sequence[RoomClass]) -> _Result:
    names = names_of_rooms([Tenant(one.outlook, rooms)], [one.placed], rooms) if rooms else {}
    result = _told([one], [one.placed], request, names)
    result.bound = one.bound + one.lost_cost
    return result


RoomNames = dict[tuple[int, int], str]  # by the place of the group and of its session


def names_of_rooms(tenants: Sequence[Tenant], placed: Sequence[Placed], rooms: Sequence[RoomClass]) -> RoomNames:
    """Give each session one of the rooms of its class: in order of time, the first that is free again."""
    wanted: dict[int, list[tuple[int, int, int, int]]] = {}
    for at, one in enumerate(placed):
        for session, (candidate, room) in enumerate(zip(one.choice, one.rooms, strict=True)):
            if candidate >= 0 and room >= 0:
                tenant = tenants[at]
                times = (int(tenant.start[candidate]), int(tenant.end[candidate]))
                wanted.setdefault(room, []).append((*times, at, session))
    names: RoomNames = {}
    for room, uses in wanted.items():
        free_from = dict.fromkeys(rooms[room].names, 0)
        for start, end, at, session in sorted(uses):
            name = next((name for name, free in free_from.items() if free <= start), rooms[room].names[0])
            names[(at, session)], free_from[name] = name, end
    return names


def _told(ready: Sequence[Ready], placed: Sequence[Placed], request: Request, names: RoomNames) -> _Result:
    result = _Result()
    for at, (one, schedule) in enumerate(zip(ready, placed, strict=True)):
        for session, candidate in enumerate(schedule.choice):
            if candidate >= 0:
                room = names.get((at, session), "") or _room_it_holds(one, session)
                result.sessions.append(session_at(one.outlook, request, session, candidate, room))
        result.unscheduled += [*one.unscheduled, *_without_rooms(one, schedule, request)]
        cost = cost_of_choice(one.outlook, request, schedule.choice, one.standing) + Cost(unscheduled=one.lost_cost)
        result.by_group[one.group.id] = cost
        result.cost += cost
    return result


def _room_it_holds(one: Ready, session: int) -> str:
    need = one.outlook.needs[session]
    return one.standing[(need.kind, need.cycle)].room if one.outlook.fixed[session] else ""


def _without_rooms(one: Ready, schedule: Placed, request: Request) -> list[Unscheduled]:
    """Sessions that fit alone, but not beside the other groups of the site."""
    needs, spans = one.outlook.needs, days_of(one.outlook.needs)
    return [explain(one.group, request, Lost(needs[at], spans[at], True, False)) for at in sorted(_lost(schedule))]
