"""A session that did not happen gets a new date, in one action by the owner or any member."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from hexad.availability.horizon import Horizon
from hexad.scheduling.renewing import Renewal, renew_explore, renew_reflect
from hexad.scheduling.slots import Slot
from hexad_web.accounts import audit
from hexad_web.accounts.access import Actor
from hexad_web.outbox.actions import queue_mails
from hexad_web.people.models import Person
from hexad_web.scheduling import access, calls, mails, times
from hexad_web.scheduling.actions import booking, changing, places
from hexad_web.scheduling.models import Attendance, Meeting
from hexad_web.scheduling.queries import feasible, lengths
from hexad_web.scheduling.queries import places as place_queries
from hexad_web.scheduling.queries.members import members_of, zones_for
from hexad_web.scheduling.queries.renewing import without_date
from hexad_web.scheduling.queries.rota import rota_of
from hexad_web.scheduling.refusals import AlreadyDone, Refused
from hexad_web.scheduling.sentences import sentence, stored

NOTICE_WORKING_DAYS = 5
WEEKS_AHEAD = 10  # reflect after a late explore still fits


@dataclass(frozen=True, slots=True)
class Lost:
    """A meeting that did not happen, with whoever is in the group now and the meeting that stays beside it."""

    meeting: Meeting
    people: Sequence[Person]
    other: Meeting | None


def new_date(*, actor: Actor, meeting_id: int, now: datetime) -> Meeting:
    """Find the soonest good time and invite; Refused, and nothing changed, where there is none."""
    try:
        with transaction.atomic():
            return _new_date(actor, meeting_id, now)
    except IntegrityError as error:
        raise _has_one() from error


def _has_one() -> AlreadyDone:
    return AlreadyDone(_("This session has its new date already. Look in your mail."))


def _nothing_to_renew() -> Refused:
    return Refused(_("There is nothing to find a new date for here."))


def _new_date(actor: Actor, meeting_id: int, now: datetime) -> Meeting:
    lost = _lost(actor, access.meeting_to_renew(actor, meeting_id))
    found = _search(lost, now)
    if found.slot is None:
        why = " ".join(_blocker(reason.code, reason.values) for reason in found.blockers)
        raise Refused(why or _("No shared time was found. Ask your programme owner."))
    if found.other is not None:
        _place_other(lost, found.other, actor, now)
    fresh = _book(lost, lost.meeting.kind, found.slot, now)
    audit.record(actor=actor, action="scheduling.new_date", target=f"Meeting {fresh.pk}", now=now)
    return fresh


def _blocker(code: str, values: Mapping[str, object]) -> str:
    if code == "none.window":
        text: str = _("No shared %(minutes)s minutes in the next ten weeks. Calendars with free time help.")
        return text % values
    return sentence(stored(code, **values))


def _lost(actor: Actor, meeting: Meeting) -> Lost:
    if not without_date(actor).filter(pk=meeting.pk).exists():
        if access.live_meeting_like(meeting) is not None:
            raise _has_one()
        raise _nothing_to_renew()
    people = members_of([meeting.group]).get(meeting.group_id, [])
    if len(people) < feasible.FEWEST:
        raise Refused(_("A session needs two members at least. Ask your programme owner."))
    same = Meeting.objects.filter(
        group=meeting.group_id, cycle=meeting.cycle, state__in=Meeting.LIVE, kind__in=Meeting.CYCLE
    )
    return Lost(meeting, people, same.exclude(kind=meeting.kind).first())


def _search(lost: Lost, now: datetime) -> Renewal:
    zone = lost.meeting.zone
    first = times.add_working_days(now.astimezone(ZoneInfo(zone)).date(), NOTICE_WORKING_DAYS)
    horizon = Horizon.between(first, first + timedelta(weeks=WEEKS_AHEAD), zone)
    members = feasible.members_on(lost.people, horizon)
    rungs = feasible.rungs_of(lost.meeting.group_id, lost.meeting.cycle)
    length = lengths.slots_in(lost.meeting.end - lost.meeting.start)  # as long as it was to be
    if lost.meeting.kind == Meeting.Kind.EXPLORE:
        return renew_explore(members, horizon, reflect=_reflect_ahead(lost, now), rungs=rungs, length=length)
    if lost.other is None:
        raise _nothing_to_renew()
    return renew_reflect(members, horizon, explore=lost.other.start, rungs=rungs, length=length)


def _reflect_ahead(lost: Lost, now: datetime) -> datetime | None:
    if lost.other is not None and lost.other.start <= now:
        raise Refused(_("Reflect of this cycle is over. Plan the next cycle instead."))
    return lost.other.start if lost.other else None


def _place_other(lost: Lost, slot: Slot, actor: Actor, now: datetime) -> None:
    """Reflect keeps its distance: it moves where it is planned, and is booked where it is not."""
    other = lost.other
    if other is None:
        _book(lost, Meeting.Kind.REFLECT, slot, now)
    elif other.start != slot.start:
        changing.move_meeting(actor=actor, meeting_id=other.pk, start=slot.start, consent=True, now=now)


def _book(lost: Lost, kind: str, slot: Slot, now: datetime) -> Meeting:
    fresh = Meeting.objects.create(**_fields(lost, kind, slot, now))
    places.refuse_double_rooms([fresh])
    invited = Attendance.objects.bulk_create(
        Attendance(organisation=fresh.organisation, meeting=fresh, person=person) for person in lost.people
    )
    party = mails.Party(fresh, invited, lost.people, zones_for(lost.people))
    queue_mails(organisation=fresh.organisation, mails=mails.mails_of(party, mails.Change(), now=now), now=now)
    return fresh


def _fields(lost: Lost, kind: str, slot: Slot, now: datetime) -> dict[str, object]:
    old, uid = lost.meeting, booking.new_uid()
    room = old.room if old.room_id not in places.rooms_booked(old.organisation_id, (slot.start, slot.end)) else None
    link = _link(lost, uid)
    mode = changing.mode_of(old.mode, room, link)
    return {
        "organisation": old.organisation,
        "group": old.group,
        "cycle": old.cycle,
        "kind": kind,
        "start": slot.start,
        "end": slot.end,
        "wall_start": times.wall_text(slot.start, old.zone),
        "zone": old.zone,
        "tzdata_version": times.tzdata_version(),
        "mode": mode,
        "mode_reason": old.mode_reason,
        "room": room,
        "place": places.place_text(mode, room, old.room.site if old.room else old.place),
        "link": link,
        "uid": uid,
        "facilitator": _facilitator(lost, kind),
        "created_at": now,
        "changed_at": now,
    }


def _link(lost: Lost, uid: str) -> str:
    """The organisation's template anew, since the old address may have been made of the old meeting."""
    before, template = lost.meeting, place_queries.own_template(lost.meeting.organisation_id)
    if before.link and not template and not calls.is_embeddable(before.link):
        return before.link
    wanted = template if before.link or before.mode != Meeting.Mode.IN_PERSON else ""
    return places.link_for(before.mode, wanted, group=before.group.number, meeting=uid.partition("@")[0])


def _facilitator(lost: Lost, kind: str) -> Person | None:
    """Whoever was to facilitate still does; for reflect, somebody else."""
    before = lost.meeting.facilitator
    still = [person for person in lost.people if before and person.pk == before.pk]
    if kind == lost.meeting.kind and still:
        return still[0]
    others = {person.pk: person for person in lost.people if not before or person.pk != before.pk}
    return next((others[key] for key in rota_of(lost.meeting, others)), None)
