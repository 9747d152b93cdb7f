"""Mending a plan after one calendar changed: something came up at the time of a session.

An organisation of 500 groups and half a year. Each time another person's calendar takes the time of a session that is
far enough away to move. Every tenth mended plan is checked and priced again by ``verify``; that time is not counted.
"""

from dataclasses import replace
from datetime import timedelta

from benchmarks.effort import Effort, say
from benchmarks.planning import draw_groups, horizon_of
from benchmarks.speed.plan import warm_up
from benchmarks.tables import Table, figure, highest_of_most, median, share
from benchmarks.timing import timed
from hexad.availability import Busy
from hexad.availability.busy_times import BusyTimes
from hexad.scheduling.needs import Attendee, Request
from hexad.scheduling.planning import plan
from hexad.scheduling.plans import Session
from hexad.scheduling.repairing import Changes, repair
from hexad.scheduling.verify import verify

GROUPS, SHORT_GROUPS, WEEKS = (50, 500), (10,), 26
TIMES, SHORT_TIMES = 50, 3
LIMIT = 0.050
EVERY = 10  # which changes are checked
COLUMNS = ("groups", "changes", "median ms", "95 of 100 ms", "of the limit", "moved sessions", "most at once", "sound")


def run(effort: Effort) -> Table:
    """Mend plans of each size, one change at a time."""
    table = Table(f"A change of one calendar; limit: {LIMIT * 1000:g} ms", COLUMNS)
    warm_up()
    for groups in effort.of(GROUPS, SHORT_GROUPS):
        horizon = horizon_of(WEEKS)
        people, needs = draw_groups(groups, horizon, seed=1)
        request = Request(horizon=horizon, people=people, groups=tuple(needs))
        found = plan(request)
        far = [one for one in found.sessions if one.start > horizon.start + timedelta(days=30)]
        times = SHORT_TIMES if effort.short else TIMES
        say(f"{groups} groups, {len(far)} sessions that may move")
        took, moved, sound = [], [], True
        for number in range(times):
            one = far[number * len(far) // times]
            changes = Changes(now=horizon.start, people=taken(request, one, number))
            seconds, mended = timed(lambda given=(found, request, changes): repair(*given))
            took.append(seconds)
            moved.append(len(mended.moved))
            if number % EVERY == 0:  # a whole plan is checked each time, which takes far longer than mending it
                sound = sound and not verify(mended.plan, mended.request).violations
        typical, most = median(took), highest_of_most(took)
        told = (figure(1000 * typical), figure(1000 * most), share(typical / LIMIT), sum(moved), max(moved))
        table.add(groups, times, *told, "yes" if sound else "NO")
    return table


def taken(request: Request, one: Session, number: int) -> dict[str, Attendee]:
    """A member to whom something came up then."""
    members = next(group.members for group in request.groups if group.id == one.group)
    person = request.people[members[number % len(members)]]
    busy = BusyTimes.of([*person.busy, Busy("", one.start, one.end)])
    return {person.id: replace(person, busy=busy)}
