"""A plan of the library that has passed the library's own check: no other is ever kept."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from hexad.availability.intervals import Interval
from hexad.scheduling.needs import GroupNeeds, Request
from hexad.scheduling.plans import Key, Plan, Session, Unscheduled
from hexad.scheduling.verify import cost_of_group, verify

logger = logging.getLogger(__name__)
Told = Callable[[int], object]
CYCLE = ("explore", "reflect")
OTHERS = 4  # further cycles, for the owner to look at and for the group to choose among


class UnsoundError(Exception):
    """The plan does not pass its own check. Holds kinds of faults, nobody's name."""


@dataclass(slots=True)
class Planned:
    """By group: its sessions, those without a time, and further cycles around all else.

    ``shared``: key of its get-together and number of the first group in it, where several have one.
    """

    sessions: dict[str, list[Session]] = field(default_factory=dict)
    lost: dict[str, list[Unscheduled]] = field(default_factory=dict)
    others: dict[str, list[Sequence[Session]]] = field(default_factory=dict)
    shared: dict[str, tuple[str, int]] = field(default_factory=dict)

    def cycles_of(self, group: str) -> list[Sequence[Session]]:
        """Best first, each an explore and a reflect."""
        own = {one.kind: one for one in self.sessions.get(group, ())}
        if not own.keys() >= set(CYCLE):
            return []
        return [[own[kind] for kind in CYCLE], *self.others.get(group, ())]

    def add(self, plan: Plan) -> None:
        for one in plan.sessions:
            self.sessions.setdefault(one.group, []).append(one)
        for lost in plan.unscheduled:
            self.lost.setdefault(lost.group, []).append(lost)

    def share(self, hosts: Sequence[GroupNeeds], keys: Mapping[str, tuple[str, int]]) -> None:
        """What was planned for several groups becomes each one's own."""
        for host in hosts:
            sessions, lost = self.sessions.pop(host.id, []), self.lost.pop(host.id, [])
            for name in host.together:
                self.shared[name] = keys[host.id]
                self.sessions.setdefault(name, []).extend(replace(one, group=name) for one in sessions)
                self.lost.setdefault(name, []).extend(replace(one, group=name) for one in lost)


def plan_soundly(request: Request, rungs: Mapping[str, int], told: Told) -> Planned:
    """Plan all groups; those that may go further down the ladder than others come after them.

    ``told`` is called with the groups that are planned, then, from there on, with those that have their other times.
    """
    planned, done = Planned(), 0
    for most in sorted(set(rungs.values())):
        ours = [group for group in request.groups if rungs[group.id] == most]
        part = replace(request, groups=tuple(ours), rules=replace(request.rules, rungs=most))
        part = with_sessions_held(part, [one for each in planned.sessions.values() for one in each])
        planned.add(_checked(part, _from(done, told)))
        done += len(ours)
    _look_further(request, rungs, planned, told)
    return planned


def _from(done: int, told: Told) -> Told:
    return lambda count: told(done + count)


def with_sessions_held(request: Request, sessions: Sequence[Session]) -> Request:
    """Rooms are taken where sessions of a plan before this one have them."""
    taken: dict[tuple[str, str], list[Interval]] = {}
    for one in sessions:
        if one.room:
            taken.setdefault((one.site, one.room), []).append(Interval(one.start, one.end))
    rooms = (replace(room, busy=(*room.busy, *taken.get((room.site, room.name), ()))) for room in request.rooms)
    return replace(request, rooms=tuple(rooms))


def _checked(request: Request, told: Told) -> Plan:
    from hexad.scheduling.planning import plan  # late: compiled loops take a second to load, and pages never plan

    found = plan(request, told=told)
    if broken := sorted({one.code for one in verify(found, request).violations}):
        logger.error("a plan of %s groups breaks its rules (%s)", len(request.groups), ", ".join(broken))
        raise UnsoundError(", ".join(broken))
    return found


def _look_further(request: Request, rungs: Mapping[str, int], planned: Planned, told: Told) -> None:
    from hexad.scheduling.choices import Others

    others = Others.of(request, [one for each in planned.sessions.values() for one in each])
    for at, group in enumerate(request.groups, 1):
        own = planned.sessions.get(group.id, [])
        vary = [one.key for kind in CYCLE for one in own if one.kind == kind]
        if len(vary) == len(CYCLE):
            around = others.around(group, own, vary)
            around = replace(around, rules=replace(around.rules, rungs=rungs[group.id]))
            planned.others[group.id] = _choices(group, around, own, vary, planned.lost.get(group.id, []))
        told(len(request.groups) + at)


def _choices(
    group: GroupNeeds, around: Request, own: Sequence[Session], vary: Sequence[Key], lost: Sequence[Unscheduled]
) -> list[Sequence[Session]]:
    """Other cycles, each checked beside what stays as it is; a faulty one is left out, and said to the log."""
    from hexad.scheduling.choices import choices

    found: list[Sequence[Session]] = []
    for cycle in choices(group, around, own, vary, OTHERS):
        sessions = tuple(sorted([*cycle, *(one for one in own if one.key not in vary)], key=lambda one: one.start))
        cost = cost_of_group(group, around, sessions)
        cost = replace(cost, unscheduled=around.rules.weights.unscheduled * len(lost))
        whole = Plan(sessions=sessions, unscheduled=tuple(lost), cost=cost, bound=0.0)
        if broken := sorted({one.code for one in verify(whole, around).violations}):
            logger.error("another time breaks the rules (%s)", ", ".join(broken))
        else:
            found.append(cycle)
    return found
