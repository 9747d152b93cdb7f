"""Publishing: a draft becomes the groups that meet, as a whole or not at all."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hexad_web.accounts import audit, private_text
from hexad_web.accounts.access import Actor
from hexad_web.formation import access
from hexad_web.formation.actions.announcing import announce_some
from hexad_web.formation.models import Group, GroupMember, Run, RunInput
from hexad_web.people.models import Participation

State = Run.State
BATCH = 500


class Refused(Exception):  # noqa: N818  # an answer for the owner: nothing was changed, and this is the remedy
    """``gone``: what stands against it: seats whose person is no longer there, or groups that can hold no cycle."""

    def __init__(
        self, sentence: str, gone: Sequence[str] = (), *, can_leave_empty: bool = False, can_hold_back: bool = False
    ) -> None:
        super().__init__(sentence)
        self.sentence, self.gone = sentence, tuple(gone)
        self.can_leave_empty, self.can_hold_back = can_leave_empty, can_hold_back


@dataclass(frozen=True, slots=True)
class Draft:
    """What an owner looked at when pressing Publish.

    ``leave_empty``: the seats of those who left meanwhile. ``hold_back``: groups in whose calendars no explore and
    reflect session fit are not published; their members go on waiting.
    """

    run_id: int
    revision: int
    leave_empty: bool = False
    hold_back: bool = False


def publish(*, actor: Actor, draft: Draft, now: datetime) -> Run:
    """Freeze the groups and tell every member; Refused, and nothing done, where that cannot be."""
    try:
        return _publish(actor, draft, now)
    except IntegrityError as error:
        # Another owner published some of the same people between our look and our write.
        raise Refused(_taken_elsewhere()) from error


@transaction.atomic
def _publish(actor: Actor, draft: Draft, now: datetime) -> Run:
    run = _freeze(actor, draft, now)
    _hold_back(run, draft)
    seats = list(GroupMember.objects.filter(run=run).select_related("person", "group"))
    _refuse_taken(seats)
    seats = _present(run, seats, draft.leave_empty)
    _open_groups(run)
    GroupMember.objects.filter(run=run).update(is_active=True)
    RunInput.objects.filter(run=run).delete()
    announce_some(run=run, now=now)  # of a large run the worker announces the rest
    counts = {"groups": run.groups_count, "people": len(seats)}
    audit.record(actor=actor, action="formation.publish", target=f"Run {run.pk}", now=now, **counts)
    return run


def _freeze(actor: Actor, draft: Draft, now: datetime) -> Run:
    run = access.run_with_groups(actor, draft.run_id)
    if run.state == State.PUBLISHED:
        raise Refused(_("These groups are published already."))
    unchanged = Run.objects.filter(pk=run.pk, state=run.state, revision=draft.revision)
    if not unchanged.update(state=State.PUBLISHED, published_at=now):
        raise Refused(_("The groups changed after you opened this page. Look again, then publish."))
    run.refresh_from_db()
    return run


def _hold_back(run: Run, draft: Draft) -> None:
    """No group is published whose calendars leave no room for an explore and a reflect session."""
    stuck = Group.objects.filter(run=run, has_cycle=False)
    names = [str(group) for group in stuck.order_by("number")]
    if not names:
        return
    others = run.groups_count - len(names)
    if not draft.hold_back or not others:
        sentence = ngettext(
            "This group has no two shared windows 21 to 28 days apart. Move people there, or form again.",
            "These groups have no two shared windows 21 to 28 days apart. Move people there, or form again.",
            len(names),
        )
        raise Refused(sentence, names, can_hold_back=others > 0)
    stuck.delete()
    run.groups_count = others
    run.save(update_fields=["groups_count"])


def _refuse_taken(seats: Sequence[GroupMember]) -> None:
    people = {seat.person_id for seat in seats}
    organisation = {seat.organisation_id for seat in seats}
    taken = GroupMember.objects.filter(organisation__in=organisation, is_active=True).values_list("person", flat=True)
    count = len(people.intersection(taken))
    if count:
        raise Refused(_taken_elsewhere(count))


def _taken_elsewhere(count: int = 0) -> str:
    remedy = _("Form again: people with a group are left out.")
    if not count:
        return _("Some of these people are in a published group already.") + " " + remedy
    found = ngettext(
        "%(count)d of these people is in a published group already.",
        "%(count)d of these people are in a published group already.",
        count,
    )
    return found % {"count": count} + " " + remedy


def _present(run: Run, seats: list[GroupMember], leave_empty: bool) -> list[GroupMember]:
    gone = [seat for seat in seats if seat.person.participation != Participation.JOINED]
    if not gone:
        return seats
    thin = _too_thin(run, seats, gone)
    if thin or not leave_empty:
        raise _refusal(gone, thin)
    GroupMember.objects.filter(pk__in=[seat.pk for seat in gone]).delete()
    for number, count in Counter(seat.group_id for seat in gone).items():
        group = next(seat.group for seat in gone if seat.group_id == number)
        Group.objects.filter(pk=number).update(size=group.size - count)
    return [seat for seat in seats if seat not in gone]


def _too_thin(run: Run, seats: list[GroupMember], gone: list[GroupMember]) -> list[Group]:
    left = Counter(seat.group_id for seat in seats)
    left.subtract(seat.group_id for seat in gone)
    smallest = run.params["sizes"][0]
    groups = {seat.group_id: seat.group for seat in gone}
    return [group for pk, group in groups.items() if left[pk] < smallest]


def _refusal(gone: Sequence[GroupMember], thin: Sequence[Group]) -> Refused:
    lines = [
        _("%(name)s, %(group)s: %(answer)s")
        % {"name": seat.person.name, "group": seat.group, "answer": seat.person.get_participation_display()}
        for seat in gone
    ]
    if thin:
        names = ", ".join(str(group) for group in thin)
        sentence = _("Too few would remain in %(groups)s. Move people there, or form again.") % {"groups": names}
        return Refused(sentence, lines)
    sentence = _("Not everybody has joined. Leave these seats empty, or form again.")
    return Refused(sentence, lines, can_leave_empty=True)


def _open_groups(run: Run) -> None:
    groups = list(run.groups.all())
    spaces = private_text.open_spaces(run.organisation, len(groups))
    for group, space in zip(groups, spaces, strict=True):
        group.state, group.private_space = Group.State.PUBLISHED, space
    Group.objects.bulk_update(groups, ["state", "private_space"], batch_size=BATCH)
