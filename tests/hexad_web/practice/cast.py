"""One group of Northwind Works in its cycle: explore on Thursday 4 February 2027, reflect four weeks later."""

from datetime import datetime, timedelta

from django.test import Client
from django.utils.text import slugify

from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import Role
from hexad_web.formation.models import Group
from hexad_web.people.models import Person
from hexad_web.practice.access import Seat
from hexad_web.practice.actions.planning import Draft, save_plan
from hexad_web.practice.models import Plan
from hexad_web.scheduling.models import Attendance, Meeting
from hexad_web.sessions.models import Session
from tests.examples import NOW
from tests.hexad_web.conftest import client_of
from tests.hexad_web.scheduling.conftest import EXPLORE, NINETY, REFLECT, login_of

DAY = timedelta(days=1)
DURING = EXPLORE + timedelta(minutes=70)
STARTS = {"explore": EXPLORE, "reflect": REFLECT}


def add_session(group: Group, kind: str = "explore", state: str = "held", starts_at: datetime | None = None) -> Session:
    start = starts_at or STARTS[kind]
    meeting = Meeting.objects.create(
        organisation=group.organisation,
        group=group,
        kind=kind,
        state=Meeting.State.CONFIRMED if state in ("planned", "running") else Meeting.State.HELD,
        start=start,
        end=start + NINETY,
        wall_start=f"{start:%Y-%m-%dT%H:%M}",
        zone="Europe/Berlin",
        mode=Meeting.Mode.VIRTUAL,
        uid=f"{slugify(group.organisation.name)}-{group.pk}-{kind}-{start:%j}",
        created_at=NOW,
        changed_at=NOW,
    )
    Attendance.objects.bulk_create(
        Attendance(organisation=group.organisation, meeting=meeting, person=seat.person)
        for seat in group.members.select_related("person")
    )
    return Session.objects.create(
        organisation=group.organisation,
        meeting=meeting,
        group=group,
        kind=kind,
        state=state,
        seed="seed",
        starts_at=start,
        ends_at=start + NINETY,
        started_at=start if state != "planned" else None,
    )


def person(group: Group, place: int = 0) -> Person:
    return list(group.members.order_by("pk"))[place].person


def actor(one: Person) -> Actor:
    found = Person.objects.select_related("user", "organisation").get(pk=one.pk)
    user = found.user or login_of(found)
    return Actor(organisation=found.organisation, role=Role.PARTICIPANT, user=user)


def client(one: Person) -> Client:
    return client_of(actor(one))


def seat(session: Session, place: int = 0) -> Seat:
    one = person(session.group, place)
    return Seat(actor(one), session, Person.objects.get(pk=one.pk))


def plan(session: Session, place: int = 0, now: datetime = DURING, **fields: object) -> Plan:
    values: dict[str, object] = {
        "situation": "a report comes late",
        "behaviour": "ask what is in the way",
        "occasion_date": (session.starts_at + 4 * DAY).date(),
    }
    own = seat(session, place)
    assert save_plan(seat=own, draft=Draft(**{**values, **fields}), now=now) == []  # type: ignore[arg-type]
    return Plan.objects.get(person=own.person, session=session)
