"""A member's own answer to an invitation."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hexad_web.scheduling.models import Attendance
from hexad_web.scheduling.refusals import Refused


@transaction.atomic
def answer_meeting(
    *,
    attendance: Attendance,
    answer: str,
    now: datetime,
    said_at: datetime | None = None,
    proposed_start: datetime | None = None,
) -> Attendance:
    """Store the answer; it can be changed until the meeting begins. Not in the audit trail: it is nobody else's.

    ``said_at``: when it was given, where that was earlier. ``proposed_start``: another time that comes with it.
    """
    refuse_if_over(attendance, now)
    if answer not in (Attendance.Answer.ACCEPTED, Attendance.Answer.TENTATIVE, Attendance.Answer.DECLINED):
        raise Refused(_("Choose one of the three answers."))
    attendance.answer, attendance.answered_at = answer, said_at or now
    attendance.proposed_start = proposed_start
    attendance.save(update_fields=["answer", "answered_at", "proposed_start"])
    return attendance


def refuse_if_over(attendance: Attendance, now: datetime) -> None:
    if attendance.removed_at is not None:
        raise Refused(_("You are no longer expected at this meeting. Nothing to answer."))
    if not attendance.meeting.is_open:
        state = attendance.meeting.get_state_display()
        raise Refused(_("This meeting is %(state)s. Nothing to answer.") % {"state": state})
    if attendance.meeting.start <= now:
        raise Refused(_("This meeting has begun. Answers are closed."))
