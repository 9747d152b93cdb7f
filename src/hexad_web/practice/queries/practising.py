"""Everybody after an explore or a reflect session, as the library wants to know them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hexad.practice.nudges import Practising
from hexad_web.formation.models import Group, GroupMember
from hexad_web.people.models import Person
from hexad_web.practice.models import BuddyPair, FollowUp, Plan
from hexad_web.practice.queries import mine, modules
from hexad_web.practice.queries.modules import TopicModule
from hexad_web.scheduling.models import Meeting
from hexad_web.scheduling.queries.members import GONE, zones_for
from hexad_web.sessions.models import Session

# After these nothing of a session is due any more.
PRACTICE_ENDS, ADOPTION_ENDS = timedelta(days=45), timedelta(days=7 * 31)


@dataclass(frozen=True, slots=True)
class InSession:
    """Whom the library's keys stand for."""

    session: Session
    person: Person
    practising: Practising
    module: TopicModule | None = None
    pair: BuddyPair | None = None


@dataclass(frozen=True, slots=True)
class Around:
    """What all sessions share: members by group, zones by person, and who has a plan (group, cycle, person)."""

    members: dict[int, list[Person]]
    zones: dict[int, ZoneInfo]
    planning: set[tuple[int, int, int]]


def explored_since(now: datetime) -> list[Session]:
    return _held(Meeting.Kind.EXPLORE, now - PRACTICE_ENDS)


def reflected_since(now: datetime) -> list[Session]:
    return _held(Meeting.Kind.REFLECT, now - ADOPTION_ENDS)


def _held(kind: str, since: datetime) -> list[Session]:
    held = Session.objects.filter(kind=kind, state=Session.State.HELD, ends_at__gte=since)
    return list(held.select_related("group__private_space", "organisation").order_by("pk"))


def everybody(now: datetime) -> list[InSession]:
    explored, reflected = explored_since(now), reflected_since(now)
    members = _members([session.group_id for session in (*explored, *reflected)])
    zones = {pk: ZoneInfo(name) for pk, name in zones_for([p for each in members.values() for p in each]).items()}
    around = Around(members, zones, _planning([*explored, *reflected]))
    return [*_explorers(explored, around), *_reflectors(reflected, around)]


def _planning(sessions: list[Session]) -> set[tuple[int, int, int]]:
    """Group, cycle and person of every plan that is complete and was not dropped: only these are asked about."""
    groups = {session.group_id for session in sessions}
    plans = Plan.objects.filter(session__group__in=groups).exclude(occasion_date=None)
    whole = plans.exclude(situation=None).exclude(behaviour=None).exclude(decision=Plan.Decision.DROPPED)
    dropped = FollowUp.objects.filter(session__group__in=groups, answer=FollowUp.Answer.DROPPED)
    of = ("session__group", "session__cycle", "person")
    return set(whole.values_list(*of)) - set(dropped.values_list(*of))


def _members(groups: Iterable[int]) -> dict[int, list[Person]]:
    """Of closed groups too: who was in one to its end keeps what was learned there; who left one earlier does not."""
    seats = GroupMember.objects.filter(group__in=set(groups)).exclude(person__participation__in=GONE)
    seats = seats.exclude(is_active=False, group__state=Group.State.PUBLISHED)
    found: dict[int, list[Person]] = defaultdict(list)
    for seat in seats.select_related("person__user", "person__organisation").order_by("pk"):
        found[seat.group_id].append(seat.person)
    return found


def _explorers(explored: list[Session], around: Around) -> Iterator[InSession]:
    pairs, reflects, by_cycle = _pairs(explored), mine.reflects_of(explored), modules.by_cycle(explored)
    for session in explored:
        module = by_cycle[modules.cycle_of(session)]
        tip_days = tuple(modules.tips_of(module))
        for person in around.members[session.group_id]:
            key = (session.group_id, session.cycle, person.pk)
            practising = Practising(
                person=str(person.pk),
                zone=around.zones[person.pk],
                explored_at=session.ends_at,
                reflect_at=reflects.get(key[:2]),
                tip_days=tip_days,
                has_buddy=key in pairs and key in around.planning,
            )
            yield InSession(session, person, practising, module, pairs.get(key))


def _pairs(explored: list[Session]) -> dict[tuple[int, int, int], BuddyPair]:
    rows = BuddyPair.objects.filter(group__in=[session.group_id for session in explored])
    rows = rows.select_related("buddy", "person__user")
    return {(row.group_id, row.cycle, row.person_id): row for row in rows}


def _reflectors(reflected: list[Session], around: Around) -> Iterator[InSession]:
    for session in reflected:
        for person in around.members[session.group_id]:
            if (session.group_id, session.cycle, person.pk) in around.planning:
                zone = around.zones[person.pk]
                practising = Practising(person=str(person.pk), zone=zone, reflected_at=session.ends_at)
                yield InSession(session, person, practising)
