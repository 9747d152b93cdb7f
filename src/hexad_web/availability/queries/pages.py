"""What the pages of availability show: to each their own calendars, to the others counts."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import available_timezones

from django.db.models import Count, Min, Q
from django.utils.functional import Promise

from hexad_web.accounts.access import Actor
from hexad_web.availability import access, sentences, stored, weeks
from hexad_web.availability.forms import BRUSHES, WEEKDAYS, Choices
from hexad_web.availability.models import FOLLOWED, Hours, Kind, Problem, Source, early_and_late, office_week
from hexad_web.availability.queries import engine, holidays
from hexad_web.frontend import moments
from hexad_web.frontend.countries import name_of
from hexad_web.people.models import Participation, Person

UNDO_FOR = timedelta(days=1)
NEXT_HOLIDAYS = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One calendar as its person sees it. There is no address in it."""

    pk: int
    kind: str
    label: str
    name: str
    read_at: datetime | None
    stale: bool
    being_read: bool
    problem: Promise | str
    unreadable: int

    @property
    def is_followed(self) -> bool:
        return self.kind in FOLLOWED


def source_row(source: Source, now: datetime) -> SourceRow:
    waiting = source.read_at is None and not source.problem
    return SourceRow(
        pk=source.pk,
        kind=source.kind,
        label=source.get_kind_display(),
        name=source.name,
        read_at=source.read_at,
        stale=source.is_stale(now),
        being_read=source.is_followed and (waiting or source.is_being_read(now) or _is_due(source, now)),
        problem=sentences.sentence(source.problem, source.kind),
        unreadable=source.unreadable,
    )


def _is_due(source: Source, now: datetime) -> bool:
    return source.next_try_at is not None and source.next_try_at <= now


@dataclass(frozen=True, slots=True)
class CalendarsPage:
    person: Person
    sources: list[SourceRow]
    removed: list[SourceRow]
    hours: "HoursSummary"
    week: "Week"


def calendars_page(actor: Actor, now: datetime) -> CalendarsPage:
    person = access.person_of(actor)
    mine = Source.objects.filter(person=person).defer("busy", "sealed_url").order_by("pk")
    kept = list(mine.filter(Q(removed_at=None) | Q(removed_at__gt=now - UNDO_FOR)))
    painted = next((each for each in kept if each.kind == Kind.GRID and each.removed_at is None), None)
    hours = hours_of(person)
    return CalendarsPage(
        person=person,
        sources=[source_row(each, now) for each in kept if each.removed_at is None],
        removed=[source_row(each, now) for each in kept if each.removed_at is not None],
        hours=summary(hours),
        week=Week.of(painted, hours),
    )


def source_of(actor: Actor, source_id: int, now: datetime) -> SourceRow:
    return source_row(access.source_of(actor, source_id), now)


@dataclass(frozen=True, slots=True)
class OwnCalendars:
    """For a person's home: whether there is any calendar, and the names of those whose copy is old."""

    any: bool
    old: list[str]


def own_calendars(actor: Actor, now: datetime) -> OwnCalendars:
    """The calendars that this user, as a person of the organisation, gave."""
    mine = Source.objects.filter(organisation=actor.organisation, person__user=actor.user, removed_at=None)
    kept = list(mine.only("kind", "name", "read_at", "problem").order_by("pk"))
    return OwnCalendars(bool(kept), [each.name for each in kept if each.is_stale(now)])


def my_hours(actor: Actor) -> Hours:
    return hours_of(access.person_of(actor))


def hours_of(person: Person) -> Hours:
    """The row, or what counts as long as there is none (not saved)."""
    row = Hours.objects.filter(person=person).first()
    return row or Hours(
        organisation=person.organisation,
        person=person,
        zone=engine.zones_of([person])[person.pk],
        weekly=office_week(),
        stretch=early_and_late(),
        country=person.country,
    )


@dataclass(frozen=True, slots=True)
class HoursSummary:
    zone: str
    work: list[tuple[str, str]]
    stretch: list[tuple[str, str]]
    site_days: list[str]
    holiday_site: str  # whose days count, instead of a country's
    country: str
    region: str
    days_off: int


def summary(hours: Hours) -> HoursSummary:
    return HoursSummary(
        holiday_site=site_of(hours) if hours.holidays_of_site else "",
        zone=hours.zone,
        work=grouped_days(hours.weekly),
        stretch=grouped_days(hours.stretch),
        site_days=[str(day) for weekday, day in WEEKDAYS if weekday in hours.in_person_days],
        country=name_of(hours.country),
        region=hours.region,
        days_off=len(hours.days_off),
    )


