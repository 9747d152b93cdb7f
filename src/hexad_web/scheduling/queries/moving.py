"""Other times at which the members of a meeting can come, as their calendars stand now."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.utils import timezone

from hexad.availability.horizon import Horizon
from hexad.scheduling.slots import Slot, rank
from hexad_web.frontend import moments
from hexad_web.scheduling import times
from hexad_web.scheduling.models import Meeting, Room
from hexad_web.scheduling.queries import feasible, plans, requests, together
from hexad_web.scheduling.queries.lengths import slots_in
from hexad_web.scheduling.queries.members import members_of, zones_for
from hexad_web.scheduling.sentences import sentences, stored

MOST = 5
NOTICE_AT_LEAST = 2  # working days: nobody is asked to meet tomorrow
WEEKS_BEYOND = timedelta(weeks=6)
FOLLOW_UP_TOLERANCE = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """``query`` fills the owner's form with the wall time of the host site; ``is_near``: all members have to agree."""

    start: datetime
    text: str
    query: str
    room: int | None = None
    is_near: bool = False
    reasons: tuple[str, ...] = ()
    elsewhere: Sequence[times.LocalTime] = ()


def suggestions(meeting: Meeting, now: datetime, zone: str | None = None) -> Sequence[Suggestion]:
    """The least inconvenient first, of equals the nearest, on different days; in ``zone`` or the reader's own."""
    others = together.others_of(meeting)
    each = members_of([meeting.group, *(one.group for one in others)])
    people = list({person.pk: person for members in each.values() for person in members}.values())
    if len(people) < feasible.FEWEST:
        return ()
    home = ZoneInfo(meeting.zone)
    today = now.astimezone(home).date()
    is_near = times.is_short_notice(meeting.start, meeting.zone, now)
    notice = NOTICE_AT_LEAST if is_near else times.WORKING_DAYS_OF_NOTICE + 1
    first, last = times.add_working_days(today, notice), (meeting.end + WEEKS_BEYOND).astimezone(home).date()
    horizon = Horizon.between(first, max(last, first + timedelta(weeks=6)), meeting.zone)
    slots = rank(
        feasible.members_on(people, horizon),
        horizon,
        length=slots_in(meeting.end - meeting.start),
        rungs=feasible.rungs_of(meeting.group_id, meeting.cycle),
        least=horizon.slots,
    )
    low, high = _days_allowed(meeting, first)
    inside = (one for one in slots if low <= one.start.astimezone(home).date() <= high and one.start != meeting.start)
    best = sorted(inside, key=lambda one: (one.cost, abs(one.start - meeting.start)))
    found = _suggested(meeting, best, horizon, now, zone)
    zones, reader = zones_for(people).values(), zone or timezone.get_current_timezone_name()
    length = meeting.end - meeting.start
    return [replace(one, elsewhere=times.elsewhere(one.start, one.start + length, zones, reader)) for one in found]


def proposals(meeting: Meeting, now: datetime) -> Sequence[Suggestion]:
    """What members asked for from their calendars, without saying who."""
    rows = meeting.attendances.filter(removed_at=None, proposed_start__gt=now).order_by("proposed_start")
    length = meeting.end - meeting.start
    starts = rows.values_list("proposed_start", flat=True).distinct()[:MOST]
    texts = ((start, moments.span_text(start, start + length)) for start in starts if start)
    return [Suggestion(start, text, _query(meeting, start)) for start, text in texts]


def _query(meeting: Meeting, start: datetime) -> str:
    wall = start.astimezone(ZoneInfo(meeting.zone))
    return urlencode({"day": f"{wall:%Y-%m-%d}", "time": f"{wall:%H:%M}"})


def _days_allowed(meeting: Meeting, first: date) -> tuple[date, date]:
    """Practice keeps its length, a follow-up its month."""
    rhythm = requests.rhythm_of(meeting.organisation_id)
    practice = timedelta(days=rhythm.practice_from), timedelta(days=rhythm.practice_to)
    beside = {one.kind: requests.day_in(one.start, one.zone) for one in _siblings(meeting)}
    if meeting.kind == Meeting.Kind.EXPLORE and Meeting.Kind.REFLECT in beside:
        day = beside[Meeting.Kind.REFLECT]
        return max(first, day - practice[1]), day - practice[0]
    if meeting.kind == Meeting.Kind.REFLECT and Meeting.Kind.EXPLORE in beside:
        day = beside[Meeting.Kind.EXPLORE]
        return max(first, day + practice[0]), max(day + practice[1], first + 2 * FOLLOW_UP_TOLERANCE)
    if meeting.kind == Meeting.Kind.ENGAGE and Meeting.Kind.EXPLORE in beside:
        return first, beside[Meeting.Kind.EXPLORE] - timedelta(days=1)
    after = dict(plans.FOLLOW_UPS).get(Meeting.Kind(meeting.kind))
    if after is not None and Meeting.Kind.REFLECT in beside:
        due = beside[Meeting.Kind.REFLECT] + after
        return max(first, due - FOLLOW_UP_TOLERANCE), due + FOLLOW_UP_TOLERANCE
    return first, date.max


def _siblings(meeting: Meeting) -> Iterable[Meeting]:
    same = Meeting.objects.filter(group=meeting.group_id, cycle=meeting.cycle, state__in=Meeting.LIVE)
    return same.exclude(pk=meeting.pk)


def _suggested(
    meeting: Meeting, slots: Iterable[Slot], horizon: Horizon, now: datetime, zone: str | None
) -> Iterator[Suggestion]:
    rooms, days = _Rooms(meeting, horizon), set[date]()
    for slot in slots:
        room = rooms.at(slot.start, slot.end)
        day = slot.start.astimezone(ZoneInfo(meeting.zone)).date()
        if day in days or (rooms.needs_one and room is None):
            continue
        days.add(day)
        yield _suggestion(meeting, slot, room, now, zone)
        if len(days) == MOST:
            return


def _suggestion(meeting: Meeting, slot: Slot, room: int | None, now: datetime, zone: str | None) -> Suggestion:
    return Suggestion(
        start=slot.start,
        text=moments.span_text(slot.start, slot.end, zone),
        query=_query(meeting, slot.start),
        room=room,
        is_near=any(times.is_short_notice(at, meeting.zone, now) for at in (meeting.start, slot.start)),
        reasons=sentences(stored(reason.code, **reason.values) for reason in slot.reasons),
    )


class _Rooms:
    """The meeting's own room where it is free, else the smallest other one of its site."""

    def __init__(self, meeting: Meeting, horizon: Horizon) -> None:
        own = Room.objects.filter(pk=meeting.room_id).first() if meeting.room_id else None
        self.needs_one = own is not None
        loose = [meeting.pk, *(one.pk for one in together.others_of(meeting))] if own else []
        every = requests.rooms_of(meeting.organisation_id, horizon, loose) if own else ()
        fitting = [room for room in every if own and room.site == own.site and room.seats >= own.capacity]
        self.rooms = sorted(fitting, key=lambda room: (room.name != str(meeting.room_id), room.seats, room.name))

    def at(self, start: datetime, end: datetime) -> int | None:
        free = (room for room in self.rooms if all(last <= start or end <= first for first, last in room.busy))
        return next((int(room.name) for room in free), None)
