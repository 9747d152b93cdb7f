"""Planning a large organisation from stored busy times, preparation included, in one process.

Half a year: two cycles and their follow-ups for each group of six, in whatever zones. The clock starts with stored
busy times and ends with the plan. Every plan is checked and priced again by ``verify``; that time is not counted.
"""

from dataclasses import replace

from benchmarks.effort import Effort, say
from benchmarks.planning import draw_groups, horizon_of
from benchmarks.tables import Table, figure, share
from benchmarks.timing import timed
from hexad.scheduling.needs import Request
from hexad.scheduling.planning import plan
from hexad.scheduling.verify import verify

GROUPS, SHORT_GROUPS = (1_000, 20_000), (12,)
WEEKS, LIMIT, OF_GROUPS = 26, 60.0, 20_000
COLUMNS = ("groups", "sessions", "without a time", "seconds", "of the limit", "ms a group", "cost/bound", "sound")


def run(effort: Effort) -> Table:
    """Plan organisations of each size."""
    table = Table(f"Plans of {WEEKS} weeks; limit: {LIMIT:g} s for {OF_GROUPS:,} groups", COLUMNS)
    warm_up()
    for groups in effort.of(GROUPS, SHORT_GROUPS):
        say(f"drawing {groups:,} groups")
        horizon = horizon_of(WEEKS)
        people, needs = draw_groups(groups, horizon, seed=1)
        request = Request(horizon=horizon, people=people, groups=tuple(needs))
        seconds, found = timed(lambda request=request: plan(request, seconds=10 * LIMIT))
        say(f"planned after {figure(seconds)} s; checking")
        sound = "yes" if not verify(found, request).violations else "NO"
        limit = LIMIT * groups / OF_GROUPS
        ratio = share(found.cost.total / found.bound if found.bound else None)
        told = (figure(seconds), share(seconds / limit), figure(1000 * seconds / groups), ratio, sound)
        table.add(groups, len(found.sessions), len(found.unscheduled), *told)
    return table


def warm_up() -> None:
    """Compile the loops, or load them from disk: once a machine, not once a plan."""
    horizon = horizon_of(8)
    people, needs = draw_groups(2, horizon, seed=2)
    request = Request(horizon=horizon, people=people, groups=tuple(needs))
    plan(replace(request, ledger={needs[0].members[0]: 3.0}))