def grouped_days(week: list[list[list[int]]]) -> list[tuple[str, str]]:
    """(days, hours) with days of equal hours together: "Monday–Friday", "09:00–17:00"."""
    runs: list[tuple[int, int]] = []
    for weekday, spans in enumerate(week):
        if runs and runs[-1][1] == weekday - 1 and week[runs[-1][0]] == spans:
            runs[-1] = (runs[-1][0], weekday)
        else:
            runs.append((weekday, weekday))
    named = dict(WEEKDAYS)
    return [
        (str(named[first]) if first == last else f"{named[first]}–{named[last]}", weeks.write_day(week[first]))
        for first, last in runs
        if week[first]
    ]


@dataclass(frozen=True, slots=True)
class Week:
    """A painted week: for the grid, in words, and whether there is something to take back."""

    pattern: stored.Rows
    open_hours: stored.Rows
    lines: list[tuple[str, str]]
    can_undo: bool

    @classmethod
    def of(cls, source: Source | None, hours: Hours) -> "Week":
        pattern: stored.Rows = source.pattern if source else []
        open_hours = [[day, *span] for day, spans in enumerate(hours.weekly) for span in spans]
        return cls(pattern, open_hours, _in_words(pattern), bool(source and source.history))

    @property
    def base(self) -> str:
        return json.dumps(self.pattern)


def _in_words(pattern: stored.Rows) -> list[tuple[str, str]]:
    brushes = {brush: str(label).lower() for brush, label in BRUSHES}
    return [
        (str(name), ", ".join(f"{weeks.clock(row[1])}–{weeks.clock(row[2])} {brushes[row[3]]}" for row in rows))
        for weekday, name in WEEKDAYS
        if (rows := [row for row in pattern if row[0] == weekday])
    ]


@lru_cache(maxsize=1)
def zones() -> Choices:
    """Every zone with a city, by its IANA name."""
    named = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "SystemV/")))
    return [("UTC", "UTC"), *((zone, f"{moments.city_of(zone)} ({zone})") for zone in named)]


def coming_holidays(hours: Hours, today: date) -> Choices:
    """The holidays of the next year, for ticking off; those ticked before stay in the list."""
    person = hours.person
    place = holidays.place_of(person, hours, holidays.by_site([person]))
    days = place.days((today.year, today.year + 1))
    coming = {day for day in days if today <= day < today + NEXT_HOLIDAYS}
    kept = {date.fromisoformat(day) for day in hours.days_worked}
    names = {day: f"{moments.full_date_text(day)}, {days[day]}" if days.get(day) else "" for day in coming | kept}
    return [(day.isoformat(), names[day] or moments.full_date_text(day)) for day in sorted(coming | kept)]


def site_of(hours: Hours) -> str:
    """The person's site where its days are set, so that there is something to choose."""
    person = hours.person
    return person.site if (person.organisation_id, person.site) in holidays.by_site([person]) else ""


@dataclass(frozen=True, slots=True)
class Overview:
    """For the owner: how many, never who and never what."""

    people: int
    without_calendar: int
    stale: int
    oldest: datetime | None

    @property
    def fresh(self) -> int:
        return self.people - self.without_calendar - self.stale


def overview(actor: Actor, now: datetime) -> Overview:
    people = list(Person.objects.filter(organisation=actor.organisation, participation=Participation.JOINED))
    found = engine.freshness(people, now)
    return Overview(len(people), len(found.without_calendar), len(found.stale - found.without_calendar), found.oldest)


@dataclass(frozen=True, slots=True)
class FeedHealth:
    """For the administrator: whether reading works, without an address and without a name."""

    feeds: int
    failing: int
    waiting: int
    oldest: datetime | None
    problems: list[tuple[str, int]]


def feed_health(actor: Actor, now: datetime) -> FeedHealth:
    feeds = Source.objects.filter(organisation=actor.organisation, kind__in=FOLLOWED, removed_at=None)
    failing = Count("pk", filter=~Q(problem=""))
    waiting = Count("pk", filter=Q(next_try_at__lte=now))
    totals: dict[str, Any] = feeds.aggregate(feeds=Count("pk"), failing=failing, waiting=waiting, oldest=Min("read_at"))
    by_problem = feeds.exclude(problem="").values_list("problem").annotate(count=Count("pk")).order_by("-count")
    return FeedHealth(**totals, problems=_named(by_problem))


def _named(by_problem: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    return [(str(Problem(problem).label), count) for problem, count in by_problem]
