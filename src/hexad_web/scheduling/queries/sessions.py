"""A participant's own meetings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hexad_web.accounts.access import Actor
from hexad_web.frontend import moments
from hexad_web.people.models import Person
from hexad_web.scheduling import access, mails, times
from hexad_web.scheduling.models import Attendance, Choice, Meeting, Poll
from hexad_web.scheduling.queries.aftermath import Aftermath, aftermaths
from hexad_web.scheduling.queries.ledger import OwnTime, own_time
from hexad_web.scheduling.queries.meeting_page import can_join
from hexad_web.scheduling.queries.members import zones_for
from hexad_web.scheduling.queries.proposals import ProposalRow, open_proposals
from hexad_web.scheduling.times import LocalTime


@dataclass(frozen=True, slots=True)
class SessionRow:
    meeting: Meeting
    title: str
    when: str
    elsewhere: Sequence[LocalTime]
    place: str
    mode: str
    answer: str
    needs_answer: bool
    can_join: bool
    answer_token: str
    after: Aftermath


@dataclass(frozen=True, slots=True)
class PollRow:
    topic: str
    until: str
    token: str
    is_answered: bool


@dataclass(frozen=True, slots=True)
class MySessions:
    zone: str
    ahead: Sequence[SessionRow]
    waiting: Sequence[SessionRow]  # did not happen, and nothing instead of it yet
    past: Sequence[SessionRow]
    polls: Sequence[PollRow]
    time: OwnTime | None
    proposals: Sequence[ProposalRow] = ()


def my_sessions(actor: Actor, now: datetime) -> MySessions:
    mine = list(access.attendances_of(actor).select_related("meeting__session").order_by("meeting__start", "pk"))
    own = Person.objects.filter(organisation=actor.organisation, user=actor.user)
    person = own.select_related("organisation").first()
    zone = zones_for([person])[person.pk] if person else "UTC"
    zones = _zones_by_meeting(mine)
    after = aftermaths(actor, [attendance.meeting for attendance in mine], now)
    rows = [
        _row(attendance, zones.get(attendance.meeting_id, set()), zone, now, after[attendance.meeting_id])
        for attendance in mine
    ]
    return MySessions(
        zone=zone,
        ahead=[row for row in rows if row.meeting.is_open and row.meeting.end > now],
        waiting=[row for row in rows if row.after.gets_new_date],
        past=[row for row in rows if row.meeting.end <= now][::-1],
        polls=_polls(actor, zone, now),
        time=own_time(mine, person, now),
        proposals=open_proposals(actor, zone) if person else (),
    )


def _zones_by_meeting(mine: Sequence[Attendance]) -> dict[int, set[str]]:
    others = Attendance.objects.filter(meeting__in=[a.meeting_id for a in mine], removed_at=None)
    rows = list(others.select_related("person"))
    zones = zones_for([attendance.person for attendance in rows])
    found: dict[int, set[str]] = {}
    for attendance in rows:
        found.setdefault(attendance.meeting_id, set()).add(zones[attendance.person_id])
    return found


def _row(attendance: Attendance, zones: set[str], zone: str, now: datetime, after: Aftermath) -> SessionRow:
    meeting = attendance.meeting
    return SessionRow(
        meeting=meeting,
        title=mails.title_of(meeting),
        when=moments.span_text(meeting.start, meeting.end, zone),
        elsewhere=times.elsewhere(meeting.start, meeting.end, zones, zone),
        place=mails.place_of(meeting),
        mode=str(meeting.get_mode_display()),
        answer=str(attendance.get_answer_display()),
        needs_answer=meeting.is_open and meeting.start > now and not attendance.answer,
        can_join=can_join(meeting, now),
        answer_token=access.answer_token(attendance.pk),
        after=after,
    )


def _polls(actor: Actor, zone: str, now: datetime) -> list[PollRow]:
    asked = Choice.objects.filter(
        organisation=actor.organisation, person__user=actor.user, poll__state=Poll.State.OPEN, poll__closes_at__gt=now
    )
    return [
        PollRow(
            topic=choice.poll.plan.group.topic,
            until=moments.day_text(moments.local(choice.poll.closes_at, zone)[0]),
            token=access.choose_token(choice.pk),
            is_answered=choice.answered_at is not None,
        )
        for choice in asked.select_related("poll__plan__group")
    ]
