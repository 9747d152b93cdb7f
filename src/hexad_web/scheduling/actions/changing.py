"""Moving, cancelling, another place; and following who belongs to a group. Every change is one message per person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hexad_web.accounts import audit
from hexad_web.accounts.access import Actor
from hexad_web.outbox.actions import queue_mails
from hexad_web.people.models import Person
from hexad_web.scheduling import access, mails, times
from hexad_web.scheduling.actions import places
from hexad_web.scheduling.models import Attendance, Meeting, Room
from hexad_web.scheduling.queries import places as place_queries
from hexad_web.scheduling.queries import together
from hexad_web.scheduling.queries.members import members_of, zones_for
from hexad_web.scheduling.queries.rota import rota_of
from hexad_web.scheduling.refusals import AlreadyDone, Refused


@transaction.atomic
def move_meeting(*, actor: Actor, meeting_id: int, start: datetime, consent: bool, now: datetime) -> Meeting:
    """Another time of the same length. Answers start anew, since they were given for the old time.

    Groups that get together stay together.
    """
    moves = [NewTime(one.pk, start) for one in all_of(access.meeting_of(actor, meeting_id))]
    return move_together(actor=actor, moves=moves, consent=consent, now=now)[0]


def all_of(meeting: Meeting) -> list[Meeting]:
    """A meeting, and those of the groups that get together with this one."""
    return [meeting, *(one for one in together.others_of(meeting) if one.is_open)]


@dataclass(frozen=True, slots=True)
class NewTime:
    """Where one meeting moves to; ``room``: the key of another room, None where it keeps its own."""

    meeting: int
    start: datetime
    room: int | None = None


@transaction.atomic
def move_together(*, actor: Actor, moves: Sequence[NewTime], consent: bool, now: datetime) -> list[Meeting]:
    """Move meetings at once, or none of them; each is one message per person."""
    meetings = [_open_meeting(actor, move.meeting, now) for move in moves]
    before = [mails.Change(mails.MOVED, meeting.start, meeting.end) for meeting in meetings]
    for meeting, move in zip(meetings, moves, strict=True):
        if move.start == meeting.start:
            raise AlreadyDone(_("The meeting is at that time already."))
        _refuse_without_notice(meeting, move.start, consent, now)
        _set_time(meeting, move.start)
        if move.room is not None and move.room != meeting.room_id:
            meeting.room = access.room_of(actor, move.room)
            meeting.place = places.place_text(meeting.mode, meeting.room, "")
    for meeting in meetings:
        _refuse_wrong_order(meeting, meetings)
    places.refuse_double_rooms(meetings)
    for meeting, change in zip(meetings, before, strict=True):
        _save_next_revision(meeting, now, "start", "end", "wall_start", "tzdata_version", "room", "place")
        invited = meeting.attendances.filter(removed_at=None)
        invited.update(answer=Attendance.Answer.NONE, answered_at=None, proposed_start=None)
        tell(meeting, change, now=now)
        audit.record(actor=actor, action="scheduling.move", target=f"Meeting {meeting.pk}", consent=consent, now=now)
    return meetings


def _set_time(meeting: Meeting, start: datetime) -> None:
    meeting.end = start + (meeting.end - meeting.start)
    meeting.start = start
    meeting.wall_start = times.wall_text(start, meeting.zone)
    meeting.tzdata_version = times.tzdata_version()


@transaction.atomic
def follow_rules(*, meeting: Meeting, now: datetime) -> bool:
    """A zone has new rules: where people meet in a place its clock stays, online the moment. True: they were told."""
    locked = _locked(meeting.pk)
    before = mails.Change(mails.RULES, locked.start, locked.end)
    if locked.wall_start in ("", times.wall_text(locked.start, locked.zone)):
        Meeting.objects.filter(pk=locked.pk).update(tzdata_version=times.tzdata_version())
        return False
    start = times.instant_of(datetime.fromisoformat(locked.wall_start), locked.zone)
    _set_time(locked, locked.start if locked.mode == Meeting.Mode.VIRTUAL else start)
    _save_next_revision(locked, now, "start", "end", "wall_start", "tzdata_version")
    tell(locked, before, now=now)
    return True


@transaction.atomic
def change_place(*, actor: Actor, meeting_id: int, room: Room | None, link: str, now: datetime) -> Meeting:
    """Another room or link, for all groups that get together; the time and the answers stay."""
    meetings = all_of(access.meeting_of(actor, meeting_id))
    places.check_link(link)
    number = min(one.group.number for one in meetings)
    for meeting in meetings:
        name = meeting.together or meeting.uid.partition("@")[0]
        filled = places.link_for(mode_of(meeting.mode, room, link), link, group=number, meeting=name)
        _change_place(actor, meeting.pk, room, filled, now)
    return access.meeting_of(actor, meeting_id)


def _change_place(actor: Actor, meeting_id: int, room: Room | None, link: str, now: datetime) -> None:
    meeting = _open_meeting(actor, meeting_id, now)
    mode = mode_of(meeting.mode, room, link)
    if (meeting.room_id, meeting.link) == (room.pk if room else None, link):
        raise AlreadyDone(_("Room and link are these already."))
    meeting.room, meeting.link = room, link
    meeting.mode = mode
    meeting.place = places.place_text(meeting.mode, room, "" if room else meeting.place)
    places.refuse_double_rooms([meeting])
    _save_next_revision(meeting, now, "room", "link", "mode", "place")
    tell(meeting, mails.Change(mails.PLACE), now=now)
    audit.record(actor=actor, action="scheduling.change_place", target=f"Meeting {meeting.pk}", now=now)


@transaction.atomic
def give_link(*, actor: Actor, now: datetime) -> int:
    """Give the organisation's address to every meeting ahead that has none. Returns to how many."""
    link = place_queries.link_template(actor)
    waiting = list(place_queries.meetings_without_link(actor, now))
    if not link or not waiting:
        raise AlreadyDone(_("Every meeting has its address already, or none is kept. Nothing was sent."))
    for meeting in waiting:
        change_place(actor=actor, meeting_id=meeting.pk, room=meeting.room, link=link, now=now)
    return len(waiting)


