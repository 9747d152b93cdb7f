"""Further times for sessions of one group, around all that stands: what a group chooses among, and where one moves."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from hexad.availability.horizon import SLOT
from hexad.availability.intervals import Interval
from hexad.scheduling.needs import GroupNeeds, Request
from hexad.scheduling.outlook import Outlook
from hexad.scheduling.planning import classes_by_site, names_of_rooms, ready_group, standing_by_group
from hexad.scheduling.plans import Key, Session
from hexad.scheduling.repairing import also_busy
from hexad.scheduling.sites import Placed, RoomClass, Tenant
from hexad.scheduling.telling import session_at

Cycle = tuple[Session, ...]


@dataclass(slots=True)
class Others:
    """The sessions of a plan by room and by person, so that each group finds those of all others quickly."""

    request: Request
    by_room: dict[tuple[str, str], list[Session]] = field(default_factory=dict)
    by_person: dict[str, list[Session]] = field(default_factory=dict)

    @classmethod
    def of(cls, request: Request, sessions: Iterable[Session]) -> "Others":
        """Sort the sessions of a plan."""
        found = cls(request)
        members = {group.id: group.members for group in request.groups}
        for one in sessions:
            if one.room:
                found.by_room.setdefault((one.site, one.room), []).append(one)
            for person in members.get(one.group, ()):
                found.by_person.setdefault(person, []).append(one)
        return found

    def around(self, group: GroupNeeds, own: Sequence[Session], vary: Sequence[Key]) -> Request:
        """The request of one group: all sessions of others are taken time, its own stay but for those that vary."""
        rooms = tuple(
            replace(room, busy=(*room.busy, *self._held((room.site, room.name), group.id)))
            for room in self.request.rooms
            if room.site == group.site
        )
        stay, rules = tuple(one for one in own if one.key not in vary), self.request.rules
        return replace(
            self.request,
            groups=(group,),
            people={one: also_busy(self.request.people[one], self._elsewhere(one, group.id)) for one in group.members},
            rooms=rooms,
            standing=stay,
            fixed=frozenset(one.key for one in stay),
            rules=replace(rules, weights=replace(rules.weights, moved=0.0)),
        )

    def _held(self, room: tuple[str, str], group: str) -> list[Interval]:
        return [Interval(one.start, one.end) for one in self.by_room.get(room, ()) if one.group != group]

    def _elsewhere(self, person: str, group: str) -> list[Session]:
        return [one for one in self.by_person.get(person, ()) if one.group != group]


def choices(
    group: GroupNeeds, request: Request, own: Sequence[Session], vary: Sequence[Key], count: int
) -> list[Cycle]:
    """Find other times for some sessions of one group, best first; the first of them each time on another day.

    Parameters
    ----------
    request
        As :meth:`Others.around` gives it.
    own
        The group's sessions as they are; the day of the first that varies is not proposed again.
    vary
        Which of them may have another time, by key; the first leads.

    Returns
    -------
    list
        The sessions that vary, in the order of ``vary``. Exact: nothing that is left out costs less than what is in it.

    Source: our choice.
    """
    rooms = classes_by_site(request).get(group.site, ())
    ready = ready_group(group, request, standing_by_group(request).get(group.id, {}), rooms)
    places = [_place(ready.outlook, key) for key in vary]
    if min(places) < 0:
        return []
    tenant, horizon = Tenant(ready.outlook, rooms), request.horizon
    leads = slice(int(ready.outlook.first[places[0]]), int(ready.outlook.first[places[0] + 1]))
    fees, which = tenant.fees(np.zeros((len(rooms), horizon.slots)))
    day = ready.outlook.times.day
    inside = [one.start for one in own if one.key == vary[0] and horizon.start <= one.start < horizon.end]
    barred = [int(ready.outlook.clock.day[(start - horizon.start) // SLOT]) for start in inside]
    found: list[Cycle] = []
    while len(found) < count:
        fees[leads][np.isin(day[leads], barred)] = np.inf
        placed, _ = tenant.place_at(fees, which)
        if any(placed.choice[at] < 0 for at in places):
            break
        found.append(_told(tenant, placed, request, rooms, places))
        barred.append(int(day[placed.choice[places[0]]]))
    return found


def _place(outlook: Outlook, key: Key) -> int:
    return next((at for at, one in enumerate(outlook.needs) if (one.kind, one.cycle) == key[1:]), -1)


def _told(tenant: Tenant, placed: Placed, request: Request, rooms: Sequence[RoomClass], places: Sequence[int]) -> Cycle:
    names = names_of_rooms([tenant], [placed], rooms) if rooms else {}
    return tuple(session_at(tenant.outlook, request, at, placed.choice[at], names.get((0, at), "")) for at in places)
