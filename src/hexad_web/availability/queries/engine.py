"""What others ask about availability. Each answer takes the same few queries for one person and for ten thousand."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from hexad.availability.horizon import Horizon
from hexad.availability.hours import WorkHours, nine_to_five
from hexad.availability.intervals import Busy
from hexad.availability.masks import Mask, mask_of
from hexad.availability.problems import AvailabilityError
from hexad.availability.zones import zone_of
from hexad_web.accounts.models import Organisation
from hexad_web.availability import mask_cache, stored
from hexad_web.availability.models import Hours, Kind, Source
from hexad_web.availability.queries import holidays
from hexad_web.people.models import Person

MOST_NAMED = 1000  # databases limit the parameters of one query; beyond it, whole organisations are read


def among(people: Collection[Person]) -> Q:
    """Rows of these people, perhaps with others of their organisations: callers look rows up by person."""
    if len(people) <= MOST_NAMED:
        return Q(person__in=[person.pk for person in people])
    return Q(organisation__in={person.organisation_id for person in people})


def sources_of(people: Collection[Person]) -> QuerySet[Source]:
    """The sources that are not removed."""
    return Source.objects.filter(among(people), removed_at=None).order_by("person_id", "pk")


def masks_for(people: Iterable[Person], horizon: Horizon) -> dict[int, Mask]:
    """The mask of each person by primary key; without any calendar it holds the working hours alone."""
    people = list(people)
    hours = hours_for(people, horizon)
    contents = contents_of(people)
    keys = {person.pk: (hours[person.pk], contents.get(person.pk, ()), horizon) for person in people}
    found = {pk: mask_cache.masks.get(key) for pk, key in keys.items()}
    missing = [person for person in people if found[person.pk] is None]
    for pk, busy in busy_for(missing, horizon, hours).items():
        mask = found[pk] = mask_of(hours[pk], busy, horizon)
        mask_cache.masks.put(keys[pk], mask)
    return {pk: mask for pk, mask in found.items() if mask is not None}


def contents_of(people: Collection[Person]) -> dict[int, tuple[str, ...]]:
    """What says whether the calendars of a person are still the same."""
    hashes: dict[int, tuple[str, ...]] = {}
    read = sources_of(people).exclude(busy_hash="").values_list("person_id", "busy_hash")
    for person, busy_hash in read:
        hashes[person] = (*hashes.get(person, ()), busy_hash)
    return hashes


def busy_for(
    people: Iterable[Person], horizon: Horizon, hours: Mapping[int, WorkHours] | None = None
) -> dict[int, tuple[Busy, ...]]:
    """Exact busy times, of all sources of a person together; for checks that do not trust bitmaps."""
    people = list(people)
    if not people:
        return {}
    hours = hours if hours is not None else hours_for(people, horizon)
    busy: dict[int, list[Busy]] = {person.pk: [] for person in people}
    for source in sources_of(people).exclude(busy_hash="").defer("sealed_url"):
        if source.person_id in busy:
            busy[source.person_id].extend(_busy_of(source, hours[source.person_id].zone, horizon))
    return {pk: tuple(sorted(each, key=lambda one: (one.start, one.end))) for pk, each in busy.items()}


def _busy_of(source: Source, zone: str, horizon: Horizon) -> Iterable[Busy]:
    if source.kind == Kind.GRID:
        return stored.painted(source.pattern, zone, horizon)
    unknown = stored.uncovered(source.covers_from, source.covers_until, horizon)
    return [*stored.unpack(source.busy, horizon), *unknown]


def hours_for(people: Iterable[Person], horizon: Horizon) -> dict[int, WorkHours]:
    """Working hours with the holidays that fall into the horizon; what a person never set is nine to five."""
    people = list(people)
    rows = {row.person_id: row for row in Hours.objects.filter(among(people))}
    zones = zones_of(people)
    sites = holidays.by_site(people) if any(person.site for person in people) else {}
    years = tuple(range((horizon.start - timedelta(days=1)).year, (horizon.end + timedelta(days=1)).year + 1))
    days: dict[holidays.Place, frozenset[date]] = {}
    found = {}
    for person in people:
        row = rows.get(person.pk)
        place = holidays.place_of(person, row, sites)
        if place not in days:
            days[place] = frozenset(place.days(years))
        found[person.pk] = work_hours(row, days[place]) if row else nine_to_five(zones[person.pk], days[place])
    return found


def work_hours(row: Hours, public: frozenset[date]) -> WorkHours:
    worked = frozenset(date.fromisoformat(day) for day in row.days_worked)
    off = frozenset(date.fromisoformat(day) for day in row.days_off)
    return WorkHours(row.zone, stored.week_of(row.weekly), stored.week_of(row.stretch), (public - worked) | off)


def zones_of(people: Iterable[Person]) -> dict[int, str]:
    """The zone a person was entered with, else the organisation's; a name that nobody knows counts as none."""
    people = list(people)
    bare = {person.organisation_id for person in people if not known_zone(person.time_zone)}
    homes = dict(Organisation.objects.filter(pk__in=bare).values_list("pk", "time_zone")) if bare else {}
    return {
        person.pk: known_zone(person.time_zone) or known_zone(homes[person.organisation_id]) or "UTC"
        for person in people
    }


def current_zones(people: Collection[Person]) -> dict[int, str]:
    """The zone of each person as set on the page, else as they were entered."""
    return zones_of(people) | dict(Hours.objects.filter(person__in=people).values_list("person_id", "zone"))


def zone_of_person(person: Person) -> str:
    return current_zones([person])[person.pk]


def known_zone(name: str) -> str:
    try:
        return zone_of(name).key if name else ""
    except AvailabilityError:
        return ""


def in_person_days(people: Iterable[Person]) -> dict[int, frozenset[int]]:
    """Weekdays (0 = Monday) on which somebody is at the site; nothing said means any day."""
    people = list(people)
    said = dict(Hours.objects.filter(among(people)).values_list("person_id", "in_person_days"))
    return {person.pk: frozenset(said[person.pk]) for person in people if said.get(person.pk)}


@dataclass(frozen=True, slots=True)
class Freshness:
    """How far a plan can rely on calendars. Sets of people's keys: show how many, never who."""

    without_calendar: frozenset[int]
    stale: frozenset[int]
    read_at: dict[int, datetime] = field(default_factory=dict)  # the oldest good copy of each person

    @property
    def oldest(self) -> datetime | None:
        return min(self.read_at.values(), default=None)


def freshness(people: Iterable[Person], now: datetime | None = None) -> Freshness:
    """Who has no calendar that was ever read, and whose last good copy is old."""
    now = now or timezone.now()
    people = list(people)
    wanted = {person.pk for person in people}
    with_calendar, stale = set[int](), set[int]()
    read_at: dict[int, datetime] = {}
    for source in sources_of(people).defer("busy", "pattern", "history", "sealed_url"):
        if source.read_at is None or source.person_id not in wanted:
            continue
        with_calendar.add(source.person_id)
        if source.kind != Kind.GRID:  # a painted week does not age
            read_at[source.person_id] = min(source.read_at, read_at.get(source.person_id, source.read_at))
        if source.is_stale(now):
            stale.add(source.person_id)
    return Freshness(frozenset(wanted - with_calendar), frozenset(stale), read_at)
