"""A room for tests: four members, a session from 14:00 to 15:30, and the events that they make."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count

from hexad.sessions.agenda import Agenda, load
from hexad.sessions.room import state_at
from hexad.sessions.state import Event, EventKind, RoomState

START = datetime(2027, 2, 4, 14, 0, tzinfo=UTC)
END = START + timedelta(minutes=90)
FOUR = ("ana", "ben", "cho", "dev")
EXPLORE, REFLECT, ENGAGE = load("explore"), load("reflect"), load("engage")
STEPS = {step.key: number for number, step in enumerate(EXPLORE.steps)}


def at(minutes: float, seconds: float = 0) -> datetime:
    return START + timedelta(minutes=minutes, seconds=seconds)


def room(
    events: Iterable[Event],
    now: datetime,
    *,
    agenda: Agenda = EXPLORE,
    members: Sequence[str] = FOUR,
    rota: Sequence[str] = FOUR,
    seed: str = "seed",
    starts_at: datetime = START,
    ends_at: datetime = END,
) -> RoomState:
    return state_at(agenda, events, now, starts_at=starts_at, ends_at=ends_at, members=members, rota=rota, seed=seed)


class Script:
    """What happened so far, and the room as it stands; every act happens at ``self.now``."""

    def __init__(self, *, agenda: Agenda = EXPLORE, members: Sequence[str] = FOUR, seed: str = "seed") -> None:
        self.agenda, self.members, self.seed = agenda, members, seed
        self.events: list[Event] = []
        self.now = START
        self._number = count(1)

    @property
    def state(self) -> RoomState:
        return room(self.events, self.now, agenda=self.agenda, members=self.members, rota=self.members, seed=self.seed)

    def act(self, kind: EventKind, person: str, key: str = "", **values: str | int | bool) -> None:
        key = key or f"{next(self._number):05}"
        self.events.append(Event(key=key, kind=kind, at=self.now, person=person, values=values))

    def here(self, *people: str) -> None:
        for person in people:
            self.act(EventKind.HERE, person, device=f"{person}'s phone")

    def gone(self, person: str) -> None:
        self.act(EventKind.GONE, person, device=f"{person}'s phone")

    def start(self, person: str = "ana") -> None:
        self.act(EventKind.START, person)

    def seen(self, kind: EventKind, person: str, **values: str | int | bool) -> None:
        """An act on what is on the screen now."""
        state = self.state
        self.act(kind, person, step=state.step, part=state.part, **values)

    def next(self) -> None:
        self.seen(EventKind.NEXT, self.state.facilitator)

    def pass_turn(self, person: str = "") -> None:
        state = self.state
        self.seen(EventKind.PASS, person or state.speaker, turn=state.turn)

    def wait(self, minutes: float = 0, seconds: float = 0) -> None:
        self.now += timedelta(minutes=minutes, seconds=seconds)

    def until(self, step: str, part: int = 0) -> None:
        """Press Next until this part is on the screen."""
        wanted = next(number for number, one in enumerate(self.agenda.steps) if one.key == step), part
        while (self.state.step, self.state.part) < wanted:
            self.wait(seconds=1)
            self.next()


def started(**options: object) -> Script:
    """Everybody is there, and the first of the rota starts on time."""
    script = Script(**options)  # type: ignore[arg-type]  # the options are Script's own
    script.here(*script.members)
    script.start(script.members[0])
    return script
