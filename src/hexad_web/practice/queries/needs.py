"""What practice needs from somebody now, for the home page."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.urls import reverse

from hexad_web.accounts.access import Actor
from hexad_web.practice import access
from hexad_web.practice.models import Report
from hexad_web.practice.queries import mine
from hexad_web.sessions.models import Session


class NeedKind(StrEnum):
    PLAN_MISSING = "plan_missing"
    REPORT_DUE = "report_due"
    BUDDY_ASKS = "buddy_asks"
    BUDDY_ANSWERED = "buddy_answered"


@dataclass(frozen=True, slots=True)
class Need:
    """``name``: whom it concerns. ``minutes``: how long it takes."""

    kind: NeedKind
    url: str
    minutes: int
    name: str = ""


def things_for(actor: Actor, now: datetime) -> list[Need]:
    """The most pressing first."""
    person = mine.person_of(actor)
    group = mine.group_of(person) if person else None
    session = mine.explored_session(group) if group else None
    if person is None or group is None or session is None:
        return []
    if session.state != Session.State.HELD or group.state != group.State.PUBLISHED or mine.has_reflected(session):
        return []
    seat = access.Seat(actor, session, person)
    return [*_of_plan(seat, now), *_of_buddy(seat, now)]


def _of_plan(seat: access.Seat, now: datetime) -> list[Need]:
    plan = mine.plan_of(seat.person, seat.session.group, seat.session.cycle)
    if plan is None or not plan.is_complete:
        return [Need(NeedKind.PLAN_MISSING, reverse("practice:plan_panel", args=[seat.session.pk]), 3)]
    today = now.astimezone(mine.zone_of(seat.person)).date()
    is_due = plan.occasion_date is not None and plan.occasion_date < today
    if is_due and not plan.decision and not Report.objects.filter(plan=plan).exists():
        return [Need(NeedKind.REPORT_DUE, reverse("practice:mine"), 1)]
    return []


def _of_buddy(seat: access.Seat, now: datetime) -> list[Need]:
    found = []
    asked = mine.open_check(seat.person, seat.session, now)
    if asked and not asked.answer:
        found.append(Need(NeedKind.BUDDY_ASKS, reverse("practice:buddy", args=[asked.token]), 1, asked.name))
    unread = access.checks_for(seat.person).filter(session=seat.session, read_at=None).exclude(answered_at=None)
    found += [Need(NeedKind.BUDDY_ANSWERED, reverse("practice:mine"), 1, row.pair.person.name) for row in unread]
    return found
