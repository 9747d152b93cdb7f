"""The parking lot: notes set aside for later, by anybody and at any time; all of the group read them at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hexad.sessions.state import RoomState
from hexad_web.accounts.access import Actor
from hexad_web.accounts.private_text import read
from hexad_web.sessions.models import Card


@dataclass(frozen=True, slots=True)
class Parked:
    """One note, without a name."""

    id: int
    text: str
    is_outside: bool
    was_taken_up: bool
    is_topic: bool


def parked(actor: Actor, cards: Iterable[Card], state: RoomState) -> Sequence[Parked]:
    """What lies there of these cards, in the order in which it was set aside."""
    return [
        Parked(
            id=card.pk,
            text=read(actor=actor, private=card.text),
            is_outside=card.side == Card.Side.OUTSIDE,
            was_taken_up=str(card.pk) in state.taken_up,
            is_topic=str(card.pk) == state.topic,
        )
        for card in sorted(cards, key=lambda card: (card.written_at, card.pk))
        if not card.is_draft
    ]
