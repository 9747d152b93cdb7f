"""The worker's part: pairing buddies when explore was held, and sending what is due once."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TypeVar

from django.db import transaction

from hexad.practice.buddies import pair_buddies
from hexad.practice.nudges import DueNudge, NudgeKind, due_nudges
from hexad_web.accounts.models import Organisation
from hexad_web.outbox.actions import TURN, composed, queue_composed
from hexad_web.outbox.models import OutboxMessage
from hexad_web.outbox.rendering import Mail
from hexad_web.people.models import Person
from hexad_web.practice import mails
from hexad_web.practice.models import BuddyCheck, BuddyPair, FollowUp, Nudge
from hexad_web.practice.queries import practising
from hexad_web.practice.queries.practising import InSession
from hexad_web.scheduling.queries.members import members_of
from hexad_web.sessions.models import Session

Due = tuple[InSession, DueNudge]
Found = TypeVar("Found")


def pair_groups(now: datetime) -> int:
    """Give every group that explored its buddies; returns how many groups were new."""
    paired = set(BuddyPair.objects.values_list("group", "cycle").distinct())
    fresh = [one for one in practising.explored_since(now) if (one.group_id, one.cycle) not in paired]
    members = members_of([one.group for one in fresh]) if fresh else {}
    for part in _parts(fresh):
        pairs = [pair for one in part for pair in _pairs(one, members.get(one.group_id, []))]
        BuddyPair.objects.bulk_create(pairs, ignore_conflicts=True)
    return len(fresh)


def _pairs(session: Session, people: Sequence[Person]) -> list[BuddyPair]:
    common = {"organisation": session.organisation, "group": session.group, "cycle": session.cycle}
    links = pair_buddies([str(person.pk) for person in people], session.cycle)
    return [BuddyPair(person_id=int(one), buddy_id=int(buddy), **common) for one, buddy in links]


def send_due(now: datetime) -> int:
    """Write a row and a mail for everything due that has none; the row's constraint lets one of two workers in."""
    fresh = _new(_due(now))
    for part in _parts(fresh):
        _queue(part, _composed(part, now), now)
    return len(fresh)


def _composed(part: list[Due], now: datetime) -> list[OutboxMessage]:
    """What takes longest, and nothing is locked meanwhile."""
    letters: dict[Organisation, list[Mail]] = defaultdict(list)
    for one, nudge in part:
        letters[one.session.organisation].append(_letter(one, nudge, now))
    return [
        row for organisation, of in letters.items() for row in composed(organisation=organisation, mails=of, now=now)
    ]


def _parts(found: list[Found]) -> Iterator[list[Found]]:
    return (found[start : start + TURN] for start in range(0, len(found), TURN))


@transaction.atomic
def _queue(part: list[Due], letters: list[OutboxMessage], now: datetime) -> None:
    Nudge.objects.bulk_create([_row(one, nudge, now) for one, nudge in part], ignore_conflicts=True)
    queue_composed(letters)


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
