"""The worker's part: pairing buddies when explore was held, and sending what is due once."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from hexad.practice.buddies import pair_buddies
from hexad.practice.nudges import DueNudge, NudgeKind, due_nudges
from hexad_web.accounts.models import Organisation
from hexad_web.outbox.actions import queue_mails
from hexad_web.outbox.rendering import Mail
from hexad_web.practice import mails
from hexad_web.practice.models import BuddyCheck, BuddyPair, FollowUp, Nudge
from hexad_web.practice.queries import practising
from hexad_web.practice.queries.practising import InSession
from hexad_web.scheduling.queries.members import members_of
from hexad_web.sessions.models import Session

Due = tuple[InSession, DueNudge]


@transaction.atomic
def pair_groups(now: datetime) -> int:
    """Give every group that explored its buddies; returns how many groups were new."""
    paired = set(BuddyPair.objects.values_list("group", "cycle").distinct())
    fresh = [one for one in practising.explored_since(now) if (one.group_id, one.cycle) not in paired]
    members = members_of([one.group for one in fresh]) if fresh else {}
    for session in fresh:
        _pair(session, [str(person.pk) for person in members.get(session.group_id, [])])
    return len(fresh)


def _pair(session: Session, people: Sequence[str]) -> None:
    common = {"organisation": session.organisation, "group": session.group, "cycle": session.cycle}
    links = pair_buddies(people, session.cycle)
    rows = [BuddyPair(person_id=int(one), buddy_id=int(buddy), **common) for one, buddy in links]
    BuddyPair.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def send_due(now: datetime) -> int:
    """Write a row and a mail for everything due that has none; the row's constraint lets one of two workers in."""
    fresh = _new(_due(now))
    rows = [_row(one, nudge, now) for one, nudge in fresh]
    Nudge.objects.bulk_create(rows, ignore_conflicts=True)
    letters: dict[Organisation, list[Mail]] = defaultdict(list)
    for one, nudge in fresh:
        letters[one.session.organisation].append(_letter(one, nudge, now))
    for organisation, written in letters.items():
        queue_mails(organisation=organisation, mails=written, now=now)  # the same key is queued once
    return len(fresh)


def _due(now: datetime) -> list[Due]:
    people = practising.everybody(now)
    return [(one, nudge) for one in people for nudge in due_nudges([one.practising], now)]


def _new(due: list[Due]) -> list[Due]:
    sessions = {one.session.pk for one, _nudge in due}
    made = Nudge.objects.filter(session__in=sessions).values_list("person", "session", "kind", "number")
    known = set(made) if sessions else set()
    return [(one, n) for one, n in due if (one.person.pk, one.session.pk, n.kind.value, n.number) not in known]


def _row(one: InSession, nudge: DueNudge, now: datetime) -> Nudge:
    return Nudge(
        organisation=one.session.organisation,
        person=one.person,
        session=one.session,
        kind=nudge.kind.value,
        number=nudge.number,
        due_at=nudge.due_at,
        made_at=now,
    )


def _letter(one: InSession, nudge: DueNudge, now: datetime) -> Mail:
    if nudge.kind is NudgeKind.TIP and one.module is not None:
        return mails.tip(one.session, one.person, nudge.number, one.module, now)
    if nudge.kind is NudgeKind.BUDDY and one.pair is not None:
        return mails.buddy(_check(one, one.pair, nudge.number, now), now)
    return mails.follow_up(_follow_up(one, nudge.number, now), now)


def _check(one: InSession, pair: BuddyPair, day: int, now: datetime) -> BuddyCheck:
    asked = {"organisation": one.session.organisation, "asked_at": now}
    check, _is_new = BuddyCheck.objects.get_or_create(pair=pair, session=one.session, day=day, defaults=asked)
    return check


def _follow_up(one: InSession, months: int, now: datetime) -> FollowUp:
    asked = {"organisation": one.session.organisation, "asked_at": now}
    found, _is_new = FollowUp.objects.get_or_create(
        person=one.person, session=one.session, months=months, defaults=asked
    )
    return found
