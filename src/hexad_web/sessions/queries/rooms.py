"""The state of a room: its events as the engine takes them, and what a phone is told of the answer."""

import zlib
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext as _

from hexad.sessions.agenda import Agenda
from hexad.sessions.room import RoomFold
from hexad.sessions.state import Event, EventKind, Notice, Phase, RoomState
from hexad_web.accounts.prepared import Prepared
from hexad_web.formation.models import GroupMember
from hexad_web.frontend.initials import distinct_initials
from hexad_web.people.models import Person
from hexad_web.sessions.models import Card, RoomEvent, Session
from hexad_web.sessions.queries import frozen_agendas, talking
from hexad_web.sessions.waking import NewEvent

NOTICES_SHOWN = 5
KINDS = frozenset(EventKind)
A_MINUTE = timedelta(minutes=1)
TOLD_WITHIN = timedelta(days=21)  # after its end somebody can still say that it was held on paper
FEWEST = 2


_seated = Prepared(  # by the group alone: SQLite would rather go through everybody in the organisation
    lambda group: (
        GroupMember.objects.filter(Q(is_active=True) | Q(left_at__isnull=False), group=group)
        .order_by("person__name", "person_id")
        .values_list("person_id", "person__name", "is_active", "left_at", "person__organisation_id")
    )
)
_seen = Prepared(
    lambda session, person: (
        RoomEvent.objects.filter(session=session, person=person).order_by("at").values_list("at")[:1]
    )
)
_events = Prepared(
    lambda session, number: (
        RoomEvent.objects.filter(session=session, number__gt=number)
        .order_by("number")
        .values_list("number", "key", "kind", "at", "person_id", "values")
    )
)


def members_of(session: Session) -> list[Person]:
    """The rota as it was set, whoever sits in the group, and who came here before they left it. Read once a session."""
    kept: list[Person] | None = session.__dict__.get("_members")
    if kept is None:
        kept = session.__dict__["_members"] = _read_members(session)
    return kept


def _read_members(session: Session) -> list[Person]:
    """With their names; what else is asked of them is read when it is asked."""
    rota = {int(key) for key in session.rota}
    rows = [row for *row, organisation in _seated(session.group_id) if organisation == session.organisation_id]
    names = {key: name for key, name, *_ in rows}
    inside = {key for key, _name, is_active, _left_at in rows if is_active}
    gone = {key: left_at for key, _name, is_active, left_at in rows if not is_active and key not in rota}
    known = rota | inside | came_and_left(session.pk, gone)
    if known <= names.keys():
        return [Person.from_db(connection.alias, ("id", "name"), row) for row in names.items() if row[0] in known]
    return list(Person.objects.filter(pk__in=known, organisation=session.organisation_id).order_by("name", "pk"))


def came_and_left(session_id: int, gone: Mapping[int, datetime]) -> set[int]:
    """Of those who left the group: who had done anything in the room by then. Nothing that they do later counts."""
    return {key for key, left_at in gone.items() if any(at <= left_at for (at,) in _seen(session_id, key))}


def initials_of(session: Session) -> dict[str, str]:
    """By name, of those who are or were in this session. Worked out once for as long as these are known."""
    kept: dict[str, str] | None = session.__dict__.get("_initials")
    if kept is None:
        kept = session.__dict__["_initials"] = distinct_initials([one.name for one in members_of(session)])
    return kept


def rows_after(session: Session, number: int = 0) -> list[NewEvent]:
    """Those whose number is higher, in the order in which they came."""
    return [NewEvent(*row) for row in _events(session.pk, number)]


def events_in(rows: Iterable[NewEvent]) -> list[Event]:
    return [
        Event(key=row.key, kind=EventKind(row.kind), at=row.at, person=str(row.person_id or ""), values=row.values)
        for row in rows
        if row.kind in KINDS  # an older version may meet what a newer one wrote
    ]


def fold_of(session: Session) -> RoomFold:
    """The room before anything has happened in it."""
    members = [str(person.pk) for person in members_of(session)]
    return RoomFold(
        agenda_of(session),
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        members=members or ["nobody"],  # a group that everybody has left still has a room that ends
        rota=session.rota,
        seed=session.seed,
    )


def state_of(session: Session, now: datetime) -> RoomState:
    """What has been recorded has happened, also where the clock of whoever asks is a little behind."""
    events = events_in(rows_after(session))
    fold = fold_of(session)
    fold.add(events)
    return fold.state(max([now, *(event.at for event in events)]))


def agenda_of(session: Session) -> Agenda:
    kept: Agenda | None = session.__dict__.get("_agenda")
    if kept is None:
        kept = session.__dict__["_agenda"] = frozen_agendas.share(session)
    return kept


def take_over(known: Session, session: Session) -> None:
    """Spare a second reading of the same session its members and its agenda."""
    for name in ("_members", "_initials", "_agenda", "_cards"):
        if name in known.__dict__:
            session.__dict__[name] = known.__dict__[name]
    if "_agenda" in known.__dict__:
        session.agenda = known.agenda


def may_be_told(session: Session, state: RoomState, now: datetime) -> bool:
    """Whether a member may say that it was held on paper: begun, not long ago, and without two in the room."""
    if session.state == Session.State.CANCELLED or session.paper_until is not None:
        return False
    is_time = session.starts_at + A_MINUTE <= now < session.ends_at + TOLD_WITHIN
    return is_time and (state.started_at is None or len(state.joined) < FEWEST)


