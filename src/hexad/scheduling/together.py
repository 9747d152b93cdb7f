"""Groups that begin in one get-together: one time and one room for all, then each has its own sessions.

A get-together of several groups is planned as a group of its own, with all their members and one session. So it is
searched, priced and checked like any other, and who is in it cannot be elsewhere then.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from hexad.scheduling.ledger import Seat
from hexad.scheduling.needs import ENGAGE_DAYS, GroupNeeds, Request
from hexad.scheduling.plans import Session, Unscheduled
from hexad.scheduling.slots import LADDER

SEVERAL_SLOTS = 5  # 75 minutes: the groups' own round and what they say to each other
MOST_TOGETHER = 4  # our choice: at the end each group says a sentence to all, in eight minutes
SLOTS_AN_HOUR = 4
USUAL_HOURS = LADDER.index("stretch")  # nobody gets up early for it: rather each group gets together by itself
DAY = timedelta(days=1)
T = TypeVar("T")
Planned = TypeVar("Planned", Session, Unscheduled)


def sets_of(groups: Iterable[tuple[T, Hashable]], most: int = MOST_TOGETHER) -> list[list[T]]:
    """Which groups could share a get-together: those of one kind, in sets of at most ``most``, as equal as can be.

    Parameters
    ----------
    groups
        Each with what has to be equal: site, level.

    Source: our choice.

    >>> sets_of([(1, "Berlin"), (2, "Leeds"), (3, "Berlin"), (4, "Berlin"), (5, "Berlin"), (6, "Berlin")])
    [[1, 3, 4], [5, 6]]
    """
    alike: dict[Hashable, list[T]] = {}
    for group, kind in groups:
        alike.setdefault(kind, []).append(group)
    found: list[list[T]] = []
    for each in alike.values():
        count = -(-len(each) // most)
        small, more = divmod(len(each), count)
        at = 0
        for number in range(count):
            size = small + (number < more)
            found.append(each[at : at + size])
            at += size
    return [each for each in found if len(each) > 1]


def begin_together(request: Request, sets: Iterable[Sequence[str]], *, slots: int = SEVERAL_SLOTS) -> Request:
    """Let groups of each set begin together, as far as they find a time; the others begin as the rules say.

    Parameters
    ----------
    sets
        Ids of groups of one site. Those that need no get-together are passed over.
    slots
        How long a get-together of several groups is.

    Returns
    -------
    Request
        With a further group for each get-together, whose ``together`` names those that begin with it. Their cycles
        begin after the fortnight in which it lies.

    Source: our choice; a group joins the first get-together of its set that still has a room and a time in everybody's
    usual hours with it.
    """
    known = {group.id: group for group in request.groups}
    hosts: list[GroupNeeds] = []
    for names in sets:
        wanted = [known[name] for name in names if known[name].begins_with_engage(request.rules)]
        hosts += [_host(each, slots) for each in _that_find_a_time(wanted, request, slots) if len(each) > 1]
    after = {name: host for host in hosts for name in host.together}
    groups = [_beginning_after(one, after[one.id], request) if one.id in after else one for one in request.groups]
    return replace(request, groups=(*groups, *hosts))


def _that_find_a_time(groups: Sequence[GroupNeeds], request: Request, slots: int) -> list[list[GroupNeeds]]:
    found: list[list[GroupNeeds]] = []
    for group in groups:
        first = next((each for each in found if _has_a_time(_host([*each, group], slots), request)), None)
        if first is None:
            found.append([group])
        else:
            first.append(group)
    return found


def _has_a_time(host: GroupNeeds, request: Request) -> bool:
    """In everybody's usual hours, with everybody there."""
    from hexad.scheduling.outlook import NONE_STANDING
    from hexad.scheduling.planning import classes_by_site, ready_group  # late: compiled loops take a second to load

    rooms = classes_by_site(request).get(host.site, ())
    usual = replace(request, rules=replace(request.rules, rungs=min(request.rules.rungs, USUAL_HOURS)))
    ready = ready_group(host, usual, NONE_STANDING, rooms)
    return not ready.unscheduled and bool(ready.outlook.needs)


def _host(groups: Sequence[GroupNeeds], slots: int) -> GroupNeeds:
    members = tuple(dict.fromkeys(name for group in groups for name in group.members))
    site = groups[0].site
    return GroupNeeds(
        id="+".join(group.id for group in groups),
        members=members,
        site=site,
        seats=min(sum(group.sitting for group in groups), len(members)) if site else 0,
        in_rooms=("engage",) if all("engage" in group.in_rooms for group in groups) else (),
        not_before=max((group.not_before for group in groups if group.not_before), default=None),
        cycles=0,
        equipment=tuple(sorted({one for group in groups for one in group.equipment})),
        together=tuple(group.id for group in groups),
        engage_slots=slots,
    )


def _beginning_after(group: GroupNeeds, host: GroupNeeds, request: Request) -> GroupNeeds:
    """Its cycles come after the fortnight of the get-together, by either clock."""
    zones = [_zone(group, request), _zone(host, request)]
    days = [request.horizon.start.astimezone(ZoneInfo(zone)).date() for zone in zones]
    begins = max(*days, host.not_before or days[0])
    after = begins + (ENGAGE_DAYS + (zones[0] != zones[1])) * DAY
    hours = host.engage_slots / SLOTS_AN_HOUR
    middle = (datetime(year, 7, 1, tzinfo=UTC) for year in sorted({begins.year, after.year}))
    return replace(
        group,
        had=group.had | {("engage", 0)},
        not_before=after,
        also=(*group.also, *(Seat(start=at, hours=hours, is_held=False) for at in middle)),
    )


def _zone(group: GroupNeeds, request: Request) -> str:
    from hexad.scheduling.outlook import members_of, zone_of_most

    return zone_of_most(members_of(group, request))


def by_group(found: Iterable[Planned], request: Request) -> Iterator[Planned]:
    """What was planned for several groups at once, once for each of them.

    Source: our choice.
    """
    hosts: Mapping[str, GroupNeeds] = {group.id: group for group in request.groups if group.together}
    members = {group.id: group.members for group in request.groups}
    for one in found:
        if one.group not in hosts:
            yield one
            continue
        for name in hosts[one.group].together:
            if isinstance(one, Session):
                absent = tuple(who for who in one.absent if who in members[name])
                yield replace(one, group=name, absent=absent)
            else:
                yield replace(one, group=name)
