"""All groups of a run at once: read, planned by the library, checked, and given back as rows keep them."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from hexad.availability.horizon import Horizon
from hexad.scheduling.needs import ENGAGE_DAYS, FOLLOW_UP_TOLERANCE, FOLLOW_UPS, Request, Rules
from hexad.scheduling.plans import Session, Unscheduled
from hexad.scheduling.reasons import Reason
from hexad_web.accounts.access import Actor
from hexad_web.availability.queries import freshness, known_zone
from hexad_web.people.models import Person
from hexad_web.scheduling.actions.sound_plans import Planned, plan_soundly
from hexad_web.scheduling.models import GroupPlan, Meeting, PlanRun
from hexad_web.scheduling.queries import places, plans, requests, together
from hexad_web.scheduling.queries.feasible import FEWEST
from hexad_web.scheduling.queries.members import members_of
from hexad_web.scheduling.queries.plans import Beside, Option, When
from hexad_web.scheduling.queries.requests import OUR_KINDS, Party, Wanted
from hexad_web.scheduling.sentences import Stored, stored

Told = Callable[[int], object]
SEVERAL = "engage-several"  # the agenda of a get-together of several groups says how long it is
STAYING = (GroupPlan.State.PLANNED, GroupPlan.State.ASKED, GroupPlan.State.CONFIRMED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """``options`` best first; without any, ``blockers`` and ``lost`` say why, in kinds and without names."""

    options: Sequence[Option] = ()
    beside: Sequence[Beside] = ()
    lost: Sequence[Stored] = ()
    blockers: Sequence[Stored] = ()
    zone: str = "UTC"
    mode: str = ""
    mode_reason: Stored = field(default_factory=dict)
    site: str = ""
    link: str = ""
    room: int | None = None


def search(run: PlanRun, waiting: Sequence[GroupPlan], now: datetime, told: Told) -> dict[int, Found]:
    """What each waiting plan of a run becomes, by key.

    ``told`` is called with a count: first of groups that are planned, then, from there on, of those whose further
    times were looked for. UnsoundError: the plan breaks a rule when it is checked again, and nothing of it is good.
    """
    members = members_of(plan.group for plan in waiting)
    rest = [plan for plan in waiting if len(members.get(plan.group_id, ())) >= FEWEST]
    found = {plan.pk: Found(blockers=[stored("none.members")]) for plan in waiting if plan not in rest}
    if not rest:
        return found
    wanted = _wanted(run, rest, now)
    prepared = requests.prepare(run.organisation, wanted, _horizon(run), _rules(run))
    held = plans.rooms_held(run.organisation_id, but=[plan.pk for plan in waiting])
    request = requests.with_rooms_held(prepared.request, held)
    sets = together.sets_wanted(wanted, prepared.parties) if run.engage and run.together else []
    planned = _planned(request, {str(plan.group_id): plan.rungs_allowed for plan in rest}, sets, told)
    doubts = _Doubts([person for plan in rest for person in members[plan.group_id]], now)
    link = places.link_template(Actor.worker(run.organisation))
    for plan, one in zip(rest, wanted, strict=True):
        party = prepared.parties[plan.group_id]
        result = _found(one, planned, party, run)
        result = replace(result, beside=[*one.kept, *result.beside])
        link_here = "" if party.mode.kind == "in-person" else link
        found[plan.pk] = replace(result, link=link_here, blockers=[*result.blockers, *doubts.of(party.people)])
    return found


def _planned(request: Request, rungs: Mapping[str, int], sets: Sequence[Sequence[Wanted]], told: Told) -> Planned:
    """With one get-together for those groups of each set that find a time for it."""
    if sets:
        from hexad.scheduling.together import begin_together  # late: compiled loops take a second to load

        names = [[str(one.group.pk) for one in each] for each in sets]
        request = begin_together(request, names, slots=requests.slots_of(SEVERAL))
    hosts = [group for group in request.groups if group.together]
    rungs = {**rungs, **{host.id: min(rungs[name] for name in host.together) for host in hosts}}
    most = 2 * (len(request.groups) - len(hosts))
    planned = plan_soundly(request, rungs, lambda done: told(min(done, most)))
    number = {str(one.group.pk): one.group.number for each in sets for one in each}
    planned.share(hosts, {host.id: (new_key(), number[host.together[0]]) for host in hosts})
    return planned


def new_key() -> str:
    """Of a get-together of several groups; random, since the link of an online meeting may be made of it."""
    return secrets.token_hex(16)


def _horizon(run: PlanRun) -> Horizon:
    zone = known_zone(run.organisation.time_zone) or "UTC"
    return Horizon.between(run.first_date, run.first_date + timedelta(weeks=run.weeks), zone)


def _rules(run: PlanRun) -> Rules:
    """One cycle a group, anywhere in the weeks that are searched; earlier where its follow-up is to fit as well."""
    rules = requests.rules_of(run.organisation_id, rungs=run.rungs, engage=run.engage, follow_ups=run.follow_ups)
    spare = 7 * run.weeks - 7 - rules.practice_days[1] - FOLLOW_UPS["adopt-3"] - FOLLOW_UP_TOLERANCE
    spare -= ENGAGE_DAYS if run.engage else 0
    is_long = run.follow_ups and spare >= 7 * rules.slack_weeks
    return replace(rules, cycles=1, slack_weeks=spare // 7 if is_long else run.weeks)


def _wanted(run: PlanRun, waiting: Sequence[GroupPlan], now: datetime) -> list[Wanted]:
    """What each group still needs: a cycle where none is ahead, a get-together before the first, follow-ups."""
    lived: dict[int, list[Meeting]] = {}
    groups = [plan.group_id for plan in waiting]
    for meeting in Meeting.objects.filter(group__in=groups, state__in=Meeting.LIVE).order_by("start", "pk"):
        lived.setdefault(meeting.group_id, []).append(meeting)
    stay = list(run.groups.filter(state__in=STAYING).exclude(pk__in=[plan.pk for plan in waiting]))
    free = plans.groups_without_meetings(Actor.worker(run.organisation), now)
    without = set(free.filter(pk__in=groups).values_list("pk", flat=True))
    if run.next_cycles:
        going_on = plans.groups_with_room_for_a_cycle(Actor.worker(run.organisation), now)
        without |= set(going_on.filter(pk__in=groups).values_list("pk", flat=True))
    cadence = timedelta(weeks=requests.rhythm_of(run.organisation_id).cadence_weeks)
    found = [_wanted_of(run, plan, lived.get(plan.group_id, ()), plan.group_id in without, cadence) for plan in waiting]
    return [_keeping(one, plan, stay) for one, plan in zip(found, waiting, strict=True)]


def _keeping(wanted: Wanted, plan: GroupPlan, stay: Sequence[GroupPlan]) -> Wanted:
    """A get-together stays with the other groups that share it, unless this one is to meet online by now."""
    kept = () if plan.is_online else tuple(together.shared_before(plan, stay))
    if not kept or wanted.not_before is None:
        return wanted
    after = max(requests.day_in(one.when.end, plan.zone) for one in kept) + timedelta(days=1)
    return replace(wanted, kept=kept, had=wanted.had | {("engage", 0)}, not_before=max(wanted.not_before, after))


def _wanted_of(
    run: PlanRun, plan: GroupPlan, lived: Sequence[Meeting], wants_cycle: bool, cadence: timedelta
) -> Wanted:
    first = max(run.first_date, plan.group.not_before or run.first_date)
    explored = [requests.day_in(one.start, one.zone) for one in lived if one.kind == Meeting.Kind.EXPLORE]
    reflected = {
        one.cycle: requests.day_in(one.start, one.zone)
        for one in lived
        if one.kind == Meeting.Kind.REFLECT and one.state == Meeting.State.HELD
    }
    return Wanted(
        group=plan.group,
        cycle=plan.cycle,
        cycles=int(wants_cycle),
        not_before=max([first, *(day + cadence for day in explored)]),
        is_online=plan.is_online,
        reflected=reflected,
        had=frozenset(requests.key_of(one) for one in lived if one.kind not in Meeting.CYCLE),
    )


def _found(wanted: Wanted, planned: Planned, party: Party, run: PlanRun) -> Found:
    own = planned.sessions.get(str(wanted.group.pk), ())
    lost = planned.lost.get(str(wanted.group.pk), ())
    options = [_option(at, cycle) for at, cycle in enumerate(planned.cycles_of(str(wanted.group.pk)))]
    return Found(
        options=options,
        beside=[_beside(one, wanted, planned) for one in own if one.kind not in Meeting.CYCLE],
        lost=[_lost(one, wanted, run) for one in lost],
        blockers=[] if own or lost else [_nothing_due(wanted)],
        zone=party.zone,
        mode=party.mode.kind,
        mode_reason=_stored(party.mode.reason),
        site=party.mode.site,
        room=options[0].explore.room if options else None,
    )


def _nothing_due(wanted: Wanted) -> Stored:
    """The weeks that were searched end before anything of this group is due."""
    if not wanted.cycles or wanted.not_before is None:
        return stored("none.due")
    return stored("none.later", day=wanted.not_before.isoformat())


def _option(position: int, cycle: Sequence[Session]) -> Option:
    explore, reflect = cycle
    return Option(position, _when(explore), _when(reflect))


def _when(one: Session) -> When:
    """Who is absent is dropped here: the owner and the group read how many."""
    room = int(one.room) if one.room else None
    return When(one.start, one.end, tuple(_stored(reason) for reason in one.reasons), room)


def _beside(one: Session, wanted: Wanted, planned: Planned) -> Beside:
    shared = planned.shared.get(one.group, ("", 0)) if one.kind == Meeting.Kind.ENGAGE else ("", 0)
    return Beside(OUR_KINDS.get(one.kind, one.kind), one.cycle or wanted.cycle, _when(one), *shared)


def _lost(one: Unscheduled, wanted: Wanted, run: PlanRun) -> Stored:
    last = run.first_date + timedelta(weeks=run.weeks, days=-1)
    first = wanted.not_before or run.first_date
    days = {"first": first.isoformat(), "last": last.isoformat()}
    return {
        "kind": OUR_KINDS.get(one.kind, one.kind),
        "cycle": one.cycle or wanted.cycle,
        "reasons": [_stored(reason, days if reason.code == "none.window" else {}) for reason in one.reasons],
        "gains": [_stored(gain) for gain in one.gains],
    }


def _stored(reason: Reason, more: Mapping[str, object] | None = None) -> dict[str, object]:
    return stored(reason.code, **reason.values, **(more or {}))


class _Doubts:
    """What the plan could not know: in numbers of people, whoever they are."""

    def __init__(self, everybody: Sequence[Person], now: datetime) -> None:
        self.fresh = freshness(everybody, now)

    def of(self, people: Sequence[Person]) -> list[Stored]:
        stale = sum(person.pk in self.fresh.stale for person in people)
        without = sum(person.pk in self.fresh.without_calendar for person in people)
        doubts = {"none.unread": stale, "none.no_calendar": without}
        return [stored(code, people=count) for code, count in doubts.items() if count]
