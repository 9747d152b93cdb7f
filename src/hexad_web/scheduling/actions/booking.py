"""From chosen cycles to meetings with their invitations, all of them in one transaction."""

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlparse

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from hexad_web.accounts import audit
from hexad_web.accounts.access import Actor
from hexad_web.outbox.actions import queue_mails
from hexad_web.outbox.rendering import Mail
from hexad_web.people.models import Person
from hexad_web.scheduling import access, mails, times
from hexad_web.scheduling.actions import places
from hexad_web.scheduling.models import Attendance, GroupPlan, Meeting, Room
from hexad_web.scheduling.queries import places as place_queries
from hexad_web.scheduling.queries import plans as plan_queries
from hexad_web.scheduling.queries import together
from hexad_web.scheduling.queries.members import facilitator_of, members_of, zones_for
from hexad_web.scheduling.queries.plans import Beside
from hexad_web.scheduling.refusals import AlreadyDone, Refused
from hexad_web.scheduling.sentences import stored

STEPS = Meeting.CYCLE
TURNS: Mapping[str, int] = {
    Meeting.Kind.REFLECT: 1,
    Meeting.Kind.FOLLOW_6: 1,
}  # whose turn it is to facilitate, within a cycle
ONLINE = (Meeting.Kind.FOLLOW_3, Meeting.Kind.FOLLOW_6)  # three quarters of an hour: nobody travels for it


@dataclass(frozen=True, slots=True)
class Confirmed:
    groups: int
    people: int
    mails: int


def confirm_run(*, actor: Actor, run_id: int, seen: str, now: datetime) -> Confirmed:
    """Send the invitations of every planned group of a run, as the owner saw it (``seen``)."""
    run = access.run_of(actor, run_id)
    if plan_queries.latest_run(actor) != run:
        raise Refused(_("There is a newer plan. Look at it before you send invitations."))
    with _only_once():
        ready = list(plan_queries.planned(run).select_for_update(of=("self",)))
        if not ready:
            raise AlreadyDone(_("These invitations are already on their way."))
        if plan_queries.fingerprint(ready) != seen:
            raise Refused(_("The plan changed since you opened it. Look at it again, then send."))
        return _confirm(ready, actor=actor, now=now)


def confirm_plan(*, actor: Actor, plan: GroupPlan, now: datetime) -> Confirmed:
    """The same for one group, whether planned or asked."""
    with _only_once():
        return _confirm([plan], actor=actor, now=now)


