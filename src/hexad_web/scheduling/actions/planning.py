"""One plan for all groups: asked for by an owner, computed by the worker, and kept whole or not at all."""

from collections.abc import Callable, Mapping
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
from hexad_web.scheduling.actions.sound_plans import UnsoundError
from hexad_web.scheduling.models import GroupPlan, PlanRun, Rhythm, Room, TimeCeiling
from hexad_web.scheduling.queries import plans
from hexad_web.scheduling.queries.remedies import Allowed, allowed_by
from hexad_web.scheduling.refusals import AlreadyDone, Refused
from hexad_web.scheduling.sentences import Stored, stored

State = GroupPlan.State
Clock = Callable[[], datetime]
LEASE = timedelta(minutes=5)  # a site with scarce rooms may take a minute without a word
MOST_ATTEMPTS = 3
BEAT = timedelta(seconds=1)  # between two words on how far it is


class LostError(Exception):
    """Somebody else has the run now, or a newer one took its groups."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the owner asks for. ``again``: also groups whose plan is not sent yet are planned anew."""

    first_date: date
    weeks: int
    rungs: int = PlanRun.ALL_PRESENT
    engage: bool = False
    together: bool = False
    next_cycles: bool = False
    follow_ups: bool = False
    again: bool = False


@transaction.atomic
def start_planning(*, actor: Actor, wish: Wish, now: datetime) -> PlanRun:
    """Take every group that needs dates, and let the worker plan them."""
    before = plans.latest_run(actor)
    done = set() if wish.again else _planned_groups(before)
    wanted = plans.groups_to_plan(actor, now, follow_ups=wish.follow_ups, next_cycles=wish.next_cycles)
    groups = [group for group in wanted if group.pk not in done]
    if not groups:
        raise Refused(_("Every published group has its meetings, a plan, or is choosing a time."))
    run = PlanRun.objects.create(
        organisation=actor.organisation,
        first_date=wish.first_date,
        weeks=wish.weeks,
        rungs=wish.rungs,
        engage=wish.engage,
        together=wish.together,
        next_cycles=wish.next_cycles,
        follow_ups=wish.follow_ups,
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
    before.groups.filter(state=State.QUEUED).delete()
    before.groups.filter(state=State.PLANNED).exclude(group__in=anew).update(run=run)
    PlanRun.objects.filter(pk=before.pk).update(state=PlanRun.State.DONE, lease_until=None)


@transaction.atomic
def set_ceiling(*, actor: Actor, percent: float, now: datetime) -> TimeCeiling:
    """It holds for what is planned from now on; what was sent stays."""
    row, _created = TimeCeiling.objects.update_or_create(organisation=actor.organisation, defaults={"percent": percent})
    audit.record(actor=actor, action="scheduling.set_ceiling", now=now)
    return row


@transaction.atomic
def set_rhythm(*, actor: Actor, rhythm: Mapping[str, int], now: datetime) -> Rhythm:
    """The same for the weeks between cycles and the days of practice in one."""
    row, _created = Rhythm.objects.update_or_create(organisation=actor.organisation, defaults=rhythm)
    audit.record(actor=actor, action="scheduling.set_rhythm", now=now)
    return row


@transaction.atomic
def allow(*, actor: Actor, plan_id: int, code: str, now: datetime) -> GroupPlan:
    """Apply one remedy to one group, and plan it again around all the others."""
    plan = access.plan_of(actor, plan_id)
    allowed = allowed_by(code)
    if allowed is None or plans.latest_run(actor) != plan.run:
        raise Refused(_("This remedy is no longer open. Look at the plan again."))
    _requeue(plan, allowed)
    audit.record(actor=actor, action="scheduling.allow", target=f"Group {plan.group_id}", now=now)
    transaction.on_commit(waking.wake, robust=True)
    return access.plan_of(actor, plan_id)


def _requeue(plan: GroupPlan, allowed: Allowed) -> None:
    fields = {"is_online": plan.is_online or allowed.is_online, "rungs": max(plan.rungs or 0, allowed.rungs) or None}
    open_ = GroupPlan.objects.filter(pk=plan.pk, state__in=(State.IMPOSSIBLE, State.PLANNED, State.FAILED))
    if not open_.update(state=State.QUEUED, **fields):
        raise AlreadyDone(_("This group is no longer open for changes here."))
    # A run that is under way plans what it took; whoever ends it finds this group waiting.
    free = PlanRun.objects.filter(pk=plan.run_id).exclude(state=PlanRun.State.RUNNING)
    free.update(state=PlanRun.State.QUEUED, attempts=0, done=0)


def work_off(*, clock: Clock = timezone.now) -> int:
    """Compute the runs that wait. Returns how many."""
    done = 0
    while run := claim_next(now=clock()):
        compute(run=run, clock=clock)
        done += 1
    return done


def claim_next(*, now: datetime) -> PlanRun | None:
    """Take one run by a conditional update; nobody else computes it until the lease ends."""
    give_up(now)
    for pk in waiting(now).order_by("pk").values_list("pk", flat=True)[:20]:
        taken = waiting(now).filter(pk=pk)
        if taken.update(state=PlanRun.State.RUNNING, lease_until=now + LEASE, attempts=F("attempts") + 1, done=0):
            return PlanRun.objects.select_related("organisation").get(pk=pk)
    return None


def waiting(now: datetime) -> QuerySet[PlanRun]:
    free = Q(state=PlanRun.State.QUEUED) | Q(state=PlanRun.State.RUNNING, lease_until__lte=now)
    return PlanRun.objects.filter(free)


def give_up(now: datetime) -> None:
    """A run on which three workers died stops costing more of them."""
    dead = PlanRun.objects.filter(state=PlanRun.State.RUNNING, lease_until__lte=now, attempts__gte=MOST_ATTEMPTS)
    for run in dead:
        _fail(run, "none.failed")


def compute(*, run: PlanRun, clock: Clock = timezone.now) -> None:
    """Plan what waits in a run that was claimed, and keep it."""
    taken = list(run.groups.filter(state=State.QUEUED).select_related("run", "group").order_by("pk"))
    try:
        found = searching.search(run, taken, clock(), _Beat(run, clock))
    except UnsoundError:
        _fail(run, "none.unsound")
    except LostError:
        return
    else:
        keep(run=run, taken=taken, found=found)


class _Beat:
    """Brings the count of groups to the row, at most once a second; ends the search where the run is lost."""

    def __init__(self, run: PlanRun, clock: Clock) -> None:
        self.run, self.clock = run, clock
        self.next = clock()

    def __call__(self, done: int) -> None:
        now = self.clock()
        if now >= self.next:
            self.next = now + BEAT
            if not _ours(self.run).update(done=done, lease_until=now + LEASE):
                raise LostError


def _ours(run: PlanRun) -> QuerySet[PlanRun]:
    return PlanRun.objects.filter(pk=run.pk, state=PlanRun.State.RUNNING, attempts=run.attempts)


@transaction.atomic
def keep(*, run: PlanRun, taken: list[GroupPlan], found: Mapping[int, searching.Found]) -> bool:
    """Store the times of all groups, if the run is still ours."""
    if not _ours(run).update(state=PlanRun.State.DONE, lease_until=None):
        return False
    rows = [_filled(plan, found[plan.pk]) for plan in taken]
    GroupPlan.objects.bulk_update(rows, KEPT, batch_size=200)
    if run.groups.filter(state=State.QUEUED).exists():  # a remedy was pressed meanwhile
        PlanRun.objects.filter(pk=run.pk).update(state=PlanRun.State.QUEUED, attempts=0)
    return True


PLACE = ("zone", "mode", "mode_reason", "site", "link", "room")
KEPT = ("state", "options", "beside", "lost", "blockers", "chosen", *PLACE)


def _filled(plan: GroupPlan, found: searching.Found) -> GroupPlan:
    plan.state = State.PLANNED if found.options or found.beside else State.IMPOSSIBLE
    plan.options = [option.stored() for option in found.options]
    plan.beside = [one.stored() for one in found.beside]
    plan.lost, plan.blockers, plan.chosen = list(found.lost), list(found.blockers), 0
    plan.zone, plan.mode, plan.mode_reason = found.zone, found.mode, dict(found.mode_reason)
    plan.site, plan.link, plan.room_id = found.site, found.link, found.room
    return plan


@transaction.atomic
def _fail(run: PlanRun, code: str) -> None:
    if _ours(run).update(state=PlanRun.State.FAILED, lease_until=None):
        why: list[Stored] = [stored(code)]
        run.groups.filter(state=State.QUEUED).update(state=State.FAILED, blockers=why)


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
    options = plans.options_of(plan)
    if plan.room_id != (room.pk if room else None):
        options[position] = options[position].in_one_room()
    elif position != plan.chosen and (planned := options[position].explore.room) is not None:
        room = access.rooms_of(actor).filter(pk=planned).first()  # the one that this time was planned with
    places.refuse_taken_rooms(plan, room, options[position])
    GroupPlan.objects.filter(pk=plan.pk, state=State.PLANNED).update(
        chosen=position,
        options=[option.stored() for option in options],
        room=room,
        link=link.strip(),
        mode=changing.mode_of(plan.mode, room, link),
    )
    audit.record(actor=actor, action="scheduling.choose_time", target=f"Group {plan.group_id}", now=now)
    return access.plan_of(actor, plan_id)
