"""What stands of groups that have meetings ahead, as the library mends it: sessions, needs, and what has changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Min

from hexad.availability.horizon import Horizon
from hexad.scheduling.meeting_of import meet
from hexad.scheduling.needs import ENGAGE_DAYS, GroupNeeds, Request, needs_of
from hexad.scheduling.plans import Session
from hexad_web.accounts.models import Organisation
from hexad_web.availability import stored
from hexad_web.availability.models import Hours
from hexad_web.availability.queries import among, contents_of, current_zones, days_off_by_site
from hexad_web.formation.models import Group
from hexad_web.people.models import Person
from hexad_web.scheduling import times
from hexad_web.scheduling.models import GroupPlan, Meeting, PlanRun
from hexad_web.scheduling.queries import plans, requests
from hexad_web.scheduling.queries.requests import Party, Wanted

LOOK_BACK = timedelta(days=70)  # an explore that was held, whose reflect is still to come
LOOK_AHEAD = timedelta(weeks=6)  # beyond the last meeting: where one may move to
FARTHEST = timedelta(days=540)
DAYS_EARLIER = timedelta(days=3)
ANYWHERE = 60  # weeks


def cycles_ahead(groups: Iterable[int], now: datetime) -> dict[int, int]:
    """The next cycle of each group that has one ahead; later ones are looked at when it is their turn."""
    ahead = Meeting.objects.filter(group__in=groups, state=Meeting.State.CONFIRMED, end__gt=now, kind__in=Meeting.CYCLE)
    return dict(ahead.order_by().values_list("group").annotate(Min("cycle")))


def digests_of(members: Mapping[int, Sequence[Person]], now: datetime) -> dict[int, str]:
    """By group: what calendars, hours and holidays of its people are made of, by which zone rules, for which cycle."""
    people = [person for each in members.values() for person in each]
    contents = contents_of(people)
    columns = [one.attname for one in Hours._meta.concrete_fields]  # noqa: SLF001  # Django's documented interface
    hours = {row["person_id"]: row for row in Hours.objects.filter(among(people)).values(*columns)}
    rules, zones, off = times.tzdata_version(), current_zones(people), days_off_by_site(people)
    cycles = cycles_ahead(members, now)
    return {
        group: stored.digest(
            rules,
            cycles.get(group),
            *(
                (
                    one.pk,
                    (zones[one.pk], one.country, one.site, off.get((one.organisation_id, one.site))),
                    sorted(contents.get(one.pk, ())),
                    hours.get(one.pk),
                )
                for one in sorted(each, key=lambda person: person.pk)
            ),
        )
        for group, each in members.items()
    }


@dataclass(frozen=True, slots=True)
class Stand:
    """One group: its meetings, and those of them that the library knows as sessions, by key."""

    group: Group
    party: Party
    needs: GroupNeeds
    meetings: Sequence[Meeting]
    sessions: Mapping[tuple[str, str, int], Session]
    by_key: Mapping[tuple[str, str, int], Meeting]
    rungs: int = PlanRun.ALL_PRESENT


@dataclass(frozen=True, slots=True)
class Standing:
    """Groups with what stands of them, and the request that holds their people and rooms."""

    request: Request
    stands: Sequence[Stand] = field(default=())


def standing_of(organisation: Organisation, groups: Iterable[Group], now: datetime) -> Standing:
    """Read what stands of these groups; each needs two members or more, and a meeting ahead."""
    wanted_groups = {group.pk: group for group in groups}
    lived: dict[int, list[Meeting]] = {}
    rows = Meeting.objects.filter(group__in=wanted_groups, state__in=Meeting.LIVE, start__gt=now - 4 * LOOK_BACK)
    for meeting in rows.select_related("room", "group").order_by("start", "pk"):
        lived.setdefault(meeting.group_id, []).append(meeting)
    last = min(max((one.end for each in lived.values() for one in each), default=now), now + FARTHEST)
    horizon = Horizon.between((now - LOOK_BACK).date(), (last + LOOK_AHEAD).date())
    wanted = [_wanted(group, lived.get(pk, []), now) for pk, group in wanted_groups.items()]
    rules = requests.rules_of(organisation.pk, rungs=PlanRun.ALL_PRESENT, engage=True, follow_ups=True)
    rules = replace(rules, cycles=1, slack_weeks=ANYWHERE)
    loose = [
        meeting.pk
        for one in wanted
        for meeting in lived.get(one.group.pk, ())
        if meeting.is_open and not meeting.together and meeting.cycle <= one.cycle
    ]
    prepared = requests.prepare(organisation, wanted, horizon, rules, loose=loose)
    held = plans.rooms_held(organisation.pk)
    request = requests.with_rooms_held(prepared.request, held)
    rungs = _rungs(wanted_groups)
    needs = {one.id: one for one in request.groups}
    stands = [
        _stand(one.group, prepared.parties[one.group.pk], needs[str(one.group.pk)], lived[one.group.pk], request, rungs)
        for one in wanted
        if one.group.pk in lived
    ]
    return Standing(request, stands)


def _rungs(groups: Iterable[int]) -> dict[int, int]:
    """How far down the ladder the owner let the last plan of each group go."""
    sent = GroupPlan.objects.filter(group__in=list(groups), state=GroupPlan.State.CONFIRMED).select_related("run")
    return {plan.group_id: plan.rungs_allowed for plan in sent.order_by("pk")}


def _wanted(group: Group, lived: Sequence[Meeting], now: datetime) -> Wanted:
    """The cycle that is under way, whole, in the rooms that it has; what is not ahead is had."""
    ahead = [one for one in lived if one.is_open and one.end > now]
    cycle = min((one.cycle for one in ahead if one.kind in Meeting.CYCLE), default=1)
    steps = {one.kind: one for one in lived if one.cycle == cycle and one.kind in Meeting.CYCLE}
    is_whole = len(steps) == len(Meeting.CYCLE)
    own = [one for one in ahead if not one.together]  # a get-together of several groups moves for none of them
    engage = next((one for one in own if one.kind == Meeting.Kind.ENGAGE and one.cycle == cycle == 1), None)
    fortnight = timedelta(days=ENGAGE_DAYS)
    is_before = is_whole and engage is not None and engage.start + fortnight <= steps["explore"].start
    firsts = [engage] if engage is not None and is_before else list(steps.values())
    begins = min((_day(one) for one in firsts), default=None)
    reflected = {
        one.cycle: _day(one)
        for one in lived
        if one.kind == Meeting.Kind.REFLECT and one.state == Meeting.State.HELD and one.cycle != cycle
    }
    beside = {requests.key_of(one): one in ahead for one in lived if one.kind not in Meeting.CYCLE}
    owed = {(kind, number) for number in {*reflected, cycle} for kind in ("adopt-3", "adopt-6")}
    had = {key for key in {*owed, *beside, ("engage", 0)} if not beside.get(key)}
    in_rooms = [one for one in (*steps.values(), *([engage] if engage else [])) if one.room is not None]
    return Wanted(
        group=group,
        cycle=cycle,
        cycles=int(is_whole),
        not_before=begins - DAYS_EARLIER if begins else None,
        site=in_rooms[0].room.site if in_rooms and in_rooms[0].room else "",
        in_rooms=tuple(one.kind for one in in_rooms),
        reflected=reflected,
        had=frozenset(had if is_before else had | {("engage", 0)}),
    )


def _day(meeting: Meeting) -> date:
    return requests.day_in(meeting.start, meeting.zone)


def _stand(
    group: Group, party: Party, needs: GroupNeeds, lived: Sequence[Meeting], request: Request, rungs: Mapping[int, int]
) -> Stand:
    """Meetings that the library would plan too are its sessions; where one of those is missing, none are."""
    zone = _zone_of_most(needs, request)
    origin = request.horizon.start.astimezone(ZoneInfo(zone)).date()
    wanted = {(need.kind, need.cycle) for need in needs_of(needs, request.horizon, origin, request.rules)}
    most = rungs.get(group.pk, PlanRun.ALL_PRESENT)
    first, end = request.horizon.start, request.horizon.end
    inside = [one for one in lived if first <= one.start and one.end <= end]
    by_key = {(needs.id, *requests.key_of(one)): one for one in inside if requests.key_of(one) in wanted}
    if len(by_key) < len(wanted):
        by_key = {}
    sessions = {key: _session(key, meeting, needs, request, most) for key, meeting in by_key.items()}
    return Stand(group, party, needs, lived, sessions, by_key, most)


def _zone_of_most(needs: GroupNeeds, request: Request) -> str:
    zones = sorted(request.people[one].hours.zone for one in needs.members)
    return max(dict.fromkeys(zones), key=zones.count)


def _session(key: tuple[str, str, int], meeting: Meeting, needs: GroupNeeds, request: Request, rungs: int) -> Session:
    """Who was planned to be absent is not kept: where one may be, it is the one who cannot."""
    absent: tuple[str, ...] = ()
    if rungs >= PlanRun.ONE_MAY_MISS and len(needs.members) > 2:
        cannot = [one for one in needs.members if meet(request.people[one], meeting.start, meeting.end).blocked]
        absent = tuple(cannot) if len(cannot) == 1 else ()
    return Session(
        group=key[0],
        kind=key[1],
        cycle=key[2],
        start=meeting.start,
        end=meeting.end,
        room=str(meeting.room_id) if meeting.room_id else "",
        site=meeting.room.site if meeting.room else "",
        absent=absent,
    )
