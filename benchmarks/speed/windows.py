"""Common windows of a thousand groups: bitmaps beside the merging of interval lists that everybody writes first.

Six-person groups drawn from managers with twelve random meetings a week, 26 weeks, 90 minutes from a quarter hour on.
Both sides begin with what they keep of a person, bitmap or sorted list, and end with the windows; they must find
the same ones. The peer walks two sorted lists with a pointer in each, person after person.
"""

from collections.abc import Sequence
from datetime import timedelta
from random import Random

from benchmarks.effort import Effort, say
from benchmarks.reference import busy_of, hours_of
from benchmarks.tables import Table, figure, times
from benchmarks.timing import side_by_side
from hexad.availability import SLOT, Horizon, Mask, mask_of, windows
from hexad.availability.intervals import Interval
from hexad.availability.windows import SESSION
from hexad.demo import Company, invent

WEEKS, SIZE, MEETINGS, SEED = 26, 6, 12, 1
MANAGERS, GROUPS = 600, 1_000
SHORT_MANAGERS, SHORT_GROUPS = 30, 20
COLUMNS = ("way", "groups", "seconds", "of interval lists", "windows found", "the same")
NINETY_MINUTES = SESSION * SLOT
Intervals = list[Interval]


def run(effort: Effort) -> Table:
    """Find the windows of all groups both ways."""
    managers, groups = (SHORT_MANAGERS, SHORT_GROUPS) if effort.short else (MANAGERS, GROUPS)
    say(f"drawing {managers} calendars")
    company = invent(managers, meetings=MEETINGS, calendars="random", seed=SEED)
    horizon = Horizon.between(company.start, company.start + timedelta(weeks=WEEKS))
    masks = masks_of(company, horizon)
    bitmaps, lists = [mask.free for mask in masks], [intervals_of(mask.free, horizon) for mask in masks]
    random = Random(SEED)
    chosen = [random.sample(range(managers), SIZE) for _ in range(groups)]
    (own, by_bitmaps), (peer, by_lists) = side_by_side(
        lambda: [windows([bitmaps[one] for one in group]) for group in chosen],
        lambda: [merged([lists[one] for one in group]) for group in chosen],
    )
    found, expected = [one.bit_count() for one in by_bitmaps], [starts_in(one) for one in by_lists]
    table = Table(f"Common windows of {SIZE} people over {WEEKS} weeks", COLUMNS)
    table.add("interval lists", groups, figure(peer), times(peer, peer), sum(expected), "-")
    table.add("bitmaps", groups, figure(own), times(own, peer), sum(found), "yes" if found == expected else "NO")
    return table


def masks_of(company: Company, horizon: Horizon) -> list[Mask]:
    calendars = dict(company.calendars())
    return [mask_of(hours_of(one), busy_of(calendars[one.email]), horizon) for one in company.people]


def intervals_of(free: int, horizon: Horizon) -> Intervals:
    """Return the stretches of set bits as sorted intervals."""
    found: Intervals = []
    at = 0
    while free >> at:
        at += ((free >> at) & -(free >> at)).bit_length() - 1
        last = at + (~(free >> at) & ((free >> at) + 1)).bit_length() - 1
        found.append(Interval(horizon.time_of(at), horizon.time_of(last)))
        at = last
    return found


def merged(people: Sequence[Intervals]) -> Intervals:
    """Return the stretches of 90 minutes or more that all share."""
    shared = people[0]
    for other in people[1:]:
        shared = overlaps(shared, other)
    return [one for one in shared if one.end - one.start >= NINETY_MINUTES]


def overlaps(left: Intervals, right: Intervals) -> Intervals:
    shared: Intervals = []
    i = j = 0
    while i < len(left) and j < len(right):
        start, end = max(left[i].start, right[j].start), min(left[i].end, right[j].end)
        if start < end:
            shared.append(Interval(start, end))
        if left[i].end < right[j].end:
            i += 1
        else:
            j += 1
    return shared


def starts_in(stretches: Intervals) -> int:
    """Count the quarter hours from which 90 minutes fit."""
    return sum((one.end - one.start - NINETY_MINUTES) // SLOT + 1 for one in stretches)
