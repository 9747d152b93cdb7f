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
    SPEAK = "speak"  # open parts: somebody speaks from now; values: step, part, who (or the sender); anybody may tap
    HUSH = "hush"  # open parts: nobody speaks any more; values: step, part, on (answers whether that is still so)
    QUESTIONS_FIRST = "questions_first"  # the facilitator switches it for this part; values: step, part, on
    ONWARD = "onward"  # from telling to questions to ideas; values: step, part, turn, asking (what was on the screen)
    ASKED = "asked"  # ``person`` has asked, or has no question; once more takes it back; values: step, part, turn
    ADVICE = "advice"  # somebody gave advice before its time, says ``person``, whom nobody learns; values: step, part
    TAKE_UP = "take_up"  # the group talks about a parked note; values: card
    PUT_BACK = "put_back"  # not after all; values: card
    HINT = "hint"  # the facilitator has answered a rescue hint; values: hint (its key), used; changes no screen
    PAPER = "paper"  # it was held without screens, and whoever was HERE was there: every pad is open, and it is closed


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


class Asking(StrEnum):
    """Where a part stands that begins with questions."""

    NONE = ""  # it does not
    TELLING = "telling"  # rounds only: whoever has the turn tells
    QUESTIONS = "questions"  # the others ask, and advise nothing
    IDEAS = "ideas"  # each says one thing they would try


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Somebody spoke: a turn of a round, or from one tap to the next. ``present``: who could have, when it began."""

    person: str
    starts_at: datetime
    ends_at: datetime
    step: int
    part: int
    is_turn: bool = False
    present: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Whoever facilitates has used or dismissed the hint of this key."""

    key: str
    at: datetime
    was_used: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What rescue hints are made of and no screen shows. It may change while the state does not.

    Attributes
    ----------
    tapped_at
        When anybody last did anything in the running part, or it began.
    hushed_at
        Since when, by a tap, nobody speaks; None if nobody said so.
    quiet_at
        When, asked, enough had said that it is still quiet; None if they have not, or something was tapped since.
    turn_started_at
        When the running turn began.
    early
        When, in the running part, ideas or advice came before most had asked.
    answers
        The hints that were answered.
    """

    tapped_at: datetime | None = None
    hushed_at: datetime | None = None
    quiet_at: datetime | None = None
    turn_started_at: datetime | None = None
    early: tuple[datetime, ...] = ()
    answers: tuple[Answer, ...] = ()


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
    part_started_at
        When the running part began.
    voice, voice_since
        Who speaks, by turn or by tap, and since when; empty if nobody is known to.
    talk
        Who spoke before, oldest first; without whoever speaks now.
    asks_quiet, still_quiet
        Whether phones ask if it is still quiet, since a tap said so a while ago and nothing was tapped or sent since;
        who says yes. Screens show each their own.
    asking, asked
        Where a part stands that begins with questions, and who has asked. Screens show the number only.
    topic, taken_up
        The parked note that the group talks about in this part, and all that it took up.
    record
        For the rules of rescue only; two states are the same whatever it holds.
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
    part_started_at: datetime | None = None
    voice: str = ""
    voice_since: datetime | None = None
    talk: tuple[Stretch, ...] = ()
    asks_quiet: bool = False
    still_quiet: tuple[str, ...] = ()
    asking: Asking = Asking.NONE
    asked: tuple[str, ...] = ()
    topic: str = ""
    taken_up: tuple[str, ...] = ()
    record: Record = field(default_factory=Record, compare=False)
    notices: tuple[Notice, ...] = field(default=())
    next_change_at: datetime | None = None

    def begins_with(self, person: str, at: datetime) -> bool:
        """Whether a Start by ``person`` at ``at`` begins the session, if nothing else has happened since."""
        is_as_it_was = self.next_change_at is not None and at < self.next_change_at
        may = self.anyone_may_start or (self.may_start and person == self.facilitator)
        return self.phase is Phase.LOBBY and is_as_it_was and may and person in self.rota
