"""``repair``: a plan after calendars, rooms or people changed, with as few moves as can be."""

from bisect import insort
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from hexad.availability.busy_times import BusyTimes
from hexad.availability.horizon import SLOT
from hexad.availability.intervals import Busy, Interval
from hexad.scheduling import quarters
from hexad.scheduling.needs import Attendee, GroupNeeds, Request, Room
from hexad.scheduling.outlook import members_of, zone_of_most
from hexad.scheduling.parts import in_turn
from hexad.scheduling.planning import plan as plan_anew
from hexad.scheduling.plans import Cost, Key, Plan, Session, Unscheduled
from hexad.scheduling.verify import cost_of_group

NOTICE_DAYS = 10  # working days within which nothing moves without consent
SATURDAY = 5
DAY = timedelta(days=1)
# First no session is lost, then none moves without need, then everything else; our choice.
LOST, MOVED = 1_000_000.0, 1_000.0
NO_PEOPLE: Mapping[str, Attendee] = {}
RESCUE_SECONDS = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What is known now that was not when the plan was made.

    Attributes
    ----------
    now
        From here the ten working days count.
    people
        Those whose calendar or hours changed, by id, as they are now.
    rooms
        All rooms as they are now; None: as before.
    consent
        Sessions that may move, or be given a time, although that is near; by their key.
    """

    now: datetime
    people: Mapping[str, Attendee] = field(default_factory=lambda: NO_PEOPLE)
    rooms: tuple[Room, ...] | None = None
    consent: frozenset[Key] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """The plan as it is now; its bound is nought, since a repair proves nothing about the best plan.

    Attributes
    ----------
    request
        What it was made from, for :func:`hexad.scheduling.verify.verify`.
    moved
        Sessions with another time.
    waiting
        Sessions that no longer fit, but are too near to move without consent.
    """

    plan: Plan
    request: Request
    moved: tuple[Key, ...] = ()
    waiting: tuple[Key, ...] = ()


def repair(plan: Plan, request: Request, changes: Changes) -> Repair:
    """Mend a plan: first no session is lost that has a time, then as few move as can be, then they are convenient.

    Each group whose people or rooms changed is solved again, exactly, around the sessions of all others, which stay.
    Only where that leaves a session without a room are the groups of its site planned together, still with as few
    moves as the search finds. Sessions within ten working days, and those that were held, stay where they are; new
    times lie beyond the ten days.

    Parameters
    ----------
    request
        What the plan was made from.

    Returns
    -------
    Repair

    Source
    ------
    Our choice: a move is a message to six people.
    """
    mending = _Mending(plan, request, changes)
    for group in sorted(mending.after.groups, key=in_turn):
        if _concerns(group, changes):
            mending.mend(group)
    return mending.result()


def _concerns(group: GroupNeeds, changes: Changes) -> bool:
    return (changes.rooms is not None and bool(group.site)) or any(one in changes.people for one in group.members)


class _Mending:
    """A plan while it is mended, group by group. What is not concerned is not even looked at twice."""

    def __init__(self, plan: Plan, request: Request, changes: Changes) -> None:
        self.plan, self.before, self.changes = plan, request, changes
        self.of_group: dict[str, list[Session]] = {group.id: [] for group in request.groups}
        for one in plan.sessions:
            self.of_group[one.group].append(one)
        self.lacking = {one.group: list[Unscheduled]() for one in plan.unscheduled}
        for lost in plan.unscheduled:
            self.lacking[lost.group].append(lost)
        self.groups = {group.id: group for group in request.groups}
        self.notice: dict[str, datetime] = {}
        self.after = self._request_after()
        self.costs: dict[str, Cost] = {}
        self.changed: dict[str, list[Session]] = {}
        self.waiting: list[Key] = []

    def _request_after(self) -> Request:
        farthest = self.changes.now + 2 * NOTICE_DAYS * DAY
        near = {one.key for one in self.plan.sessions if one.start < farthest and self._is_near(one)}
        return replace(
            self.before,
            people={**self.before.people, **self.changes.people},
            rooms=self.before.rooms if self.changes.rooms is None else self.changes.rooms,
            standing=self.plan.sessions,
            fixed=frozenset(near),
            earliest=None,
        )

    def _is_near(self, one: Session) -> bool:
        if one.start < self.changes.now:
            return True
        if one.key in self.changes.consent:
            return False
        surely = one.start < self.changes.now + NOTICE_DAYS * DAY
        return surely or one.start < self._notice(self.groups[one.group])

    def _notice(self, group: GroupNeeds) -> datetime:
        zone = zone_of_most(members_of(group, self.before))
        if zone not in self.notice:
            self.notice[zone] = end_of_notice(self.changes.now, zone)
        return self.notice[zone]

    def mend(self, group: GroupNeeds) -> None:
        """Solve one group again where something of it no longer fits, or had no time so far."""
        own = [one for one in self._sessions(group) if one.start >= self.changes.now]
        broken = {one.key for one in _broken(own, group, self.after)}
        self.waiting += broken & self.after.fixed
        if broken - self.after.fixed or self.lacking.get(group.id):
            self._exchange(*self._solve(group))
        else:
            self.costs[group.id] = cost_of_group(group, replace(self.after, standing=()), self._sessions(group))

    def _sessions(self, group: GroupNeeds) -> list[Session]:
        return self.changed.get(group.id, self.of_group[group.id])

    def _others(self, ids: set[str]) -> Iterable[Session]:
        for name in self.of_group:
            if name not in ids:
                yield from self.changed.get(name, self.of_group[name])

    def _solve(self, group: GroupNeeds) -> tuple[list[GroupNeeds], Plan]:
        part = plan_anew(self._around([group]), seed=self.plan.seed, rounds=0)
        if not any(reason.code == "none.room" for one in part.unscheduled for reason in one.reasons):
            return [group], part
        neighbours = [one for one in self.after.groups if one.site == group.site]
        whole = plan_anew(self._around(neighbours), seed=self.plan.seed, seconds=RESCUE_SECONDS)
        others = sum(len(self.lacking.get(one.id, ())) for one in neighbours if one is not group)
        return (neighbours, whole) if len(whole.unscheduled) < len(part.unscheduled) + others else ([group], part)

    def _around(self, groups: Sequence[GroupNeeds]) -> Request:
        """The request of some groups, with the sessions of all others as taken time."""
        ids, members = {group.id for group in groups}, {one for group in groups for one in group.members}
        held: dict[tuple[str, str], list[Interval]] = {}
        for one in self._others(ids) if self.after.rooms else ():
            if one.room:
                held.setdefault((one.site, one.room), []).append(Interval(one.start, one.end))
        rooms = tuple(
            replace(room, busy=(*room.busy, *held.get((room.site, room.name), ()))) for room in self.after.rooms
        )
        elsewhere = self._elsewhere(members, ids)
        return replace(
            self.after,
            groups=tuple(groups),
            people={one: also_busy(self.after.people[one], elsewhere.get(one, ())) for one in members},
            rooms=rooms,
            standing=tuple(one for group in groups for one in self._sessions(group)),
            earliest=self._notice(groups[0]),
            rules=replace(self.after.rules, weights=replace(self.after.rules.weights, unscheduled=LOST, moved=MOVED)),
        )

    def _elsewhere(self, members: set[str], ids: set[str]) -> dict[str, list[Session]]:
        """Sessions that some people have in other groups."""
        found: dict[str, list[Session]] = {}
        for group in self.after.groups:
            if group.id not in ids and not members.isdisjoint(group.members):
                for name in members & set(group.members):
                    found.setdefault(name, []).extend(self._sessions(group))
        return found

    def _exchange(self, groups: Sequence[GroupNeeds], part: Plan) -> None:
        for group in groups:
            new = [self._in_its_room(one) for one in part.sessions if one.group == group.id]
            self.changed[group.id] = new
            self.lacking[group.id] = [one for one in part.unscheduled if one.group == group.id]
            weights, found = self.after.rules.weights, part.by_group[group.id]
            self.costs[group.id] = Cost(
                unscheduled=weights.unscheduled * len(self.lacking[group.id]),
                inconvenience=found.inconvenience,
                distance=found.distance,
                moves=weights.moved * found.moves / MOVED,
            )

    def _in_its_room(self, one: Session) -> Session:
        """A session that keeps its time keeps its room wherever that is free."""
        stood = next((old for old in self._sessions(self.groups[one.group]) if old.key == one.key), None)
        if stood is None or stood.start != one.start or stood.room == one.room:
            return one
        room = next((room for room in self.after.rooms if (room.site, room.name) == (stood.site, stood.room)), None)
        if room is None or _is_taken(room, one):
            return one
        meets = any(
            (other.site, other.room) == (stood.site, stood.room) and other.start < one.end and one.start < other.end
            for other in self._others({one.group})
        )
        return one if meets else replace(one, room=stood.room)

    def result(self) -> Repair:
        """The mended plan."""
        sessions = [one for one in self.plan.sessions if one.group not in self.changed]
        for one in (one for new in self.changed.values() for one in new):
            insort(sessions, one, key=_order)
        still = {name: replace(one, moves=0.0) if one.moves else one for name, one in self.plan.by_group.items()}
        mended = Plan(
            sessions=tuple(sessions),
            unscheduled=tuple(sorted((one for lost in self.lacking.values() for one in lost), key=lambda one: one.key)),
            cost=self._cost(),
            bound=0.0,
            seed=self.plan.seed,
            by_group={**still, **self.costs},
        )
        return Repair(
            plan=mended, request=self.after, moved=tuple(sorted(self._moved())), waiting=tuple(sorted(self.waiting))
        )

    def _cost(self) -> Cost:
        """That of the plan, with the groups that were looked at as they are now; earlier moves are no longer any."""
        total = replace(self.plan.cost, moves=0.0)
        for name, new in self.costs.items():
            old = self.plan.by_group[name]
            total = Cost(
                unscheduled=total.unscheduled - old.unscheduled + new.unscheduled,
                inconvenience=total.inconvenience - old.inconvenience + new.inconvenience,
                distance=total.distance - old.distance + new.distance,
                moves=total.moves + new.moves,
            )
        return total

    def _moved(self) -> Iterable[Key]:
        for name, new in self.changed.items():
            stood = {one.key: one.start for one in self.of_group[name]}
            yield from (one.key for one in new if stood.get(one.key, one.start) != one.start)


def _order(one: Session) -> tuple[datetime, Key]:
    return one.start, one.key


def end_of_notice(now: datetime, zone: str) -> datetime:
    """The first midnight from which on a session may move without consent: ten working days lie before it.

    Examples
    --------
    >>> from datetime import UTC
    >>> end_of_notice(datetime(2026, 12, 7, 9, tzinfo=UTC), "UTC").date().isoformat()  # a Monday
    '2026-12-22'
    """
    local = ZoneInfo(zone)
    day, left = now.astimezone(local).date(), NOTICE_DAYS
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < SATURDAY
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=local).astimezone(UTC)


def _broken(sessions: Sequence[Session], group: GroupNeeds, request: Request) -> Iterable[Session]:
    """Sessions to which somebody who would come no longer can, or whose room is gone."""
    members, horizon = members_of(group, request), request.horizon
    own = np.stack([quarters.quarters_of(person, horizon) for person in members])
    refused = quarters.REFUSED_ON[min(request.rules.rungs, len(quarters.REFUSED_ON)) - 1]
    over = {length: quarters.over(own, length) for length in {(one.end - one.start) // SLOT for one in sessions}}
    for one in sessions:
        in_room = bool(group.site) and one.kind in group.in_rooms
        bad = refused | (quarters.IS_ELSEWHERE if in_room and group.all_sit else 0)
        bits = over[(one.end - one.start) // SLOT][:, horizon.slot_of(one.start)]
        cannot = any(
            bit & bad and person.id not in one.absent for bit, person in zip(bits.tolist(), members, strict=True)
        )
        if cannot or (in_room and not _has_room(one, group, request.rooms)):
            yield one


def _has_room(one: Session, group: GroupNeeds, rooms: Sequence[Room]) -> bool:
    counted = [room for room in rooms if room.site == group.site]
    return not counted or any(
        room.name == one.room and group.fits_into(room.seats, room.equipment) and not _is_taken(room, one)
        for room in counted
    )


def _is_taken(room: Room, one: Session) -> bool:
    return any(start < one.end and one.start < end for start, end in room.busy)


def also_busy(person: Attendee, sessions: Iterable[Session]) -> Attendee:
    """Somebody with further sessions as taken time."""
    more = BusyTimes.of(Busy("", one.start, one.end) for one in sessions)
    if not len(more):
        return person
    busy = person.busy
    return replace(
        person,
        busy=BusyTimes(
            np.concatenate([busy.starts, more.starts]),
            np.concatenate([busy.ends, more.ends]),
            np.concatenate([busy.kinds, more.kinds]),
        ),
    )
