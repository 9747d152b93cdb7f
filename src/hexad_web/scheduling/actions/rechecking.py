"""Calendars, hours and zone rules change after meetings are booked: what no longer fits is proposed to move."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from time import monotonic

from django.db import transaction

from hexad.availability.horizon import SLOT
from hexad.scheduling.meeting_of import meet
from hexad.scheduling.needs import Request
from hexad.scheduling.plans import Plan
from hexad.scheduling.verify import cost_of_group, verify
from hexad_web.accounts.models import Organisation
from hexad_web.formation.models import Group
from hexad_web.scheduling.actions import changing, proposing
from hexad_web.scheduling.actions.proposing import Found, Move
from hexad_web.scheduling.models import Meeting, Proposal, Watch
from hexad_web.scheduling.queries.feasible import FEWEST
from hexad_web.scheduling.queries.members import members_of
from hexad_web.scheduling.queries.standing import Stand, Standing, digests_of, standing_of
from hexad_web.scheduling.times import is_short_notice, tzdata_version

logger = logging.getLogger(__name__)
MOST_AT_ONCE = 200  # groups of one organisation; the others follow in the next turn


class Turn:
    """Lets a process through once in a while."""

    def __init__(self, *, minutes: float) -> None:
        self.seconds, self.next = 60 * minutes, 0.0

    def is_due(self) -> bool:
        now = monotonic()
        if now < self.next:
            return False
        self.next = now + self.seconds
        return True


def recheck(now: datetime) -> int:
    """Look at groups whose people's calendars, hours or zone rules are no longer those of the last look.

    Called by the worker. Returns how many groups were looked at.
    """
    follow_zone_rules(now)
    ahead = Meeting.objects.filter(state=Meeting.State.CONFIRMED, start__gt=now).values("group")
    groups = list(Group.objects.filter(pk__in=ahead).select_related("organisation"))
    members = {pk: each for pk, each in members_of(groups).items() if len(each) >= FEWEST}
    digests = digests_of(members, now)
    known = dict(Watch.objects.values_list("group", "digest"))
    by_organisation: dict[Organisation, list[Group]] = {}
    for group in groups:
        if group.pk in digests and known.get(group.pk) != digests[group.pk]:
            by_organisation.setdefault(group.organisation, []).append(group)
    count = 0
    for organisation, changed in by_organisation.items():
        _look(organisation, changed[:MOST_AT_ONCE], digests, now)
        count += len(changed[:MOST_AT_ONCE])
    return count


def _look(organisation: Organisation, groups: Sequence[Group], digests: Mapping[int, str], now: datetime) -> None:
    standing = standing_of(organisation, groups, now)
    found = {stand.group.pk: mended(stand, standing, now) for stand in standing.stands}
    with transaction.atomic():
        for group in groups:
            if group.pk in found:
                proposing.propose(group=group, found=found[group.pk], cause=Proposal.Cause.CALENDAR, now=now)
        Watch.objects.filter(group__in=groups).delete()
        Watch.objects.bulk_create(
            Watch(organisation=organisation, group=group, digest=digests[group.pk], checked_at=now) for group in groups
        )


def mended(stand: Stand, standing: Standing, now: datetime) -> Found:
    """The fewest moves that let everybody come again; nothing where everything still fits."""
    from hexad.scheduling.choices import Others  # late: compiled loops take a second to load
    from hexad.scheduling.repairing import Changes, repair

    known = list(stand.by_key.values())
    others = [one for one in stand.meetings if one not in known and one.cycle <= stand.needs.first_cycle]
    stuck = [one.pk for one in others if _is_broken(one, stand, standing, now)]
    if not stand.sessions:
        return Found(stuck=stuck)
    everything = [one for each in standing.stands for one in each.sessions.values()]
    own = sorted(stand.sessions.values(), key=lambda one: (one.start, one.key))
    around = Others.of(standing.request, everything).around(stand.needs, own, [one.key for one in own])
    around = _as_it_stands(around, stand)
    cost = cost_of_group(stand.needs, around, own)
    plan = Plan(sessions=tuple(own), unscheduled=(), cost=cost, bound=0.0, by_group={stand.needs.id: cost})
    changes = Changes(now=now, people=around.people)
    result = repair(plan, around, changes)
    if result.waiting:
        result = repair(plan, around, Changes(now=now, people=around.people, consent=frozenset(result.waiting)))
    if broken := sorted({one.code for one in verify(result.plan, result.request).violations}):
        logger.error("a repair breaks its rules (%s)", ", ".join(broken))
        return Found(stuck=[*stuck, *(one.pk for one in known if _is_broken(one, stand, standing, now))])
    lost = [stand.by_key[one.key].pk for one in result.plan.unscheduled if one.key in stand.by_key]
    waiting = [stand.by_key[key].pk for key in result.waiting if key not in result.moved]
    new = {one.key: one for one in result.plan.sessions}
    moves = [_move(stand.by_key[key], new[key].start, new[key].room, now) for key in result.moved]
    return Found(moves=sorted(moves, key=lambda one: one.start), stuck=[*stuck, *lost, *waiting])


def _as_it_stands(request: Request, stand: Stand) -> Request:
    """Sessions keep the length that they have, and practice may be as long as it has become."""
    own: dict[str, int] = {key[1]: (one.end - one.start) // SLOT for key, one in stand.sessions.items()}
    days = {key[1]: one.start.date() for key, one in stand.sessions.items()}
    low, high = request.rules.practice_days
    if "explore" in days and "reflect" in days:
        apart = (days["reflect"] - days["explore"]).days
        low, high = min(low, max(apart - 1, 1)), max(high, apart + 1)
    rules = replace(
        request.rules,
        lengths={**request.rules.lengths, **own},  # type: ignore[dict-item]  # kinds of the library
        practice_days=(low, high),
        rungs=stand.rungs,
    )
    return replace(request, rules=rules)


def _is_broken(meeting: Meeting, stand: Stand, standing: Standing, now: datetime) -> bool:
    if not meeting.is_open or meeting.start <= now or meeting.together:
        return False
    people = (standing.request.people[one] for one in stand.needs.members)
    return any(meet(person, meeting.start, meeting.end).blocked for person in people)


def _move(meeting: Meeting, start: datetime, room: str, now: datetime) -> Move:
    near = any(is_short_notice(at, meeting.zone, now) for at in (meeting.start, start))
    return Move(meeting.pk, meeting.start, start, int(room) if room else None, near)


@transaction.atomic
def follow_zone_rules(now: datetime) -> int:
    """New rules of a zone: the clock on the wall stays where people meet in a place, and each is told once."""
    rules = tzdata_version()
    old = Meeting.objects.filter(state=Meeting.State.CONFIRMED, start__gt=now).exclude(tzdata_version=rules)
    changed = 0
    for meeting in old.select_related("group", "facilitator", "organisation", "room"):
        changed += changing.follow_rules(meeting=meeting, now=now)
    return changed
