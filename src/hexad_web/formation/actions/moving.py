"""Moving a person in a draft, and taking the last move back."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Avg, F, IntegerField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from hexad.formation.explain import score
from hexad_web.accounts import audit
from hexad_web.accounts.access import Actor
from hexad_web.formation import access
from hexad_web.formation.actions.running import group_fields, tally_of
from hexad_web.formation.models import Edit, Group, GroupMember, Run
from hexad_web.formation.queries import moves, preparing
from hexad_web.people.models import Person

State = Run.State
DRAFTS = (State.DONE, State.STOPPED)


class NotMoved(Exception):  # noqa: N818  # an answer for the owner: nothing was changed
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Who goes where, perhaps in exchange for a member there; ``reason`` where a rule that must hold breaks."""

    seat_id: int
    group_id: int
    swap_id: int | None = None
    reason: str = ""


@transaction.atomic
def move_person(*, actor: Actor, run_id: int, move: Move, now: datetime) -> Edit:
    run = _draft(actor, run_id)
    seat, group, swap = _chosen(run, move)
    board = moves.board_of(run, [seat.group_id, group.pk])
    if board is None:
        raise NotMoved(_("The calendars behind this run are no longer kept. Form again to move people."))
    effect = board.effect(seat.person.email, group, swap)
    if effect.broken and not move.reason.strip():
        raise NotMoved(_("Write why: this move breaks a rule that must hold."))
    edit = Edit.objects.create(
        organisation=run.organisation,
        run=run,
        person=seat.person,
        other=swap.person if swap else None,
        from_group=seat.group,
        to_group=group,
        change=effect.objective_change,
        broken=moves.broken_by(effect),
        reason=move.reason.strip(),
        made_by=actor.user,
        made_at=now,
    )
    _reseat(run, edit, edit.from_group, edit.to_group)
    audit.record(actor=actor, action="formation.move", target=f"Run {run.pk}", now=now, edit=edit.pk)
    return edit


@transaction.atomic
def undo_last(*, actor: Actor, run_id: int, edit_id: int, now: datetime) -> Edit:
    """Take back the last move; another one that was made meanwhile is never taken back by mistake."""
    run = _draft(actor, run_id)
    edit = moves.last_edit(run)
    if edit is None or edit.pk != edit_id:
        raise NotMoved(_("This move was taken back already, or another one came after it."))
    Edit.objects.filter(pk=edit.pk).update(undone_at=now)
    _reseat(run, edit, edit.to_group, edit.from_group)
    audit.record(actor=actor, action="formation.undo_move", target=f"Run {run.pk}", now=now, edit=edit.pk)
    return edit


def _draft(actor: Actor, run_id: int) -> Run:
    """The run, held for this transaction: the revision also makes two editors wait for each other."""
    run = access.run_with_groups(actor, run_id)
    if not Run.objects.filter(pk=run.pk, state__in=DRAFTS).update(revision=F("revision") + 1):
        raise NotMoved(_("These groups are published; they no longer change here."))
    run.refresh_from_db()
    return run


def _chosen(run: Run, move: Move) -> tuple[GroupMember, Group, GroupMember | None]:
    seat = access.seat_of(run, move.seat_id)
    group = access.draft_group_of(run, move.group_id)
    swap = access.seat_of(run, move.swap_id) if move.swap_id else None
    if group.pk == seat.group_id or (swap and swap.group_id != group.pk):
        raise NotMoved(_("The groups changed meanwhile. Choose again."))
    return seat, group, swap


def _reseat(run: Run, edit: Edit, source: Group, target: Group) -> None:
    GroupMember.objects.filter(run=run, person=edit.person).update(group=target)
    if edit.other_id:
        GroupMember.objects.filter(run=run, person=edit.other_id).update(group=source)
    context = preparing.context_of(run)
    if context is None:
        _count(source, target)
        return
    changed = {source.number: source, target.number: target}
    people = _people(changed.values())
    members = {str(number): [person.email for person in people[row.pk]] for number, row in changed.items()}
    _write(run, score(context, members).as_json(), changed, people)


def _write(run: Run, answer: Mapping[str, Any], changed: dict[int, Group], people: dict[int, list[Person]]) -> None:
    """The rows of the two groups that changed, and what that makes of the run's figures: the others stay as judged."""
    horizon = preparing.horizon_of(run)
    before = list(Group.objects.filter(pk__in=[row.pk for row in changed.values()]).values("score", "by_rule"))
    for group in answer["groups"]:
        row = changed[int(group["id"])]
        Group.objects.filter(pk=row.pk).update(**group_fields(group, people[row.pk], horizon))
    points = (run.score or 0.0) + answer["objective"] - sum(group["score"] for group in before)
    meeting = Group.objects.filter(run=run).aggregate(share=Avg(Cast("can_meet", IntegerField())))["share"]
    ids = {group["id"] for group in answer["groups"]}
    relaxed = [one for one in run.result.get("relaxed", []) if one["group"].removeprefix("g") not in ids]
    tally = _tally_less(run.result.get("tally", {}), tally_of(before), tally_of(answer["groups"]))
    Run.objects.filter(pk=run.pk).update(
        score=points,
        gap=gap_of(points, run.bound),
        can_meet=meeting,
        result={**run.result, "relaxed": [*relaxed, *answer["relaxed"]], "tally": tally},
    )


def _tally_less(
    tally: Mapping[str, Mapping[str, int]], less: Mapping[str, Mapping[str, int]], more: Mapping[str, Mapping[str, int]]
) -> dict[str, dict[str, int]]:
    """Rule key to the number of groups in each state, when some groups are judged anew."""
    found = {}
    for key in {**tally, **more}:
        states = Counter(tally.get(key, {}))
        states.subtract(less.get(key, {}))
        states.update(more.get(key, {}))
        found[key] = {state: number for state, number in states.items() if number > 0}
    return found


def gap_of(objective: float, bound: float | None) -> float | None:
    return None if not bound else max(0.0, (bound - objective) / bound)


def _people(groups: Iterable[Group]) -> dict[int, list[Person]]:
    seats: dict[int, list[Person]] = {group.pk: [] for group in groups}
    for seat in GroupMember.objects.filter(group__in=list(seats)).select_related("person"):
        seats[seat.group_id].append(seat.person)
    return seats


def _count(*groups: Group) -> None:
    for group in groups:
        Group.objects.filter(pk=group.pk).update(size=group.members.count())
