"""Other times are proposed, agreed on and taken: nothing moves by itself, and nothing near without everybody's word."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from hexad_web.accounts import audit
from hexad_web.accounts.access import Actor
from hexad_web.formation.models import Group
from hexad_web.outbox.actions import queue_mails
from hexad_web.people.models import Person
from hexad_web.scheduling import access, proposal_mails
from hexad_web.scheduling.actions import changing
from hexad_web.scheduling.actions.changing import NewTime
from hexad_web.scheduling.models import Meeting, MoveConsent, Proposal
from hexad_web.scheduling.queries.members import members_of, zones_for
from hexad_web.scheduling.refusals import AlreadyDone, Refused

State = Proposal.State


@dataclass(frozen=True, slots=True)
class Move:
    """One meeting with another time. ``is_near``: within ten working days, so that all have to agree."""

    meeting: int
    before: datetime
    start: datetime
    room: int | None = None
    is_near: bool = False

    def stored(self) -> dict[str, Any]:
        return {
            "meeting": self.meeting,
            "before": self.before.isoformat(),
            "start": self.start.isoformat(),
            "room": self.room,
            "is_near": self.is_near,
        }


@dataclass(frozen=True, slots=True)
class Found:
    """What a look at one group found; nothing of either: everything still fits."""

    moves: Sequence[Move] = ()
    stuck: Sequence[int] = field(default=())


@transaction.atomic
def propose(*, group: Group, found: Found, cause: str, now: datetime) -> Proposal | None:
    """Put a proposal before the group and its owner. One that stands open and says the same stays as it is."""
    moves = [move.stored() for move in found.moves]
    open_ = Proposal.objects.select_for_update().filter(group=group, state=State.OPEN).first()
    if open_ is not None:
        if (open_.moves, open_.stuck) == (moves, list(found.stuck)):
            return open_
        if cause == Proposal.Cause.CALENDAR == open_.cause or moves or found.stuck:
            _close(open_, State.OVERTAKEN, now)
    if not moves and not found.stuck:
        return None
    proposal = Proposal.objects.create(
        organisation=group.organisation, group=group, cause=cause, moves=moves, stuck=list(found.stuck), created_at=now
    )
    members = members_of([group]).get(group.pk, [])
    letters = proposal_mails.mails_of(proposal, _meetings(proposal), members, zones_for(members))
    queue_mails(organisation=group.organisation, mails=letters, now=now)
    return proposal


def _meetings(proposal: Proposal) -> dict[int, Meeting]:
    keys = [*(move["meeting"] for move in proposal.moves), *proposal.stuck]
    return Meeting.objects.select_related("group").in_bulk(keys)


def _close(proposal: Proposal, state: str, now: datetime) -> None:
    if not Proposal.objects.filter(pk=proposal.pk, state=State.OPEN).update(state=state, decided_at=now):
        raise AlreadyDone(_("Somebody decided this a moment ago."))


@transaction.atomic
def accept(*, actor: Actor, proposal_id: int, consent: bool = False, now: datetime) -> list[Meeting]:
    """Move what is proposed. ``consent``: the owner asked the members, and they agree."""
    proposal = access.proposal_of(actor, proposal_id)
    if not proposal.moves:
        raise Refused(_("There is no other time yet. Ask the members for calendars with free time."))
    if proposal.is_near and not (consent and actor.is_owner):
        raise Refused(_("It lies within ten working days. It moves once every member agrees."))
    return _carry_out(proposal, actor, now)


def _carry_out(proposal: Proposal, actor: Actor, now: datetime) -> list[Meeting]:
    _close(proposal, State.ACCEPTED, now)
    rows = Meeting.objects.in_bulk([move["meeting"] for move in proposal.moves])
    for move in proposal.moves:
        row = rows.get(move["meeting"])
        if row is None or row.start != datetime.fromisoformat(move["before"]):
            raise Refused(_("A meeting has another time by now. A new proposal follows where one is needed."))
    moves = [NewTime(move["meeting"], datetime.fromisoformat(move["start"]), move["room"]) for move in proposal.moves]
    return changing.move_together(actor=actor, moves=moves, consent=proposal.is_near, now=now)


@transaction.atomic
def keep(*, actor: Actor, proposal_id: int, now: datetime) -> None:
    """The times stay as they are; nothing is proposed again before something changes."""
    proposal = access.proposal_of(actor, proposal_id)
    _close(proposal, State.KEPT, now)
    audit.record(actor=actor, action="scheduling.keep_times", target=f"Group {proposal.group_id}", now=now)


@transaction.atomic
def agree(*, actor: Actor, proposal_id: int, now: datetime) -> bool:
    """One member's word for a move that is near. True: it was the last one needed, and the meetings moved."""
    proposal = access.proposal_of(actor, proposal_id)
    Proposal.objects.select_for_update().get(pk=proposal.pk)
    members = members_of([proposal.group]).get(proposal.group_id, [])
    person = next((one for one in members if actor.user is not None and one.user_id == actor.user.pk), None)
    if person is None or not proposal.moves:
        raise Refused(_("Only a member of the group can agree."))
    return _agreed(proposal, person, members, actor, now)


def _agreed(proposal: Proposal, person: Person, members: Sequence[Person], actor: Actor, now: datetime) -> bool:
    asked = {"organisation": proposal.organisation, "agreed_at": now}
    MoveConsent.objects.get_or_create(proposal=proposal, person=person, defaults=asked)
    agreed = set(proposal.consents.values_list("person", flat=True))
    if not agreed >= {one.pk for one in members}:
        return False
    _carry_out(proposal, actor, now)
    return True
