"""Pages with lists ask the database as often for fifty rows as for five.

The list of people, a person, a result, the plan and one's own sessions are counted beside their own tests.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hexad_web.accounts import private_text
from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import AuditEntry, Membership, Organisation, Role, User
from hexad_web.availability.models import Kind, Problem, Source
from hexad_web.formation.models import Group, GroupMember, Run
from hexad_web.outbox.models import OutboxMessage
from hexad_web.people.models import Person
from hexad_web.scheduling.models import Attendance, Meeting, Room
from tests.examples import NOW
from tests.hexad_web.conftest import client_of
from tests.hexad_web.formation.cast import answer_of, finished_run, join
from tests.hexad_web.outbox.mails import queued

pytestmark = pytest.mark.django_db
FEW, MANY = 5, 50
Grow = Callable[[Organisation, int], object]


def add_accounts(organisation: Organisation, count: int) -> None:
    start = User.objects.count()
    users = User.objects.bulk_create(
        User(email=f"user{number}@northwind.example", name=f"User {number}") for number in range(start, start + count)
    )
    Membership.objects.bulk_create(
        Membership(organisation=organisation, user=user, role=role)
        for user, role in zip(users, [Role.OWNER, Role.SPONSOR, Role.PARTICIPANT] * count, strict=False)
    )


def add_audit(organisation: Organisation, count: int) -> None:
    add_accounts(organisation, count)
    AuditEntry.objects.bulk_create(
        AuditEntry(organisation=organisation, user=user, action="people.import", details={"people": 3}, at=NOW)
        for user in User.objects.all()[:count]
    )


def add_failed_mails(organisation: Organisation, count: int) -> None:
    start = OutboxMessage.objects.count()
    queued(organisation, *(f"person{number}" for number in range(start, start + count)))
    OutboxMessage.objects.update(state=OutboxMessage.State.FAILED, last_error="refused 550")


def add_feeds(organisation: Organisation, count: int) -> None:
    Source.objects.bulk_create(
        Source(
            organisation=organisation,
            person=person,
            kind=Kind.FEED,
            name="Work",
            sealed_url=private_text.seal("https://calendar.example/secret"),
            created_at=NOW,
            read_at=NOW,
            problem=problem,
        )
        for person, problem in zip(join(organisation, count), list(Problem) * count, strict=False)
    )


def add_rooms(organisation: Organisation, count: int) -> None:
    start = Room.objects.count()
    Room.objects.bulk_create(
        Room(organisation=organisation, site=f"Site {number}", name="Room", capacity=8)
        for number in range(start, start + count)
    )


def add_groups(organisation: Organisation, count: int) -> None:
    """Published, of four people each, with both meetings ahead."""
    run = Run.objects.create(organisation=organisation, state=Run.State.PUBLISHED, created_at=NOW, seed=1)
    people = join(organisation, 4 * count)
    spaces = private_text.open_spaces(organisation, count)
    groups = Group.objects.bulk_create(
        Group(organisation=organisation, run=run, number=number, topic=f"Topic {number}", private_space=space, size=4)
        for number, space in enumerate(spaces, start=1)
    )
    Group.objects.filter(run=run).update(state=Group.State.PUBLISHED)
    GroupMember.objects.bulk_create(
        GroupMember(organisation=organisation, group=groups[place // 4], run=run, person=person, is_active=True)
        for place, person in enumerate(people)
    )
    add_meetings(organisation, groups)


def add_meetings(organisation: Organisation, groups: list[Group]) -> None:
    start = NOW + timedelta(days=9)
    meetings = Meeting.objects.bulk_create(
        Meeting(
            organisation=organisation,
            group=group,
            kind=kind,
            start=start,
            end=start + timedelta(minutes=90),
            wall_start="2026-12-10T10:00",
            zone="Europe/Berlin",
            mode=Meeting.Mode.VIRTUAL,
            uid=f"{group.pk}-{kind}",
            created_at=NOW,
            changed_at=NOW,
        )
        for group in groups
        for kind in Meeting.Kind.values
    )
    seats = GroupMember.objects.filter(group__in=groups).select_related("person")
    Attendance.objects.bulk_create(
        Attendance(organisation=organisation, meeting=meeting, person=seat.person)
        for meeting in meetings
        for seat in seats
        if seat.group_id == meeting.group_id
    )


def add_runs(organisation: Organisation, count: int) -> None:
    Run.objects.bulk_create(
        Run(organisation=organisation, state=Run.State.DONE, created_at=NOW, seed=number, score=1.0, groups_count=2)
        for number in range(count)
    )


def add_everything(organisation: Organisation, count: int) -> None:
    for grow in (add_groups, add_feeds, add_failed_mails, add_audit, add_rooms):
        grow(organisation, count)


def queries_of(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url)
    assert response.status_code == 200
    return len(captured)


PAGES: list[tuple[str, str, Grow]] = [
    ("administrator", "accounts:members", add_accounts),
    ("administrator", "accounts:audit", add_audit),
    ("administrator", "outbox:list", add_failed_mails),
    ("administrator", "availability:health", add_feeds),
    ("administrator", "home:home", add_everything),
    ("owner", "outbox:list", add_failed_mails),
    ("owner", "availability:overview", add_feeds),
    ("owner", "formation:groups", add_groups),
    ("owner", "formation:policy", add_runs),
    ("owner", "formation:compare", add_runs),
    ("owner", "scheduling:places", add_rooms),
    ("owner", "home:home", add_everything),
]


@pytest.mark.parametrize(("role", "page", "grow"), PAGES, ids=[f"{role}-{page}" for role, page, _grow in PAGES])
def test_a_list_takes_the_same_queries_for_five_rows_and_for_fifty(
    request: pytest.FixtureRequest, organisation: Organisation, role: str, page: str, grow: Grow
) -> None:
    client: Client = request.getfixturevalue(f"{role}_client")
    grow(organisation, FEW)
    few = queries_of(client, reverse(page))
    grow(organisation, MANY - FEW)

    assert queries_of(client, reverse(page)) == few
    assert few <= 20


def test_comparing_takes_the_same_queries_for_a_few_groups_and_for_many(owner: Actor, owner_client: Client) -> None:
    found = []
    for count in (8, 80):
        Person.objects.all().delete()
        people = join(owner.organisation, count)
        runs = [finished_run(owner, NOW, answer=answer_of(people, size)) for size in (4, 8)]
        found.append(queries_of(owner_client, f"{reverse('formation:compare')}?a={runs[0].pk}&b={runs[1].pk}"))

    assert found[0] == found[1]


def test_a_participants_pages_take_the_same_queries_however_large_the_programme(
    organisation: Organisation, participant: Actor
) -> None:
    client = client_of(participant)
    found = []
    for count in (FEW, MANY - FEW):
        add_everything(organisation, count)
        member = GroupMember.objects.order_by("pk")[0].person
        Person.objects.filter(pk=member.pk).update(user=participant.user)
        pages = (
            "home:home",
            "formation:groups",
            "scheduling:my_sessions",
            "availability:calendars",
            "people:me",
            "practice:mine",
        )
        found.append({page: queries_of(client, reverse(page)) for page in pages})

    assert found[0] == found[1]
