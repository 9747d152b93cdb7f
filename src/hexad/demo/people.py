"""Invented managers: three levels, twelve departments, reporting lines, sites, tenure, languages, hours and topics."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from hexad.demo.names import address_of, draw_name
from hexad.demo.statements import TOPICS
from hexad.people.roster import Person

DOMAIN = "aldermoor.example"
# Department and the function that it belongs to.
DEPARTMENTS = {
    "Sales": "commercial",
    "Marketing": "commercial",
    "Customer Service": "commercial",
    "Finance": "corporate",
    "People": "corporate",
    "Legal": "corporate",
    "Production": "operations",
    "Logistics": "operations",
    "Procurement": "operations",
    "Research": "technical",
    "Quality": "technical",
    "IT": "technical",
}
SENIOR, MIDDLE, FIRST_LINE = "senior", "middle", "first-line"
# Which topics a level finds hard, most common first; a person accepts up to three of them.
TOPICS_BY_LEVEL = {
    SENIOR: ("Change that people accept", "Working across departments", "Several generations"),
    MIDDLE: (
        "Working across departments",
        "Priorities and own time",
        "Change that people accept",
        "Feedback",
    ),
    FIRST_LINE: (
        "From expert to manager",
        "Delegation",
        "Conflict before it begins",
        "Feedback",
        "Several generations",
    ),
}
BORN_ON = date(2026, 12, 7)  # tenure counts back from here


@dataclass(frozen=True, slots=True)
class Site:
    """A place of work."""

    name: str
    time_zone: str
    country: str
    share: float
    languages: tuple[str, ...]


REALISTIC_SITES = (
    Site("Berlin", "Europe/Berlin", "DE", 0.42, ("de",)),
    Site("Dresden", "Europe/Berlin", "DE", 0.23, ("de",)),
    Site("Leeds", "Europe/London", "GB", 0.22, ()),
    Site("Boston", "America/New_York", "US", 0.13, ()),
)
# The reference population of the figures: shares of zones as published with them.
REFERENCE_SITES = (
    Site("New York", "America/New_York", "US", 0.15, ()),
    Site("London", "Europe/London", "GB", 0.20, ()),
    Site("Berlin", "Europe/Berlin", "DE", 0.50, ("de",)),
    Site("Dubai", "Asia/Dubai", "AE", 0.08, ("ar",)),
    Site("Kolkata", "Asia/Kolkata", "IN", 0.07, ("hi",)),
)


def draw_people(managers: int, *, sites: Sequence[Site], seed: int) -> list[Person]:
    """Draw people without lines, levels or topics: everybody a manager (the reference population)."""
    shared = iter(share_out(sites, managers, Random(f"sites {seed}")))
    return _draw_people(managers, seed, lambda random: next(shared))


def share_out(sites: Sequence[Site], managers: int, random: Random) -> list[Site]:
    """One site a person: exactly the shares, to the nearest person, in random order.

    Source: largest remainders; drawn one by one, the shares of a hundred people would differ by as much as the figures
    that are measured on them.
    """
    wanted = [managers * site.share for site in sites]
    counts = [int(one) for one in wanted]
    by_rest = sorted(range(len(sites)), key=lambda at: counts[at] - wanted[at])
    for at in by_rest[: managers - sum(counts)]:
        counts[at] += 1
    shared = [site for site, count in zip(sites, counts, strict=True) for _ in range(count)]
    random.shuffle(shared)
    return shared


def _draw_people(managers: int, seed: int, site_of: Callable[[Random], Site]) -> list[Person]:
    random, taken = Random(f"people {seed}"), set[str]()
    return [_draw_person(random, site_of, taken, row=number + 2) for number in range(managers)]


def draw_organisation(managers: int, *, seed: int) -> list[Person]:
    """Draw people with levels, departments, bosses and topics, seniors first."""
    weights = [site.share for site in REALISTIC_SITES]
    people = _draw_people(managers, seed, lambda random: random.choices(REALISTIC_SITES, weights=weights)[0])
    random = Random(f"lines {seed}")
    levels = _levels(managers)
    departments = list(DEPARTMENTS)
    placed: list[Person] = []
    for number, (person, level) in enumerate(zip(people, levels, strict=True)):
        department = departments[number % len(departments)]
        placed.append(
            replace(person, level=level, department=department, attributes={"function": DEPARTMENTS[department]})
        )
    bosses = _bosses(placed, random)
    return [
        replace(person, boss_email=bosses.get(person.email, ""), topics=_draw_topics(random, person.level))
        for person in placed
    ]


def _draw_person(random: Random, site_of: Callable[[Random], Site], taken: set[str], *, row: int) -> Person:
    name = draw_name(random)
    site = site_of(random)
    department = random.choice(list(DEPARTMENTS))
    return Person(
        email=address_of(name, DOMAIN, taken),
        name=name,
        level="manager",
        department=department,
        site=site.name,
        time_zone=site.time_zone,
        country=site.country,
        start_date=BORN_ON - timedelta(days=int(random.expovariate(1 / 2600)) % 12000 + 30),
        languages=("en", *(language for language in site.languages if random.random() < 0.9)),
        weekly_hours=random.choices((40.0, 35.0, 30.0, 20.0), weights=(80, 10, 7, 3))[0],
        attributes={"function": DEPARTMENTS[department]},
        row=row,
    )


def _levels(managers: int) -> list[str]:
    seniors = round(managers * 0.1)
    middle = round(managers * 0.3) if seniors else 0
    return [SENIOR] * seniors + [MIDDLE] * middle + [FIRST_LINE] * (managers - seniors - middle)


def _bosses(people: Sequence[Person], random: Random) -> dict[str, str]:
    """Give everybody below the top a boss one level up, in the own department where there is one."""
    by_place: dict[tuple[str, str], list[str]] = {}
    for person in people:
        by_place.setdefault((person.level, person.department), []).append(person.email)
        by_place.setdefault((person.level, ""), []).append(person.email)
    above = {MIDDLE: SENIOR, FIRST_LINE: MIDDLE}
    return {
        person.email: random.choice(candidates)
        for person in people
        if person.level in above and (candidates := _candidates(by_place, above[person.level], person.department))
    }


def _candidates(by_place: Mapping[tuple[str, str], list[str]], level: str, department: str) -> list[str]:
    return by_place.get((level, department)) or by_place.get((level, ""), [])


def _draw_topics(random: Random, level: str) -> tuple[str, ...]:
    pool = list(TOPICS_BY_LEVEL.get(level, TOPICS))
    weights = [1.0 / (rank + 1) for rank in range(len(pool))]
    chosen: list[str] = []
    for _ in range(random.choices((1, 2, 3), weights=(1, 3, 6))[0]):
        topic = random.choices(pool, weights=weights)[0]
        weights.pop(pool.index(topic))
        pool.remove(topic)
        chosen.append(topic)
    return tuple(chosen)
