"""What became of a meeting whose time is over: held, or fallen through."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hexad_web.accounts import audit
from hexad_web.accounts.access import Actor
from hexad_web.scheduling import access
from hexad_web.scheduling.models import Attendance, Meeting
from hexad_web.scheduling.refusals import AlreadyDone, Refused

State = Meeting.State


def mark_held(*, meeting: Meeting, now: datetime) -> bool:
    """For the room, which knows that it was there. False: it was marked or cancelled before."""
    return _mark(meeting, State.HELD, now, State.CONFIRMED)


def mark_missed(*, meeting: Meeting, now: datetime) -> bool:
    """For the room that nobody opened. Nobody is mailed: whoever was waited for knows."""
    return _mark(meeting, State.FELL_THROUGH, now, State.CONFIRMED)


@transaction.atomic
def correct(*, actor: Actor, meeting_id: int, took_place: bool, now: datetime) -> Meeting:
    """A member's or the owner's word on a meeting that the room knows nothing of, or was wrong about."""
    _put_right(access.meeting_to_renew(actor, meeting_id), actor, took_place, now)
    return access.meeting_to_renew(actor, meeting_id)


@transaction.atomic
def correct_by_link(*, attendance: Attendance, took_place: bool, now: datetime) -> None:
    """The same from a member's own link in a mail."""
    if attendance.removed_at is not None:
        raise Refused(_("You are no longer expected at this meeting. Nothing to answer."))
    _put_right(attendance.meeting, Actor.worker(attendance.organisation), took_place, now)


def _put_right(meeting: Meeting, actor: Actor, took_place: bool, now: datetime) -> None:
    if meeting.end > now:
        raise Refused(_("This meeting is not over yet."))
    if took_place and access.live_meeting_like(meeting) not in (None, meeting):
        raise Refused(_("The group has a new date for it already. Cancel that one first."))
    wanted = State.HELD if took_place else State.FELL_THROUGH
    if not _mark(meeting, wanted, now, *({State.CONFIRMED, State.HELD, State.FELL_THROUGH} - {wanted})):
        raise AlreadyDone(_("This meeting is %(state)s. Nothing was changed.") % {"state": meeting.get_state_display()})
    audit.record(
        actor=actor, action="scheduling.correct", target=f"Meeting {meeting.pk}", took_place=took_place, now=now
    )


def _mark(meeting: Meeting, state: str, now: datetime, *before: str) -> bool:
    open_ = Meeting.objects.filter(pk=meeting.pk, state__in=before)
    return bool(open_.update(state=state, changed_at=now))
