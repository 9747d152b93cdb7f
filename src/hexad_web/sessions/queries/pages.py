"""What the pages of a room show to one member: names, never titles; own texts, and others' once revealed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar
from uuid import uuid4

from django.utils.translation import gettext as _

from hexad.challenges.module import Module
from hexad.sessions.agenda import Agenda, Part, PartKind, Step
from hexad.sessions.state import Phase, RoomState
from hexad_web.accounts.access import Actor
from hexad_web.accounts.private_text import read
from hexad_web.challenges.queries import modules
from hexad_web.frontend import moments
from hexad_web.people.models import Person
from hexad_web.scheduling import calls
from hexad_web.scheduling.mails import with_text
from hexad_web.scheduling.models import Meeting
from hexad_web.scheduling.queries.together import others_of
from hexad_web.sessions import access, agreement_words, open_pads
from hexad_web.sessions.models import Agreement, Card, Session
from hexad_web.sessions.queries import cycle_module, hinting, parking, rooms, talking
from hexad_web.sessions.queries.page_parts import Note, Pad, Row, Seat, SoFar
from hexad_web.sessions.queries.releases import absent_from
from hexad_web.sessions.queries.stage_page import RoomPage, StagePage

Answer = TypeVar("Answer")
NOBODY = ""
OWN_PLAN = "practice:plan_panel"
WHAT_TO_BRING = "practice:report_preview"
WHAT_COMES_NEXT = "next"  # key of a step


def room_page(actor: Actor, session_id: int, now: datetime, *, screen: bool = False) -> RoomPage:
    session = access.session_of(actor, session_id)
    person = access.member_of(actor, session)
    state = rooms.state_of(session, now)
    page = Reading(session, state, now, [person.pk]).page_for(actor, person, screen=screen)
    hint = page.stage.hint.key if page.stage.hint else ""
    return replace(page, state=rooms.state_json(session, state, None if screen else person, now, hint))


class Reading:
    """A room as it stands at a moment, read once for all of its members who look at it together."""

    def __init__(self, session: Session, state: RoomState, now: datetime, people: Sequence[int]) -> None:
        self.session, self.state, self.now, self.people = session, state, now, people
        self.agenda = rooms.agenda_of(session)
        self.members = {str(one.pk): one for one in rooms.members_of(session)}
        self.short = rooms.initials_of(session)
        self.blank_key = uuid4().hex  # of everybody's next card: a key is one person's
        self._parked: Sequence[parking.Parked] | None = None
        self._worded: dict[tuple[object, ...], Any] = {}
        self._cards: dict[access.Place, dict[int, list[Card]]] = {}

    def page_for(self, actor: Actor, person: Person, *, screen: bool) -> RoomPage:
        session, meeting = self.session, self.session.meeting
        in_lobby = self.state.phase is Phase.LOBBY
        return RoomPage(
            session=session,
            me=str(person.pk),
            title=self.worded(title_of, session),
            when=self.worded(moments.span_text, session.starts_at, session.ends_at) if in_lobby else "",
            starts=_clock(session.starts_at),
            ends=_clock(session.ends_at),
            place="" if meeting.link and not meeting.room else str(meeting.room or ""),
            link=meeting.link,
            mode=meeting.mode,
            others=self.worded(_others, meeting) if in_lobby else "",
            may_be_on_paper=session.paper_until is not None or rooms.may_be_told(session, self.state, self.now),
            call=meeting.link if not screen and calls.is_embeddable(meeting.link) else "",
            stage=_Stage(self, actor, person).page(screen=screen),
            missed=self._missed_by(str(person.pk)),
        )

    def _missed_by(self, me: str) -> bool:
        return self.session.state == Session.State.HELD and me in self._absent

    @cached_property
    def _absent(self) -> frozenset[str]:
        return frozenset(str(person.pk) for person in absent_from(self.session))

    def worded(self, words: Callable[..., Answer], *of: object) -> Answer:
        """The same for all who read the same language at the same hour: put into words once."""
        key = (words, *moments.reader())
        if key not in self._worded:
            self._worded[key] = words(*of)
        found: Answer = self._worded[key]
        return found

    def cards(self, person_id: int, step: str, pad: str) -> list[Card]:
        place = step, pad
        if place not in self._cards:
            places = {place, *self._usual_places()} - self._cards.keys()
            self._cards |= access.cards_on(self.session, self.people, places, self.state.revealed)
        return self._cards[place][person_id]

    def _usual_places(self) -> Iterator[access.Place]:
        """What every picture of this step shows: read together, because each reading costs."""
        yield from (open_pads.DECISIONS, open_pads.PARKED)
        steps = [self.agenda.steps[self.state.step]] if self.state.phase is Phase.RUNNING else []
        yield from ((step.key, part.pad) for step in steps for part in step.parts if part.pad)

    def told_apart_by(self, person_id: int) -> tuple[object, ...]:
        """What a page has for this member and not for another one; two of whom it is equal see the same page."""
        me, state = str(person_id), self.state
        roles = (state.facilitator, state.speaker, state.can_take_back, state.replaced)
        has_own = me in state.late or person_id in self._writers
        marks = (me in state.asked, state.phase is Phase.LOBBY and me in self.agreed, self._missed_by(me))
        return (*(me == one for one in roles), *marks, me if has_own else "")

    @cached_property
    def _writers(self) -> set[int]:
        """Of whom cards are shown to themselves or to all."""
        places = list(self._usual_places())
        shown = ((person, place) for person in self.people for place in places)
        return {card.person_id for person, place in shown for card in self.cards(person, *place)}

    @property
    def titles(self) -> list[str]:
        """Of the steps."""
        return self.worded(_titles, self.agenda)

    def rows(self) -> list[Row]:
        times = {entry.key: entry for entry in self.state.timetable}
        steps = zip(self.agenda.steps, self.titles, strict=True)
        return [self._row(number, step, title, times) for number, (step, title) in enumerate(steps)]

    def _row(self, number: int, step: Step, title: str, times: Mapping[str, object]) -> Row:
        entry = times.get(step.key)
        starts = _clock(entry.starts_at) if entry else ""  # type: ignore[attr-defined]
        seconds = (entry.ends_at - entry.starts_at).total_seconds() if entry else step.minutes * 60  # type: ignore[attr-defined]
        return Row(
            step.key,
            title,
            starts,
            round(seconds / 60),
            self.state.phase is Phase.RUNNING and number == self.state.step,
            number < self.state.step or self.state.phase is Phase.CLOSED,
        )

    @property
    def is_for_one(self) -> bool:
        """Otherwise "you" is painted by the script of each phone, so that one picture serves all."""
        return len(self.people) == 1

    def parked(self, actor: Actor, person_id: int) -> Sequence[parking.Parked]:
        """All of the group read the same."""
        if self._parked is None:
            self._parked = parking.parked(actor, self.cards(person_id, *open_pads.PARKED), self.state)
        return self._parked

    @cached_property
    def following(self) -> Session | None:
        return rooms.following_of(self.session, self.now)

    @cached_property
    def agreed(self) -> set[str]:
        rows = Agreement.objects.filter(group=self.session.group, wording=agreement_words.WORDING)
        return {*self.state.agreed, *map(str, rows.values_list("person_id", flat=True))}

    @cached_property
    def module(self) -> Module | None:
        return cycle_module.module_of(self.session)

    @property
    def module_language(self) -> str:
        return self.module.language if self.module else ""

    @property
    def purpose(self) -> str:
        return self.module.purpose if self.session.kind == Meeting.Kind.EXPLORE and self.module else ""

    @cached_property
    def pages(self) -> Sequence[Mapping[str, str]]:
        return modules.pages_of(self.module) if self.module else ()


def title_of(session: Session) -> str:
    kind = str(dict(Meeting.Kind.choices).get(session.kind, _("Session")))
    return f"{kind}: {session.group.topic}" if session.group.topic else kind


def _titles(agenda: Agenda) -> list[str]:
    return [_(step.title) for step in agenda.steps]


def _clock(at: datetime) -> str:
    """Without the city: the reader's own, which stands where the date does."""
    return moments.clock_text(moments.local(at, None)[0])


