"""Rooms of six in the middle of a session, or before it, and a login for everybody in them."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from importlib import import_module
from zoneinfo import ZoneInfo

from benchmarks.listening import Member, Room
from hexad.sessions.agenda import load
from hexad_web.accounts.models import Membership, Organisation, Role, User
from hexad_web.accounts.private_text import open_spaces
from hexad_web.formation.models import Group, GroupMember, Run
from hexad_web.people.models import Participation, Person
from hexad_web.scheduling.models import Attendance, Meeting, Watch
from hexad_web.scheduling.queries.members import members_of
from hexad_web.scheduling.queries.standing import digests_of
from hexad_web.scheduling.times import tzdata_version
from hexad_web.sessions.models import RoomEvent, Session

ZONE = "Europe/Berlin"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
LENGTH = timedelta(minutes=90)
TOKEN = "c" * 32  # any token is a good one, as long as the cookie and the header agree
EARLIER_EVENTS = 120  # about as many as a room has heard in an hour


def lobbies(count: int, size: int) -> list[dict[str, object]]:
    """Rooms that whoever facilitates can start now, as plain values; their lobbies have heard a lot."""
    from django.utils import timezone

    return [asdict(room) for room in build(count, size, timezone.now(), -timedelta(minutes=5))]


def build(count: int, size: int, now: datetime, began: timedelta = timedelta(minutes=12)) -> list[Room]:
    """Make an organisation with so many rooms of this size, in which everybody started a while ago.

    Its members have been told of groups and meetings: no mail waits that a real organisation sent weeks before.
    """
    organisation = Organisation.objects.create(name="Aldermoor Works", slug="aldermoor", time_zone=ZONE)
    people = add_people(organisation, count * size)
    groups = add_groups(organisation, people, size, now)
    sessions = add_sessions(groups, now - began, is_running=began > timedelta(0))
    add_earlier_events(sessions, now)
    add_looks(groups, now)
    return [
        Room(session.pk, [Member(person.pk, headers_of(person)) for person in members])
        for session, (_group, members) in zip(sessions, groups, strict=True)
    ]


def add_people(organisation: Organisation, count: int) -> list[Person]:
    users = User.objects.bulk_create(
        User(email=f"person{number}@aldermoor.example", name=f"Person {number}", time_zone=ZONE, password=f"!{number}")
        for number in range(count)
    )
    Membership.objects.bulk_create(
        Membership(organisation=organisation, user=user, role=Role.PARTICIPANT) for user in users
    )
    return Person.objects.bulk_create(
        Person(
            organisation=organisation,
            user=user,
            email=user.email,
            name=user.name,
            time_zone=ZONE,
            languages=["en"],
            participation=Participation.JOINED,
        )
        for user in users
    )


Seated = list[tuple[Group, list[Person]]]


def add_groups(organisation: Organisation, people: Sequence[Person], size: int, now: datetime) -> Seated:
    run = Run.objects.create(organisation=organisation, state=Run.State.PUBLISHED, created_at=now, seed=1)
    chunks = [list(people[first : first + size]) for first in range(0, len(people), size)]
    groups = Group.objects.bulk_create(
        Group(
            organisation=organisation,
            run=run,
            number=number,
            topic="Delegation",
            state=Group.State.PUBLISHED,
            private_space=space,
            size=size,
            announced_at=now,
        )
        for number, space in enumerate(open_spaces(organisation, len(chunks)), start=1)
    )
    seated = list(zip(groups, chunks, strict=True))
    GroupMember.objects.bulk_create(
        GroupMember(organisation=organisation, group=group, run=run, person=person, is_active=True)
        for group, members in seated
        for person in members
    )
    return seated


def add_sessions(seated: Seated, start: datetime, *, is_running: bool) -> list[Session]:
    meetings = Meeting.objects.bulk_create(
        Meeting(
            organisation=group.organisation,
            group=group,
            kind=Meeting.Kind.EXPLORE,
            start=start,
            end=start + LENGTH,
            wall_start=start.astimezone(ZoneInfo(ZONE)).strftime("%Y-%m-%dT%H:%M"),
            zone=ZONE,
            tzdata_version=tzdata_version(),
            mode=Meeting.Mode.VIRTUAL,
            link="https://meet.aldermoor.example/",
            uid=f"room-{group.number}@aldermoor.example",
            facilitator=members[0],
            created_at=start,
            changed_at=start,
        )
        for group, members in seated
    )
    Attendance.objects.bulk_create(
        Attendance(organisation=meeting.organisation, meeting=meeting, person=person)
        for meeting, (_group, members) in zip(meetings, seated, strict=True)
        for person in members
    )
    agenda = load("explore").as_json()
    return Session.objects.bulk_create(
        Session(
            organisation=meeting.organisation,
            meeting=meeting,
            group=group,
            kind="explore",
            agenda=agenda,
            seed=f"seed-{group.number}",
            rota=[str(person.pk) for person in members],
            state=Session.State.RUNNING if is_running else Session.State.PLANNED,
            starts_at=start,
            ends_at=start + LENGTH,
            started_at=start if is_running else None,
            events_count=1 + EARLIER_EVENTS,
        )
        for meeting, (group, members) in zip(meetings, seated, strict=True)
    )


def add_looks(seated: Seated, now: datetime) -> None:
    """Nobody's calendar has changed since the sessions were booked."""
    groups = [group for group, _members in seated]
    digests = digests_of(members_of(groups), now)
    Watch.objects.bulk_create(
        Watch(organisation=group.organisation, group=group, digest=digests[group.pk], checked_at=now)
        for group in groups
    )


def add_earlier_events(sessions: Sequence[Session], now: datetime) -> None:
    """A second member who came and went, time and again; where the session runs, first its start, then ready or not."""
    events: list[RoomEvent] = []
    for session in sessions:
        ready, begun = ("undone", "done"), session.started_at is not None
        first, kinds = ("start", ready) if begun else ("agree", ("here", "gone"))
        values: dict[str, object] = {"step": 0, "part": 0} if begun else {"device": "old phone"}
        at = session.starts_at if begun else now - timedelta(minutes=1)
        events.append(event_of(session, 1, first, session.rota[0], {}, at))
        events += [
            event_of(session, number, kinds[number % 2 == (0 if begun else 1)], session.rota[1], values, at)
            for number in range(2, 2 + EARLIER_EVENTS)
        ]
    RoomEvent.objects.bulk_create(events, batch_size=1000)


def event_of(
    session: Session, number: int, kind: str, person: str, values: dict[str, object], after: datetime
) -> RoomEvent:
    return RoomEvent(
        organisation_id=session.organisation_id,
        session=session,
        number=number,
        key=f"earlier-{number}",
        kind=kind,
        at=after + timedelta(seconds=number / 10),
        person_id=int(person),
        values=values,
    )


def headers_of(person: Person) -> dict[str, str]:
    """What a browser sends that is signed in as this person."""
    from django.conf import settings

    user = person.user
    assert user is not None
    login = import_module(settings.SESSION_ENGINE).SessionStore()
    login.update(
        {"_auth_user_id": str(user.pk), "_auth_user_backend": BACKEND, "_auth_user_hash": user.get_session_auth_hash()}
    )
    login.create()
    login.save()
    return {
        "Cookie": f"{settings.SESSION_COOKIE_NAME}={login.session_key}; {settings.CSRF_COOKIE_NAME}={TOKEN}",
        "X-CSRFToken": TOKEN,
        "Accept-Language": "en",
    }
