"""Sessions follow their meetings, close at their end, leave nothing unfinished. Idempotent; called by the worker."""

import secrets
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from hexad.sessions.state import EventKind, RoomState
from hexad_web.formation.models import GroupMember
from hexad_web.scheduling.actions import holding
from hexad_web.scheduling.models import Meeting
from hexad_web.scheduling.queries import rota
from hexad_web.sessions import waking
from hexad_web.sessions.actions.recording import record
from hexad_web.sessions.actions.writing import KEPT_FOR
from hexad_web.sessions.models import Card, Presence, Session
from hexad_web.sessions.queries import agendas, rooms

State = Session.State
OPEN = (State.PLANNED, State.RUNNING)
FEWEST = 2  # one person alone has not held a session


def open_sessions(now: datetime) -> None:
    """Each confirmed meeting ahead has its session: agenda, order of turns and rota as they are on that day."""
    waiting = Meeting.objects.filter(state=Meeting.State.CONFIRMED, end__gt=now, session=None)
    for meeting in waiting.select_related("group", "organisation"):
        with transaction.atomic():
            Session.objects.get_or_create(
                meeting=meeting,
                defaults={
                    "organisation": meeting.organisation,
                    "group": meeting.group,
                    "cycle": meeting.cycle,
                    "kind": meeting.kind,
                    "agenda": agendas.agenda_for(meeting).as_json(),
                    "seed": secrets.token_hex(16),
                    "rota": rota_of(meeting),
                    "module": "",
                    "starts_at": meeting.start,
                    "ends_at": meeting.end,
                },
            )


def rota_of(meeting: Meeting) -> list[str]:
    """Whoever the invitation names, then those whose turn is next."""
    seats = GroupMember.objects.filter(group=meeting.group_id, is_active=True).values_list("person_id", flat=True)
    return [str(key) for key in rota.rota_of(meeting, seats)]


def follow_meetings(now: datetime) -> None:
    """A meeting that moved takes its session along until it has begun; one that was cancelled cancels it."""
    planned = Session.objects.filter(state=State.PLANNED, started_at=None).select_related("meeting__group")
    moved = ~Q(starts_at=F("meeting__start")) | ~Q(ends_at=F("meeting__end"))
    for session in planned.filter(moved, meeting__state=Meeting.State.CONFIRMED):
        Session.objects.filter(pk=session.pk, started_at=None).update(
            starts_at=session.meeting.start, ends_at=session.meeting.end
        )
        waking.room_changed(session.pk)
    for session in planned.filter(meeting__state=Meeting.State.CANCELLED):
        Session.objects.filter(pk=session.pk, started_at=None).update(state=State.CANCELLED, closed_at=now)
    _follow_corrections()


def _follow_corrections() -> None:
    """What members say of a meeting afterwards counts for its session too."""
    over = Session.objects.filter(closed_at__isnull=False)
    after_all = over.filter(state=State.MISSED, meeting__state=Meeting.State.HELD)
    never = over.filter(state=State.HELD, meeting__state=Meeting.State.FELL_THROUGH)
    for wrong, state in ((after_all, State.HELD), (never, State.MISSED)):
        if wrong.exists():
            wrong.update(state=state)


def follow_members(now: datetime) -> None:
    """Who joined stands on the rota; who left is taken off it, or is told to the room once that is open."""
    rows = Session.objects.filter(state__in=OPEN, ends_at__gt=now).select_related("meeting")
    sessions = list(rows.only("state", "group_id", "rota", "events_count", "meeting"))
    seats, left = _seats(sessions), _left(sessions)
    for session in sessions:
        inside, known = seats.get(session.group_id, set()), set(session.rota)
        if session.state == State.PLANNED and inside != known and not session.events_count:
            Session.objects.filter(pk=session.pk, events_count=0).update(rota=rota_of(session.meeting))
        elif session.events_count:
            gone = {key: at for key, at in left.get(session.group_id, {}).items() if str(key) not in known}
            came = {str(key) for key in rooms.came_and_left(session.pk, gone)}
            _tell_who_left(session, (known | came) - inside, now)


def _seats(sessions: Iterable[Session]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    rows = GroupMember.objects.filter(group__in=[session.group_id for session in sessions], is_active=True)
    for group, person in rows.values_list("group_id", "person_id"):
        found.setdefault(group, set()).add(str(person))
    return found


def _left(sessions: Iterable[Session]) -> dict[int, dict[int, datetime]]:
    """By group, who left it and when."""
    found: dict[int, dict[int, datetime]] = {}
    groups = [session.group_id for session in sessions if session.events_count]
    rows = GroupMember.objects.filter(group__in=groups, is_active=False)
    for group, person, left_at in rows.values_list("group_id", "person_id", "left_at"):
        if left_at is not None:
            found.setdefault(group, {})[person] = left_at
    return found


def _tell_who_left(session: Session, left: Iterable[str], now: datetime) -> None:
    for person in sorted(left):
        record(
            session_id=session.pk,
            kind=EventKind.LEFT,
            key=f"left-{person}",
            person_id=int(person),
            now=now,
        )


def close_sessions(now: datetime) -> None:
    """At its end, or once it was ended early: held where two or more were there, else it did not happen."""
    over = Session.objects.filter(state__in=OPEN).filter(Q(ends_at__lte=now) | Q(closed_at__isnull=False))
    for session in over.select_related("meeting", "organisation"):
        with transaction.atomic():
            _close(session, now)


def _close(session: Session, now: datetime) -> None:
    state = rooms.state_of(session, max(now, session.closed_at or session.ends_at))
    took_place = is_held(state)
    closed = {
        "state": State.HELD if took_place else State.MISSED,
        "started_at": state.started_at,
        "closed_at": state.closed_at or session.ends_at,
    }
    if Session.objects.filter(pk=session.pk, state__in=OPEN).update(**closed):
        mark = holding.mark_held if took_place else holding.mark_missed
        mark(meeting=session.meeting, now=now)
        Presence.objects.filter(session=session).delete()
        waking.room_changed(session.pk)


def is_held(state: RoomState) -> bool:
    return state.started_at is not None and len(state.joined) >= FEWEST


def throw_away_drafts(now: datetime) -> None:
    """Notes that nobody sent stay for a day after the end, for their author alone."""
    old = Card.objects.filter(is_draft=True, session__closed_at__lte=now - KEPT_FOR)
    for card in old.select_related("text"):
        card.text.delete()
