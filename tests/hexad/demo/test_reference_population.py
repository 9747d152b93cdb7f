"""The reference population of the figures: its definition, and the figures that it has to give."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from hexad.availability import Busy, Horizon, blocks, can_meet, mask_of, nine_to_five
from hexad.demo import invent
from hexad.demo.entries import Entry
from hexad.demo.people import REFERENCE_SITES, share_out
from hexad.demo.random_calendars import MINUTES, draw_poisson

MONDAY = date(2026, 12, 7)
HORIZON = Horizon.between(MONDAY, MONDAY + timedelta(weeks=24))
PARTITIONS = 25


@pytest.fixture(scope="module")
def meetings() -> list[Entry]:
    """Some forty thousand meetings of a hundred people with 18 a week."""
    return [
        entry for _, entries in invent(100, meetings=18, calendars="random", seed=11).calendars() for entry in entries
    ]


def local_starts(meetings: list[Entry]) -> Iterator[datetime]:
    for entry in meetings:
        assert isinstance(entry.start, datetime)
        yield entry.start


def spread(values: Counter[object]) -> float:
    """How far the rarest and the most frequent value lie apart, as a share of the mean."""
    return (max(values.values()) - min(values.values())) / (values.total() / len(values))


def test_poisson_draws_have_the_mean_and_variance_of_the_distribution() -> None:
    random = Random(1)
    draws = [draw_poisson(random, 18) for _ in range(20_000)]
    mean = sum(draws) / len(draws)
    variance = sum((draw - mean) ** 2 for draw in draws) / len(draws)
    assert mean == pytest.approx(18, abs=0.15)
    assert variance == pytest.approx(18, abs=0.7)


def test_meetings_a_week_are_poisson(meetings: list[Entry]) -> None:
    people = invent(100, meetings=18, calendars="random", seed=11).calendars()
    weeks = [
        Counter((start.date() - MONDAY).days // 7 for start in local_starts(entries))[week]
        for _, entries in people
        for week in range(24)
    ]
    mean = sum(weeks) / len(weeks)
    assert mean == pytest.approx(18, abs=0.3)
    assert sum((week - mean) ** 2 for week in weeks) / len(weeks) == pytest.approx(18, abs=1.6)


def test_every_weekday_quarter_hour_and_length_is_as_frequent_as_the_others(meetings: list[Entry]) -> None:
    starts = list(local_starts(meetings))
    by_day, by_time = Counter[object](one.weekday() for one in starts), Counter[object](one.time() for one in starts)
    assert set(by_day) == set(range(5))
    assert set(by_time) == {time(hour, minute) for hour in range(9, 17) for minute in (0, 15, 30, 45)}
    lengths = Counter[object](entry.length // timedelta(minutes=1) for entry in meetings)
    assert set(lengths) == set(MINUTES) == {30, 45, 60, 90}
    assert spread(by_day) < 0.05
    assert spread(by_time) < 0.2
    assert spread(lengths) < 0.05


def test_meetings_keep_to_the_24_weeks_and_the_wall_of_their_owner() -> None:
    company = invent(40, meetings=18, calendars="random", seed=11)
    zones = {person.email: ZoneInfo(person.time_zone) for person in company.people}
    for address, entries in company.calendars():
        for start in local_starts(entries):
            local = start.astimezone(zones[address])
            assert time(9) <= local.time() < time(17)
            assert MONDAY <= local.date() < MONDAY + timedelta(weeks=24)


@pytest.mark.parametrize("managers", [1, 7, 100, 120, 300, 20_000])
def test_zones_have_exactly_the_published_shares(managers: int) -> None:
    sites = Counter(site.time_zone for site in share_out(REFERENCE_SITES, managers, Random(1)))
    wanted = {
        "America/New_York": 0.15,
        "Europe/London": 0.20,
        "Europe/Berlin": 0.50,
        "Asia/Dubai": 0.08,
        "Asia/Kolkata": 0.07,
    }
    assert sites.total() == managers
    assert all(abs(sites[zone] - managers * share) < 1 for zone, share in wanted.items())


def test_everybody_is_a_manager_without_boss_or_topic() -> None:
    people = invent(200, calendars="random", seed=5).people
    assert {person.level for person in people} == {"manager"}
    assert not any(person.topics or person.boss_email for person in people)
    assert len({person.time_zone for person in people[:40]}) > 3  # in random order


@pytest.mark.parametrize(
    ("managers", "meetings", "size", "figure"),
    [
        (300, 10, 6, 0.36),
        (120, 14, 6, 0.05),
        (300, 14, 6, 0.04),
        (120, 18, 6, 0.00),
        (300, 18, 6, 0.01),
        (120, 18, 5, 0.04),
    ],
)
def test_random_groups_can_meet_as_rarely_as_the_table_of_formation_says(
    managers: int, meetings: int, size: int, figure: float
) -> None:
    free = free_of(managers, meetings)
    random, parts = Random(1), blocks(HORIZON)
    meet = [
        can_meet([free[at] for at in group], parts)
        for _ in range(PARTITIONS)
        for group in partition(managers, size, random)
    ]
    assert len(parts) == 6
    assert sum(meet) / len(meet) == pytest.approx(figure, abs=0.07)


def partition(managers: int, size: int, random: Random) -> list[list[int]]:
    order = random.sample(range(managers), managers)
    return [order[first : first + size] for first in range(0, managers - size + 1, size)]


def free_of(managers: int, meetings: int) -> list[int]:
    company = invent(managers, meetings=meetings, calendars="random", seed=1)
    return [
        mask_of(nine_to_five(person.time_zone), list(busy(entries)), HORIZON).free
        for person, (_, entries) in zip(company.people, company.calendars(), strict=True)
    ]


def busy(entries: list[Entry]) -> Iterator[Busy]:
    for start, entry in zip(local_starts(entries), entries, strict=True):
        first = start.astimezone(UTC)
        yield Busy("", first, first + entry.length)
