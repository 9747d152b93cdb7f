"""Who may see which run and which group. Everything of another organisation does not exist."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from hexad_web.accounts.access import Actor
from hexad_web.formation.models import Group, GroupMember, Policy, Run


def runs_of(actor: Actor) -> QuerySet[Run]:
    return Run.objects.filter(organisation=actor.organisation)


def run_of(actor: Actor, run_id: int) -> Run:
    return get_object_or_404(runs_of(actor), pk=run_id)


def run_with_groups(actor: Actor, run_id: int) -> Run:
    return get_object_or_404(runs_of(actor).filter(state__in=Run.WITH_GROUPS), pk=run_id)


def answered_run(actor: Actor, run_id: int, kind: str) -> Run:
    """A run of a kind that forms no groups of its own, with its answer."""
    answered = runs_of(actor).filter(kind=kind, state__in=Run.WITH_ANSWER).select_related("organisation")
    return get_object_or_404(answered, pk=run_id)


def seat_of(run: Run, seat_id: int) -> GroupMember:
    seats = GroupMember.objects.select_related("person", "group")
    return get_object_or_404(seats, pk=seat_id, run=run)


def policy_of(actor: Actor) -> Policy:
    """The organisation's policy, not yet saved where nobody has set one."""
    return Policy.objects.filter(organisation=actor.organisation).first() or Policy(organisation=actor.organisation)


def groups_of(actor: Actor) -> QuerySet[Group]:
    """Published groups: all of them for an owner, their own for everybody else."""
    groups = Group.objects.filter(organisation=actor.organisation).exclude(state=Group.State.DRAFT)
    if actor.is_owner:
        return groups
    return groups.filter(members__person__user=actor.user, members__is_active=True)


def group_of(actor: Actor, group_id: int) -> Group:
    return get_object_or_404(groups_of(actor), pk=group_id)


def draft_group_of(run: Run, group_id: int) -> Group:
    return get_object_or_404(Group, pk=group_id, run=run)


def numbered_group(run: Run, number: int) -> Group:
    return get_object_or_404(Group, run=run, number=number)