def following_of(session: Session, now: datetime) -> Session | None:
    """The group's next one."""
    later = Session.objects.filter(group=session.group_id, starts_at__gt=max(now, session.starts_at))
    return later.exclude(state=Session.State.CANCELLED).select_related("meeting").order_by("starts_at").first()


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
        state.asking,
        state.topic,
        state.taken_up,
        len(state.agreed),
        in_lobby,
    )
    return f"{zlib.crc32(repr(shown).encode()):08x}"


def state_json(
    session: Session, state: RoomState, person: Person | None, now: datetime, hint: str = ""
) -> dict[str, Any]:
    """What one phone is told; ``person`` is None for the shared screen, which nobody's private lines reach."""
    shared = shared_json(session, state)
    own = personal_json(state, str(person.pk) if person else "", shared, hint)
    return {"now": now.isoformat(), **shared, **own}


def shared_json(session: Session, state: RoomState) -> dict[str, Any]:
    """What everybody is told who reads in the language that is active."""
    names = {str(one.pk): one.name for one in members_of(session)}
    agenda = agenda_of(session)
    is_running = state.phase is Phase.RUNNING
    titles = {step.key: step.title for step in agenda.steps}
    return {
        "version": state.version,
        "stage": stage_token(state),
        "phase": str(state.phase),
        "step": state.step,
        "part": state.part,
        "step_count": len(agenda.steps),
        "title": _(agenda.steps[state.step].title) if is_running else "",
        "step_ends_at": _text(state.step_ends_at),
        "part_ends_at": _text(state.part_ends_at),
        "turn_ends_at": _text(state.turn_ends_at),
        "ends_at": _text(state.ends_at),
        "borrowed": state.borrowed // 60,
        "borrowed_from": _(titles[state.borrowed_from]) if state.borrowed_from in titles else "",
        "facilitator": _named(state.facilitator, names),
        "next_facilitator": _named(next((key for key in state.rota if key != state.facilitator), ""), names),
        "speaker": _named(state.speaker, names) if state.speaker else None,
        "next_speaker": _named(state.next_speaker, names) if state.next_speaker else None,
        "done_count": len(state.done),
        "writing_count": len([key for key in state.here if key in state.rota and key not in state.done]),
        "here": [_named(key, names) for key in state.here],
        "agreed_count": len(state.agreed),
        "members_count": len(state.rota),
        "revealed_count": len(state.revealed),
        "cards_count": count_cards(session, state),
        **talking.talk_json(agenda, state, names),
        "notices": [_notice(one, names) for one in state.notices[-NOTICES_SHOWN:]],
    }


def personal_json(state: RoomState, me: str, shared: Mapping[str, Any], hint: str = "") -> dict[str, Any]:
    """What is added for one person; for nobody (the shared screen) where ``me`` is empty.

    ``hint``: of the moment; told to whoever facilitates, and another's message has no such field.
    """
    waiting = [key for key in state.order if key not in state.spoken and key != state.speaker]
    facilitates = bool(me) and me == state.facilitator
    flags = {
        "your_turn": bool(me) and me == state.speaker,
        "is_facilitator": facilitates,
        "can_start": bool(me) and (state.anyone_may_start or (state.may_start and facilitates)),
        "can_take_back": bool(me) and me == state.can_take_back,
        "can_return": bool(me) and me == state.replaced,
    }
    heard = {"hint": hint} if facilitates else {}
    strip = (facilitates and shared["writing_count"] > 0, *heard.values())
    return {
        **flags,
        **heard,
        "your_place": waiting.index(me) + 1 if me in waiting else 0,
        "is_done": me in state.done,
        "says_quiet": me in state.still_quiet,
        "picture": _picture(state, shared, (*flags.values(), me in state.asked, *strip)),
    }


def _picture(state: RoomState, shared: Mapping[str, Any], own: tuple[object, ...]) -> str:
    """Another one whenever the page of this reader is to be drawn anew; what a script paints by itself is left out."""
    people = state.here if state.phase is Phase.LOBBY else ()
    voices = len(shared.get("airtime", ()))  # a row for each who came
    shown = (shared["stage"], people, shared["next_facilitator"], own, shared["cards_count"], voices)
    return f"{zlib.crc32(repr(shown).encode()):08x}"


def _text(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _named(key: str, names: Mapping[str, str]) -> dict[str, str]:
    return {"id": key, "name": names.get(key, "")}


def count_cards(session: Session, state: RoomState) -> int:
    """How many cards lie open on the pad that was revealed last; asked once a change for all who watch."""
    if not state.revealed:
        return 0
    kept = _counted(session)
    place = (state.cards, state.revealed[-1])
    if place not in kept:
        step, _slash, pad = state.revealed[-1].partition("/")
        kept[place] = Card.objects.filter(session=session, step=step, pad=pad, is_draft=False).count()
    return kept[place]


def _counted(session: Session) -> dict[tuple[int, str], int]:
    kept: dict[tuple[int, str], int] = session.__dict__.setdefault("_cards", {})
    return kept


def needs_no_rows(session: Session, state: RoomState) -> bool:
    """Whether a state of this session can be told from memory."""
    return not state.revealed or (state.cards, state.revealed[-1]) in _counted(session)


def _notice(notice: Notice, names: Mapping[str, str]) -> dict[str, str]:
    return {"at": notice.at.isoformat(), "code": notice.code, "text": notice_text(notice, names)}


def notice_text(notice: Notice, names: Mapping[str, str]) -> str:
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
