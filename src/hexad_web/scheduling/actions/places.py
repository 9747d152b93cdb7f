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
from hexad_web.scheduling import access
from hexad_web.scheduling.models import LinkTemplate, Meeting, Room
from hexad_web.scheduling.queries import places as queries
from hexad_web.scheduling.refusals import Refused

BLANKS = {"group", "meeting"}


@transaction.atomic
def save_room(*, actor: Actor, site: str, name: str, capacity: int, now: datetime) -> Room:
    room, _created = Room.objects.update_or_create(
        organisation=actor.organisation, site=site.strip(), name=name.strip(), defaults={"capacity": capacity}
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
    """Raise Refused unless it is empty or an http(s) address with no blanks but {group} and {meeting}."""
    if not template.strip():
        return
    try:
        blanks = {name for _text, name, _spec, _how in Formatter().parse(template) if name is not None}
        if blanks - BLANKS:
            raise Refused(_("Only {group} and {meeting} are filled in. Remove the other braces."))
        URLValidator(schemes=["http", "https"])(fill_link(template, group=1, meeting="0"))
    except (ValidationError, ValueError):
        raise Refused(_("Enter an address that starts with https://.")) from None


def fill_link(template: str, *, group: int, meeting: str) -> str:
    return template.strip().replace("{group}", str(group)).replace("{meeting}", meeting)


def place_text(mode: str, room: Room | None, site: str) -> str:
    """Where to go: the room with its site, the site alone, or nothing when everybody is online."""
    if mode == Meeting.Mode.VIRTUAL:
        return ""
    return str(room) if room else site


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
    """Half-open: a meeting that starts when another ends does not collide."""
    return bool(one.room_id) and one.room_id == other.room_id and one.start < other.end and other.start < one.end


def _double(meeting: Meeting) -> Refused:
    return Refused(
        _("%(room)s is taken when group %(number)d meets. Choose another room or time.")
        % {"room": meeting.room, "number": meeting.group.number}
    )
