"""Who had a seat in which meeting of a period, and for how long: hours, cost and the ledger are made of it."""

from datetime import datetime
from typing import NamedTuple

from hexad_web.accounts.models import Organisation
from hexad_web.scheduling.models import Attendance, Meeting

OVER = (Meeting.State.HELD, Meeting.State.FELL_THROUGH)


class TakenSeat(NamedTuple):
    person: int
    meeting: int
    group: int
    kind: str
    is_held: bool
    hours: float


def seats_in(organisation: Organisation, start: datetime, end: datetime) -> list[TakenSeat]:
    """Every member of every meeting of the period that took place or fell through."""
    over = Meeting.objects.filter(organisation=organisation, start__gte=start, start__lt=end, state__in=OVER)
    meetings = {
        pk: (group, kind, state == Meeting.State.HELD, (last - first).total_seconds() / 3600)
        for pk, group, kind, state, first, last in over.values_list("pk", "group", "kind", "state", "start", "end")
    }
    rows = Attendance.objects.filter(removed_at=None, meeting__in=over.values("pk")).order_by()
    return [
        TakenSeat(person, meeting, *meetings[meeting])
        for person, meeting in rows.values_list("person", "meeting")
        if meeting in meetings
    ]
