"""One cycle for each group: asked for by an owner, computed group by group, in the request while it is quick."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from hexad_web.accounts import audit
from hexad_web.accounts.access import Actor
from hexad_web.formation.models import Group
from hexad_web.scheduling import access, waking
from hexad_web.scheduling.actions import changing, places, searching
from hexad_web.scheduling.models import GroupPlan, PlanRun, Room, TimeCeiling
from hexad_web.scheduling.queries import plans
from hexad_web.scheduling.refusals import AlreadyDone, Refused
from hexad_web.scheduling.sentences import stored

State = GroupPlan.State
Clock = Callable[[], datetime]
LEASE = timedelta(minutes=2)  # a group takes well under a second
MOST_ATTEMPTS = 3
IN_THE_REQUEST_SECONDS = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the owner asks for. ``again``: also groups whose plan is not sent yet are planned anew."""

    first_date: date
    weeks: int
    one_may_miss: bool = False
    again: bool = False


def start_planning(*, actor: Actor, wish: Wish, now: datetime, seconds: float = IN_THE_REQUEST_SECONDS) -> PlanRun:
    """Plan every group that has nothing ahead; what a second does not suffice for is left to the worker."""
    run = _create_run(actor, wish, now)
    work_off(run=run, seconds=seconds)
    return run


@transaction.atomic
def set_ceiling(*, actor: Actor, percent: float, now: datetime) -> TimeCeiling:
    """It holds for what is planned from now on; what was sent stays."""
    row, _created = TimeCeiling.objects.update_or_create(organisation=actor.organisation, defaults={"percent": percent})
    audit.record(actor=actor, action="scheduling.set_ceiling", now=now)
    return row


@transaction.atomic
def _create_run(actor: Actor, wish: Wish, now: datetime) -> PlanRun:
    before = plans.latest_run(actor)
    done = set() if wish.again else _planned_groups(before)
    groups = [group for group in plans.groups_to_plan(actor, now) if group.pk not in done]
    if not groups:
        raise Refused(_("Every published group has its meetings, a plan, or is choosing a time."))
    run = PlanRun.objects.create(
        organisation=actor.organisation,
        first_date=wish.first_date,
        weeks=wish.weeks,
        one_may_miss=wish.one_may_miss,
        created_by=actor.user,
        created_at=now,
    )
    _bring_along(before, run, groups)
    cycles = plans.cycles_so_far(groups)
    GroupPlan.objects.bulk_create(
        GroupPlan(organisation=actor.organisation, run=run, group=group, cycle=cycles.get(group.pk, 0) + 1)
        for group in groups
    )
    audit.record(actor=actor, action="scheduling.plan", target=f"PlanRun {run.pk}", now=now, groups=len(groups))
    transaction.on_commit(waking.wake, robust=True)
    return run


def _planned_groups(run: PlanRun | None) -> set[int]:
    return set(plans.planned(run).values_list("group_id", flat=True)) if run else set()


def _bring_along(before: PlanRun | None, run: PlanRun, anew: list[Group]) -> None:
    """Plans that are not sent yet stay on the page; what still waited in the earlier run is computed in this one."""
    if before is None:
        return
    before.groups.filter(state__in=(State.QUEUED, State.COMPUTING)).delete()
    before.groups.filter(state=State.PLANNED).exclude(group__in=anew).update(run=run)


def work_off(*, run: PlanRun | None = None, seconds: float | None = None, clock: Clock = timezone.now) -> int:
    """Compute what waits, of one run or of all, until it is done or the time is over. Returns how many groups."""
    ends = None if seconds is None else time.monotonic() + seconds
    done = 0
    while (ends is None or time.monotonic() < ends) and (plan := claim_next(run=run, now=clock())):
        keep(plan=plan, found=searching.search(plan, clock()))
        done += 1
    return done


def claim_next(*, run: PlanRun | None, now: datetime) -> GroupPlan | None:
    """Take one group's row by a conditional update; nobody else computes it until the lease ends."""
    give_up(now)
    for pk in waiting(now).filter(**({"run": run} if run else {})).order_by("pk").values_list("pk", flat=True)[:20]:
        taken = (
            waiting(now)
            .filter(pk=pk)
            .update(state=State.COMPUTING, lease_until=now + LEASE, attempts=F("attempts") + 1)
        )
        if taken:
            return GroupPlan.objects.select_related("run", "group", "organisation").get(pk=pk)
    return None


def waiting(now: datetime) -> QuerySet[GroupPlan]:
    free = Q(state=State.QUEUED) | Q(state=State.COMPUTING, lease_until__lte=now)
    return GroupPlan.objects.filter(free)


def give_up(now: datetime) -> None:
    """A group on which three workers died stops costing more of them."""
    dead = GroupPlan.objects.filter(state=State.COMPUTING, lease_until__lte=now, attempts__gte=MOST_ATTEMPTS)
    dead.update(state=State.FAILED, lease_until=None, blockers=[stored("none.failed")])


@transaction.atomic
def keep(*, plan: GroupPlan, found: searching.Found) -> None:
    """Store the ranked times, if the row is still ours."""
    fields = {
        "state": State.PLANNED if found.options else State.IMPOSSIBLE,
        "lease_until": None,
        "options": [option.stored() for option in found.options],
        "blockers": list(found.blockers),
        "zone": found.zone,
        "mode": found.mode,
        "mode_reason": found.mode_reason,
        "site": found.site,
        "link": found.link,
        "room": found.room,
        "chosen": 0,
    }
    GroupPlan.objects.filter(pk=plan.pk, state=State.COMPUTING, attempts=plan.attempts).update(**fields)


@transaction.atomic
def choose_option(
    *, actor: Actor, plan_id: int, position: int, place: tuple[Room | None, str], now: datetime
) -> GroupPlan:
    """The owner takes another of the ranked times, or gives a room or a link."""
    plan = access.plan_of(actor, plan_id)
    room, link = place
    if not 0 <= position < len(plan.options):
        raise Refused(_("Choose one of the times in the list."))
    places.check_link(link)
    if plan.state != State.PLANNED:
        raise AlreadyDone(_("This group is no longer open for changes here."))
    fields = {"chosen": position, "room": room, "link": link.strip(), "mode": changing.mode_of(plan.mode, room, link)}
    if room is not None:
        searching.refuse_taken_room(plan, room, plans.options_of(plan)[position])
    GroupPlan.objects.filter(pk=plan.pk, state=State.PLANNED).update(**fields)
    audit.record(actor=actor, action="scheduling.choose_time", target=f"Group {plan.group_id}", now=now)
    return access.plan_of(actor, plan_id)
