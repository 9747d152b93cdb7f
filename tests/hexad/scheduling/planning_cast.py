"""People, groups and rooms for tests of planning: twelve weeks from Monday 7 December 2026, unless said otherwise."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random

from hexad.availability import Busy, Horizon, nine_to_five
from hexad.availability.busy_times import BusyTimes
from hexad.scheduling.needs import Attendee, GroupNeeds, Request, Rules

START = date(2026, 12, 7)
FIRST = datetime(2026, 12, 7, tzinfo=UTC)
KINDS = ("busy", "busy", "busy", "tentative", "movable", "out-of-office", "elsewhere", "unknown")
ZONES = ("Europe/Berlin", "Europe/London", "America/New_York", "Asia/Kathmandu")


def weeks(count: int) -> Horizon:
    return Horizon.between(START, START + timedelta(weeks=count))


def at(day: int, hour: float) -> datetime:
    """A day of the horizon and an hour, UTC."""
    return FIRST + timedelta(days=day, hours=hour)


def busy(day: int, first: float, last: float, kind: str = "busy") -> Busy:
    return Busy("", at(day, first), at(day, last), kind)


def person(name: str, times: Sequence[Busy] = (), zone: str = "UTC", **fields: object) -> Attendee:
    return Attendee(id=name, hours=nine_to_five(zone), busy=BusyTimes.of(times), **fields)  # type: ignore[arg-type]


def people_of(*everybody: Attendee) -> dict[str, Attendee]:
    return {one.id: one for one in everybody}


def full_but(*free: tuple[int, float, float], days: int = 84, kind: str = "busy") -> list[Busy]:
    """Taken all the time but for some stretches of days."""
    times = []
    for day in range(days):
        begin = 0.0
        for _, first, last in sorted(one for one in free if one[0] == day):
            if first > begin:
                times.append(busy(day, begin, first, kind))
            begin = last
        times.append(busy(day, begin, 24, kind))
    return times


def draw_people(random: Random, count: int, *, days: int, each: int, zones: Sequence[str] = ("UTC",)) -> list[Attendee]:
    """People with ``each`` entries in ``days`` days, at working hours."""
    found = []
    for number in range(count):
        times = []
        for _ in range(each):
            day, hour = random.randrange(days), random.randrange(28, 72) / 4
            times.append(busy(day, hour, hour + random.choice((0.5, 1, 2, 5)), random.choice(KINDS)))
        found.append(person(f"p{number:02}", times, random.choice(list(zones))))
    return found


def groups_of(everybody: Sequence[Attendee], size: int, **fields: object) -> tuple[GroupNeeds, ...]:
    ids = [one.id for one in everybody]
    return tuple(
        GroupNeeds(id=f"g{number}", members=tuple(ids[size * number : size * number + size]), **fields)  # type: ignore[arg-type]
        for number in range(len(ids) // size)
    )


def one_group(
    *everybody: Attendee, horizon: Horizon | None = None, rules: Rules | None = None, **fields: object
) -> Request:
    """A request for one group of all these people."""
    group = GroupNeeds(id="g", members=tuple(one.id for one in everybody), **fields)  # type: ignore[arg-type]
    return Request(
        horizon=horizon or weeks(8),
        people=people_of(*everybody),
        groups=(group,),
        rules=rules or Rules(cycles=1, follow_ups=()),
    )
