"""What a run planned, as the owner may see it: times and reasons in kinds, nobody's calendar, nobody named."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from hexad_web.accounts.access import Actor
from hexad_web.formation.models import Group
from hexad_web.scheduling.models import GroupPlan, Meeting, PlanRun
from hexad_web.scheduling.queries.renewing import without_date
from hexad_web.scheduling.sentences import Stored

FOLLOW_UPS = ((Meeting.Kind.FOLLOW_3, timedelta(days=91)), (Meeting.Kind.FOLLOW_6, timedelta(days=182)))
LAST_FOLLOW_UP = FOLLOW_UPS[-1][1]
OPEN = (GroupPlan.State.QUEUED,)
MOST_AHEAD = 3  # cycles: a year by the usual rhythm


@dataclass(frozen=True, slots=True)
class When:
    """One meeting's time, UTC."""

    start: datetime
    end: datetime
    reasons: tuple[Stored, ...] = ()
    room: int | None = None  # None: the plan's own

    @classmethod
    def read(cls, stored: dict[str, Any]) -> "When":
        return cls(
            datetime.fromisoformat(stored["start"]),
            datetime.fromisoformat(stored["end"]),
            tuple(stored.get("reasons", ())),
            stored.get("room"),
        )

    def stored(self) -> dict[str, Any]:
        times = {"start": self.start.isoformat(), "end": self.end.isoformat(), "reasons": list(self.reasons)}
        return times if self.room is None else {**times, "room": self.room}


@dataclass(frozen=True, slots=True)
class Beside:
    """Before or after the cycle. ``together``: the key that groups share; ``lead``: the first one's number."""

    kind: str
    cycle: int
    when: When
    together: str = ""
    lead: int = 0

    def stored(self) -> dict[str, Any]:
        shared = {"together": self.together, "lead": self.lead} if self.together else {}
        return {"kind": self.kind, "cycle": self.cycle, **self.when.stored(), **shared}


@dataclass(frozen=True, slots=True)
class Option:
    """One cycle: explore, the practice weeks between, reflect."""

    position: int
    explore: When
    reflect: When

    def stored(self) -> dict[str, Any]:
        return {
            "explore": self.explore.stored(),
            "reflect": self.reflect.stored(),
        }

    def in_one_room(self) -> "Option":
        """Without rooms of its own: both meetings have the plan's."""
        return Option(self.position, replace(self.explore, room=None), replace(self.reflect, room=None))

    @property
    def practice_days(self) -> int:
        return (self.reflect.start - self.explore.start).days


def options_of(plan: GroupPlan) -> list[Option]:
    """Best first."""
    return [
        Option(position, When.read(one["explore"]), When.read(one["reflect"]))
        for position, one in enumerate(plan.options)
    ]


def chosen(plan: GroupPlan) -> Option:
    return options_of(plan)[plan.chosen]


def beside(plan: GroupPlan) -> list[Beside]:
    return [
        Beside(one["kind"], one["cycle"], When.read(one), one.get("together", ""), one.get("lead", 0))
        for one in plan.beside
    ]


def whens(plan: GroupPlan) -> list[When]:
    """Everything that would be booked, as it is chosen."""
    cycle = [chosen(plan).explore, chosen(plan).reflect] if plan.options else []
    return sorted([*cycle, *(one.when for one in beside(plan))], key=lambda when: when.start)


def rooms_held(organisation_id: int, but: Iterable[int] = ()) -> dict[int, list[tuple[datetime, datetime]]]:
    """Rooms that plans want which are not sent yet, by key."""
    unsent = (GroupPlan.State.PLANNED, GroupPlan.State.ASKED)
    found: dict[int, list[tuple[datetime, datetime]]] = {}
    for plan in GroupPlan.objects.filter(organisation_id=organisation_id, state__in=unsent).exclude(pk__in=but):
        for when in whens(plan):
            room = when.room or plan.room_id
            if room is not None:
                found.setdefault(room, []).append((when.start, when.end))
    return found


def latest_run(actor: Actor) -> PlanRun | None:
    return PlanRun.objects.filter(organisation=actor.organisation).order_by("-created_at", "-pk").first()


def plans_of(run: PlanRun) -> QuerySet[GroupPlan]:
    return run.groups.select_related("group", "room").order_by("group__number", "pk")


def planned(run: PlanRun) -> QuerySet[GroupPlan]:
    return plans_of(run).filter(state=GroupPlan.State.PLANNED)


