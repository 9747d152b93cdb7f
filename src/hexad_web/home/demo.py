"""The shipped demo: Aldermoor Works, 120 invented managers on four sites, in an organisation of its own."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction

from hexad.availability import read_ics
from hexad.demo import Company, invent
from hexad.demo.company import Conduct
from hexad.demo.random_calendars import WEEKS
from hexad.demo.writing import calendar_ics
from hexad.people.roster import Person as RosterPerson
from hexad_web.accounts.actions import make_sign_in_link
from hexad_web.accounts.models import Membership, Organisation, Role, User
from hexad_web.availability import stored
from hexad_web.availability.models import Kind, Source
from hexad_web.home.demo_challenges import add_challenges
from hexad_web.people.models import Participation, Person
from hexad_web.scheduling.models import LinkTemplate, Room

SLUG = "aldermoor"
MANAGERS, MEETINGS, SEED = 120, 12, 1
STAFF = {Role.OWNER: "Olga Owner", Role.SPONSOR: "Sam Sponsor", Role.ADMINISTRATOR: "Ada Admin"}
ROOMS = (("Harbour", 8), ("Garden", 6))
LINK_LIVES = timedelta(days=1)
PARTICIPATION: dict[Conduct, Participation] = {
    "joins": Participation.JOINED,
    "declines": Participation.DECLINED,
    "forgets": Participation.INVITED,
    "leaves": Participation.LEFT,
}
Say = Callable[[str], object]


def load(*, now: datetime, say: Say) -> None:
    """Load the demo unless it is there."""
    if Organisation.objects.filter(slug=SLUG).exists():
        return
    company = invent(MANAGERS, meetings=MEETINGS, seed=SEED, start=coming_monday(now))
    say(f"Reading {MANAGERS} invented calendars ...")
    calendars = read_calendars(company)
    with transaction.atomic():
        organisation = Organisation.objects.create(name="Aldermoor Works", slug=SLUG, time_zone="Europe/Berlin")
        add_staff(organisation)
        add_places(organisation, company)
        people = add_people(organisation, company, now)
        add_challenges(organisation, people, now)
        Source.objects.bulk_create(source_of(person, calendars[person.email], now) for person in people)


def coming_monday(now: datetime) -> date:
    """The second Monday from now: nobody is invited to a meeting tomorrow."""
    today = now.date()
    return today + timedelta(days=7 - today.weekday() + 7)


def add_staff(organisation: Organisation) -> None:
    for role, name in STAFF.items():
        user = User.objects.create_user(f"{role.value}@{SLUG}.example", name=name, time_zone=organisation.time_zone)
        Membership.objects.create(organisation=organisation, user=user, role=role)


def add_places(organisation: Organisation, company: Company) -> None:
    """Two rooms at each site, and an address for meetings online."""
    LinkTemplate.objects.create(organisation=organisation, template=f"https://meet.{SLUG}.example/{{meeting}}")
    sites = sorted({person.site for person in company.people})
    Room.objects.bulk_create(
        Room(organisation=organisation, site=site, name=name, capacity=seats) for site in sites for name, seats in ROOMS
    )


def add_people(organisation: Organisation, company: Company, now: datetime) -> list[Person]:
    """People with their answers; who joined can sign in, whoever forgot to answer cannot yet."""
    rows = [
        person_row(organisation, person, conduct, now)
        for person, conduct in zip(company.people, company.conduct, strict=True)
    ]
    people = Person.objects.bulk_create(rows)
    by_email = {person.email: person for person in people}
    for person in people:
        person.boss = by_email.get(person.boss_email)
    Person.objects.bulk_update(people, ["boss"])
    give_logins(organisation, [person for person in people if person.participation == Participation.JOINED])
    return people


def person_row(organisation: Organisation, person: RosterPerson, conduct: Conduct, now: datetime) -> Person:
    participation = PARTICIPATION[conduct]
    return Person(
        organisation=organisation,
        email=person.email,
        name=person.name,
        boss_email=person.boss_email,
        level=person.level,
        department=person.department,
        site=person.site,
        time_zone=person.time_zone,
        country=person.country,
        start_date=person.start_date,
        languages=list(person.languages),
        weekly_hours=person.weekly_hours,
        topics=list(person.topics),
        attributes=dict(person.attributes),
        participation=participation,
        participation_before=Participation.JOINED if participation == Participation.LEFT else "",
        invited_at=now,
        answered_at=None if participation == Participation.INVITED else now,
        left_at=now if participation == Participation.LEFT else None,
    )


def give_logins(organisation: Organisation, people: list[Person]) -> None:
    nobodys = make_password(None)  # no password: they sign in by mail
    users = User.objects.bulk_create(
        User(email=person.email, name=person.name, time_zone=person.time_zone, password=nobodys) for person in people
    )
    for person, user in zip(people, users, strict=True):
        person.user = user
    Person.objects.bulk_update(people, ["user"])
    Membership.objects.bulk_create(
        Membership(organisation=organisation, user=user, role=Role.PARTICIPANT) for user in users
    )


def read_calendars(company: Company) -> dict[str, dict[str, Any]]:
    """Read every calendar through the reader that real feeds pass, on the cores that there are."""
    zones = {person.email: person.time_zone for person in company.people}
    start = datetime.combine(company.start, time.min, tzinfo=UTC)
    window = (start - timedelta(days=30), start + timedelta(weeks=WEEKS + 6))
    files = [
        (calendar_ics(address, entries), zones[address], address, window) for address, entries in company.calendars()
    ]
    with ProcessPoolExecutor(max_workers=os.cpu_count()) as pool:
        found = pool.map(read_one, files, chunksize=8)
        return dict(zip((address for _, _, address, _ in files), found, strict=True))


def read_one(file: tuple[bytes, str, str, tuple[datetime, datetime]]) -> dict[str, Any]:
    content, zone, address, window = file
    busy = stored.pack(read_ics(content, owner_zone=zone, owner_email=address, window=window).busy)
    return {
        "busy": busy,
        "busy_hash": stored.digest(busy),
        "covers_from": window[0],
        "covers_until": window[1],
    }


def source_of(person: Person, columns: dict[str, Any], now: datetime) -> Source:
    return Source(
        organisation=person.organisation,
        person=person,
        kind=Kind.UPLOAD,
        name="Work",
        created_at=now,
        read_at=now,
        tried_at=now,
        **columns,
    )


def sign_in_links(*, now: datetime) -> Iterator[tuple[str, str]]:
    """A fresh link for one user of each role."""
    memberships = Membership.objects.filter(organisation__slug=SLUG).select_related("user").order_by("pk")
    for role in Role:
        membership = next((one for one in memberships if one.role == role), None)
        if membership is not None:
            yield str(role.label), make_sign_in_link(membership.user, now, LINK_LIVES).url
