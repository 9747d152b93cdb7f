"""The best cycles for one group, from its members' calendars as they stand."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from hexad.availability.horizon import Horizon
from hexad.scheduling.cycles import Cycle, CyclePlan, plan_cycle
from hexad.scheduling.modes import choose_mode
from hexad.scheduling.reasons import Reason
from hexad.scheduling.slots import LADDER, Member, Slot
from hexad_web.availability.queries import freshness, hours_for, masks_for
from hexad_web.people.models import Person
from hexad_web.scheduling.models import GroupPlan, LinkTemplate, Meeting, Room
from hexad_web.scheduling.queries import plans
from hexad_web.scheduling.queries.ledger import Ledger, ceiling_of
from hexad_web.scheduling.queries.members import members_of, zones_for
from hexad_web.scheduling.queries.plans import Option, When
from hexad_web.scheduling.refusals import Refused
from hexad_web.scheduling.sentences import Stored, stored

FEWEST = 2
MOST_OPTIONS = 8


@dataclass(frozen=True, slots=True)
class Found:
    """``options`` best first; without any, ``blockers`` say why, in kinds and without names."""

    options: Sequence[Option] = ()
    blockers: Sequence[Stored] = ()
    zone: str = "UTC"
    mode: str = ""
    mode_reason: Stored = field(default_factory=dict)
    site: str = ""
    link: str = ""
    room: Room | None = None


def search(plan: GroupPlan, now: datetime) -> Found:
    members = members_of([plan.group]).get(plan.group_id, [])
    if len(members) < FEWEST:
        return Found(blockers=[stored("none.members")])
    mode = choose_mode([person.site for person in members])
    zone = host_zone(members, zones_for(members), mode.site)
    horizon = horizon_of(plan, zone)
    cycles = _cycles(plan, members, horizon)
    if not cycles.cycles:
        return Found(blockers=[*_blockers(cycles, plan), *_doubts(members, now)], zone=zone)
    ledger = Ledger(members, ceiling_of(plan.organisation_id))
    found = [_option(position, cycle) for position, cycle in enumerate(cycles.cycles)]
    options = [Option(at, one.explore, one.reflect) for at, one in enumerate(o for o in found if not ledger.passing(o))]
    if not options:
        passing = min(ledger.passing(option) for option in found)
        return Found(blockers=[stored("none.ceiling", people=passing)], zone=zone)
    return Found(
        options=options,
        blockers=_doubts(members, now),
        zone=zone,
        mode=mode.kind,
        mode_reason=_stored(mode.reason),
        site=mode.site,
        link=link_of(plan, mode.kind),
        room=free_room(plan, options[0], site=mode.site, seats=len(members)) if mode.site else None,
    )


def _cycles(plan: GroupPlan, people: Sequence[Person], horizon: Horizon) -> CyclePlan:
    rungs = rungs_of(one_may_miss=plan.run.one_may_miss)
    return plan_cycle(members_on(people, horizon), horizon, count=MOST_OPTIONS, rungs=rungs)


def members_on(people: Sequence[Person], horizon: Horizon) -> list[Member]:
    masks, hours = masks_for(people, horizon), hours_for(people, horizon)
    return [Member(masks[person.pk], hours[person.pk].zone) for person in people]


def rungs_of(*, one_may_miss: bool) -> int:
    """How far down the ladder the programme lets a search go."""
    return len(LADDER) if one_may_miss else LADDER.index("absent")


def _option(position: int, cycle: Cycle) -> Option:
    return Option(position, _when(cycle.explore), _when(cycle.reflect))


def _when(slot: Slot) -> When:
    """Who is absent is dropped here: the owner and the group read how many."""
    return When(slot.start, slot.end, tuple(_stored(reason) for reason in slot.reasons))


def _stored(reason: Reason) -> dict[str, object]:
    return stored(reason.code, **reason.values)


def _blockers(cycles: CyclePlan, plan: GroupPlan) -> list[Stored]:
    last = plan.run.first_date + timedelta(weeks=plan.run.weeks, days=-1)
    days = {"first": first_day(plan).isoformat(), "last": last.isoformat()}
    return [
        stored(reason.code, **reason.values, **(days if reason.code == "none.window" else {}))
        for reason in cycles.blockers
    ]


def _doubts(members: Sequence[Person], now: datetime) -> list[Stored]:
    """What the plan could not know: in numbers of people, whoever they are."""
    fresh = freshness(members, now)
    doubts = {"none.unread": len(fresh.stale), "none.no_calendar": len(fresh.without_calendar)}
    return [stored(code, people=people) for code, people in doubts.items() if people]


def host_zone(members: Sequence[Person], zones: Mapping[int, str], site: str) -> str:
    """The zone of most members at the host site; where nobody is host, of most members."""
    at_site = [zones[person.pk] for person in members if site and person.site == site]
    counts = Counter(at_site or [zones[person.pk] for person in members])
    return min(counts, key=lambda zone: (-counts[zone], zone))


def free_room(plan: GroupPlan, option: Option, *, site: str, seats: int) -> Room | None:
    """The smallest room of the site that holds the group and is free at both times."""
    fitting = Room.objects.filter(organisation_id=plan.organisation_id, site=site, capacity__gte=seats)
    taken = rooms_taken(plan, option)
    return next((room for room in fitting.order_by("capacity", "name") if room.pk not in taken), None)


def refuse_taken_room(plan: GroupPlan, room: Room, option: Option) -> None:
    if room.pk in rooms_taken(plan, option):
        raise Refused(_("%(room)s is taken at that time. Choose another room or time.") % {"room": room})


def rooms_taken(plan: GroupPlan, option: Option) -> set[int]:
    """Rooms that booked meetings, or the other groups of the same run, have at one of the two times."""
    spans = [(option.explore.start, option.explore.end), (option.reflect.start, option.reflect.end)]
    taken = rooms_booked(plan.organisation_id, *spans)
    others = GroupPlan.objects.filter(run=plan.run_id, room__isnull=False, state__in=("planned", "asked"))
    for other in others.exclude(pk=plan.pk):
        theirs = plans.chosen(other)
        for when in (theirs.explore, theirs.reflect):
            if any(when.start < end and start < when.end for start, end in spans):
                taken.add(other.room_id or 0)
    return taken


def rooms_booked(organisation_id: int, *spans: tuple[datetime, datetime]) -> set[int]:
    overlap = Q()
    for start, end in spans:
        overlap |= Q(start__lt=end, end__gt=start)
    booked = Meeting.objects.filter(overlap, organisation_id=organisation_id, state="confirmed")
    return {room_id for room_id in booked.values_list("room_id", flat=True) if room_id is not None}


def link_of(plan: GroupPlan, mode: str) -> str:
    """The organisation's template where somebody joins online; the blanks are filled when it is booked."""
    return "" if mode == Meeting.Mode.IN_PERSON else link_template(plan.organisation_id)


def link_template(organisation_id: int) -> str:
    row = LinkTemplate.objects.filter(organisation_id=organisation_id).first()
    return row.template if row else ""


def horizon_of(plan: GroupPlan, zone: str) -> Horizon:
    return Horizon.between(first_day(plan), plan.run.first_date + timedelta(weeks=plan.run.weeks), zone)


def first_day(plan: GroupPlan) -> date:
    """A wave of a rollout may hold a group back."""
    return max(plan.run.first_date, plan.group.not_before or plan.run.first_date)