def fingerprint(plans: Iterable[GroupPlan]) -> str:
    """What the owner saw: sending refuses when a chosen time or place is another one by then."""
    seen = [
        (plan.pk, plan.options[plan.chosen : plan.chosen + 1], plan.beside, plan.room_id, plan.link, str(plan.mode))
        for plan in plans
    ]
    # Sorted: a database may give the keys of a JSON column back in another order.
    return hashlib.sha256(json.dumps(seen, sort_keys=True).encode()).hexdigest()[:32]


def groups_without_meetings(actor: Actor, now: datetime) -> QuerySet[Group]:
    """Published groups with nothing ahead of them; a group in mid-cycle gets a new date instead of a new cycle."""
    ahead = Meeting.objects.filter(
        organisation=actor.organisation, state__in=("proposed", "confirmed"), end__gt=now, kind__in=Meeting.CYCLE
    )
    groups = Group.objects.filter(organisation=actor.organisation, state=Group.State.PUBLISHED)
    waiting = without_date(actor).values("group")
    return groups.exclude(pk__in=ahead.values("group")).exclude(pk__in=waiting).order_by("number", "pk")


def groups_with_room_for_a_cycle(actor: Actor, now: datetime) -> QuerySet[Group]:
    """Published groups with a cycle ahead, and room for another after it."""
    ahead = Q(meetings__state=Meeting.State.CONFIRMED, meetings__end__gt=now, meetings__kind__in=Meeting.CYCLE)
    groups = Group.objects.filter(organisation=actor.organisation, state=Group.State.PUBLISHED)
    groups = groups.annotate(ahead=Count("meetings__cycle", filter=ahead, distinct=True))
    return groups.filter(ahead__gt=0, ahead__lt=MOST_AHEAD).exclude(pk__in=without_date(actor).values("group"))


def groups_to_plan(
    actor: Actor, now: datetime, *, follow_ups: bool = False, next_cycles: bool = False
) -> QuerySet[Group]:
    """Those without meetings that are not choosing among times just now, and those that the owner wants besides."""
    choosing = GroupPlan.objects.filter(organisation=actor.organisation, state=GroupPlan.State.ASKED)
    wanted = groups_without_meetings(actor, now)
    if follow_ups or next_cycles:
        owing = {meeting.group_id for meeting in follow_ups_due(actor, now)} if follow_ups else set()
        going_on = groups_with_room_for_a_cycle(actor, now) if next_cycles else Group.objects.none()
        all_of = owing.union(wanted.values_list("pk", flat=True), going_on.values_list("pk", flat=True))
        published = Group.objects.filter(organisation=actor.organisation, state=Group.State.PUBLISHED)
        wanted = published.filter(pk__in=all_of).order_by("number", "pk")
    return wanted.exclude(pk__in=choosing.values("group"))


def follow_ups_due(actor: Actor, now: datetime) -> list[Meeting]:
    """Reflect sessions that were held, of which a follow-up lies ahead and has no date yet."""
    held = Meeting.objects.filter(
        organisation=actor.organisation,
        kind=Meeting.Kind.REFLECT,
        state=Meeting.State.HELD,
        start__gt=now - LAST_FOLLOW_UP,
        group__state=Group.State.PUBLISHED,
    )
    kinds = (Meeting.Kind.FOLLOW_3, Meeting.Kind.FOLLOW_6)
    dated = Meeting.objects.filter(organisation=actor.organisation, kind__in=kinds, state__in=Meeting.LIVE)
    known = set(dated.values_list("group", "cycle", "kind"))
    return [
        one
        for one in held.order_by("start", "pk")
        if any(one.start + after > now and (one.group_id, one.cycle, kind) not in known for kind, after in FOLLOW_UPS)
    ]


def asked(actor: Actor) -> QuerySet[GroupPlan]:
    """Groups that are choosing, whichever run asked them."""
    plans = GroupPlan.objects.filter(organisation=actor.organisation, state=GroupPlan.State.ASKED)
    return plans.select_related("group", "room", "poll").order_by("group__number", "pk")


def cycles_so_far(groups: Iterable[Group]) -> dict[int, int]:
    """The number of the last cycle of each group that has one. The database lets a number be booked once."""
    lived = Meeting.objects.filter(
        group__in=[group.pk for group in groups],
        state__in=("proposed", "confirmed", "held"),
        kind__in=Meeting.CYCLE,
    )
    return dict(lived.order_by().values_list("group_id").annotate(Max("cycle")))
