"""What a run planned, as the owner may see it: times and reasons in kinds, nobody's calendar, nobody named."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max, QuerySet

from hexad_web.accounts.access import Actor
from hexad_web.formation.models import Group
from hexad_web.scheduling.models import GroupPlan, Meeting, PlanRun
from hexad_web.scheduling.queries.renewing import without_date
from hexad_web.scheduling.sentences import Stored

OPEN = (GroupPlan.State.QUEUED, GroupPlan.State.COMPUTING)


@dataclass(frozen=True, slots=True)
class When:
    """One meeting's time, UTC."""

    start: datetime
    end: datetime
    reasons: tuple[Stored, ...] = ()

    @classmethod
    def read(cls, stored: dict[str, Any]) -> "When":
        return cls(
            datetime.fromisoformat(stored["start"]),
            datetime.fromisoformat(stored["end"]),
            tuple(stored.get("reasons", ())),
        )

    def stored(self) -> dict[str, Any]:
        return {"start": self.start.isoformat(), "end": self.end.isoformat(), "reasons": list(self.reasons)}


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


def latest_run(actor: Actor) -> PlanRun | None:
    return PlanRun.objects.filter(organisation=actor.organisation).order_by("-created_at", "-pk").first()


def plans_of(run: PlanRun) -> QuerySet[GroupPlan]:
    return run.groups.select_related("group", "room").order_by("group__number", "pk")


def planned(run: PlanRun) -> QuerySet[GroupPlan]:
    return plans_of(run).filter(state=GroupPlan.State.PLANNED)


def fingerprint(plans: Iterable[GroupPlan]) -> str:
    """What the owner saw: sending refuses when a chosen time or place is another one by then."""
    seen = [(plan.pk, plan.options[plan.chosen], plan.room_id, plan.link, str(plan.mode)) for plan in plans]
    # Sorted: a database may give the keys of a JSON column back in another order.
    return hashlib.sha256(json.dumps(seen, sort_keys=True).encode()).hexdigest()[:32]


def groups_without_meetings(actor: Actor, now: datetime) -> QuerySet[Group]:
    """Published groups with nothing ahead of them; a group in mid-cycle gets a new date instead of a new cycle."""
    ahead = Meeting.objects.filter(organisation=actor.organisation, state__in=("proposed", "confirmed"), end__gt=now)
    groups = Group.objects.filter(organisation=actor.organisation, state=Group.State.PUBLISHED)
    waiting = without_date(actor).values("group")
    return groups.exclude(pk__in=ahead.values("group")).exclude(pk__in=waiting).order_by("number", "pk")


def groups_to_plan(actor: Actor, now: datetime) -> QuerySet[Group]:
    """Those without meetings that are not choosing among times just now."""
    choosing = GroupPlan.objects.filter(organisation=actor.organisation, state=GroupPlan.State.ASKED)
    return groups_without_meetings(actor, now).exclude(pk__in=choosing.values("group"))


def asked(actor: Actor) -> QuerySet[GroupPlan]:
    """Groups that are choosing, whichever run asked them."""
    plans = GroupPlan.objects.filter(organisation=actor.organisation, state=GroupPlan.State.ASKED)
    return plans.select_related("group", "room", "poll").order_by("group__number", "pk")


def cycles_so_far(groups: Iterable[Group]) -> dict[int, int]:
    """The number of the last cycle of each group that has one. The database lets a number be booked once."""
    lived = Meeting.objects.filter(
        group__in=[group.pk for group in groups], state__in=("proposed", "confirmed", "held")
    )
    return dict(lived.order_by().values_list("group_id").annotate(Max("cycle")))