def _others(meeting: Meeting) -> str:
    return with_text(one.group for one in others_of(meeting))


class _Stage:
    """What one reading of a room shows to one person."""

    def __init__(self, reading: Reading, actor: Actor, person: Person) -> None:
        self.reading, self.actor, self.person = reading, actor, person
        self.session, self.state, self.agenda = reading.session, reading.state, reading.agenda
        self.people, self.short = reading.members, reading.short
        self.me = str(person.pk)

    @property
    def step(self) -> Step | None:
        return self.agenda.steps[self.state.step] if self.state.step >= 0 else None

    @property
    def part(self) -> Part | None:
        step = self.step
        return step.parts[self.state.part] if step and 0 <= self.state.part < len(step.parts) else None

    @property
    def in_last_step(self) -> bool:
        return self.state.phase is Phase.RUNNING and self.state.step == len(self.agenda.steps) - 1

    @property
    def looks_ahead(self) -> bool:
        """Whether the next session belongs to what is shown now."""
        step, part = self.step, self.part
        if self.state.phase is not Phase.RUNNING or step is None or part is None:
            return False
        return self.in_last_step or step.key == WHAT_COMES_NEXT or part.panel == WHAT_TO_BRING

    @property
    def kind(self) -> str:
        if self.state.phase is not Phase.RUNNING:
            return str(self.state.phase)
        return str(self.part.kind) if self.part else str(PartKind.TALK)

    def page(self, *, screen: bool) -> StagePage:
        state, step, part = self.state, self.step, self.part
        kind = self.kind
        running, in_lobby = state.phase is Phase.RUNNING, state.phase is Phase.LOBBY
        following = None if running and not self.looks_ahead else self.reading.following
        order = [self.seat(key) for key in state.order if key in self.people]
        pages = self.reading.pages if kind == PartKind.PAGES else ()
        purpose = self.reading.purpose if running and state.step == 0 else ""
        return StagePage(
            session=self.session,
            state=state,
            kind=kind,
            stage=rooms.stage_token(state),
            title=self.reading.titles[state.step] if step and running else self.reading.worded(title_of, self.session),
            prompt=_(step.prompt) if step and running and step.prompt else "",
            script=_(step.script) if step and running and step.script and not screen else "",
            step_key=step.key if step else "",
            step_number=state.step + 1,
            step_count=len(self.agenda.steps),
            seats=sorted((self.seat(key) for key in self.people), key=lambda seat: seat.name.casefold()),
            order=order,
            agenda=self.reading.worded(self.reading.rows),
            me=self.me if in_lobby and state.facilitator == self.me else NOBODY,
            speaker=self.name(state.speaker),
            next_speaker=self.name(state.next_speaker),
            facilitator=self.name(state.facilitator),
            next_facilitator=self.name(self.next_facilitator(following)),
            is_facilitator=state.facilitator == self.me and not screen,
            my_turn=state.speaker == self.me,
            can_take_back=state.can_take_back == self.me,
            can_return=state.replaced == self.me,
            may_start=(state.facilitator == self.me or state.anyone_may_start) and not screen,
            has_agreed=in_lobby and self.me in self.reading.agreed,
            is_done=self.me in state.done and self.reading.is_for_one,
            writing=len([key for key in state.here if key in self.people and key not in state.done]),
            lost=self.reading.titles[state.step + 1 :] if running else [],
            pad=self.pad(screen=screen) if running else None,
            panels=self.panels(part, kind),
            pages=pages,
            page=state.page,
            talk=self.talk() if running else None,
            parked=self.reading.parked(self.actor, self.person.pk) if not in_lobby else (),
            park_key=f"{self.reading.blank_key}p",
            hint=None if screen else hinting.hint_for(self.session, state, self.person, self.reading.now),
            so_far=self.so_far() if running and self.me in state.late and not screen else (),
            decisions=self.decisions(),
            note_key=f"{self.reading.blank_key}n",
            purpose=purpose,
            module_language=self.reading.module_language if pages or purpose else "",
            next_date=moments.moment_text(following.starts_at) if following else "",
            part_count=len(step.parts) if step else 1,
            alone_until=self.alone_until(step, part) if running else "",
        )

    def alone_until(self, step: Step | None, part: Part | None) -> str:
        """The clock beside this counts the whole step."""
        ends_at = self.state.part_ends_at
        if step is None or part is None or ends_at is None or part is step.parts[-1]:
            return ""
        return _clock(ends_at) if part.kind in (PartKind.WRITE, PartKind.PANEL) else ""

    def talk(self) -> talking.Talking:
        found = talking.talking(self.agenda, self.state, self.names, self.me, self.reading.now)
        if self.reading.is_for_one:
            return found
        return replace(
            found, i_speak=False, i_say_quiet=False, voices=[replace(voice, is_me=False) for voice in found.voices]
        )

    @property
    def names(self) -> dict[str, str]:
        return {key: person.name for key, person in self.people.items()}

    def name(self, key: str) -> str:
        return self.people[key].name if key in self.people else ""

    def seat(self, key: str) -> Seat:
        name = self.name(key)
        return Seat(
            key=key,
            name=name,
            short=self.short[name],
            is_me=key == self.me and self.reading.is_for_one and self.state.phase is Phase.LOBBY,
            is_here=key in self.state.here,
            speaks=key == self.state.speaker,
            has_spoken=key in self.state.spoken and key != self.state.speaker,
        )

    def next_facilitator(self, following: Session | None) -> str:
        """Who follows on the rota of this session; where the room looks ahead, whoever begins the next one."""
        if self.state.phase is Phase.CLOSED or self.looks_ahead:
            return following.rota[0] if following and following.rota else NOBODY
        return next((key for key in self.state.rota if key != self.state.facilitator), NOBODY)

    def panels(self, part: Part | None, kind: str) -> Sequence[str]:
        if kind == Phase.LOBBY:
            return self.agenda.lobby
        if kind == PartKind.TALK and self.in_last_step:
            return (
                [OWN_PLAN] if any(part.panel == OWN_PLAN for step in self.agenda.steps for part in step.parts) else ()
            )
        return (part.panel,) if part and kind == PartKind.PANEL and part.panel else ()

    def so_far(self) -> list[SoFar]:
        """A minute's reading: the steps before this one, and the cards that lie open from them."""
        passed = self.agenda.steps[: max(self.state.step, 0)]
        return [SoFar(_(step.title), self.revealed_in(step)) for step in passed]

    def revealed_in(self, step: Step) -> list[Note]:
        pads = {part.pad: part for part in step.parts if f"{step.key}/{part.pad}" in self.state.revealed}
        cards = [card for pad in pads for card in self.cards(step.key, pad)]
        return [self.note(card, pads[card.pad]) for card in cards if not card.is_draft and not card.merged_into_id]

    def decisions(self) -> list[Note]:
        """What the group noted as decided, in the order in which it did."""
        part = Part(kind=PartKind.WRITE, pad=open_pads.DECISION)
        cards = [card for card in self.cards(*open_pads.DECISIONS) if not card.is_draft]
        return [self.note(card, part) for card in sorted(cards, key=lambda card: (card.written_at, card.pk))]

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
        return Pad(
            part.pad, part.is_named, part.sides, is_revealed, () if screen else mine, shown, self.reading.blank_key
        )

    def is_open(self, card: Card, *, is_revealed: bool) -> bool:
        """My own cards that nobody else reads yet."""
        return str(card.person_id) == self.me and (card.is_draft or not is_revealed)

    def cards(self, step: str, pad: str) -> list[Card]:
        return self.reading.cards(self.person.pk, step, pad)

    def note(self, card: Card, part: Part) -> Note:
        return Note(
            id=card.pk,
            key=card.key,
            text=read(actor=self.actor, private=card.text),
            side=card.side,
            name=card.person.name if part.is_named else "",
            is_late=card.is_late,
            is_mine=part.pad == open_pads.DECISION and str(card.person_id) == self.me,  # nothing else shows it
            is_draft=card.is_draft,
            merged=[read(actor=self.actor, private=one.text) for one in card.merged.all() if not one.is_draft],
        )