@contextmanager
def _only_once() -> Iterator[None]:
    """A transaction in which the database, not a flag, refuses a second set of meetings for a group."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise AlreadyDone(_("Somebody else sent these invitations a moment ago.")) from error


def _confirm(ready: Sequence[GroupPlan], *, actor: Actor, now: datetime) -> Confirmed:
    _claim(ready, now)
    _refuse_what_is_past(ready, now)
    members = members_of(plan.group for plan in ready)
    meetings = Meeting.objects.bulk_create(_meetings(ready, members, now))
    places.refuse_double_rooms(meetings)
    invited = Attendance.objects.bulk_create(
        Attendance(organisation=actor.organisation, meeting=meeting, person=person)
        for meeting in meetings
        for person in members.get(meeting.group_id, ())
    )
    letters = _letters(meetings, invited, members, now)
    queue_mails(organisation=actor.organisation, mails=letters, now=now)
    people = {attendance.person_id for attendance in invited}
    audit.record(actor=actor, action="scheduling.confirm", now=now, groups=len(ready), people=len(people))
    return Confirmed(len(ready), len(people), len(letters))


def _claim(ready: Sequence[GroupPlan], now: datetime) -> None:
    states = (GroupPlan.State.PLANNED, GroupPlan.State.ASKED)
    open_plans = GroupPlan.objects.filter(pk__in=[plan.pk for plan in ready], state__in=states)
    if open_plans.update(state=GroupPlan.State.CONFIRMED, confirmed_at=now) != len(ready):
        raise AlreadyDone(_("Somebody else sent these invitations a moment ago."))


def _refuse_what_is_past(ready: Iterable[GroupPlan], now: datetime) -> None:
    late = [plan for plan in ready if any(when.start <= now for when in plan_queries.whens(plan))]
    if late:
        numbers = ", ".join(str(plan.group.number) for plan in late)
        raise Refused(_("The time of group %(numbers)s has passed. Plan again.") % {"numbers": numbers})


def _meetings(ready: Sequence[GroupPlan], members: dict[int, list[Person]], now: datetime) -> Iterable[Meeting]:
    rooms = _rooms(ready)
    for plan in ready:
        for step in _steps(plan):
            kind, cycle, when = step.kind, step.cycle, step.when
            uid, room = new_uid(), rooms.get(when.room) or plan.room
            turn = TURNS.get(kind, 0) + 2 * (cycle - 1)
            yield Meeting(
                organisation_id=plan.organisation_id,
                group=plan.group,
                cycle=cycle,
                kind=kind,
                start=when.start,
                end=when.end,
                wall_start=times.wall_text(when.start, plan.zone),
                zone=plan.zone,
                tzdata_version=times.tzdata_version(),
                **(_online(plan, uid) if kind in ONLINE else _as_planned(plan, room, uid, step)),
                together=step.together,
                uid=uid,
                facilitator=facilitator_of(members.get(plan.group_id, []), number=plan.group.number, turn=turn),
                created_at=now,
                changed_at=now,
            )


def _as_planned(plan: GroupPlan, room: Room | None, uid: str, step: Beside) -> dict[str, Any]:
    """Groups that get together have one link."""
    number, name = (step.lead, step.together) if step.together else (plan.group.number, _name(uid))
    return {
        "mode": plan.mode,
        "mode_reason": plan.mode_reason,
        "room": room,
        "place": places.place_text(plan.mode, room, plan.site),
        "link": places.link_for(plan.mode, plan.link, group=number, meeting=name),
    }


def _online(plan: GroupPlan, uid: str) -> dict[str, Any]:
    template = plan.link or place_queries.own_template(plan.organisation_id)
    return {
        "mode": Meeting.Mode.VIRTUAL,
        "mode_reason": stored("mode.short"),
        "link": places.link_for(Meeting.Mode.VIRTUAL, template, group=plan.group.number, meeting=_name(uid)),
    }


def _steps(plan: GroupPlan) -> Iterator[Beside]:
    """Everything that a plan books, the cycle first."""
    if plan.options:
        option = plan_queries.chosen(plan)
        for kind, when in zip(STEPS, (option.explore, option.reflect), strict=True):
            yield Beside(kind, plan.cycle, when)
    yield from plan_queries.beside(plan)


def _rooms(ready: Sequence[GroupPlan]) -> dict[int | None, Room]:
    """The rooms that times were planned with, by key."""
    wanted = {step.when.room for plan in ready for step in _steps(plan) if step.when.room}
    return {room.pk: room for room in Room.objects.filter(pk__in=wanted)} if wanted else {}


def _name(uid: str) -> str:
    return uid.partition("@")[0]


def new_uid() -> str:
    """For ever the same for a meeting; random, so that nobody guesses a link made of it."""
    return f"{secrets.token_hex(16)}@{urlparse(settings.BASE_URL).hostname or 'localhost'}"


def _letters(
    meetings: Sequence[Meeting],
    invited: Sequence[Attendance],
    members: dict[int, list[Person]],
    now: datetime,
) -> list[Mail]:
    zones = zones_for([person for group in members.values() for person in group])
    by_meeting: dict[int, list[Attendance]] = {}
    for attendance in invited:
        by_meeting.setdefault(attendance.meeting_id, []).append(attendance)
    return [
        letter
        for meeting in meetings
        for letter in mails.mails_of(
            mails.Party(
                meeting,
                by_meeting.get(meeting.pk, []),
                members.get(meeting.group_id, []),
                zones,
                [one.group for one in together.others_of(meeting)],
            ),
            mails.Change(),
            now=now,
        )
    ]
