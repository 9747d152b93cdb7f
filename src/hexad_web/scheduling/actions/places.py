"""Rooms and links: kept by the owner, and never given to two groups at once."""

from collections.abc import Sequence
from datetime import datetime
from string import Formatter

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from hexad_web.accounts import audit
from hexad_web.accounts.access import Actor
from hexad_web.scheduling import access, calls
from hexad_web.scheduling.models import GroupPlan, LinkTemplate, Meeting, Room
from hexad_web.scheduling.queries import places as queries
from hexad_web.scheduling.queries import plans
from hexad_web.scheduling.queries.plans import Option
from hexad_web.scheduling.refusals import Refused

BLANKS = {"group", "meeting", "call"}


@transaction.atomic
def save_room(*, actor: Actor, site: str, name: str, capacity: int, has_video: bool = False, now: datetime) -> Room:
    room, _created = Room.objects.update_or_create(
        organisation=actor.organisation,
        site=site.strip(),
        name=name.strip(),
        defaults={"capacity": capacity, "has_video": has_video},
    )
    audit.record(actor=actor, action="scheduling.save_room", target=f"Room {room.pk}", now=now)
    return room


@transaction.atomic
def remove_room(*, actor: Actor, room_id: int, now: datetime) -> None:
    """Meetings keep the room's name; only new ones cannot take it."""
    access.room_of(actor, room_id).delete()
    audit.record(actor=actor, action="scheduling.remove_room", target=f"Room {room_id}", now=now)


@transaction.atomic
def save_link_template(*, actor: Actor, template: str, now: datetime) -> LinkTemplate:
    check_link(template)
    row, _created = LinkTemplate.objects.update_or_create(
        organisation=actor.organisation, defaults={"template": template.strip()}
    )
    queries.plans_without_link(actor).update(link=row.template)  # what is planned and not sent yet takes it at once
    audit.record(actor=actor, action="scheduling.save_link_template", now=now)
    return row


def check_link(template: str) -> None:
    """Raise Refused unless it is empty or an http(s) address with no blanks but {group}, {meeting} and {call}."""
    if not template.strip():
        return
    try:
        blanks = {name for _text, name, _spec, _how in Formatter().parse(template) if name is not None}
        if blanks - BLANKS:
            raise Refused(_("Only {group}, {meeting} and {call} are filled in. Remove the other braces."))
        URLValidator(schemes=["http", "https"])(fill_link(template, group=1, meeting="0"))
    except (ValidationError, ValueError):
        raise Refused(_("Enter an address that starts with https://.")) from None


def fill_link(template: str, *, group: int, meeting: str) -> str:
    filled = template.strip().replace("{group}", str(group)).replace("{meeting}", meeting)
    return filled.replace(calls.NAME, calls.call_of(meeting))


def link_for(mode: str, template: str, *, group: int, meeting: str) -> str:
    """A meeting's address: as somebody gave it; else, where somebody joins online, a call on the own server."""
    is_online = mode != Meeting.Mode.IN_PERSON
    return fill_link(template or (calls.default_template() if is_online else ""), group=group, meeting=meeting)


def place_text(mode: str, room: Room | None, site: str) -> str:
    """Where to go: the room with its site, the site alone, or nothing when everybody is online."""
    if mode == Meeting.Mode.VIRTUAL:
        return ""
    return str(room) if room else site


def refuse_taken_rooms(plan: GroupPlan, room: Room | None, option: Option) -> None:
    """Raise Refused if a room that a plan is given is taken at one of its two times."""
    held = plans.rooms_held(plan.organisation_id, but=[plan.pk])
    for when in (option.explore, option.reflect):
        wanted = when.room or (room.pk if room else None)
        if wanted is None:
            continue
        planned = any(start < when.end and when.start < end for start, end in held.get(wanted, ()))
        if planned or wanted in rooms_booked(plan.organisation_id, (when.start, when.end)):
            name = room if room and room.pk == wanted else Room.objects.get(pk=wanted)
            raise Refused(_("%(room)s is taken at that time. Choose another room or time.") % {"room": name})


def rooms_booked(organisation_id: int, *spans: tuple[datetime, datetime]) -> set[int]:
    """Rooms that meetings have at one of these times."""
    overlap = Q()
    for start, end in spans:
        overlap |= Q(start__lt=end, end__gt=start)
    booked = Meeting.objects.filter(overlap, organisation_id=organisation_id, state="confirmed")
    return {room_id for room_id in booked.values_list("room_id", flat=True) if room_id is not None}


def refuse_double_rooms(meetings: Sequence[Meeting]) -> None:
    """Raise Refused if a room is given to two groups at once. Call it inside the transaction that books."""
    rooms = sorted({meeting.room_id for meeting in meetings if meeting.room_id})
    if not rooms:
        return
    list(Room.objects.select_for_update().filter(pk__in=rooms).order_by("pk"))  # one booking a room at a time
    span = Q(start__lt=max(m.end for m in meetings), end__gt=min(m.start for m in meetings))
    taken = list(Meeting.objects.filter(span, room__in=rooms, state__in=("proposed", "confirmed")))
    for meeting in meetings:
        for other in taken:
            if other.pk != meeting.pk and _collide(meeting, other):
                raise _double(meeting)


def _collide(one: Meeting, other: Meeting) -> bool:
    """Half-open: a meeting that starts when another ends does not collide. Nor do groups that get together."""
    if one.together and one.together == other.together:
        return False
    return bool(one.room_id) and one.room_id == other.room_id and one.start < other.end and other.start < one.end


def _double(meeting: Meeting) -> Refused:
    return Refused(
        _("%(room)s is taken when group %(number)d meets. Choose another room or time.")
        % {"room": meeting.room, "number": meeting.group.number}
    )
