"""How evenly six sessions of a group in three zones burden its members, beside the least that is possible.

Each group has two members in each of three zones, a year, and what each bears from before by lot. The least largest
burden is found by the dynamic programme (``rotate``) over all half hours at which everybody can come on the days of
the plan; a plan that looks at fairness alone has to find the same. Beside it: the plan with its usual weights, which
also looks at wished weeks and the mean, and a plan without a ledger that takes the hour with the least mean every time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

import numpy as np

from benchmarks.effort import Effort, say
from benchmarks.planning import HOURS, draw_busy, horizon_of
from benchmarks.tables import Table, figure
from hexad.availability import nine_to_five
from hexad.scheduling.burden import Burdens, Ledger, burden, rotate
from hexad.scheduling.meeting_of import meet
from hexad.scheduling.needs import Attendee, GroupNeeds, Request, Rules, Weights
from hexad.scheduling.planning import plan
from hexad.scheduling.plans import Plan

CASES = (
    ("New York, London, Dubai", ("America/New_York", "Europe/London", "Asia/Dubai")),
    ("New York, Berlin, London", ("America/New_York", "Europe/Berlin", "Europe/London")),
    ("London, Berlin, Kolkata", ("Europe/London", "Europe/Berlin", "Asia/Kolkata")),
)
FAIR = Weights(week=0.0, mean=1e-6)
COLUMNS = (
    "zones",
    "groups",
    "min-max",
    "Hexad, fairness alone",
    "the same",
    "Hexad, as it is",
    "by the mean",
)
NARROW = Rules(follow_ups=(), slack_weeks=0, practice_days=(21, 25))


def run(effort: Effort) -> Table:
    """Plan the year of each group three ways."""
    table = Table("Largest burden after six sessions, in points; mean over the groups", COLUMNS)
    for name, zones in effort.of(CASES, CASES[:1]):
        say(name)
        rows, same = [], True
        for seed in effort.every_seed:
            request = draw(zones, seed)
            fair = plan(replace(request, rules=replace(NARROW, weights=FAIR)))
            least = min_max(fair, request)
            found = largest(fair, request)
            same = same and abs(least - found) < 1e-9
            usual, greedy = plan(request), plan(replace(request, ledger={}, rules=replace(NARROW, weights=GREEDY)))
            rows.append((least, found, largest(usual, request), largest(greedy, request)))
        means = [figure(sum(column) / len(rows)) for column in zip(*rows, strict=True)]
        table.add(name, len(rows), *means[:2], "yes" if same else "NO", *means[2:])
    return table


GREEDY = Weights(unscheduled=1e9, week=0.0, mean=1000.0)


def draw(zones: Sequence[str], seed: int) -> Request:
    generator, horizon = np.random.default_rng(seed), horizon_of(52)
    people = {}
    for number in range(6):
        zone = zones[number % 3]
        busy = draw_busy(generator, horizon, zone)
        few = generator.random(len(busy)) < 0.15
        thinned = type(busy)(busy.starts[few], busy.ends[few], busy.kinds[few])
        people[f"{number}"] = Attendee(id=f"{number}", hours=HOURS.get(zone, nine_to_five(zone)), busy=thinned)
    group = GroupNeeds(id="g", members=tuple(people))
    carried = {name: float(points) for name, points in zip(people, generator.integers(0, 20, 6), strict=True)}
    return Request(horizon=horizon, people=people, groups=(group,), ledger=carried, rules=NARROW)


def largest(found: Plan, request: Request) -> float:
    members = {group.id: group.members for group in request.groups}
    borne: Mapping[str, float] = Ledger(request.ledger).after(found.sessions, members, request.people).points
    return max(borne.values())


def min_max(found: Plan, request: Request) -> float:
    """The dynamic programme over the half hours of the days on which the plan meets."""
    options: list[list[Burdens]] = []
    for one in found.sessions:
        midnight = one.start.replace(hour=0, minute=0)
        starts = [midnight + timedelta(minutes=30 * half) for half in range(48)]
        length = one.end - one.start
        options.append(
            [
                tuple(burden(person, start, start + length) for person in request.people.values())
                for start in starts
                if not any(meet(person, start, start + length).blocked for person in request.people.values())
            ]
        )
    return rotate(options, tuple(request.ledger[name] for name in request.people))[1]
