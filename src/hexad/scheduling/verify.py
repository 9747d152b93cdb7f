"""``verify``: a plan checked and priced again, on exact intervals.

Written apart from the search on purpose: no bitmaps, no bytes, no windows. What is wrong in both would have to be
wrong twice, in different code.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hexad.availability.horizon import EPOCH
from hexad.scheduling.ledger import Seat, year_of_time
from hexad.scheduling.meeting_of import burden_of, meet
from hexad.scheduling.needs import (
    ALL_PRESENT,
    ENGAGE_DAYS,
    FOLLOW_UP_TOLERANCE,
    FOLLOW_UPS,
    WISHED_DAYS,
    GroupNeeds,
    Request,
    Room,
    needs_of,
)
from hexad.scheduling.plans import Cost, Key, Plan, Session
from hexad.scheduling.slots import ABSENT

QUARTER = timedelta(minutes=15)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
ALMOST = 1e-6


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that a plan breaks; ``people`` are ids, for whoever runs the check and nobody else."""

    code: str
    session: Key
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is broken, and the cost as it is found here."""

    violations: tuple[Violation, ...]
    cost: Cost


def verify(plan: Plan, request: Request) -> Verdict:
    """Check every rule of a plan, and compute its cost again.

    Parameters
    ----------
    plan
        As ``plan`` or ``repair`` returned it.
    request
        What it was made from.

    Returns
    -------
    Verdict
        Without violations where the plan is sound. A cost other than the plan's own is a violation (``cost``).

    Source
    ------
    The rules of docs/scheduling.md.
    """
    groups = {group.id: group for group in request.groups}
    by_group: dict[str, list[Session]] = {group.id: [] for group in request.groups}
    violations = list(_complete(plan, request))
    for one in plan.sessions:
        if one.group in by_group:
            by_group[one.group].append(one)
    cost = Cost(unscheduled=request.rules.weights.unscheduled * len(plan.unscheduled))
    stood = _stood(request)
    for name, sessions in by_group.items():
        check = _Group(groups[name], request, sessions, stood)
        violations += check.violations()
        cost += check.cost()
    violations += [*_rooms(plan, request), *_twice_at_once(plan, request), *_ceiling(plan, request)]
    violations += _together(plan, request)
    violations += [Violation("fixed", one.key) for one in plan.sessions if _left(one, request.fixed, stood)]
    if abs(cost.total - plan.cost.total) > ALMOST * max(1.0, cost.total):
        violations.append(Violation("cost", ("", "", 0)))
    return Verdict(tuple(violations), cost)


def cost_of_group(group: GroupNeeds, request: Request, sessions: Sequence[Session]) -> Cost:
    """What the sessions of one group cost, but for those that it lacks.

    Source: the formula of docs/scheduling.md, on intervals.
    """
    return _Group(group, request, sessions, _stood(request)).cost()


def _stood(request: Request) -> dict[Key, datetime]:
    horizon = request.horizon
    return {one.key: one.start for one in request.standing if horizon.start <= one.start and one.end <= horizon.end}


def _complete(plan: Plan, request: Request) -> Iterator[Violation]:
    """Each wanted session is there once, or is said not to be."""
    said = [*(one.key for one in plan.sessions), *(one.key for one in plan.unscheduled)]
    wanted = set()
    for group in request.groups:
        first = request.horizon.start.astimezone(_zone(group, request)).date()
        wanted |= {(group.id, need.kind, need.cycle) for need in needs_of(group, request.horizon, first, request.rules)}
    for key in set(said) ^ wanted:
        yield Violation("wanted", key)
    for key in {key for key in said if said.count(key) > 1} if len(set(said)) < len(said) else ():
        yield Violation("twice", key)


def _zone(group: GroupNeeds, request: Request) -> ZoneInfo:
    names = sorted(request.people[one].hours.zone for one in group.members)
    return ZoneInfo(max(dict.fromkeys(names), key=names.count))


class _Group:
    """The sessions of one group."""

    def __init__(
        self, group: GroupNeeds, request: Request, sessions: Sequence[Session], stood: Mapping[Key, datetime]
    ) -> None:
        self.group, self.request, self.rules, self.stood = group, request, request.rules, stood
        self.sessions = sorted(sessions, key=lambda one: one.start)
        self.zone = _zone(group, request)
        self.first = request.horizon.start.astimezone(self.zone).date()
        self.at: Mapping[tuple[str, int], Session] = {(one.kind, one.cycle): one for one in sessions}

    def day(self, one: Session) -> date:
        return one.start.astimezone(self.zone).date()

    def violations(self) -> Iterator[Violation]:
        for one in self.sessions:
            yield from self._shape(one)
            if one.key not in self.request.fixed:
                yield from self._people(one)
            yield from self._days(one)
        for one, other in pairwise(self.sessions):
            if self.day(one) == self.day(other) and not {one.key, other.key} <= self.request.fixed:
                yield Violation("day", other.key)

    def _shape(self, one: Session) -> Iterator[Violation]:
        horizon, earliest = self.request.horizon, self.request.earliest
        if earliest is not None and one.start < earliest and self.stood.get(one.key) != one.start:
            yield Violation("early", one.key)
        if one.start < horizon.start or one.end > horizon.end:
            yield Violation("horizon", one.key)
        if one.end - one.start != self._length(one) or (one.start - EPOCH) % QUARTER:
            yield Violation("length", one.key)
        if len(one.absent) > (self.rules.rungs > ALL_PRESENT) or (one.absent and len(self.group.members) < 3):
            yield Violation("absent", one.key, one.absent)
        if set(one.absent) - set(self.group.members):
            yield Violation("stranger", one.key, one.absent)

    def _length(self, one: Session) -> timedelta:
        own = self.group.engage_slots if one.kind == "engage" else 0
        return (own or self.rules.lengths[one.kind]) * QUARTER  # type: ignore[index]

    def _people(self, one: Session) -> Iterator[Violation]:
        on_site = self.group.all_sit and bool(self.group.site) and one.kind in self.group.in_rooms
        for name in self.group.members:
            if name in one.absent:
                continue
            met = meet(self.request.people[name], one.start, one.end)
            if met.blocked or (met.elsewhere and on_site):
                yield Violation("busy", one.key, (name,))
            elif met.rung >= self.rules.rungs:
                yield Violation("rung", one.key, (name,))

    def _days(self, one: Session) -> Iterator[Violation]:
        anchor = self._anchor(one)
        if anchor is None:
            yield Violation("partner", one.key)
            return
        origin, low, high, _, stays = anchor
        stays = stays and one.key in self.request.fixed
        if not stays and not low <= (self.day(one) - origin).days <= high:
            yield Violation("apart", one.key)

    def _anchor(self, one: Session) -> tuple[date, int, int, tuple[int, int], bool] | None:
        """From which day days are counted, the fewest and most, those wished, and whether that day is fixed."""
        begins = max((self.group.not_before - self.first).days, 0) if self.group.not_before else 0
        if one.kind == "engage":
            return self.first, begins, begins + ENGAGE_DAYS - 1, (begins, begins + 6), True
        if one.kind == "explore":
            begins += ENGAGE_DAYS if self._has_engage(begins) else 0
            wish = begins + 7 * self.rules.cadence_weeks * (one.cycle - self.group.first_cycle)
            slack = 7 * self.rules.slack_weeks
            return self.first, max(wish - slack, begins), wish + 6 + slack, (wish, wish + 6), True
        if one.kind == "reflect":
            low, high = self.rules.practice_days
            explore = self.at.get(("explore", one.cycle))
            if explore is None:
                return None
            return self.day(explore), low, high, (low, high), explore.key in self.request.fixed
        days = FOLLOW_UPS[one.kind]  # type: ignore[index]
        span = (days - FOLLOW_UP_TOLERANCE, days + FOLLOW_UP_TOLERANCE, (days - WISHED_DAYS, days + WISHED_DAYS))
        if one.cycle in self.group.reflected:
            return self.group.reflected[one.cycle], *span, True
        reflect = self.at.get(("reflect", one.cycle))
        return None if reflect is None else (self.day(reflect), *span, reflect.key in self.request.fixed)

    def _has_engage(self, begins: int) -> bool:
        days = (self.request.horizon.end - self.request.horizon.start) // DAY - 1
        return self.group.begins_with_engage(self.rules) and begins + ENGAGE_DAYS <= days

    def cost(self) -> Cost:
        weights = self.rules.weights
        carried = {name: self.request.ledger.get(name, 0.0) for name in self.group.members}
        borne, shared, distance = dict(carried), 0.0, 0
        for one in self.sessions:
            points = {name: burden_of(self.request.people[name], one.start, one.end) for name in self._coming(one)}
            for name, more in points.items():
                borne[name] += more
            shared += weights.mean * sum(points.values()) / len(points) + ABSENT * len(one.absent)
            if anchor := self._anchor(one):
                passed = (self.day(one) - anchor[0]).days
                distance += max(anchor[3][0] - passed, passed - anchor[3][1], 0)
        most = max(borne.values()) - max(carried.values()) if self.sessions else 0.0
        moves = sum(one.key in self.stood and self.stood[one.key] != one.start for one in self.sessions)
        return Cost(inconvenience=most + shared, distance=weights.week * distance / 7, moves=weights.moved * moves)

    def _coming(self, one: Session) -> Iterable[str]:
        return (name for name in self.group.members if name not in one.absent)


def _left(one: Session, fixed: frozenset[Key], stood: Mapping[Key, datetime]) -> bool:
    return one.key in fixed and one.key in stood and stood[one.key] != one.start


def _rooms(plan: Plan, request: Request) -> Iterator[Violation]:
    """Rooms exist, hold the group, are free, and hold one group at a time."""
    groups = {group.id: group for group in request.groups}
    rooms = {(room.site, room.name): room for room in request.rooms}
    counted = {room.site for room in request.rooms}
    uses: dict[tuple[str, str], list[Session]] = {}
    for one in plan.sessions:
        group = groups.get(one.group)
        if group is None or one.kind not in group.in_rooms or group.site not in counted or one.key in request.fixed:
            continue
        room = rooms.get((group.site, one.room))
        if room is None or not _does_for(room, group) or _is_taken(room, one):
            yield Violation("room", one.key)
    for one in plan.sessions:
        if one.room:
            uses.setdefault((one.site, one.room), []).append(one)
    for held in uses.values():
        yield from _overlaps("room-twice", sorted(held, key=lambda one: one.start))


def _together(plan: Plan, request: Request) -> Iterator[Violation]:
    """A get-together of several groups has all their members, a seat for all who sit, and comes before their cycles."""
    groups, rooms = {group.id: group for group in request.groups}, {(one.site, one.name): one for one in request.rooms}
    first: dict[str, datetime] = {}
    for one in plan.sessions:
        if one.kind == "explore":
            first[one.group] = min(one.start, first.get(one.group, one.start))
    for one in (one for one in plan.sessions if one.group in groups and groups[one.group].together):
        those = [groups[name] for name in groups[one.group].together if name in groups]
        if left_out := {name for group in those for name in group.members} - set(groups[one.group].members):
            yield Violation("together-members", one.key, tuple(sorted(left_out)))
        if any(first.get(group.id, one.end) < one.end for group in those):
            yield Violation("together-order", one.key)
        room = rooms.get((one.site, one.room))
        if room is not None and room.seats < sum(group.sitting for group in those):
            yield Violation("together-seats", one.key)


def _does_for(room: Room, group: GroupNeeds) -> bool:
    return room.seats >= group.sitting and all(one in room.equipment for one in group.equipment)


def _is_taken(room: Room, one: Session) -> bool:
    return any(start < one.end and one.start < end for start, end in room.busy)


def _overlaps(code: str, sessions: Sequence[Session]) -> Iterator[Violation]:
    """A session that starts when another ends is no conflict."""
    last: datetime | None = None
    for one in sessions:
        if last is not None and one.start < last:
            yield Violation(code, one.key)
        last = one.end if last is None else max(last, one.end)


def _twice_at_once(plan: Plan, request: Request) -> Iterator[Violation]:
    members = {group.id: group.members for group in request.groups}
    by_person: dict[str, list[Session]] = {}
    for one in plan.sessions:
        for name in members.get(one.group, ()):
            if name not in one.absent:
                by_person.setdefault(name, []).append(one)
    for sessions in by_person.values():
        yield from _overlaps("person-twice", sorted(sessions, key=lambda one: one.start))


def _ceiling(plan: Plan, request: Request) -> Iterator[Violation]:
    """Nobody's year is passed by sessions of the plan; what stands fixed is not its doing."""
    members = {group.id: group.members for group in request.groups}
    by_person: dict[str, list[Session]] = {}
    for one in plan.sessions:
        for name in members.get(one.group, ()):
            by_person.setdefault(name, []).append(one)
    for name, sessions in by_person.items():
        person = request.people[name]
        seats = [
            Seat(start=one.start, hours=(one.end - one.start) / timedelta(hours=1), is_held=False) for one in sessions
        ]
        for year in {one.start.astimezone(ZoneInfo(person.hours.zone)).year for one in sessions}:
            taken = year_of_time(
                [*person.seats, *seats], year=year, zone=person.hours.zone, weekly_hours=person.weekly_hours
            )
            if not taken.has_room_for(0.0, request.rules.ceiling):
                yield Violation("ceiling", sessions[-1].key, (name,))