def mode_of(mode: str, room: Room | None, link: str) -> str:
    """A room given to people online makes it hybrid; a link alone makes it online."""
    if room and mode == Meeting.Mode.VIRTUAL:
        return Meeting.Mode.HYBRID if link else Meeting.Mode.IN_PERSON
    if link and not room and mode == Meeting.Mode.HYBRID:
        return Meeting.Mode.VIRTUAL
    return mode


@transaction.atomic
def cancel_meeting(*, actor: Actor, meeting_id: int, now: datetime) -> Meeting:
    meeting = _open_meeting(actor, meeting_id, now)
    meeting.state = Meeting.State.CANCELLED
    _save_next_revision(meeting, now, "state")
    tell(meeting, mails.Change(mails.CANCELLED), now=now)
    audit.record(actor=actor, action="scheduling.cancel", target=f"Meeting {meeting.pk}", now=now)
    return meeting


@transaction.atomic
def drop_person(*, attendance: Attendance, now: datetime) -> None:
    """Somebody who left gets a CANCEL for one meeting; the others' calendars stay as they are."""
    dropped = Attendance.objects.filter(pk=attendance.pk, removed_at=None).update(removed_at=now)
    if not dropped:
        return
    meeting = _locked(attendance.meeting_id)
    if meeting.facilitator_id == attendance.person_id:
        people = {one.pk: one for one in members_of([meeting.group]).get(meeting.group_id, [])}
        people.pop(attendance.person_id, None)
        meeting.facilitator = next((people[key] for key in rota_of(meeting, people)), None)
    _save_next_revision(meeting, now, "facilitator")
    tell(meeting, mails.Change(mails.DROPPED), only=[attendance], now=now)


@transaction.atomic
def add_person(*, meeting: Meeting, person: Person, now: datetime) -> None:
    """Somebody who joined the group is invited to what lies ahead."""
    attendance, created = Attendance.objects.get_or_create(
        organisation_id=meeting.organisation_id, meeting=meeting, person=person
    )
    if created or attendance.removed_at is not None:
        Attendance.objects.filter(pk=attendance.pk).update(removed_at=None, answer=Attendance.Answer.NONE)
        fresh = _locked(meeting.pk)
        _save_next_revision(fresh, now)
        tell(fresh, mails.Change(mails.INVITED), only=[attendance], now=now)


def tell(meeting: Meeting, change: mails.Change, *, now: datetime, only: Sequence[Attendance] | None = None) -> None:
    """Queue one mail for everybody invited, or for those named."""
    rows = meeting.attendances.filter(removed_at=None).select_related("person__user", "organisation")
    invited = list(only) if only is not None else list(rows)
    members = members_of([meeting.group]).get(meeting.group_id, [])
    zones = zones_for([attendance.person for attendance in invited])
    others = [one.group for one in together.others_of(meeting)]
    letters = mails.mails_of(mails.Party(meeting, invited, members, zones, others), change, now=now)
    queue_mails(organisation=meeting.organisation, mails=letters, now=now)


def _open_meeting(actor: Actor, meeting_id: int, now: datetime) -> Meeting:
    """Locked until the transaction ends, so that two changes make two revisions."""
    access.meeting_of(actor, meeting_id)
    locked = access.meetings_of(actor).select_for_update(of=("self",)).get(pk=meeting_id)
    if not locked.is_open:
        raise AlreadyDone(_("This meeting is %(state)s. Nothing was changed.") % {"state": locked.get_state_display()})
    if locked.start <= now:
        raise Refused(_("This meeting has begun. It can no longer be changed."))
    return locked


def _locked(meeting_id: int) -> Meeting:
    """As it is now, and ours until the transaction ends: two changes make two revisions."""
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("group", "facilitator", "organisation")
    return rows.get(pk=meeting_id)


def _refuse_without_notice(meeting: Meeting, start: datetime, consent: bool, now: datetime) -> None:
    if start <= now:
        raise Refused(_("Choose a time that lies ahead."))
    near = any(times.is_short_notice(at, meeting.zone, now) for at in (meeting.start, start))
    if near and not consent:
        raise Refused(_("It lies within ten working days. Ask the members, then tick that they agree."))


def _refuse_wrong_order(meeting: Meeting, moving: Sequence[Meeting] = ()) -> None:
    """Reflect comes after explore: that is what the practice weeks lie between."""
    of_cycle = meeting.group.meetings.filter(cycle=meeting.cycle, state="confirmed", kind__in=Meeting.CYCLE)
    other = of_cycle.exclude(kind=meeting.kind).first()
    other = next((one for one in moving if other is not None and one.pk == other.pk), other)
    if other is None or meeting.kind not in Meeting.CYCLE:
        return
    first, last = (meeting, other) if meeting.kind == Meeting.Kind.EXPLORE else (other, meeting)
    if last.start < first.end:
        raise Refused(_("Reflect has to come after Explore. Choose another date."))


def _save_next_revision(meeting: Meeting, now: datetime, *fields: str) -> None:
    meeting.sequence += 1
    meeting.changed_at = now
    meeting.save(update_fields=["sequence", "changed_at", *fields])
