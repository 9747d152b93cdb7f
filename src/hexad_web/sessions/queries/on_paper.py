"""The page on which a session that was held without screens is typed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.utils.translation import gettext as _

from hexad.sessions.agenda import Agenda, Part, PartKind
from hexad.sessions.state import RoomState
from hexad_web.accounts.access import Actor
from hexad_web.accounts.private_text import read
from hexad_web.people.models import Person
from hexad_web.sessions import access, open_pads
from hexad_web.sessions.models import Card, Session
from hexad_web.sessions.queries import pages, rooms
from hexad_web.sessions.queries.page_parts import Note


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedPad:
    """One pad of one step: what stands on it, and an empty card under a key of its own."""

    step: str
    pad: str
    title: str
    prompt: str
    is_named: bool
    has_sides: bool
    cards: Sequence[Note]
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPage:
    """``is_told``: somebody has said who was there; before that nothing is typed in."""

    session: Session
    title: str
    members: Sequence[Person]
    there: Sequence[str]
    facilitator: str  # whose turn it was, until somebody says otherwise
    is_told: bool
    is_open: bool
    pads: Sequence[TypedPad] = ()
    panels: Sequence[str] = ()


def paper_page(actor: Actor, session_id: int, now: datetime) -> PaperPage | None:
    """None where there is nothing to type in."""
    session = access.session_of(actor, session_id)
    person = access.member_of(actor, session)
    is_told = session.paper_until is not None
    state, agenda = rooms.state_of(session, now), rooms.agenda_of(session)
    if not is_told and not rooms.may_be_told(session, state, now):
        return None
    members = rooms.members_of(session)
    return PaperPage(
        session=session,
        title=pages.title_of(session),
        members=members,
        there=[one.name for one in members if str(one.pk) in state.joined],
        facilitator=state.facilitator,
        is_told=is_told,
        is_open=session.takes_answers(now),
        pads=_Typed(actor, session, person, state).pads(agenda) if is_told else (),
        panels=panels_of(agenda) if is_told else (),
    )


def panels_of(agenda: Agenda) -> list[str]:
    """The forms of its steps by URL name, each once, those before the start first."""
    inside = [part.panel for step in agenda.steps for part in step.parts if part.panel]
    return list(dict.fromkeys([*agenda.lobby, *inside]))


class _Typed:
    """The pads of one session as one member sees them."""

    def __init__(self, actor: Actor, session: Session, person: Person, state: RoomState) -> None:
        self.actor, self.session, self.me, self.state = actor, session, person, state
        rows = access.cards_of(actor, session, state.revealed).filter(merged_into=None)
        self.cards = list(rows.order_by("written_at", "pk"))

    def pads(self, agenda: Agenda) -> list[TypedPad]:
        found = [
            self.pad(part, step.key, _(step.title), _(step.prompt) if step.prompt else "")
            for step in agenda.steps
            for part in step.parts
            if part.kind is PartKind.WRITE
        ]
        decision = Part(kind=PartKind.WRITE, pad=open_pads.DECISION)
        return [*found, self.pad(decision, open_pads.GROUP, _("What we decided"), _("One decision on each card."))]

    def pad(self, part: Part, step: str, title: str, prompt: str) -> TypedPad:
        cards = [card for card in self.cards if (card.step, card.pad) == (step, part.pad)]
        return TypedPad(
            step=step,
            pad=part.pad,
            title=title,
            prompt=prompt,
            is_named=part.is_named,
            has_sides=part.sides,
            cards=[self.note(card) for card in cards],
            key=uuid4().hex,
        )

    def note(self, card: Card) -> Note:
        return Note(
            id=card.pk,
            key=card.key,
            text=read(actor=self.actor, private=card.text),
            side=card.get_side_display() if card.side else "",
            name=card.person.name if card.is_named else "",
            is_late=card.is_late,
            is_mine=card.person_id == self.me.pk,
            is_draft=card.is_draft,
        )
