"""One meeting for one reader.

A member reads who is invited and what the others answered once the member has answered too. The owner reads what is
needed to run it: members, date, mode, place, and whether enough will come. Neither a count of answers nor a name
beside an answer reaches the owner: a group has six people, and who stays away is theirs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from hexad_web.accounts.access import Actor
from hexad_web.frontend import moments
from hexad_web.people.models import Person
from hexad_web.scheduling import access, mails, times
from hexad_web.scheduling.models import Attendance, Meeting
from hexad_web.scheduling.queries import together
from hexad_web.scheduling.queries.aftermath import NOTHING_AFTER, Aftermath, aftermaths
from hexad_web.scheduling.queries.members import by_name, zones_for
from hexad_web.scheduling.queries.plan_page import TimeText, time_text
from hexad_web.scheduling.queries.plans import When
from hexad_web.scheduling.sentences import sentence
from hexad_web.scheduling.times import LocalTime

ENOUGH = 4  # fewer than four cannot hold a session
JOIN_BEFORE_MINUTES = 10


@dataclass(frozen=True, slots=True)
class Invited:
    name: str
    answer: str = ""
    proposes: str = ""  # another time, in the reader's zone


@dataclass(frozen=True, slots=True)
class MeetingPage:
    meeting: Meeting
    title: str
    when: TimeText
    zone: str
    elsewhere: Sequence[LocalTime]
    place: str
    mode: str
    mode_reason: str
    invited: Sequence[Invited]
    facilitator: str
    is_ahead: bool
    can_join: bool
    readiness: str = ""  # owner only
    needs_consent: bool = False  # owner only
    others: str = ""  # groups that get together with this one
    after: Aftermath = NOTHING_AFTER
    my_answer: str = ""
    answer_token: str = ""


def owner_page(actor: Actor, meeting_id: int, now: datetime) -> MeetingPage:
    meeting = access.meeting_of(actor, meeting_id)
    invited = invited_to(meeting)
    return _page(
        meeting,
        invited,
        now,
        zone="",
        names=[Invited(attendance.person.name) for attendance in invited],
        readiness=readiness_of(invited) if meeting.is_open else "",
        needs_consent=times.is_short_notice(meeting.start, meeting.zone, now),
        after=aftermaths(actor, [meeting], now)[meeting.pk],
    )


def member_page(attendance: Attendance, now: datetime, actor: Actor | None = None) -> MeetingPage:
    """``actor``: the member who is signed in; without, whoever holds the link from the mail."""
    invited = invited_to(attendance.meeting)
    reader = actor or Actor.worker(attendance.organisation)
    zone = zones_for([attendance.person])[attendance.person_id]
    return _page(
        attendance.meeting,
        invited,
        now,
        zone=zone,
        names=_names_for(attendance, invited, zone),
        my_answer=attendance.answer,
        answer_token=access.answer_token(attendance.pk),
        after=aftermaths(reader, [attendance.meeting], now)[attendance.meeting_id],
    )


def _page(
    meeting: Meeting, invited: list[Attendance], now: datetime, *, zone: str, names: list[Invited], **more: object
) -> MeetingPage:
    people = [attendance.person for attendance in invited]
    when = When(meeting.start, meeting.end)
    home = zone or moments.local(meeting.start, None)[1]
    return MeetingPage(
        meeting=meeting,
        title=mails.title_of(meeting),
        when=_own_time(when, zone) if zone else time_text(when, meeting.zone),
        zone=home,
        elsewhere=others_times(meeting, people, home),
        place=mails.place_of(meeting),
        mode=str(meeting.get_mode_display()),
        mode_reason=sentence(meeting.mode_reason),
        invited=names,
        facilitator=meeting.facilitator.name if meeting.facilitator else "",
        is_ahead=meeting.is_open and meeting.start > now,
        can_join=can_join(meeting, now),
        others=mails.with_text(one.group for one in together.others_of(meeting)),
        **more,  # type: ignore[arg-type]  # the keywords of the two callers above
    )


def _own_time(when: When, zone: str) -> TimeText:
    return TimeText(when.start, when.end, moments.span_text(when.start, when.end, zone))


def others_times(meeting: Meeting, people: Sequence[Person], home: str) -> list[LocalTime]:
    zones = [*zones_for(people).values(), meeting.zone]
    return times.elsewhere(meeting.start, meeting.end, zones, home)


def can_join(meeting: Meeting, now: datetime) -> bool:
    minutes = (meeting.start - now).total_seconds() / 60
    return meeting.is_open and minutes <= JOIN_BEFORE_MINUTES and now < meeting.end


def invited_to(meeting: Meeting) -> list[Attendance]:
    rows = meeting.attendances.filter(removed_at=None).select_related("person__organisation")
    return sorted(rows, key=lambda attendance: by_name(attendance.person))


def _names_for(reader: Attendance, invited: list[Attendance], zone: str) -> list[Invited]:
    """Others' answers appear with one's own, never before."""
    if not reader.answer:
        return [Invited(attendance.person.name) for attendance in invited]
    length = reader.meeting.end - reader.meeting.start
    return [
        Invited(
            attendance.person.name,
            str(attendance.get_answer_display()),
            moments.span_text(start, start + length, zone) if (start := attendance.proposed_start) else "",
        )
        for attendance in invited
    ]


def readiness_of(invited: Sequence[Attendance]) -> str:
    """One of three sentences instead of a count, so that nobody's answer can be worked out."""
    coming = sum(attendance.answer == Attendance.Answer.ACCEPTED for attendance in invited)
    lost = sum(attendance.answer == Attendance.Answer.DECLINED for attendance in invited)
    needed = min(ENOUGH, len(invited))
    if coming >= needed:
        return _("Enough members have said that they come.")
    if len(invited) - lost < needed:
        return _("Too few can come. Choose another time.")
    return _("Answers are still coming in.")
