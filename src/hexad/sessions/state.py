"""Events go in, a state comes out: the two ends of ``room.state_at``."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

Values = Mapping[str, str | int | bool]
NO_VALUES: Values = MappingProxyType({})


class EventKind(StrEnum):
    """What can happen. Whatever does not fit the state at its time is ignored, never an error."""

    HERE = "here"  # a device of ``person`` has a connection; values: device
    GONE = "gone"  # it has none any more; values: device
    AGREE = "agree"  # accepts the group agreement
    START = "start"  # the facilitator starts, or anybody three minutes late; makes that person the facilitator
    NEXT = "next"  # the facilitator ends the part; values: step, part (those that were on the screen)
    DONE = "done"  # ``person`` is ready with the part; values: step, part
    UNDONE = "undone"  # not ready after all
    REVEAL = "reveal"  # the facilitator reveals although somebody writes; values: step, part
    PASS = "pass"  # noqa: S105  # the turn goes on; values: step, part, turn (its number); by the speaker or anybody
    TAKE_BACK = "take_back"  # the speaker before takes the turn back; values: step, part, turn
    SWAP = "swap"  # rota: ``person`` and values: other change places
    SKIP = "skip"  # rota: ``person`` (values: who, or the sender) goes to the end
    RETURN = "return"  # the facilitator who was replaced takes over again, once
    LEFT = "left"  # ``person`` left the group for good
    CARDS = "cards"  # cards that all may read were added, sorted or merged; their words are elsewhere
    PAGE = "page"  # the facilitator opens a page of the module for all; values: page
    END = "end"  # the facilitator ends early


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened. ``at`` is the server's clock; ``key`` is unique, so that a repeated tap counts once."""

    key: str
    kind: EventKind
    at: datetime
    person: str = ""
    values: Values = field(default_factory=lambda: NO_VALUES)  # a factory: before Python 3.12 it counts as mutable


class Phase(StrEnum):
    """Where the session stands."""

    LOBBY = "lobby"
    RUNNING = "running"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """When a step begins and ends, as the timetable stands now."""

    key: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something the room is told once: what happened, whom it concerns, and the step borrowed from and the like.

    Codes: ``started``, ``facilitates``, ``replaced``, ``returned``, ``revealed``, ``borrowed``, ``passed``,
    ``taken_back``, ``joined_late``, ``left``, ``closed``.
    """

    at: datetime
    code: str
    person: str = ""
    values: Values = field(default_factory=lambda: NO_VALUES)  # a factory: before Python 3.12 it counts as mutable


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomState:
    """Everything that a screen of the room shows, but text and names.

    Attributes
    ----------
    step, part
        Indices into the agenda; -1 in the lobby, and those of the end once closed.
    step_ends_at, part_ends_at, turn_ends_at
        Planned ends; a part whose end has passed runs over (``borrowed``). ``ends_at`` never moves.
    timetable
        One entry a step.
    borrowed
        Seconds by which the running step has run over, in whole minutes begun; ``borrowed_from``: the key of the step
        that pays.
    rota, facilitator
        Whose turn it is to facilitate, first to last; who does.
    replaced
        Who was replaced for want of a connection and may still return; empty if nobody.
    here, joined
        Who has a connection now; who was there at any time since the start. Sorted.
    order, turn, speaker, next_speaker, spoken
        The round: order of turns, number of the turn (it grows when a turn is passed and when it is taken back), who
        speaks, who follows, who has spoken.
    can_take_back
        Whose turn was passed last and could be taken back.
    done
        Who is ready with this part. Screens show the number only.
    revealed
        Keys ``step/pad`` of the pads whose cards may be seen, in the order of reveal.
    cards
        How often revealed cards have changed.
    page
        The module's page that the facilitator opened last.
    next_change_at
        When the state changes without any event; None when it never does.
    version
        Grows with every change of the state, by event or by time; equal versions are equal states.
    """

    phase: Phase
    version: int
    starts_at: datetime
    ends_at: datetime
    started_at: datetime | None = None
    closed_at: datetime | None = None
    step: int = -1
    part: int = -1
    step_ends_at: datetime | None = None
    part_ends_at: datetime | None = None
    turn_ends_at: datetime | None = None
    timetable: tuple[Times, ...] = ()
    borrowed: int = 0
    borrowed_from: str = ""
    rota: tuple[str, ...] = ()
    facilitator: str = ""
    replaced: str = ""
    may_start: bool = False  # whoever facilitates may
    anyone_may_start: bool = False
    here: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()
    late: tuple[str, ...] = ()
    agreed: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    turn: int = -1
    speaker: str = ""
    next_speaker: str = ""
    spoken: tuple[str, ...] = ()
    can_take_back: str = ""
    done: tuple[str, ...] = ()
    revealed: tuple[str, ...] = ()
    cards: int = 0
    page: str = ""
    notices: tuple[Notice, ...] = field(default=())
    next_change_at: datetime | None = None
