"""The page of a room as values: what surrounds the moment, and what it shows of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from hexad.sessions.agenda import PartKind
from hexad.sessions.state import Phase, RoomState
from hexad_web.sessions import agreement_words
from hexad_web.sessions.models import Session
from hexad_web.sessions.queries.hinting import Whisper
from hexad_web.sessions.queries.page_parts import Note, Pad, Row, Seat, SoFar
from hexad_web.sessions.queries.parking import Parked
from hexad_web.sessions.queries.talking import Talking


@dataclass(frozen=True, slots=True)
class StagePage:
    """What the page shows of the moment. Where two members see the same these are equal, and it is drawn once."""

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
    me: str  # of whoever facilitates, in the lobby, where they can skip a turn on the rota
    speaker: str = ""
    next_speaker: str = ""
    facilitator: str = ""
    next_facilitator: str = ""
    is_facilitator: bool = False
    my_turn: bool = False
    can_take_back: bool = False
    can_return: bool = False
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
    part_count: int = 1  # of this step
    alone_until: str = ""  # when the others are heard again, where more of this step follows
    purpose: str = ""
    module_language: str = ""  # of ``purpose`` and ``pages``
    so_far: Sequence[SoFar] = ()
    talk: Talking | None = None
    parked: Sequence[Parked] = ()
    park_key: str = ""
    hint: Whisper | None = None
    decisions: Sequence[Note] = ()
    note_key: str = ""
    points: Sequence[object] = field(default=agreement_words.POINTS, compare=False)  # the same for all

    @property
    def is_running(self) -> bool:
        return self.state.phase is Phase.RUNNING

    @property
    def here(self) -> list[Seat]:
        return [seat for seat in self.seats if seat.is_here]

    @property
    def is_last(self) -> bool:
        """In the last step, where the group looks at what it decided."""
        return self.is_running and self.step_number == self.step_count

    @property
    def is_opening(self) -> bool:
        """The first minutes, where the group hears what the session is for."""
        return self.is_running and self.step_number == 1 and self.kind == PartKind.TALK

    @property
    def is_closing(self) -> bool:
        """The last minutes: everybody sees the own plan, the next date and who facilitates it."""
        return self.is_last and self.kind == PartKind.TALK

    @property
    def shows_agreement(self) -> bool:
        """In the step that talks about it."""
        return self.is_running and self.step_key == "agreement"

    @property
    def looks_ahead(self) -> bool:
        """In the step that says what comes next, before the last one does."""
        return self.is_running and self.step_key == "next" and not self.is_closing

    @property
    def is_facilitator_next(self) -> bool:
        return self.may_start and not self.is_facilitator


@dataclass(frozen=True, slots=True)
class RoomPage:
    session: Session
    me: str
    title: str
    when: str  # said in the lobby alone
    starts: str
    ends: str
    place: str
    link: str
    mode: str
    others: str  # which groups get together with this one; said in the lobby alone
    may_be_on_paper: bool
    call: str  # the address to show in a frame; empty where the call is elsewhere
    stage: StagePage
    state: Mapping[str, object] = field(default_factory=dict)
    missed: bool = False  # held without the reader
