"""A result of 16,000 groups, page by page, and moves among 3,000 people whose calendars count, beside their limits.

Server time in this process by Django's test client, as in ``speed.pages``. The large result is written as rows; the one
in which people move is the reference population at 18 meetings a week, grouped by one sweep of the search.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from benchmarks.effort import Effort, say
from benchmarks.quality import can_meet
from benchmarks.speed.pages import client_of
from benchmarks.tables import Table, figure, highest_of_most, median, times
from benchmarks.timing import timed
from hexad.demo import invent
from hexad.formation.solve import form_groups
from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import Membership, Organisation, Role, User
from hexad_web.formation.access import policy_of
from hexad_web.formation.actions import claiming, running
from hexad_web.formation.actions.moving import Move, move_person, undo_last
from hexad_web.formation.models import Group, GroupMember, Run, RunInput
from hexad_web.formation.queries import moves, preparing, results
from hexad_web.people.models import Participation, Person

GROUPS, SHORT_GROUPS, SIZE = 16_000, 40, 6
MANAGERS, SHORT_MANAGERS, MEETINGS = 3_000, 60, 18
TURNS, SHORT_TURNS = 20, 2
OPENING, MOVING = 1.0, 0.050  # seconds
BATCH = 5_000
COLUMNS = ("what", "groups", "median ms", "p95 ms", "of the limit")


@dataclass(frozen=True, slots=True)
class Timing:
    """What is timed, and the seconds it may take."""

    what: str
    work: Callable[[], object]
    limit: float


def run(effort: Effort) -> Table:
    """Open the large result, then move people in the other one."""
    now = timezone.now()
    groups, managers = (SHORT_GROUPS, SHORT_MANAGERS) if effort.short else (GROUPS, MANAGERS)
    turns = SHORT_TURNS if effort.short else TURNS
    table = Table(f"Pages of a large result, and moves; {turns} turns", COLUMNS)
    say(f"writing {groups:,} groups")
    large = large_result(owner_of("large"), groups, now)
    for one in opening(large, client_of(User.objects.get(email="owner@large.example"))):
        table.add(*row(one, groups, turns))
    say(f"grouping {managers:,} managers")
    owner = owner_of("moving")
    mixed = searched_result(owner, managers, now)
    for one in moving(owner, mixed, now):
        table.add(*row(one, mixed.groups_count, turns))
    return table


def row(one: Timing, groups: int, turns: int) -> list[str | int]:
    one.work()  # fills caches
    seconds = [timed(one.work)[0] for _ in range(turns)]
    middle, most = median(seconds), highest_of_most(seconds)
    return [one.what, groups, figure(1000 * middle), figure(1000 * most), times(middle, one.limit)]


def owner_of(slug: str) -> Actor:
    organisation = Organisation.objects.create(name=slug.title(), slug=slug, time_zone="Europe/Berlin")
    user = User.objects.create_user(f"owner@{slug}.example", name="Owner")
    Membership.objects.create(organisation=organisation, user=user, role=Role.OWNER)
    return Actor(organisation=organisation, role=Role.OWNER, user=user)


def opening(run: Run, client: Client) -> list[Timing]:
    page = reverse("formation:result", args=[run.pk])
    last = run.groups_count // results.CARDS_A_PAGE
    explained = reverse("formation:explain", args=[run.pk, run.groups_count // 2])
    asked = {
        "open the result": page,
        "its last page": f"{page}?page={last}",
        "only those that cannot meet": f"{page}?show=cannot-meet",
        "explain a group": explained,
    }
    return [Timing(what, lambda path=path: _get(client, path), OPENING) for what, path in asked.items()]


def _get(client: Client, path: str) -> None:
    if client.get(path).status_code != 200:
        raise RuntimeError(f"{path} does not answer")


def large_result(owner: Actor, count: int, now: datetime) -> Run:
    """Write people, groups and seats of a finished run; one group in eight cannot meet."""
    ours: dict[str, Any] = {"organisation": owner.organisation}
    people = Person.objects.bulk_create(
        (
            Person(
                **ours,
                email=f"m{number}@large.example",
                name=f"Manager {number}",
                department=f"Department {number % 9}",
                participation=Participation.JOINED,
            )
            for number in range(count * SIZE)
        ),
        BATCH,
    )
    run = running.start_run(actor=owner, policy=policy_of(owner), now=now)
    claimed = claiming.claim(run_id=run.pk, now=now)
    if claimed is None:
        raise RuntimeError("the run is taken")
    keys = [one.email for one in people]
    formed = [group_of(number, keys[SIZE * number : SIZE * number + SIZE]) for number in range(count)]
    answer = {"groups": formed, "objective": 10.0 * count, "bound": 11.0 * count, "gap": 1 / 11, "can_meet": 7 / 8}
    rest = {"relaxed": [], "waiting": [], "problems": [], "seed": 1, "sweeps": 1, "stopped": "sweeps"}
    running.keep_result(run=claimed, formation={**answer, **rest}, now=now)
    return Run.objects.get(pk=run.pk)


def group_of(number: int, members: list[str]) -> dict[str, Any]:
    meets = number % 8 > 0
    reason = {"code": "common.open", "values": {}, "text": "Nothing is known that stands against it."}
    states = [
        {"rule": rule, "mode": "must", "state": "kept", "points": 2.0, "most": 3.0, "reason": reason}
        for rule in ("level", "meet", "language", "department", "site", "tenure")
    ]
    shown = {"topic": "Delegation", "why": "", "score": 10.0, "by_rule": states, "reasons": [reason]}
    return {**shown, "id": f"g{number}", "members": members, "can_meet": meets, "has_cycle": meets, "next_window": 40}


def searched_result(owner: Actor, managers: int, now: datetime) -> Run:
    """Form the reference population, and keep what was searched as the product keeps it."""
    company = invent(managers, meetings=MEETINGS, calendars="random", seed=1)
    problem = can_meet.problem_of(company.people, dict(company.calendars()), company.start, SIZE)
    Person.objects.bulk_create(
        (
            Person(
                organisation=owner.organisation,
                email=one.email,
                name=one.name,
                department=one.department,
                site=one.site,
                participation=Participation.JOINED,
            )
            for one in company.people
        ),
        BATCH,
    )
    run = running.start_run(actor=owner, policy=policy_of(owner), now=now)
    claimed = claiming.claim(run_id=run.pk, now=now)
    if claimed is None:
        raise RuntimeError("the run is taken")
    data, digest = preparing.pack(problem)
    RunInput.objects.create(organisation=owner.organisation, run=run, data=data)
    Run.objects.filter(pk=run.pk).update(input_hash=digest)
    running.keep_result(run=claimed, formation=form_groups(problem, seed=1, sweeps=1).as_json(), now=now)
    return Run.objects.get(pk=run.pk)


def moving(owner: Actor, run: Run, now: datetime) -> list[Timing]:
    seat = GroupMember.objects.filter(run=run).select_related("person", "group").order_by("pk")[0]
    into = Group.objects.filter(run=run).exclude(pk=seat.group_id).order_by("-number")[0]
    other = GroupMember.objects.filter(group=into).order_by("pk")[0]

    def move_and_back() -> None:
        wanted = Move(seat_id=seat.pk, group_id=into.pk, swap_id=other.pk, reason="To see how long it takes.")
        edit = move_person(actor=owner, run_id=run.pk, move=wanted, now=now)
        undo_last(actor=owner, run_id=run.pk, edit_id=edit.pk, now=now)

    return [
        Timing("what if, into one group", lambda: moves.choice_into(run, seat, into), MOVING),
        Timing("what if, 20 groups with all exchanges", lambda: moves.choices(run, seat, 1), MOVING),
        Timing("move and take it back", move_and_back, 2 * MOVING),
        Timing("explain a group", lambda: results.card_of(into), MOVING),
    ]
