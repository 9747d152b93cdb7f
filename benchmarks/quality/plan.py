"""Plans of a site whose rooms are scarce, beside the bound that no plan goes below.

Fifty groups of six with twelve meetings a week each, a cycle of two sessions in eight weeks, and rooms that are open
for so many sessions of 90 minutes that those of all groups are the share *room use* of them. The bound is the value of
a linear programme over whole schedules; a gap of nought is proved best. A session without a room costs a thousand
points, which is why what the others cost stands apart. Every plan is checked and priced again by ``verify``.
"""

from benchmarks.effort import Effort, say
from benchmarks.planning import draw_site
from benchmarks.tables import Table, figure, median, share
from benchmarks.timing import timed
from hexad.scheduling.planning import plan
from hexad.scheduling.verify import verify

GROUPS, SHORT_GROUPS = 50, 6
CASES = ((0.6, 1), (0.6, 2), (0.9, 1), (0.9, 2))
SHORT_CASES = ((0.1, 1),)
LIMIT, SHORT_LIMIT = 60.0, 5.0
COLUMNS = (
    "room use",
    "rooms",
    "cost/bound, median",
    "worst",
    "proved best",
    "without a room",
    "other points",
    "seconds",
    "sound",
)


def run(effort: Effort) -> Table:
    """Plan each case for every seed."""
    groups, limit = (SHORT_GROUPS, SHORT_LIMIT) if effort.short else (GROUPS, LIMIT)
    table = Table(f"Sites of {groups} groups; {limit:g} s at most; seeds: {len(effort.every_seed)}", COLUMNS)
    for use, rooms in effort.of(CASES, SHORT_CASES):
        ratios, seconds, points, lost, proved, sound = [], [], [], 0, 0, True
        for seed in effort.every_seed:
            request = draw_site(groups, use, seed, rooms=rooms)
            took, found = timed(lambda request=request, seed=seed: plan(request, seed=seed, seconds=limit))
            say(f"use {use:g}, {rooms} rooms, seed {seed}: gap {found.gap:.4f} after {figure(took)} s, {found.stopped}")
            ratios.append(found.cost.total / found.bound if found.bound else 1.0)
            seconds.append(took)
            points.append(found.cost.total - found.cost.unscheduled)
            lost += len(found.unscheduled)
            proved += found.gap == 0
            sound = sound and not verify(found, request).violations
        ratio = (share(median(ratios)), share(max(ratios)), f"{proved} of {len(ratios)}")
        told = (*ratio, lost, figure(median(points)), figure(median(seconds)), "yes" if sound else "NO")
        table.add(f"{use:g}", rooms, *told)
    table.note("Promised: 1.01 over the proved optimum, or the bound beside; aimed at: 1.00 and 1.05.")
    return table
