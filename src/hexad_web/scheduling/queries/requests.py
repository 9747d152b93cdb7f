"""Groups and their people as the library plans with them: the same few statements for one group and for a thousand."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np

from hexad.availability.busy_times import MINUTE, BusyTimes
from hexad.availability.horizon import EPOCH, Horizon
from hexad.availability.hours import Span, WorkHours
from hexad.availability.intervals import Busy
from hexad.availability.masks import work_intervals
from hexad.scheduling.ledger import Seat
from hexad.scheduling.meeting_of import burden_of
from hexad.scheduling.modes import Mode, choose_mode
from hexad.scheduling.needs import Attendee, GroupNeeds, Request, Rules
from hexad.scheduling.needs import Room as EngineRoom
from hexad.sessions.agenda import load
from hexad_web.accounts.models import Organisation
from hexad_web.availability.queries import among, busy_times_for, hours_for, in_person_days, joined
from hexad_web.challenges.queries.online import online_of
from hexad_web.formation.models import Group
from hexad_web.people.models import Person
from hexad_web.scheduling.models import Attendance, Meeting, Rhythm, Room
from hexad_web.scheduling.queries.ledger import ceiling_of
from hexad_web.scheduling.queries.lengths import length_of, slots_in
from hexad_web.scheduling.queries.members import members_of, zones_for
from hexad_web.scheduling.queries.plans import Beside

# What the library calls a meeting, where it is not the same word.
ENGINE_KINDS: Mapping[str, str] = {"follow-3": "adopt-3", "follow-6": "adopt-6"}
OUR_KINDS: Mapping[str, str] = {theirs: ours for ours, theirs in ENGINE_KINDS.items()}
VIDEO = "video"
LOOK_BACK = timedelta(days=400)  # burdens and hours of this year and the last
ALL_DAY = 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One group that is to be planned.

    ``cycles``: how many it may begin. ``not_before``: where it differs from the group's own. ``online``: the owner
    decided so. ``site`` and ``in_rooms``: as they stand, where something stands already. ``had``: kind and cycle of
    what needs no time any more, in the library's words. ``kept``: what stays of an earlier plan.
    """

    group: Group
    cycle: int = 1
    cycles: int = 1
    not_before: date | None = None
    is_online: bool = False
    site: str | None = None
    in_rooms: tuple[str, ...] | None = None
    reflected: Mapping[int, date] = field(default_factory=dict)
    had: frozenset[tuple[str, int]] = frozenset()
    kept: Sequence[Beside] = ()


@dataclass(frozen=True, slots=True)
class Party:
    """A group with its people, how they meet, and by whose clock."""

    people: Sequence[Person]
    mode: Mode
    zone: str


@dataclass(frozen=True, slots=True)
class Prepared:
    request: Request
    parties: Mapping[int, Party]


class Attended(NamedTuple):
    """One person's part in one meeting that counts."""

    person: int
    answer: str
    meeting: int
    start: datetime
    end: datetime
    state: str
    facilitates: bool


def prepare(
    organisation: Organisation,
    wanted: Sequence[Wanted],
    horizon: Horizon,
    rules: Rules,
    *,
    loose: Collection[int] = (),
) -> Prepared:
    """Everything that a plan of these groups is made from. A group needs two members at least.

    ``loose``: meetings that may move, and so are no taken time.
    """
    members = members_of(one.group for one in wanted)
    people = {person.pk: person for each in members.values() for person in each}
    parties = parties_of(wanted, members, people.values())
    attended = attended_by(people.values(), horizon.start - LOOK_BACK)
    on_site = {person.pk for party in parties.values() if party.mode.site for person in party.people}
    attendees = _attendees(list(people.values()), horizon, attended, loose, on_site)
    request = Request(
        horizon=horizon,
        people={str(pk): one for pk, one in attendees.items()},
        groups=tuple(_needs(one, parties[one.group.pk]) for one in wanted),
        rooms=rooms_of(organisation.pk, horizon, loose),
        ledger={str(pk): _borne(attendees[pk], attended.get(pk, ())) for pk in people},
        rules=rules,
    )
    return Prepared(_without_vain_equipment(request), parties)


