"""Carrying out a mending: people take their new seats, groups close, and everybody concerned gets one mail."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from hexad_web.accounts import audit
from hexad_web.accounts.access import Actor
from hexad_web.formation import access
from hexad_web.formation.actions.announcing import announce_mending
from hexad_web.formation.models import Group, GroupMember, Run
from hexad_web.formation.queries import mending

State = Run.State


class NotMended(Exception):  # noqa: N818  # an answer for the owner: nothing was changed
    pass


def carry_out(*, actor: Actor, run_id: int, now: datetime) -> Run:
    """Make the changes of a mending, all or none; NotMended where the groups are no longer those it was made for."""
    try:
        return _carry_out(actor, run_id, now)
    except IntegrityError as error:
        # Somebody was published into another group between our look and our write.
        raise NotMended(_outdated()) from error


@transaction.atomic
def _carry_out(actor: Actor, run_id: int, now: datetime) -> Run:
    run = access.run_of(actor, run_id)
    if not Run.objects.filter(pk=run.pk, kind=Run.Kind.MEND, state=State.ANSWERED).update(state=State.APPLIED):
        raise NotMended(_("This was carried out already, or is not ready yet."))
    if not mending.is_current(run):
        raise NotMended(_outdated())
    result: Mapping[str, Any] = run.result
    _give_up([person for person, _home, _to in result["moved"]], result["dissolved"], now)
    came = {person: to for person, *_home, to in (*result["moved"], *result["joined"])}
    _take(run, came, now)
    Group.objects.filter(pk__in=result["dissolved"]).update(state=Group.State.CLOSED)
    _count_members({*came.values(), *(home for _person, home, _to in result["moved"])})
    announce_mending(run=run, now=now)
    counts = {"moved": len(result["moved"]), "joined": len(result["joined"]), "closed": len(result["dissolved"])}
    audit.record(actor=actor, action="formation.mend", target=f"Run {run.pk}", now=now, **counts)
    run.refresh_from_db()
    return run


def _outdated() -> str:
    return _("Somebody came, left or changed groups meanwhile. Nothing was changed. Look for places again.")


def _give_up(moving: Sequence[int], dissolved: Sequence[int], now: datetime) -> None:
    """The old seats stay as what was: what somebody wrote there remains theirs."""
    seats = GroupMember.objects.filter(is_active=True, group__state=Group.State.PUBLISHED)
    left = seats.filter(Q(person__in=moving) | Q(group__in=dissolved))
    GroupMember.objects.filter(pk__in=list(left.values_list("pk", flat=True))).update(is_active=False, left_at=now)


def _take(run: Run, came: Mapping[int, int], now: datetime) -> None:
    groups = Group.objects.in_bulk(set(came.values()))
    back = {(seat.group_id, seat.person_id): seat for seat in GroupMember.objects.filter(group__in=groups)}
    fresh = []
    for person, to in came.items():
        if (to, person) in back:  # who was there once before comes back to the same seat
            back[to, person].is_active, back[to, person].left_at, back[to, person].joined_at = True, None, now
            back[to, person].save(update_fields=["is_active", "left_at", "joined_at"])
        else:
            seat = GroupMember(organisation_id=run.organisation_id, group=groups[to], run_id=groups[to].run_id)
            seat.person_id, seat.is_active, seat.joined_at = person, True, now
            fresh.append(seat)
    GroupMember.objects.bulk_create(fresh)


def _count_members(groups: set[int]) -> None:
    active = Group.objects.filter(pk__in=groups).annotate(active=Count("members", filter=Q(members__is_active=True)))
    sizes = defaultdict(list)
    for pk, count in active.values_list("pk", "active"):
        sizes[count].append(pk)
    for count, keys in sizes.items():
        Group.objects.filter(pk__in=keys).update(size=count)
