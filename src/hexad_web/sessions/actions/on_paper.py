"""A session that was held without screens: who was there is said afterwards, and everybody types in what they wrote."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from hexad.sessions.state import EventKind
from hexad_web.accounts.access import Actor
from hexad_web.scheduling.actions import holding
from hexad_web.scheduling.models import Meeting
from hexad_web.scheduling.refusals import AlreadyDone
from hexad_web.scheduling.refusals import Refused as RefusedByScheduling
from hexad_web.sessions import access
from hexad_web.sessions.actions import beginning, keeping
from hexad_web.sessions.actions.recording import A_MOMENT, record_past
from hexad_web.sessions.models import Session
from hexad_web.sessions.queries import rooms
from hexad_web.sessions.refusals import Refused

TYPED_FOR = timedelta(days=7)  # after somebody said that it was held
DEVICE = "paper"


@dataclass(frozen=True, slots=True)
class Held:
    """Persons' keys: who was there, and who of them facilitated."""

    there: Collection[int]
    facilitator: int


@transaction.atomic
def held_on_paper(*, actor: Actor, session_id: int, held: Held, now: datetime) -> Session:
    """Any member says it, once: the same rows as if the room had seen it, and a week to type everything in."""
    access.session_of(actor, session_id)
    session = Session.objects.select_for_update(of=("self",)).select_related("meeting", "group").get(pk=session_id)
    access.member_of(actor, session)
    if not rooms.may_be_told(session, rooms.state_of(session, now), now):
        raise Refused(_("This session cannot be typed in. It has not begun, or the room has its record."))
    _check(session, held)
    _mark_meeting(actor, session, now)
    _tell_room(session, held, now)
    closed_at = min(session.closed_at or session.ends_at, now)
    rota = sorted(session.rota, key=lambda key: key != str(held.facilitator))
    Session.objects.filter(pk=session.pk).update(
        state=Session.State.HELD,
        started_at=session.starts_at,
        closed_at=closed_at,
        rota=rota,
        paper_until=now + TYPED_FOR,
    )
    if not session.module:
        beginning.keep_module(session)
    return access.session_of(actor, session_id)


def _check(session: Session, held: Held) -> None:
    known = {person.pk for person in rooms.members_of(session)}
    if not set(held.there) <= known or len(set(held.there)) < keeping.FEWEST:
        raise Refused(_("Say who was there: two members at least."))
    if held.facilitator not in held.there:
        raise Refused(_("Whoever facilitated was there. Tick the name too."))


def _mark_meeting(actor: Actor, session: Session, now: datetime) -> None:
    """The calendar's fact follows; the group may have made another date for it meanwhile."""
    if session.meeting.state == Meeting.State.HELD or holding.mark_held(meeting=session.meeting, now=now):
        return
    try:
        holding.correct(actor=actor, meeting_id=session.meeting_id, took_place=True, now=now)
    except (RefusedByScheduling, AlreadyDone) as refusal:
        raise Refused(str(refusal)) from refusal


def _tell_room(session: Session, held: Held, now: datetime) -> None:
    """Who was there from the start on, and then that it was held: before the moment at which the room closed."""
    for person in sorted(set(held.there)):
        record_past(
            session_id=session.pk,
            kind=EventKind.HERE,
            key=f"{DEVICE}-{person}",
            person_id=person,
            values={"device": DEVICE},
            at=session.starts_at,
        )
    record_past(
        session_id=session.pk,
        kind=EventKind.PAPER,
        key=DEVICE,
        person_id=held.facilitator,
        values={},
        at=min(session.closed_at or session.ends_at, now) - A_MOMENT,
    )