def rules_of(organisation_id: int, *, rungs: int, engage: bool = False, follow_ups: bool = False) -> Rules:
    """How the programme meets: its lengths, its rhythm, its ceiling, and how far this plan may go."""
    rhythm = rhythm_of(organisation_id)
    length = slots_in(length_of(organisation_id))
    return Rules(
        lengths={
            "engage": slots_of("engage"),
            "explore": length,
            "reflect": length,
            "adopt-3": slots_of("follow-up"),
            "adopt-6": slots_of("follow-up"),
        },
        practice_days=(rhythm.practice_from, rhythm.practice_to),
        cadence_weeks=rhythm.cadence_weeks,
        engage=engage,
        follow_ups=("adopt-3", "adopt-6") if follow_ups else (),
        rungs=rungs,
        ceiling=ceiling_of(organisation_id),
    )


def slots_of(agenda: str) -> int:
    """As long as the agenda of the kind takes."""
    return slots_in(timedelta(minutes=load(agenda).minutes))


def rhythm_of(organisation_id: int) -> Rhythm:
    return Rhythm.objects.filter(organisation_id=organisation_id).first() or Rhythm()


def host_zone(members: Sequence[Person], zones: Mapping[int, str], site: str) -> str:
    """The zone of most members at the host site; where nobody is host, of most members."""
    at_site = [zones[person.pk] for person in members if site and person.site == site]
    voices = at_site or [zones[person.pk] for person in members]
    return min(voices, key=lambda zone: (-voices.count(zone), zone))


def parties_of(
    wanted: Sequence[Wanted], members: Mapping[int, Sequence[Person]], everybody: Collection[Person]
) -> dict[int, Party]:
    zones, used = zones_for(everybody), online_of(everybody)
    found = {}
    for one in wanted:
        people = members[one.group.pk]
        sites = ["" if one.is_online else person.site for person in people]
        mode = choose_mode(sites, online=[used.get(person.pk) for person in people], first=one.cycle == 1)
        found[one.group.pk] = Party(people, mode, host_zone(people, zones, mode.site))
    return found


def _needs(one: Wanted, party: Party) -> GroupNeeds:
    site = party.mode.site if one.site is None else one.site
    rooms = {} if one.in_rooms is None else {"in_rooms": one.in_rooms}
    return GroupNeeds(
        id=str(one.group.pk),
        members=tuple(str(person.pk) for person in party.people),
        site=site,
        seats=sum(person.site == site for person in party.people) if site else 0,
        not_before=one.not_before or one.group.not_before,
        first_cycle=one.cycle,
        reflected=one.reflected,
        cycles=one.cycles,
        had=one.had,
        equipment=(VIDEO,) if party.mode.kind == "hybrid" else (),
        **rooms,  # type: ignore[arg-type]  # kinds of the library
    )


def _without_vain_equipment(request: Request) -> Request:
    """Where no room of a site is known to have a camera, none is asked for."""
    equipped = {room.site for room in request.rooms if VIDEO in room.equipment}
    return replace(
        request,
        groups=tuple(one if one.site in equipped else replace(one, equipment=()) for one in request.groups),
    )


def rooms_of(organisation_id: int, horizon: Horizon, loose: Collection[int]) -> tuple[EngineRoom, ...]:
    """By key as name; taken where booked meetings hold them."""
    booked = Meeting.objects.filter(
        organisation_id=organisation_id,
        room__isnull=False,
        state__in=(Meeting.State.PROPOSED, Meeting.State.CONFIRMED),
        start__lt=horizon.end,
        end__gt=horizon.start,
    )
    taken: dict[int | None, list[tuple[datetime, datetime]]] = {}
    for room, start, end in booked.exclude(pk__in=loose).values_list("room", "start", "end"):
        taken.setdefault(room, []).append((start, end))
    return tuple(
        EngineRoom(
            site=room.site,
            name=str(room.pk),
            seats=room.capacity,
            busy=tuple(taken.get(room.pk, ())),  # type: ignore[arg-type]  # pairs, as intervals are
            equipment=(VIDEO,) if room.has_video else (),
        )
        for room in Room.objects.filter(organisation_id=organisation_id)
    )


