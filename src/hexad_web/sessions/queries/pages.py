"""What the pages of a room show to one member: names, never titles; own texts, and others' once revealed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

from django.utils.translation import gettext as _

from hexad.sessions.agenda import Agenda, Part, PartKind, Step
from hexad.sessions.state import Phase, RoomState
from hexad_web.accounts.access import Actor
from hexad_web.accounts.private_text import read
from hexad_web.challenges.queries import modules
from hexad_web.frontend import moments
from hexad_web.frontend.initials import distinct_initials
from hexad_web.people.models import Person
from hexad_web.sessions import access, agreement_words
from hexad_web.sessions.models import Agreement, Card, Session
from hexad_web.sessions.queries import rooms

NOBODY = ""


@dataclass(frozen=True, slots=True)
class Seat:
    """One person as the room shows them."""

    key: str
    name: str
    short: str
    is_me: bool = False
    is_here: bool = False
    speaks: bool = False
    has_spoken: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One step of the agenda."""

    key: str
    title: str
    starts: str
    minutes: int
    is_current: bool
    is_over: bool


@dataclass(frozen=True, slots=True)
class Note:
    """One card. ``name`` is empty where cards carry none."""

    id: int
    key: str
    text: str
    side: str
    name: str = ""
    is_late: bool = False
    is_mine: bool = False
    is_draft: bool = False
    merged: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Pad:
    """What somebody writes on in this part, and what all may read of it."""

    key: str
    is_named: bool
    has_sides: bool
    is_revealed: bool
    mine: Sequence[Note]
    cards: Sequence[Note]
    blank_key: str

    @property
    def columns(self) -> Mapping[str, list[Note]]:
        return {
            side or "unsorted": [card for card in self.cards if card.side == side] for side in ("inside", "outside", "")
        }


@dataclass(frozen=True, slots=True)
class SoFar:
    """One step that somebody who came late has missed, with what was revealed in it."""

    title: str
    cards: Sequence[Note]


@dataclass(frozen=True, slots=True)
class StagePage:
    session: Session
    state: RoomState
    kind: str  # lobby, closed, or the kind of the part
    stage: str
    title: str
    prompt: str
    script: str
    step_key: str
    step_number: int
    step_count: int
    seats: Sequence[Seat]
    order: Sequence[Seat]
    agenda: Sequence[Row]
    me: str
    speaker: str = ""
    next_speaker: str = ""
    facilitator: str = ""
    next_facilitator: str = ""
    is_facilitator: bool = False
    my_turn: bool = False
    my_place: int = 0
    may_start: bool = False
    has_agreed: bool = False
    is_done: bool = False
    writing: int = 0
    lost: Sequence[str] = ()
    pad: Pad | None = None
    panels: Sequence[str] = ()
    pages: Sequence[Mapping[str, str]] = ()
    page: str = ""
    next_date: str = ""
    so_far: Sequence[SoFar] = ()
    points: Sequence[object] = field(default=agreement_words.POINTS)

    @property
    def here(self) -> list[Seat]:
        return [seat for seat in self.seats if seat.is_here]

    @property
    def is_facilitator_next(self) -> bool:
        return self.may_start and not self.is_facilitator


@dataclass(frozen=True, slots=True)
class RoomPage:
    session: Session
    title: str
    when: str
    ends: str
    place: str
    link: str
    stage: StagePage
    state: Mapping[str, object]


def room_page(actor: Actor, session_id: int, now: datetime, *, screen: bool = False) -> RoomPage:
    session = access.session_of(actor, session_id)
    person = access.member_of(actor, session)
    meeting = session.meeting
    return RoomPage(
        session=session,
        title=title_of(session),
        when=moments.span_text(session.starts_at, session.ends_at),
        ends=moments.time_text(session.ends_at),
        place="" if meeting.link and not meeting.room else str(meeting.room or ""),
        link=meeting.link,
        stage=stage_page(actor, session_id, now, screen=screen),
        state=rooms.state_json(session, rooms.state_of(session, now), person, now),
    )


