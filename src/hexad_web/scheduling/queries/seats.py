"""Who had a seat in which meeting of a period, and for how long: hours, cost and the ledger are made of it."""

from dataclasses import dataclass
from datetime import datetime

from hexad_web.accounts.models import Organisation
from hexad_web.scheduling.models import Attendance, Meeting

OVER = (Meeting.State.HELD, Meeting.State.FELL_THROUGH)


@dataclass(frozen=True, slots=True)
class TakenSeat:
    person: int
    meeting: int
    group: int
    kind: str
    is_held: bool
    hours: float


def seats_in(organisation: Organisation, start: datetime, end: datetime) -> list[TakenSeat]:
    """Every member of every meeting of the period that took place or fell through."""
    rows = Attendance.objects.filter(
        organisation=organisation,
        removed_at=None,
        meeting__start__gte=start,
        meeting__start__lt=end,
        meeting__state__in=OVER,
    ).values_list(
        "person", "meeting", "meeting__group", "meeting__kind", "meeting__state", "meeting__start", "meeting__end"
    )
    return [
        TakenSeat(person, meeting, group, kind, state == Meeting.State.HELD, (last - first).total_seconds() / 3600)
        for person, meeting, group, kind, state, first, last in rows.iterator(chunk_size=5000)
    ]
