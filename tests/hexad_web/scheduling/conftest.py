"""A published group of Northwind Works, planned by hand, so that each test states its own dates."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from hexad.people.roster import Person as Manager
from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import Membership, Organisation, Role, User
from hexad_web.accounts.private_text import open_space
from hexad_web.formation.models import Group, GroupMember, Run
from hexad_web.people.models import Participation, Person
from hexad_web.scheduling.actions.booking import confirm_run
from hexad_web.scheduling.models import GroupPlan, Meeting, PlanRun
from hexad_web.scheduling.queries import plans
from hexad_web.scheduling.queries.plans import Option, When
from tests.examples import BEN, CHO, DEV, EVA, FEN, GUS, NOW

SIX = (BEN, CHO, DEV, EVA, FEN, GUS)
NINETY = timedelta(minutes=90)
USUAL = {"code": "slot.convenient", "values": {}}
EXPLORE = datetime(2027, 2, 4, 13, 0, tzinfo=UTC)  # Thu, 14:00 in Berlin
REFLECT = datetime(2027, 3, 4, 13, 0, tzinfo=UTC)


def option(position: int = 0, explore: datetime = EXPLORE, reflect: datetime = REFLECT) -> Option:
    return Option(position, When(explore, explore + NINETY, (USUAL,)), When(reflect, reflect + NINETY, (USUAL,)))


def login_of(person: Person) -> User:
    user = User.objects.create_user(person.email, name=person.name, time_zone=person.time_zone)
    Membership.objects.create(organisation=person.organisation, user=user, role=Role.PARTICIPANT)
    Person.objects.filter(pk=person.pk).update(user=user)
    person.user = user
    return user


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages read the day of the cast, whenever the tests run."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def formation_run(organisation: Organisation) -> Run:
    return Run.objects.create(organisation=organisation, state=Run.State.PUBLISHED, created_at=NOW, seed=1)


@pytest.fixture
def make_group(organisation: Organisation, formation_run: Run) -> Callable[..., Group]:
    def make(number: int = 1, managers: Sequence[Manager] = SIX, topic: str = "delegation") -> Group:
        space = open_space(organisation)
        group = Group.objects.create(
            organisation=organisation,
            run=formation_run,
            number=number,
            topic=topic,
            state=Group.State.PUBLISHED,
            private_space=space,
            size=len(managers),
        )
        for manager in managers:
            person = Person.objects.create(
                organisation=organisation,
                email=f"g{number}.{manager.email}" if number > 1 else manager.email,
                name=manager.name,
                site=manager.site,
                time_zone=manager.time_zone,
                country=manager.country,
                participation=Participation.JOINED,
            )
            GroupMember.objects.create(
                organisation=organisation, group=group, run=formation_run, person=person, is_active=True
            )
        return group

    return make


@pytest.fixture
def group(make_group: Callable[..., Group]) -> Group:
    return make_group()


@pytest.fixture
def plan_run(organisation: Organisation) -> PlanRun:
    return PlanRun.objects.create(organisation=organisation, first_date=NOW.date(), weeks=16, created_at=NOW)


@pytest.fixture
def make_plan(plan_run: PlanRun) -> Callable[..., GroupPlan]:
    def make(group: Group, *options: Option, **fields: object) -> GroupPlan:
        values: dict[str, object] = {
            "zone": "Europe/Berlin",
            "mode": Meeting.Mode.VIRTUAL,
            "link": "https://meet.example/{group}",
        }
        return GroupPlan.objects.create(
            organisation=plan_run.organisation,
            run=plan_run,
            group=group,
            state=GroupPlan.State.PLANNED,
            options=[one.stored() for one in options or (option(),)],
            **{**values, **fields},
        )

    return make


@pytest.fixture
def plan(group: Group, make_plan: Callable[..., GroupPlan]) -> GroupPlan:
    return make_plan(group)


@pytest.fixture
def confirm(owner: Actor, plan_run: PlanRun) -> Callable[[], list[Meeting]]:
    def send() -> list[Meeting]:
        seen = plans.fingerprint(plans.planned(plan_run))
        confirm_run(actor=owner, run_id=plan_run.pk, seen=seen, now=NOW)
        return list(Meeting.objects.order_by("start", "pk"))

    return send


@pytest.fixture
def explore(plan: GroupPlan, confirm: Callable[[], list[Meeting]]) -> Meeting:
    """Invitations for Thu 4 February and Thu 4 March are queued; this is the first."""
    return confirm()[0]
