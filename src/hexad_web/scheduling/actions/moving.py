"""A member or the owner moves a meeting to one of the times at which everybody can come."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hexad_web.accounts.access import Actor
from hexad_web.scheduling import access
from hexad_web.scheduling.actions import changing, proposing
from hexad_web.scheduling.actions.changing import NewTime
from hexad_web.scheduling.actions.proposing import Found, Move
from hexad_web.scheduling.models import Proposal
from hexad_web.scheduling.queries import moving
from hexad_web.scheduling.refusals import Refused


@transaction.atomic
def take_time(*, actor: Actor, meeting_id: int, start: datetime, now: datetime) -> bool:
    """Move a meeting at once, or, where it is near, ask the members. True: it moved."""
    meeting = access.meeting_to_renew(actor, meeting_id)
    if not meeting.is_open or meeting.start <= now:
        raise Refused(_("This meeting can no longer be moved."))
    if meeting.together and not actor.is_owner:
        raise Refused(_("Several groups get together here. Your programme owner can move it for all of them."))
    chosen = next((one for one in moving.suggestions(meeting, now) if one.start == start), None)
    if chosen is None:
        raise Refused(_("This time is no longer free for everybody. Choose another one."))
    if not chosen.is_near or meeting.together:
        moves = [NewTime(one.pk, chosen.start, chosen.room) for one in changing.all_of(meeting)]
        changing.move_together(actor=actor, moves=moves, consent=False, now=now)
        return True
    found = Found([Move(meeting.pk, meeting.start, chosen.start, chosen.room, is_near=True)])
    proposal = proposing.propose(group=meeting.group, found=found, cause=Proposal.Cause.ASKED, now=now)
    if proposal is not None and not actor.is_owner:
        return proposing.agree(actor=actor, proposal_id=proposal.pk, now=now)
    return False
