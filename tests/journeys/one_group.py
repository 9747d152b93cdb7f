"""One published group with both its meetings, made beside the running product; fresh sign-in links; its rows."""

from datetime import datetime, timedelta
from typing import Any

NAMES = ("Robin Marsh", "Samira Okafor", "Tomas Lindqvist", "Yuki Brandt")
DEPARTMENTS = ("Sales", "Finance", "Production", "People")
STAFF = {"owner": "Olga Owner", "sponsor": "Sid Sponsor", "administrator": "Ada Admin"}
TOPIC = "Delegation"
LENGTH = timedelta(minutes=90)
LINK_LIVES = timedelta(days=1)


def address_of(name: str) -> str:
    return f"{name.split()[0].lower()}@aldermoor.example"


def build(explore: str, reflect: str) -> None:
    """ISO instants."""
    from django.utils import timezone

    from hexad_web.accounts.access import Actor
    from hexad_web.accounts.models import Membership, Organisation, Role, User
    from hexad_web.people.models import Participation, Person
    from tests.hexad_web.formation.cast import answer_of, finished_run

    organisation = Organisation.objects.create(name="Aldermoor Works", slug="aldermoor", time_zone="Europe/Berlin")
    users = {}
    for role, name in (*STAFF.items(), *(("participant", name) for name in NAMES)):
        users[name] = User.objects.create_user(address_of(name), name=name, time_zone="Europe/Berlin")
        Membership.objects.create(organisation=organisation, user=users[name], role=Role(role))
    for name, department in zip(NAMES, DEPARTMENTS, strict=True):
        Person.objects.create(
            organisation=organisation,
            user=users[name],
            email=address_of(name),
            name=name,
            department=department,
            level="manager",
            site="Berlin",
            time_zone="Europe/Berlin",
            languages=["en"],
            participation=Participation.JOINED,
            invited_at=timezone.now(),
        )
    owner = Actor(organisation=organisation, role=Role.OWNER, user=users[STAFF["owner"]])
    answer = answer_of(list(Person.objects.order_by("pk")))
    for group in answer["groups"]:
        group["topic"] = TOPIC
    invite(owner, finished_run(owner, timezone.now(), answer=answer), *map(datetime.fromisoformat, (explore, reflect)))


def invite(owner: "Actor", run: "Run", explore: datetime, reflect: datetime) -> None:  # type: ignore[name-defined]  # noqa: F821  # imported once Django is set up
    from django.utils import timezone

    from hexad_web.formation.actions.publishing import Draft, publish
    from hexad_web.formation.models import Group
    from hexad_web.scheduling.actions import booking
    from hexad_web.scheduling.models import GroupPlan, Meeting, PlanRun
    from hexad_web.scheduling.queries import plans

    now = timezone.now()
    publish(actor=owner, draft=Draft(run.pk, run.revision), now=now)
    planned = PlanRun.objects.create(
        organisation=owner.organisation, first_date=explore.date(), weeks=16, created_at=now
    )
    times = [plans.When(start, start + LENGTH) for start in (explore, reflect)]
    GroupPlan.objects.create(
        organisation=owner.organisation,
        run=planned,
        group=Group.objects.get(run=run),
        state=GroupPlan.State.PLANNED,
        options=[plans.Option(0, *times).stored()],
        zone="Europe/Berlin",
        mode=Meeting.Mode.VIRTUAL,
        link="https://meet.aldermoor.example/{group}",
    )
    booking.confirm_run(actor=owner, run_id=planned.pk, seen=plans.fingerprint(plans.planned(planned)), now=now)


def link(address: str) -> str:
    """A fresh one, that signs in."""
    from django.utils import timezone

    from hexad_web.accounts.actions import make_sign_in_link
    from hexad_web.accounts.models import User

    return make_sign_in_link(User.objects.get(email=address), timezone.now(), LINK_LIVES).url


def sessions() -> list[int]:
    """In order; the worker makes them once their meetings are booked."""
    from hexad_web.sessions.models import Session

    return list(Session.objects.order_by("starts_at").values_list("pk", flat=True))


def kept_of(session: int) -> dict[str, Any]:
    """What only the database knows of a session."""
    from hexad_web.evidence.models import Response
    from hexad_web.practice.models import Plan
    from hexad_web.sessions.models import Card, RoomEvent, Session

    return {
        "cards": sorted(Card.objects.filter(session=session).values_list("pad", "is_late", "is_draft")),
        "numbers": list(RoomEvent.objects.filter(session=session).values_list("number", flat=True)),
        "plans": Plan.objects.filter(session=session).count(),
        "answers": Response.objects.filter(session=session).count(),
        "state": Session.objects.get(pk=session).meeting.state,
    }


def followed_up() -> list[str]:
    """The answers to the questions months later."""
    from hexad_web.practice.models import FollowUp

    return list(FollowUp.objects.exclude(answer="").values_list("answer", flat=True))
