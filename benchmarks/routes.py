"""Every page of the product with the demo organisation in it: found in its addresses, so that none is forgotten."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from benchmarks import cycle
from benchmarks.demo_organisation import actor_in, planned
from hexad_web.accounts.access import Actor, user_of
from hexad_web.accounts.actions import make_sign_in_link
from hexad_web.accounts.models import Membership, Role, User
from hexad_web.availability.models import Source
from hexad_web.evidence.access import observer_token
from hexad_web.evidence.models import Observer, Study, StudyGroup, Taking
from hexad_web.formation.access import policy_of
from hexad_web.formation.actions import running
from hexad_web.formation.models import GroupMember, Run
from hexad_web.formation.queries import mending as queries
from hexad_web.outbox.models import OutboxMessage
from hexad_web.people.access import hash_of
from hexad_web.people.actions import confirming, uploading
from hexad_web.people.models import Invitation, Person
from hexad_web.people.queries.listing import people_csv
from hexad_web.report.actions import closing
from hexad_web.report.queries.periods import next_period
from hexad_web.scheduling import access
from hexad_web.scheduling.actions import booking, feeds, places, polling
from hexad_web.scheduling.models import Attendance, Choice, GroupPlan
from hexad_web.scheduling.queries import plans

TOKEN = "of-the-benchmark"
WITH_PROBLEMS = b"email,name,boss_email\nada@aldermoor.example,Ada,nobody@aldermoor.example\nno-address,Ben,\n"
Arguments = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Route:
    """An address as one user asks for it; nobody where it needs no sign-in."""

    name: str
    path: str
    role: str
    user: User | None


def pages(*, now: datetime) -> list[Route]:
    """Fill the demo organisation, and return every address with every role that may ask for it."""
    attendance = fill(now)
    users = {str(role): actor_in(role).user for role in Role} | {str(Role.PARTICIPANT): attendance.person.user}
    known = arguments(attendance, now)
    found = [
        (name, reverse(name, kwargs=kwargs), role) for name, kwargs, roles in every_address(known) for role in roles
    ]
    return [Route(name, path, role, users.get(role)) for name, path, role in [*found, *variants(known)]]


def every_address(known: Arguments) -> Iterator[tuple[str, dict[str, object], list[str]]]:
    """Yield each named address of the product with values for its blanks, and the roles that it lets in."""
    for namespace, pattern in walk(get_resolver("hexad_web.config.urls").url_patterns, ""):
        name = f"{namespace}{pattern.name}"
        blanks = [*pattern.pattern.converters, *pattern.pattern.regex.groupindex]
        kwargs = {blank: value_of(known, name, blank) for blank in blanks}
        roles = getattr(pattern.callback, "roles", None)
        yield name, kwargs, [""] if roles is None else [str(role) for role in roles or Role]


def walk(patterns: list[URLPattern | URLResolver], namespace: str) -> Iterator[tuple[str, URLPattern]]:
    for one in patterns:
        if isinstance(one, URLResolver):
            inner = f"{namespace}{one.namespace}:" if one.namespace else namespace
            yield from walk(one.url_patterns, inner)
        elif one.name:
            yield namespace, one


def value_of(known: Arguments, name: str, blank: str) -> object:
    """Return what fits best: for this address, for its app; a 1 where only posts are taken anyway."""
    app = name.partition(":")[0]
    return known.get(f"{name} {blank}", known.get(f"{app} {blank}", 1))


def variants(known: Arguments) -> Iterator[tuple[str, str, str]]:
    """Yield addresses whose page is another one with another object or question."""
    published, draft = known["published"], known["formation run_id"]
    compare = reverse("formation:compare")
    yield "formation:compare, two runs", f"{compare}?a={published}&b={draft}", Role.OWNER
    yield "formation:result, published", reverse("formation:result", args=[published]), Role.OWNER
    yield "formation:export, JSON", reverse("formation:export", args=[draft, "json"]), Role.OWNER
    yield "people:import_preview, done", reverse("people:import_preview", args=[known["imported"]]), Role.OWNER
    yield "scheduling:group_plan, asked", reverse("scheduling:group_plan", args=[known["asked"]]), Role.OWNER


def arguments(attendance: Attendance, now: datetime) -> Arguments:
    """Return the keys of what the pages show, by address or app, and blank."""
    owner, person, group = actor_in(Role.OWNER), attendance.person, attendance.meeting.group
    ours = {"organisation": owner.organisation}
    member = Actor(organisation=owner.organisation, role=Role.PARTICIPANT, user=person.user)
    choice, draft = Choice.objects.filter(**ours)[0], Run.objects.filter(**ours, state=Run.State.DONE)[0]
    return {
        **cycle.live(owner, attendance, now),
        "published": group.run_id,
        "asked": choice.poll.plan_id,
        "imported": imported(owner, people_csv(owner).encode(), now),
        "accounts membership_id": Membership.objects.filter(**ours)[0].pk,
        "accounts:sign_in token": make_sign_in_link(user_of(owner), now).url.rstrip("/").rpartition("/")[2],
        "availability source_id": Source.objects.get(person=person).pk,
        "formation run_id": draft.pk,
        "formation:mending run_id": answered(owner, Run.Kind.MEND, now).pk,
        "formation:tradeoff run_id": answered(owner, Run.Kind.TRADEOFF, now).pk,
        "formation number": 1,
        "formation kind": "csv",
        "formation group_id": group.pk,
        "formation seat_id": GroupMember.objects.filter(run=draft)[0].pk,
        "evidence:observe token": observer_token(studied(owner, person, now)),
        "outbox message_id": OutboxMessage.objects.filter(**ours)[0].pk,
        "report period_id": closed(owner, now),
        "people import_id": uploading.take_file(actor=owner, name="new.csv", data=WITH_PROBLEMS, now=now).pk,
        "people person_id": person.pk,
        "people:join token": invited(person, now),
        "scheduling plan_id": GroupPlan.objects.filter(**ours, state=GroupPlan.State.PLANNED)[0].pk,
        "scheduling meeting_id": attendance.meeting_id,
        "scheduling:answer token": access.answer_token(attendance.pk),
        "scheduling:feed token": feeds.make_feed(actor=member, now=now),
        "scheduling:choose token": access.choose_token(choice.pk),
    }


def answered(owner: Actor, kind: str, now: datetime) -> Run:
    """Return a run that forms no groups of its own, with what it found."""
    start = running.start_mending if kind == Run.Kind.MEND else running.start_tradeoff
    run = start(actor=owner, policy=policy_of(owner), now=now)
    one, other = sorted(map(int, queries.seated(owner.organisation)))[:2]
    moved = [[GroupMember.objects.filter(group=one, is_active=True)[0].person_id, one, other]]
    points = [{"weight": 0.0, "can_meet": 0.1, "points": 800.0}, {"weight": 5.0, "can_meet": 0.9, "points": 790.0}]
    found = {"moved": moved, "joined": [], "dissolved": [], "waiting": [], "points": points, "prices": [0.6]}
    Run.objects.filter(pk=run.pk).update(state=Run.State.ANSWERED, result=found)
    return run


def studied(owner: Actor, person: Person, now: datetime) -> int:
    """Freeze an experiment whose first round is open; return the key of an observer whom somebody named."""
    ours = {"organisation": owner.organisation}
    study = Study.objects.create(
        **ours,
        state=Study.State.FROZEN,
        first_date=now.date() + timedelta(days=7),
        seed=1,
        created_at=now,
        frozen_at=now,
        plan_text="{}",
        plan_hash="0" * 64,
    )
    for place, group in enumerate(queries.seated(owner.organisation)):
        StudyGroup.objects.create(**ours, study=study, group_id=group, wave=place % 2)
    Taking.objects.create(**ours, study=study, person=person, agreed_at=now)
    return Observer.objects.create(
        **ours, study=study, person=person, email="peer@elsewhere.example", category="peer", named_at=now
    ).pk


def fill(now: datetime) -> Attendance:
    """Invite half of the groups, let one choose, leave the others planned; return the row of an invited member."""
    plan, owner = planned(now=now), actor_in(Role.OWNER)
    ready = list(plans.planned(plan))
    for one in ready[: len(ready) // 2]:
        booking.confirm_plan(actor=owner, plan=one, now=now)
    polling.ask_group(actor=owner, plan_id=ready[-1].pk, now=now)
    places.save_room(actor=owner, site="Berlin", name="Linde", capacity=8, now=now)
    rows = Attendance.objects.select_related("person__user", "meeting__group")
    return rows.filter(meeting__group=ready[0].group)[0]


def imported(owner: Actor, data: bytes, now: datetime) -> int:
    file = uploading.take_file(actor=owner, name="people.csv", data=data, now=now)
    return confirming.confirm(actor=owner, import_id=file.pk, now=now).pk


def closed(owner: Actor, now: datetime) -> int:
    """Close what is over; the demo has just begun, so that its figures are few and its page is whole."""
    following = next_period(owner, now + timedelta(days=2))
    wanted = closing.Wanted(
        name="Of the benchmark",
        start_date=following.start_date,
        last_date=following.latest_date,
        threshold=following.threshold,
    )
    return closing.close_period(actor=owner, wanted=wanted, now=now + timedelta(days=2)).pk


def invited(person: Person, now: datetime) -> str:
    """Ask somebody again; the link is known here, which it is otherwise in the mail alone."""
    Invitation.objects.create(
        organisation=person.organisation, person=person, token_hash=hash_of(TOKEN), invited_at=now
    )
    return TOKEN