def title_of(session: Session) -> str:
    names = {"explore": _("Explore"), "reflect": _("Reflect"), "engage": _("Engage")}
    kind = names.get(session.kind, _("Session"))
    return f"{kind}: {session.group.topic}" if session.group.topic else kind


def stage_page(actor: Actor, session_id: int, now: datetime, *, screen: bool = False) -> StagePage:
    session = access.session_of(actor, session_id)
    person = access.member_of(actor, session)
    state = rooms.state_of(session, now)
    agenda = rooms.agenda_of(session)
    return _Stage(actor, session, person, state, agenda).page(now, screen=screen)


class _Stage:
    """One reading of one room for one person."""

    def __init__(self, actor: Actor, session: Session, person: Person, state: RoomState, agenda: Agenda) -> None:
        self.actor, self.session, self.state, self.agenda = actor, session, state, agenda
        self.me = str(person.pk)
        self.person = person
        self.people = {str(one.pk): one for one in rooms.members_of(session)}
        self.short = distinct_initials([one.name for one in self.people.values()])

    @property
    def step(self) -> Step | None:
        return self.agenda.steps[self.state.step] if self.state.step >= 0 else None

    @property
    def part(self) -> Part | None:
        step = self.step
        return step.parts[self.state.part] if step and 0 <= self.state.part < len(step.parts) else None

    @property
    def kind(self) -> str:
        if self.state.phase is not Phase.RUNNING:
            return str(self.state.phase)
        return str(self.part.kind) if self.part else str(PartKind.TALK)

    def page(self, now: datetime, *, screen: bool) -> StagePage:
        state, step, part = self.state, self.step, self.part
        kind = self.kind
        running = state.phase is Phase.RUNNING
        following = self.following(now)
        order = [self.seat(key) for key in state.order if key in self.people]
        return StagePage(
            session=self.session,
            state=state,
            kind=kind,
            stage=rooms.stage_token(state),
            title=_(step.title) if step and running else title_of(self.session),
            prompt=_(step.prompt) if step and running and step.prompt else "",
            script=_(step.script) if step and running and step.script and not screen else "",
            step_key=step.key if step else "",
            step_number=state.step + 1,
            step_count=len(self.agenda.steps),
            seats=sorted((self.seat(key) for key in self.people), key=lambda seat: seat.name.casefold()),
            order=order,
            agenda=self.rows(),
            me=self.me,
            speaker=self.name(state.speaker),
            next_speaker=self.name(state.next_speaker),
            facilitator=self.name(state.facilitator),
            next_facilitator=self.name(self.next_facilitator(following)),
            is_facilitator=state.facilitator == self.me and not screen,
            my_turn=state.speaker == self.me,
            my_place=self.place(),
            may_start=(state.facilitator == self.me or state.anyone_may_start) and not screen,
            has_agreed=self.has_agreed(),
            is_done=self.me in state.done,
            writing=len([key for key in state.here if key in self.people and key not in state.done]),
            lost=[_(one.title) for one in self.agenda.steps[state.step + 1 :]] if running else [],
            pad=self.pad(screen=screen) if running else None,
            panels=self.panels(part, kind),
            pages=self.pages() if kind == PartKind.PAGES else (),
            page=state.page,
            so_far=self.so_far() if running and self.me in state.late and not screen else (),
            next_date=moments.moment_text(following.starts_at) if following else "",
        )

    def name(self, key: str) -> str:
        return self.people[key].name if key in self.people else ""

    def seat(self, key: str) -> Seat:
        name = self.name(key)
        return Seat(
            key=key,
            name=name,
            short=self.short[name],
            is_me=key == self.me,
            is_here=key in self.state.here,
            speaks=key == self.state.speaker,
            has_spoken=key in self.state.spoken and key != self.state.speaker,
        )

    def next_facilitator(self, following: Session | None) -> str:
        """Who follows: before the start on the rota of this session, after it whoever begins the next one."""
        if self.state.phase is Phase.CLOSED:
            return following.rota[0] if following and following.rota else NOBODY
        return next((key for key in self.state.rota if key != self.state.facilitator), NOBODY)

    def place(self) -> int:
        waiting = [key for key in self.state.order if key not in self.state.spoken and key != self.state.speaker]
        return waiting.index(self.me) + 1 if self.me in waiting else 0

    def has_agreed(self) -> bool:
        rows = Agreement.objects.filter(group=self.session.group, person=self.person, wording=agreement_words.WORDING)
        return self.me in self.state.agreed or rows.exists()

    def rows(self) -> list[Row]:
        times = {entry.key: entry for entry in self.state.timetable}
        return [self.row(number, step, times) for number, step in enumerate(self.agenda.steps)]

    def row(self, number: int, step: Step, times: Mapping[str, object]) -> Row:
        entry = times.get(step.key)
        starts = moments.clock_text(moments.local(entry.starts_at, None)[0]) if entry else ""  # type: ignore[attr-defined]
        seconds = (entry.ends_at - entry.starts_at).total_seconds() if entry else step.minutes * 60  # type: ignore[attr-defined]
        return Row(
            step.key,
            _(step.title),
            starts,
            round(seconds / 60),
            self.state.phase is Phase.RUNNING and number == self.state.step,
            number < self.state.step or self.state.phase is Phase.CLOSED,
        )

    def panels(self, part: Part | None, kind: str) -> Sequence[str]:
        if kind == Phase.LOBBY:
            return self.agenda.lobby
        return (part.panel,) if part and kind == PartKind.PANEL and part.panel else ()

    def pages(self) -> Sequence[Mapping[str, str]]:
        module = modules.module_for_topic(self.session.organisation, self.session.group.topic)
        return modules.pages_of(module) if module else ()

    def following(self, now: datetime) -> Session | None:
        later = Session.objects.filter(group=self.session.group, starts_at__gt=max(now, self.session.starts_at))
        return later.exclude(state=Session.State.CANCELLED).order_by("starts_at").first()

    def so_far(self) -> list[SoFar]:
        """A minute's reading: the steps before this one, and the cards that lie open from them."""
        passed = self.agenda.steps[: max(self.state.step, 0)]
        return [SoFar(_(step.title), self.revealed_in(step)) for step in passed]

    def revealed_in(self, step: Step) -> list[Note]:
        pads = {part.pad: part for part in step.parts if f"{step.key}/{part.pad}" in self.state.revealed}
        cards = [card for pad in pads for card in self.cards(step.key, pad)]
        return [self.note(card, pads[card.pad]) for card in cards if not card.is_draft and not card.merged_into_id]

    def pad(self, *, screen: bool) -> Pad | None:
        """The pad of this part; in what follows it in the same step, what was written on it."""
        step = self.step
        parts = step.parts[: self.state.part + 1] if step else ()
        part = next((one for one in reversed(parts) if one.kind is PartKind.WRITE), None)
        if step is None or part is None:
            return None
        is_revealed = f"{step.key}/{part.pad}" in self.state.revealed
        cards = [card for card in self.cards(step.key, part.pad) if not screen or not card.is_draft]
        shown = [
            self.note(card, part) for card in cards if is_revealed and not card.is_draft and not card.merged_into_id
        ]
        mine = [self.note(card, part) for card in cards if self.is_open(card, is_revealed=is_revealed)]
        return Pad(part.pad, part.is_named, part.sides, is_revealed, () if screen else mine, shown, uuid4().hex)

    def is_open(self, card: Card, *, is_revealed: bool) -> bool:
        """My own cards that nobody else reads yet."""
        return str(card.person_id) == self.me and (card.is_draft or not is_revealed)

    def cards(self, step: str, pad: str) -> list[Card]:
        cards = access.cards_of(self.actor, self.session, self.state.revealed).filter(step=step, pad=pad)
        return list(
            cards.select_related("text__space", "person")
            .prefetch_related("merged__text__space")
            .order_by("is_late", "shuffle")
        )

    def note(self, card: Card, part: Part) -> Note:
        return Note(
            id=card.pk,
            key=card.key,
            text=read(actor=self.actor, private=card.text),
            side=card.side,
            name=card.person.name if part.is_named else "",
            is_late=card.is_late,
            is_mine=str(card.person_id) == self.me,
            is_draft=card.is_draft,
            merged=[read(actor=self.actor, private=one.text) for one in card.merged.all() if not one.is_draft],
        )
