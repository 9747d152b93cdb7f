"""The small things that the pages of a room are made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


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