def attended_by(people: Collection[Person], since: datetime) -> dict[int, list[Attended]]:
    """The meetings of each person that were held or stand."""
    rows = Attendance.objects.filter(among(people), removed_at=None, meeting__state__in=Meeting.LIVE)
    rows = rows.filter(meeting__start__gte=since).order_by("meeting__start", "pk")
    of_meeting = ("meeting__start", "meeting__end", "meeting__state", "meeting__facilitator")
    parts = rows.values_list("person", "answer", "meeting", *of_meeting)
    found: dict[int, list[Attended]] = {}
    for person, answer, meeting, start, end, state, facilitator in parts:
        part = Attended(person, answer, meeting, start, end, state, facilitator == person)
        found.setdefault(person, []).append(part)
    return found


def _attendees(
    people: Sequence[Person],
    horizon: Horizon,
    attended: Mapping[int, Sequence[Attended]],
    loose: Collection[int],
    on_site: Collection[int],
) -> dict[int, Attendee]:
    hours = hours_for(people, horizon)
    busy = busy_times_for(people, horizon, hours)
    days = in_person_days(people)
    found = {}
    for person in people:
        own = attended.get(person.pk, ())
        times = [
            _without(busy[person.pk], [one for one in own if one.meeting in loose]),
            _meetings(own, loose, horizon),
        ]
        if person.pk in on_site and person.pk in days:
            times.append(_elsewhere(hours[person.pk].zone, days[person.pk], horizon))
        found[person.pk] = Attendee(
            id=str(person.pk),
            hours=hours[person.pk],
            busy=joined(times),
            weekly_hours=person.weekly_hours or None,
            seats=tuple(_seats(one for one in own if one.meeting not in loose)),
        )
    return found


def _seats(own: Iterable[Attended]) -> Iterable[Seat]:
    for one in own:
        hours = (one.end - one.start) / timedelta(hours=1)
        yield Seat(start=one.start, hours=hours, is_held=one.state == "held", facilitates=one.facilitates)


def _meetings(own: Iterable[Attended], loose: Collection[int], horizon: Horizon) -> BusyTimes:
    """A booked meeting is taken time, whether or not a calendar knows it already."""
    return BusyTimes.of(
        Busy("", one.start, one.end)
        for one in own
        if one.meeting not in loose and one.start < horizon.end and one.end > horizon.start
    )


def _without(busy: BusyTimes, own: Sequence[Attended]) -> BusyTimes:
    """Our own invitation in somebody's calendar is no conflict with itself."""
    keep = np.ones(len(busy), dtype=np.bool_)
    for one in own:
        start, end = ((at - EPOCH) // MINUTE for at in (one.start, one.end))
        keep &= ~((busy.starts == start) & (busy.ends == end))
    return busy if keep.all() else BusyTimes(busy.starts[keep], busy.ends[keep], busy.kinds[keep])


def _elsewhere(zone: str, days: frozenset[int], horizon: Horizon) -> BusyTimes:
    """Weekdays on which somebody is not at the site."""
    week = tuple(() if day in days else (Span(0, ALL_DAY),) for day in range(7))
    away = work_intervals(WorkHours(zone, week), horizon)
    return BusyTimes.of(Busy("", start, end, "elsewhere") for start, end in away)


def _borne(person: Attendee, own: Sequence[Attended]) -> float:
    """Points of the hours that a person came at, or will: the calendar of then is gone, so the hour alone counts."""
    bare = Attendee(id=person.id, hours=replace(person.hours, holidays=frozenset()))
    return sum(burden_of(bare, one.start, one.end) for one in own if one.answer != Attendance.Answer.DECLINED)


def with_rooms_held(request: Request, held: Mapping[int, Sequence[tuple[datetime, datetime]]]) -> Request:
    """Rooms are taken where plans want them that are not sent yet."""
    rooms = (replace(room, busy=(*room.busy, *held.get(int(room.name), ()))) for room in request.rooms)  # type: ignore[arg-type]
    return replace(request, rooms=tuple(rooms))


def key_of(meeting: Meeting) -> tuple[str, int]:
    """Kind and cycle in the library's words."""
    if meeting.kind == Meeting.Kind.ENGAGE:
        return ("engage", 0)
    return (ENGINE_KINDS.get(meeting.kind, meeting.kind), meeting.cycle)


def day_in(at: datetime, zone: str) -> date:
    return at.astimezone(ZoneInfo(zone)).date()
