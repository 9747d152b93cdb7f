"""Days without work: of a site as its owner has them, else of a country. A person's own days come on top."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import get_language

from hexad.availability.hours import ENGLISH, named_holidays
from hexad.availability.problems import AvailabilityError
from hexad_web.accounts.access import Actor
from hexad_web.availability import access
from hexad_web.availability.models import Hours, SiteHolidays
from hexad_web.frontend.countries import name_of
from hexad_web.people.models import Participation, Person

AHEAD = timedelta(days=550)  # next year's days can be looked at and corrected in time
Years = tuple[int, ...]
BySite = Mapping[tuple[int, str], SiteHolidays]


def named_public(country: str, region: str, years: Years) -> Mapping[date, str]:
    """Public holidays, named in the reader's language where the package knows it.

    None where the country is not known: a missing holiday is corrected on the page, a refused page is not.
    """
    language = (get_language() or "").partition("-")[0]
    return _named(country, region, years, ENGLISH if language in ("", "en") else language)


@lru_cache(maxsize=512)
def _named(country: str, region: str, years: Years, language: str) -> Mapping[date, str]:
    try:
        return named_holidays(country, region, years, language=language) if country else {}
    except AvailabilityError:
        return {}


def knows_region(country: str, region: str, year: int) -> bool:
    try:
        named_holidays(country, region, [year])
    except AvailabilityError:
        return False
    return True


def by_site(people: Collection[Person]) -> BySite:
    """The lists of all sites of these people's organisations, by organisation and name; one query."""
    rows = SiteHolidays.objects.filter(organisation__in={person.organisation_id for person in people})
    return {(row.organisation_id, row.site): row for row in rows}


def days_off_by_site(people: Collection[Person]) -> Mapping[tuple[int, str], list[object]]:
    """What says whether the list of a site is still the same, by organisation and name."""
    return {key: [row.country, row.region, sorted(row.days.items())] for key, row in by_site(people).items()}


def of_site(row: SiteHolidays, years: Years) -> dict[date, str]:
    """The days without work of one site, with their names."""
    days = dict(named_public(row.country, row.region, years))
    for day, (name, is_off) in row.days.items():
        at = date.fromisoformat(day)
        if is_off:
            days[at] = name
        else:
            days.pop(at, None)
    return days


class Place(NamedTuple):
    """Where somebody's days without work come from; equal for all who share them."""

    site: SiteHolidays | None
    country: str = ""
    region: str = ""

    def days(self, years: Years) -> Mapping[date, str]:
        return of_site(self.site, years) if self.site else named_public(self.country, self.region, years)


def place_of(person: Person, row: Hours | None, sites: BySite) -> Place:
    """A person's own choice, else the site's list, else the country that the person was entered with."""
    site = sites.get((person.organisation_id, person.site)) if person.site else None
    if site is not None and (row is None or row.holidays_of_site):
        return Place(site)
    return Place(None, row.country, row.region) if row else Place(None, person.country)


@dataclass(frozen=True, slots=True)
class SiteRow:
    """One site in the owner's list."""

    name: str
    people: int
    country: str
    region: str
    is_set: bool


def sites(actor: Actor) -> list[SiteRow]:
    """Every site that people were entered with, in the order of their names."""
    known = {row.site: row for row in SiteHolidays.objects.filter(organisation=actor.organisation)}
    people = Counter(people_at(actor).values_list("site", flat=True))
    return [
        SiteRow(
            name=name,
            people=people[name],
            country=name_of(known[name].country) if name in known else "",
            region=known[name].region if name in known else "",
            is_set=name in known,
        )
        for name in sorted(people)
    ]


def people_at(actor: Actor) -> QuerySet[Person]:
    staying = Person.objects.filter(organisation=actor.organisation).exclude(participation=Participation.LEFT)
    return staying.exclude(site="")


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a site: a public holiday, one of its own, or one on which work goes on."""

    date: date
    name: str
    is_off: bool
    is_public: bool


def site_days(row: SiteHolidays, today: date) -> list[Day]:
    """The coming days that are off, and those that are public holidays and worked on here."""
    last = today + AHEAD
    years = tuple(range(today.year, last.year + 1))
    public = named_public(row.country, row.region, years)
    own = {date.fromisoformat(day): (name, is_off) for day, (name, is_off) in row.days.items()}
    days = sorted(day for day in public.keys() | own.keys() if today <= day <= last)
    return [Day(day, *own.get(day, (public.get(day, ""), True)), is_public=day in public) for day in days]


def name_of_day(row: SiteHolidays, day: date) -> str:
    own = row.days.get(day.isoformat())
    return own[0] if own else named_public(row.country, row.region, (day.year,)).get(day, "")


def site_holidays(actor: Actor, site: str) -> SiteHolidays:
    """The row of a site, or what counts as long as there is none (not saved): the country of most of its people."""
    access.check_site(actor, site)
    row = SiteHolidays.objects.filter(organisation=actor.organisation, site=site).first()
    if row is not None:
        return row
    countries = Counter(people_at(actor).filter(site=site).exclude(country="").values_list("country", flat=True))
    most = max(sorted(countries), key=countries.__getitem__, default="")
    return SiteHolidays(organisation=actor.organisation, site=site, country=most)
