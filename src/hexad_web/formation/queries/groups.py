"""Published groups: for the owner all, for a member the own one."""

from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch, QuerySet

from hexad_web.accounts.access import Actor
from hexad_web.formation import access
from hexad_web.formation.models import Group, GroupMember, Run

GROUPS_A_PAGE = 20


def members_of(group: Group) -> list[GroupMember]:
    """The active members, alphabetically."""
    seats = GroupMember.objects.filter(group=group, is_active=True).select_related("person")
    return list(seats.order_by("person__name", "person__pk"))


def with_members(groups: QuerySet[Group]) -> QuerySet[Group]:
    """``group.seats``: the active members, alphabetically, in one further query for all groups."""
    seats = GroupMember.objects.filter(is_active=True).select_related("person").order_by("person__name", "person__pk")
    return groups.prefetch_related(Prefetch("members", queryset=seats, to_attr="seats"))


def published(actor: Actor, page: int) -> Page[Group]:
    groups = access.groups_of(actor).filter(state=Group.State.PUBLISHED).order_by("-run__published_at", "number")
    return Paginator(with_members(groups), GROUPS_A_PAGE).get_page(page)


def startable(organisation_id: int, today: date) -> QuerySet[Group]:
    """Published groups that may meet now: those held back to a later date are left out."""
    groups = Group.objects.filter(organisation=organisation_id, state=Group.State.PUBLISHED)
    return groups.exclude(not_before__gt=today)


def own_group(actor: Actor) -> Group | None:
    """The group that this user is in now, the latest if there are several."""
    groups = access.groups_of(actor).filter(members__person__user=actor.user, state=Group.State.PUBLISHED)
    return groups.order_by("-run__published_at", "-pk").first()


def overview(actor: Actor, page: int) -> dict[str, Any]:
    latest = access.runs_of(actor).filter(kind=Run.Kind.FORM).only("pk", "state", "groups_count", "created_at").first()
    waits = latest is not None and latest.state in {*Run.WAITING, Run.State.DONE, Run.State.STOPPED}
    return {"page": published(actor, page), "latest": latest if waits else None}
