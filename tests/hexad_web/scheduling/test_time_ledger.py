"""Time of managers: everybody reads their own, the owner sets a ceiling, and planning keeps under it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from hexad_web.accounts.access import Actor
from hexad_web.formation.models import Group
from hexad_web.people.models import Person
from hexad_web.scheduling.actions import planning
from hexad_web.scheduling.models import Attendance, GroupPlan, Meeting, Rhythm, TimeCeiling
from hexad_web.scheduling.queries import ledger, plans
from tests.examples import NOW
from tests.hexad_web.conftest import client_of
from tests.hexad_web.scheduling.conftest import EXPLORE, NINETY, login_of, option

PLAN = "/scheduling/plan/"


def book(group: Group, number: int, state: str = "confirmed", facilitator: Person | None = None) -> Meeting:
    start = EXPLORE + timedelta(days=7 * number)
    meeting = Meeting.objects.create(
        organisation=group.organisation,
        group=group,
        cycle=number,
        kind="explore",
        state=state,
        start=start,
        end=start + NINETY,
        wall_start="",
        zone="Europe/Berlin",
        mode="virtual",
        uid=f"time-{group.pk}-{number}",
        facilitator=facilitator,
        created_at=NOW,
        changed_at=NOW,
    )
    Attendance.objects.bulk_create(
        Attendance(organisation=group.organisation, meeting=meeting, person=seat.person)
        for seat in group.members.select_related("person")
    )
    return meeting


def own(group: Group) -> tuple[Person, Client]:
    person = group.members.order_by("pk")[0].person
    user = login_of(Person.objects.select_related("organisation").get(pk=person.pk))
    return person, client_of(Actor(organisation=group.organisation, role="participant", user=user))


def test_everybody_reads_their_own_time_with_its_share(group: Group, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: EXPLORE + timedelta(days=20))
    person, client = own(group)
    for number in range(1, 3):
        book(group, number, "held")
    book(group, 3, facilitator=person)
    book(group, 4, "cancelled")
    page = client.get(reverse("scheduling:my_sessions")).content.decode()
    assert "3 hours this year, 0.14\u00a0% of work time" in page
    assert "Planned by the end of the year: 4 h 30, 0.22\u00a0%" in page
    assert "what you facilitate: 0.26\u00a0%" in page
    assert "Only you" in page
    assert "3 hours this year, 0.14\u00a0% of work time" in client.get("/").content.decode()


def test_nobody_with_nothing_is_told_anything(group: Group) -> None:
    _person, client = own(group)
    assert "of work time" not in client.get("/").content.decode()


def test_a_cycle_past_the_ceiling_is_not_planned_and_nobody_is_named(owner: Actor, group: Group) -> None:
    for number in range(1, 14):  # 19.5 of 20.8 hours
        book(group, number, "held")
    Rhythm.objects.create(organisation=owner.organisation, cadence_weeks=5)
    wish = planning.Wish(first_date=(EXPLORE + timedelta(days=120)).date(), weeks=10)
    run = planning.start_planning(actor=owner, wish=wish, now=NOW)
    planning.work_off(clock=lambda: NOW)
    plan = GroupPlan.objects.get(run=run)
    assert plan.state == GroupPlan.State.IMPOSSIBLE
    assert {"code": "none.ceiling", "values": {"people": 6}} in plan.lost[0]["reasons"]


def test_a_higher_ceiling_lets_it_be_planned(owner: Actor, group: Group, owner_client: Client) -> None:
    for number in range(1, 14):
        book(group, number, "held")
    assert owner_client.post("/scheduling/plan/ceiling/", {"percent": "2"}).status_code == 302
    Rhythm.objects.create(organisation=owner.organisation, cadence_weeks=5)
    wish = planning.Wish(first_date=(EXPLORE + timedelta(days=120)).date(), weeks=10)
    run = planning.start_planning(actor=owner, wish=wish, now=NOW)
    planning.work_off(clock=lambda: NOW)
    assert GroupPlan.objects.get(run=run).state == GroupPlan.State.PLANNED


@pytest.mark.parametrize(
    ("sessions", "words"),
    [
        (12, "1 group has no room for a cycle this year"),
        (10, "For 1 group this is the last cycle of the year under 1 % of work time."),
        (2, ""),
    ],
)
def test_the_owner_is_warned_before_the_ceiling_is_passed(
    owner: Actor, group: Group, monkeypatch: pytest.MonkeyPatch, sessions: int, words: str
) -> None:
    for number in range(1, sessions + 1):
        book(group, number, "held")
    monkeypatch.setattr("django.utils.timezone.now", lambda: EXPLORE + timedelta(days=300))
    page = " ".join(client_of(owner).get(PLAN).content.decode().split())
    warned = "has no room" in page or "this is the last cycle" in page
    assert words in page
    assert warned is bool(words)


def test_somebody_who_works_less_reaches_it_earlier(owner: Actor, group: Group) -> None:
    person = group.members.order_by("pk")[0].person
    Person.objects.filter(pk=person.pk).update(weekly_hours=20)
    for number in range(1, 6):
        book(group, number, "held")
    members = list(Person.objects.filter(pk__in=group.members.values("person")).select_related("organisation"))
    assert ledger.Ledger(members, 0.01).passing(option(explore=EXPLORE, reflect=EXPLORE + timedelta(days=28))) == 1
    assert plans.groups_to_plan(owner, EXPLORE + timedelta(days=300)).count() == 1


@pytest.mark.parametrize("percent", ["0", "-1", "11", "much", "nan"])
def test_a_ceiling_that_is_none_is_refused(owner_client: Client, group: Group, percent: str) -> None:
    assert owner_client.post("/scheduling/plan/ceiling/", {"percent": percent}).status_code == 422
    assert not TimeCeiling.objects.exists()
