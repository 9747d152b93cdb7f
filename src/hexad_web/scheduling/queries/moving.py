"""Other times for a meeting, from the ranked times that its group was planned with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from hexad_web.frontend import moments
from hexad_web.scheduling.models import GroupPlan, Meeting
from hexad_web.scheduling.queries.plans import When, options_of

MOST = 3


@dataclass(frozen=True, slots=True)
class Suggestion:
    """``query`` fills the form with the wall time of the host site."""

    text: str
    query: str


def suggestions(meeting: Meeting, now: datetime) -> Sequence[Suggestion]:
    """In order of rank; calendars may have changed since they were computed."""
    plan = GroupPlan.objects.filter(group=meeting.group_id, cycle=meeting.cycle, state=GroupPlan.State.CONFIRMED).last()
    if plan is None:
        return ()
    times = {when.start: when for option in options_of(plan) for when in [getattr(option, meeting.kind)]}
    others = [when for start, when in times.items() if start > now and start != meeting.start]
    return [_suggestion(meeting, when) for when in others[:MOST]]


def _suggestion(meeting: Meeting, when: When) -> Suggestion:
    wall = when.start.astimezone(ZoneInfo(meeting.zone))
    query = urlencode({"day": f"{wall:%Y-%m-%d}", "time": f"{wall:%H:%M}"})
    return Suggestion(moments.span_text(when.start, when.end), query)
