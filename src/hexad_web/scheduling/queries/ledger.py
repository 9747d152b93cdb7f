"""Time of managers: each person's own year, and whether a further cycle stays under the ceiling."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import formats

from hexad.scheduling.ledger import CEILING, Seat, YearOfTime, year_of_time
from hexad_web.accounts.access import Actor
from hexad_web.formation.models import Group
from hexad_web.frontend import moments
from hexad_web.people.models import Person
from hexad_web.scheduling.models import Attendance, Meeting, TimeCeiling
from hexad_web.scheduling.queries.lengths import length_of
from hexad_web.scheduling.queries.members import members_of
from hexad_web.scheduling.queries.plans import Option

COUNTS = (*Meeting.LIVE,)


@dataclass(frozen=True, slots=True)
class OwnTime:
    """One person's year in words."""

    held: str
    held_share: str
    planned: str
    planned_share: str
    prepared_share: str
    ceiling: str
    has_any: bool


@dataclass(frozen=True, slots=True)
class CeilingPage:
    """``full``: groups to plan that have no room for a cycle; ``last``: those for which this one is the last."""

    share: str
    percent: float
    full: int
    last: int


def ceiling_of(organisation_id: int) -> float:
    percent = TimeCeiling.objects.filter(organisation_id=organisation_id).values_list("percent", flat=True).first()
    return CEILING if percent is None else percent / 100


def own_time(mine: Iterable[Attendance], person: Person | None, now: datetime) -> OwnTime | None:
    """Of a person's own attendances, each with its meeting."""
    if person is None:
        return None
    year = _year([attendance.meeting for attendance in mine], person, now.astimezone(ZoneInfo(person.zone)).year)
    return OwnTime(
        held=moments.duration_text(timedelta(hours=year.held_hours)),
        held_share=percent(year.held_share),
        planned=moments.duration_text(timedelta(hours=year.planned_hours)),
        planned_share=percent(year.planned_share),
        prepared_share=percent(year.prepared_share),
        ceiling=ceiling_text(ceiling_of(person.organisation_id)),
        has_any=year.planned_hours > 0,
    )


def percent(share: float, places: int = 2) -> str:
    return f"{formats.number_format(round(share * 100, places), places)}\u00a0%"


def ceiling_text(share: float) -> str:
    """As it was typed: 1 %, not 1.0 %."""
    value = round(share * 100, 2)
    places = next(places for places in (0, 1, 2) if round(value, places) == value)
    return percent(share, places)


def _year(meetings: Iterable[Meeting], person: Person, year: int) -> YearOfTime:
    seats = [
        Seat(
            start=meeting.start,
            hours=(meeting.end - meeting.start).total_seconds() / 3600,
            is_held=meeting.state == Meeting.State.HELD,
            facilitates=meeting.facilitator_id == person.pk,
        )
        for meeting in meetings
        if meeting.state in COUNTS
    ]
    return year_of_time(seats, year=year, zone=person.zone, weekly_hours=person.weekly_hours or None)


class Ledger:
    """The meetings of many people, read once."""

    def __init__(self, people: Sequence[Person], ceiling: float) -> None:
        self.ceiling = ceiling
        self.people = people
        self.meetings: dict[int, list[Meeting]] = {person.pk: [] for person in people}
        rows = Attendance.objects.filter(person__in=self.meetings, removed_at=None, meeting__state__in=COUNTS)
        for attendance in rows.select_related("meeting"):
            self.meetings[attendance.person_id].append(attendance.meeting)

    def passing(self, option: Option) -> int:
        """How many people a cycle at these times would take past the ceiling."""
        return sum(not self._fits(person, option) for person in self.people)

    def _fits(self, person: Person, option: Option) -> bool:
        added: dict[int, float] = {}
        for when in (option.explore, option.reflect):
            year = when.start.astimezone(ZoneInfo(person.zone)).year
            added[year] = added.get(year, 0.0) + (when.end - when.start).total_seconds() / 3600
        return all(self.year(person, year).has_room_for(hours, self.ceiling) for year, hours in added.items())

    def year(self, person: Person, year: int) -> YearOfTime:
        return _year(self.meetings[person.pk], person, year)

    def cycles_left(self, person: Person, year: int, hours: float) -> int:
        """Two at most: more room than that needs no word. ``hours``: of explore and reflect together."""
        one = self.year(person, year)
        return next((count for count in (2, 1) if one.has_room_for(count * hours, self.ceiling)), 0)


def ceiling_page(actor: Actor, groups: Sequence[Group], now: datetime) -> CeilingPage:
    """What the owner is told before planning: no names, and no hours of anybody."""
    ceiling = ceiling_of(actor.organisation.pk)
    members = members_of(groups)
    ledger = Ledger([person for people in members.values() for person in people], ceiling)
    hours = 2 * length_of(actor.organisation.pk) / timedelta(hours=1)
    left = [
        min((ledger.cycles_left(person, now.year, hours) for person in members.get(group.pk, [])), default=2)
        for group in groups
    ]
    return CeilingPage(
        share=ceiling_text(ceiling), percent=round(ceiling * 100, 2), full=left.count(0), last=left.count(1)
    )
