"""Meetings follow their groups: who left is dropped, who joined is invited."""

from datetime import datetime

from hexad_web.accounts.access import Actor
from hexad_web.people.models import Person
from hexad_web.scheduling.actions.changing import add_person, cancel_meeting, drop_person
from hexad_web.scheduling.models import Attendance, Meeting
from hexad_web.scheduling.queries.members import members_of, people_of


def follow_members(now: datetime) -> None:
    """Compare the meetings ahead with their groups' seats. Idempotent; called by the worker."""
    ahead = list(Meeting.objects.filter(pk__in=_differing(now)).select_related("group", "facilitator", "organisation"))
    if not ahead:
        return
    members = members_of({meeting.group_id: meeting.group for meeting in ahead}.values())
    invited = _invited(ahead)
    for meeting in ahead:
        _follow(meeting, members.get(meeting.group_id, []), invited.get(meeting.pk, []), now)


def _differing(now: datetime) -> list[int]:
    """By keys alone, because it is asked every few seconds: nearly always none."""
    ahead = dict(Meeting.objects.filter(state="confirmed", start__gt=now).values_list("pk", "group"))
    seats = people_of(set(ahead.values()))
    invited: dict[int, set[int]] = {}
    rows = Attendance.objects.filter(meeting__state="confirmed", meeting__start__gt=now, removed_at=None)
    for meeting, person in rows.values_list("meeting", "person"):
        invited.setdefault(meeting, set()).add(person)
    return [
        meeting
        for meeting, group in ahead.items()
        if not seats.get(group) or seats[group] != invited.get(meeting, set())
    ]


def _invited(meetings: list[Meeting]) -> dict[int, list[Attendance]]:
    found: dict[int, list[Attendance]] = {}
    rows = Attendance.objects.filter(meeting__in=[meeting.pk for meeting in meetings], removed_at=None)
    for row in rows.select_related("person__user", "organisation", "meeting"):
        found.setdefault(row.meeting_id, []).append(row)
    return found


def _follow(meeting: Meeting, members: list[Person], invited: list[Attendance], now: datetime) -> None:
    if not members:  # the group is closed: one cancellation says so better than "you are not expected"
        cancel_meeting(actor=Actor.worker(meeting.organisation), meeting_id=meeting.pk, now=now)
        return
    seats = {person.pk: person for person in members}
    for attendance in invited:
        if attendance.person_id not in seats:
            attendance.meeting = meeting
            drop_person(attendance=attendance, now=now)
    known = {attendance.person_id for attendance in invited}
    for key, person in seats.items():
        if key not in known:
            add_person(meeting=meeting, person=person, now=now)
