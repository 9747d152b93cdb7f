"""Organisations to plan for, drawn into the form that busy times are stored in: arrays of minutes, kinds beside them.

Twelve meetings a week (Poisson), on a random quarter hour of a working day, 30 to 90 minutes; one in ten is tentative
and one in ten movable. Seventy of a hundred groups have one zone, the others two or three, as the groups have that
formation makes with calendars.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import numpy as np

from hexad.availability import Horizon, nine_to_five
from hexad.availability.busy_times import BusyTimes
from hexad.availability.intervals import Interval
from hexad.scheduling.needs import Attendee, GroupNeeds, Request, Room, Rules

START = date(2026, 12, 7)
MEETINGS, SIZE = 12, 6
KINDS = (0, 1, 2)  # busy, tentative, movable
SHARES = (0.8, 0.1, 0.1)
PIECES = (8, 11, 14)  # hours UTC
HOME = ("Europe/Berlin", "Europe/London", "America/New_York")
MIXED = (
    ("Europe/Berlin", "Europe/London"),
    ("Europe/London", "Asia/Dubai"),
    ("Europe/Berlin", "Asia/Dubai", "Asia/Kolkata"),
)
HOURS = {zone: nine_to_five(zone) for zone in {*HOME, *(zone for zones in MIXED for zone in zones)}}
OPENS = {"America/New_York": 14, "Asia/Dubai": 5, "Asia/Kolkata": 4}  # hour UTC of nine, roughly; others 8


def horizon_of(weeks: int) -> Horizon:
    return Horizon.between(START, START + timedelta(weeks=weeks))


def minutes_of(horizon: Horizon) -> int:
    return int((horizon.start - datetime(1970, 1, 1, tzinfo=UTC)) / timedelta(minutes=1))


def draw_busy(draw: np.random.Generator, horizon: Horizon, zone: str) -> BusyTimes:
    """One person's stored busy times."""
    weeks = horizon.slots // (7 * 96)
    count = int(draw.poisson(MEETINGS * weeks))
    day = draw.integers(0, weeks, count) * 7 + draw.integers(0, 5, count)
    start = minutes_of(horizon) + day * 1440 + OPENS.get(zone, 8) * 60 + draw.integers(0, 32, count) * 15
    length = draw.choice((30, 45, 60, 90), count)
    order = np.argsort(start)
    kinds = draw.choice(KINDS, count, p=SHARES)
    return BusyTimes(
        start[order].astype(np.int32), (start + length)[order].astype(np.int32), kinds[order].astype(np.uint8)
    )


def draw_groups(
    count: int, horizon: Horizon, seed: int, *, one_zone: str = ""
) -> tuple[dict[str, Attendee], list[GroupNeeds]]:
    """People and their groups."""
    draw = np.random.default_rng(seed)
    people: dict[str, Attendee] = {}
    groups = []
    for number in range(count):
        zones: Sequence[str] = (one_zone,) if one_zone else _zones(draw)
        members = []
        for seat in range(SIZE):
            zone, name = zones[seat % len(zones)], f"{number:05}-{seat}"
            people[name] = Attendee(id=name, hours=HOURS[zone], busy=draw_busy(draw, horizon, zone))
            members.append(name)
        groups.append(GroupNeeds(id=f"{number:05}", members=tuple(members), site="Site" if one_zone else ""))
    return people, groups


def _zones(draw: np.random.Generator) -> Sequence[str]:
    if draw.random() < 0.7:
        return (HOME[int(draw.integers(len(HOME)))],)
    return MIXED[int(draw.integers(len(MIXED)))]


def draw_site(groups: int, use: float, seed: int, *, weeks: int = 8, rooms: int = 1) -> Request:
    """A site whose rooms have so many places for 90 minutes that all sessions take the share ``use`` of them.

    A room is open for three hours at a time, two sessions, as often in every week.
    """
    horizon = horizon_of(weeks)
    people, needs = draw_groups(groups, horizon, seed, one_zone="Europe/Berlin")
    draw = np.random.default_rng(1000 + seed)
    workdays = [day for day in range(7 * weeks) if day % 7 < 5]
    pieces = [(room, day, hour) for room in range(rooms) for day in workdays for hour in PIECES]
    wanted, a_week = round(groups * 2 / use / 2), len(pieces) // weeks
    if wanted > len(pieces):
        raise ValueError("These rooms have not so many places.")
    pieces.sort(key=lambda piece: piece[1])
    open_ones = {
        pieces[a_week * week + at]
        for week in range(weeks)
        for at in draw.permutation(a_week)[: wanted * (week + 1) // weeks - wanted * week // weeks]
    }
    taken: list[list[Interval]] = [[] for _ in range(rooms)]
    for room, day, hour in pieces:
        if (room, day, hour) not in open_ones:
            start = horizon.start + timedelta(days=day, hours=hour)
            taken[room].append(Interval(start, start + timedelta(hours=3)))
    nights = [
        Interval(horizon.start + timedelta(days=day, hours=first), horizon.start + timedelta(days=day, hours=last))
        for day in range(7 * weeks)
        for first, last in ((0, PIECES[0]), (PIECES[-1] + 3, 24))
    ]
    places = tuple(
        Room(site="Site", name=f"Room {number}", seats=SIZE, busy=(*busy, *nights)) for number, busy in enumerate(taken)
    )
    return Request(
        horizon=horizon, people=people, groups=tuple(needs), rooms=places, rules=Rules(cycles=1, follow_ups=())
    )
