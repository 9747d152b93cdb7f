"""The state of a room: its events as the engine takes them, and what a phone is told of the answer."""

import zlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from hexad.sessions.agenda import Agenda
from hexad.sessions.room import state_at
from hexad.sessions.state import Event, EventKind, Notice, Phase, RoomState
from hexad_web.formation.models import GroupMember
from hexad_web.people.models import Person
from hexad_web.sessions.models import Card, RoomEvent, Session

NOTICES_SHOWN = 5
KINDS = frozenset(EventKind)


def members_of(session: Session) -> list[Person]:
    """Who is or was in this session: the rota as it was set, and whoever sits in the group. Read once a session."""
    kept: list[Person] | None = session.__dict__.get("_members")
    if kept is None:
        seats = GroupMember.objects.filter(group=session.group_id, is_active=True).values("person")
        rota = [int(key) for key in session.rota]
        found = Person.objects.filter(Q(pk__in=rota) | Q(pk__in=seats), organisation=session.organisation_id)
        kept = session.__dict__["_members"] = list(found.order_by("name", "pk"))
    return kept


def events_of(session: Session, after: int = 0) -> list[Event]:
    """Those whose number is higher than ``after``, in the order in which they came."""
    rows = RoomEvent.objects.filter(session=session, number__gt=after).order_by("number")
    return [
        Event(key=key, kind=EventKind(kind), at=at, person=str(person or ""), values=values)
        for key, kind, at, person, values in rows.values_list("key", "kind", "at", "person_id", "values")
        if kind in KINDS  # an older version may meet what a newer one wrote
    ]


def state_after(session: Session, events: Sequence[Event], now: datetime) -> RoomState:
    """What has been recorded has happened, also where the clock of whoever asks is a little behind."""
    members = [str(person.pk) for person in members_of(session)]
    return state_at(
        agenda_of(session),
        events,
        max([now, *(event.at for event in events[-1:])]),
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        members=members or ["nobody"],  # a group that everybody has left still has a room that ends
        rota=session.rota,
        seed=session.seed,
    )


def state_of(session: Session, now: datetime) -> RoomState:
    return state_after(session, events_of(session), now)


def agenda_of(session: Session) -> Agenda:
    kept: Agenda | None = session.__dict__.get("_agenda")
    if kept is None:
        kept = session.__dict__["_agenda"] = Agenda.from_json(session.agenda)
    return kept


def take_over(known: Session, session: Session) -> None:
    """Spare a second reading of the same session its members and its agenda."""
    for name in ("_members", "_agenda"):
        if name in known.__dict__:
            session.__dict__[name] = known.__dict__[name]


def stage_token(state: RoomState) -> str:
    """Changes whenever the part of the page that shows the moment is another one; says nothing by itself."""
    in_lobby = (state.rota, state.may_start, state.anyone_may_start) if state.phase is Phase.LOBBY else ()
    shown = (
        state.phase,
        state.step,
        state.part,
        state.turn,
        state.order,
        state.facilitator,
        state.replaced,
        state.page,
        state.revealed,
        state.cards,
        len(state.agreed),
        in_lobby,
    )
    return f"{zlib.crc32(repr(shown).encode()):08x}"


def state_json(session: Session, state: RoomState, person: Person | None, now: datetime) -> dict[str, Any]:
    """What one phone is told; ``person`` is None for the shared screen, which nobody's private lines reach."""
    names = {str(one.pk): one.name for one in members_of(session)}
    me = str(person.pk) if person else ""
    agenda = agenda_of(session)
    is_running = state.phase is Phase.RUNNING
    titles = {step.key: _(step.title) for step in agenda.steps}
    waiting = [key for key in state.order if key not in state.spoken and key != state.speaker]
    facilitates = bool(me) and me == state.facilitator
    return {
        "version": state.version,
        "stage": stage_token(state),
        "phase": str(state.phase),
        "step": state.step,
        "part": state.part,
        "step_count": len(agenda.steps),
        "title": titles[agenda.steps[state.step].key] if is_running else "",
        "now": now.isoformat(),
        "step_ends_at": _text(state.step_ends_at),
        "part_ends_at": _text(state.part_ends_at),
        "turn_ends_at": _text(state.turn_ends_at),
        "ends_at": _text(state.ends_at),
        "borrowed": state.borrowed // 60,
        "borrowed_from": titles.get(state.borrowed_from, ""),
        "facilitator": _named(state.facilitator, names),
        "next_facilitator": _named(next((key for key in state.rota if key != state.facilitator), ""), names),
        "speaker": _named(state.speaker, names) if state.speaker else None,
        "next_speaker": _named(state.next_speaker, names) if state.next_speaker else None,
        "your_turn": bool(me) and me == state.speaker,
        "your_place": waiting.index(me) + 1 if me in waiting else 0,
        "is_facilitator": facilitates,
        "can_start": bool(me) and (state.anyone_may_start or (state.may_start and facilitates)),
        "can_take_back": bool(me) and me == state.can_take_back,
        "can_return": bool(me) and me == state.replaced,
        "done_count": len(state.done),
        "here": [_named(key, names) for key in state.here],
        "agreed_count": len(state.agreed),
        "members_count": len(state.rota),
        "revealed_count": len(state.revealed),
        "cards_count": _cards_shown(session, state),
        "notices": [_notice(one, names, titles) for one in state.notices[-NOTICES_SHOWN:]],
    }


def _text(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _named(key: str, names: Mapping[str, str]) -> dict[str, str]:
    return {"id": key, "name": names.get(key, "")}


def _cards_shown(session: Session, state: RoomState) -> int:
    """How many cards lie open on the pad that was revealed last; asked once a change for all who watch."""
    if not state.revealed:
        return 0
    kept: dict[tuple[int, str], int] = session.__dict__.setdefault("_cards", {})
    place = (state.cards, state.revealed[-1])
    if place not in kept:
        step, _slash, pad = state.revealed[-1].partition("/")
        kept[place] = Card.objects.filter(session=session, step=step, pad=pad, is_draft=False).count()
    return kept[place]


def _notice(notice: Notice, names: Mapping[str, str], titles: Mapping[str, str]) -> dict[str, str]:
    return {"at": notice.at.isoformat(), "code": notice.code, "text": notice_text(notice, names, titles)}


def notice_text(notice: Notice, names: Mapping[str, str], titles: Mapping[str, str]) -> str:
    """One sentence for the room; empty for what the room sees by itself."""
    name = {"name": names.get(notice.person, "")}
    if notice.code in ("replaced", "facilitates", "returned"):
        return _("%(name)s now facilitates.") % name
    if notice.code == "joined_late":
        return _("%(name)s has joined.") % name
    if notice.code == "passed":
        return _("%(by)s passed for %(name)s.") % {**name, "by": names.get(str(notice.values.get("by", "")), "")}
    if notice.code == "taken_back":
        return _("%(name)s took the turn back.") % name
    if notice.code == "left":
        return _("%(name)s has left the group.") % name
    return ""
