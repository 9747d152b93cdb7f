"""What a session leaves to its group: who was there, causes, decisions, takeaways. For its members alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404

from hexad.challenges.module import Module
from hexad_web.accounts.access import Actor
from hexad_web.accounts.private_text import read
from hexad_web.frontend import moments
from hexad_web.sessions import access, open_pads
from hexad_web.sessions.models import Card, Session
from hexad_web.sessions.queries import cycle_module, pages, rooms

BEGUN = (Session.State.RUNNING, Session.State.HELD)
TAKEAWAY = "takeaway"


@dataclass(frozen=True, slots=True)
class Said:
    """One card; ``name`` is empty where cards carry none. ``language``: of words that are a module's."""

    text: str
    name: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """``unsorted``: causes of which the group has not said whether it controls them."""

    session: Session
    title: str
    when: str
    mode: str
    module: Module | None
    there: Sequence[str]
    facilitator: str
    inside: Sequence[Said]
    outside: Sequence[Said]
    unsorted: Sequence[Said]
    decisions: Sequence[Said]
    takeaways: Sequence[Said]
    parked: Sequence[Said]
    next_date: str
    next_facilitator: str


def told(actor: Actor, session_id: int, now: datetime) -> Told:
    """From what the group reads: revealed cards, and notes of the whole group. Before it began there is nothing."""
    session = access.session_of(actor, session_id)
    access.member_of(actor, session)
    if session.state not in BEGUN:
        raise Http404
    state = rooms.state_of(session, now)
    names = {str(person.pk): person.name for person in rooms.members_of(session)}
    cards = _cards(actor, session, state.revealed)
    causes = _causes(session, cards)
    following = rooms.following_of(session, now)
    return Told(
        session=session,
        title=pages.title_of(session),
        when=moments.span_text(session.starts_at, session.ends_at, session.meeting.zone),
        mode=session.meeting.get_mode_display(),
        module=cycle_module.module_of(session),
        there=sorted((names[key] for key in state.joined if key in names), key=str.casefold),
        facilitator=names.get(state.facilitator, ""),
        inside=_said(actor, causes, side=Card.Side.INSIDE),
        outside=_said(actor, causes, side=Card.Side.OUTSIDE),
        unsorted=_said(actor, causes, side=Card.Side.NONE),
        decisions=_said(actor, cards, pad=open_pads.DECISION),
        takeaways=_said(actor, cards, pad=TAKEAWAY),
        parked=_said(actor, cards, pad=open_pads.PARKING),
        next_date=moments.moment_text(following.starts_at, following.meeting.zone) if following else "",
        next_facilitator=names.get(following.rota[0], "") if following and following.rota else "",
    )


def _cards(actor: Actor, session: Session, revealed: Sequence[str]) -> list[Card]:
    """Each that the group reads; nobody's drafts, the reader's own neither."""
    open_places = {*revealed, *open_pads.PLACES}
    rows = access.cards_of(actor, session, revealed).filter(is_draft=False).order_by("written_at", "pk")
    return [card for card in rows.prefetch_related("merged__text__space") if f"{card.step}/{card.pad}" in open_places]


def _said(actor: Actor, cards: Iterable[Card], **wanted: str) -> list[Said]:
    found = [card for card in cards if all(getattr(card, name) == value for name, value in wanted.items())]
    return [_one(actor, card) for card in found if not card.merged_into_id]


def _one(actor: Actor, card: Card) -> Said:
    """With what was put together with it, one below the other."""
    merged = [one for one in card.merged.all() if not one.is_draft]
    texts = [read(actor=actor, private=one.text) for one in (card, *merged)]
    return Said("\n".join(texts), card.person.name if card.is_named else "")


def _causes(session: Session, cards: Iterable[Card]) -> list[Card]:
    """What stands on pads of a step that ask whether the group controls it; a parked note may be sorted too."""
    steps = rooms.agenda_of(session).steps
    sided = {(step.key, part.pad) for step in steps for part in step.parts if part.sides and part.pad}
    return [card for card in cards if (card.step, card.pad) in sided]
