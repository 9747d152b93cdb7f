"""The list of people: filters, counts, one page; and the same list as a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Lower

from hexad.people.roster import Person as Line
from hexad.people.writing import write_people
from hexad_web.accounts.access import Actor
from hexad_web.people import access
from hexad_web.people.models import Import, Participation, Person

PAGE_LENGTH = 50


@dataclass(frozen=True, slots=True)
class Counts:
    """How many people stand where; ``silent``: invited long enough ago to be asked again."""

    total: int
    not_invited: int
    invited: int
    joined: int
    declined: int
    left: int
    silent: int

    @property
    def present(self) -> int:
        return self.total - self.left


def counts(actor: Actor, *, silent_before: datetime) -> Counts:
    silent = Q(participation=Participation.INVITED, invited_at__lte=silent_before)
    found = access.people_of(actor).aggregate(
        total=Count("pk"),
        silent=Count("pk", filter=silent),
        **{state.value: Count("pk", filter=Q(participation=state)) for state in Participation},
    )
    return Counts(**found)


def departments(actor: Actor) -> list[str]:
    named = access.people_of(actor).exclude(department="")
    return list(named.order_by("department").values_list("department", flat=True).distinct()[:200])


def page_of(actor: Actor, filters: Mapping[str, str], number: str) -> Page[Person]:
    return Paginator(filtered(actor, filters), PAGE_LENGTH).get_page(number)


def filtered(actor: Actor, filters: Mapping[str, str]) -> QuerySet[Person]:
    people = access.people_of(actor).select_related("boss").order_by(Lower("name"), "pk")
    if "state" in filters:
        people = people.filter(participation=filters["state"])
    else:
        people = people.exclude(participation=Participation.LEFT)
    if "department" in filters:
        people = people.filter(department=filters["department"])
    if "q" in filters:
        people = people.filter(Q(name__icontains=filters["q"]) | Q(email__icontains=filters["q"]))
    return people


def open_import(actor: Actor) -> Import | None:
    """A file that this owner chose and has not finished with."""
    waiting = access.imports_of(actor).filter(user=actor.user, state__in=[Import.State.READING, Import.State.READY])
    return waiting.defer("sealed", "preview", "before").order_by("-pk").first()


def people_csv(actor: Actor) -> str:
    """Everybody who has not left, in the columns that an import reads."""
    return write_people([line_of(person) for person in filtered(actor, {})])


def line_of(person: Person) -> Line:
    """The row as the library knows a person."""
    return Line(
        email=person.email,
        name=person.name,
        boss_email=person.boss_email,
        level=person.level,
        department=person.department,
        site=person.site,
        time_zone=person.time_zone,
        country=person.country,
        start_date=person.start_date,
        languages=tuple(person.languages),
        weekly_hours=person.weekly_hours,
        topics=tuple(person.topics),
        attributes=person.attributes,
    )
