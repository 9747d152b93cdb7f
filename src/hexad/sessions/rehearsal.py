"""A session played through beforehand: invented members, plausible taps, and the same room as any session."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hexad.sessions._events import LiveRoom
from hexad.sessions.agenda import Agenda, PartKind
from hexad.sessions.room import state_at
from hexad.sessions.state import Event, EventKind, Phase, RoomState

START = datetime(2000, 1, 3, 9, 0, tzinfo=UTC)  # any day: only what passes since matters
ARRIVE_WITHIN = timedelta(minutes=8)  # before the start
READY = (0.6, 0.95)  # of the time of a part, when somebody who writes is ready
OF_A_TURN = (0.75, 1.0)  # of the time of a turn
Moment = tuple[int, int, int]  # step, part, turn


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """One session that nobody held. ``state_at`` gives what its room shows at any time.

    Attributes
    ----------
    events
        In the order of their times.
    members
        In the order of the rota: the first facilitates.
    """

    agenda: Agenda
    members: tuple[str, ...]
    seed: str
    starts_at: datetime
    ends_at: datetime
    events: tuple[Event, ...]

    def state_at(self, now: datetime) -> RoomState:
        """What the room shows at ``now``."""
        return state_at(
            self.agenda,
            self.events,
            now,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            members=self.members,
            rota=self.members,
            seed=self.seed,
        )

    def course(self) -> Iterator[tuple[datetime, RoomState]]:
        """Each moment from the start on at which the step, the part or the turn is another one, and the end."""
        seen: tuple[Phase, Moment] | None = None
        at = self.starts_at
        moments = {event.at for event in self.events if event.at >= self.starts_at}
        while True:
            state = self.state_at(at)
            shown = (state.phase, (state.step, state.part, state.turn))
            if shown != seen:
                yield at, state
            seen = shown
            following = [one for one in moments if one > at]
            following += [state.next_change_at] if state.next_change_at is not None else []
            if state.phase is Phase.CLOSED or not following:
                return
            at = min(following)


def rehearse(
    agenda: Agenda, members: Sequence[str], seed: str, *, late: timedelta = timedelta(0), starts_at: datetime = START
) -> Rehearsal:
    """Play an agenda with members who come on time, write, speak and pass their turn.

    Parameters
    ----------
    agenda
        Any that can be used.
    members
        Names or keys, one at least; the first facilitates.
    seed
        The same seed gives the same events.
    late
        How long after its time the session starts; less than its length.
    starts_at
        When it should start.

    Returns
    -------
    Rehearsal
        It visits the steps in their order, and ends exactly at its end.

    Raises
    ------
    ValueError
        If there is nobody, or the start is later than the end.
    """
    length = agenda.minutes * timedelta(minutes=1)
    if not members or not timedelta(0) <= late < length:
        raise ValueError("A rehearsal has members and starts before its end.")
    play = _Play(agenda, tuple(members), seed, starts_at)
    play.open(late)
    play.run()
    return Rehearsal(agenda, tuple(members), seed, starts_at, starts_at + length, tuple(play.events))


class _Play:
    """One room, and what its members are going to do in the moment that it shows."""

    def __init__(self, agenda: Agenda, members: tuple[str, ...], seed: str, starts_at: datetime) -> None:
        self.members, self.starts_at, self.now = members, starts_at, starts_at
        self.lot = random.Random(f"{seed} rehearsal")  # noqa: S311  # plausible taps, no secret
        self.events: list[Event] = []
        ends_at = starts_at + agenda.minutes * timedelta(minutes=1)
        self.room = LiveRoom(agenda, starts_at, ends_at, members, members, seed)

    def open(self, late: timedelta) -> None:
        arrivals = sorted(self.starts_at - self.lot.random() * ARRIVE_WITHIN for _member in self.members)
        for at, person in zip(arrivals, self.members, strict=True):
            self.act(EventKind.HERE, person, at, device="phone")
        self.act(EventKind.START, self.members[0], self.starts_at + late)

    def run(self) -> None:
        """Until it is closed: what the clock brings, or what somebody does, whichever comes first."""
        seen, waiting = None, []
        while (due := self.room.next_change()) is not None:
            if self.moment != seen:
                seen, waiting = self.moment, self.plans(self.now)
            if waiting and waiting[0].at < due:
                self.take(waiting.pop(0))
            else:
                self.now = due
                self.room.run_until(due)

    @property
    def moment(self) -> Moment:
        turn = self.room.round.number if self.room.round else -1
        return self.room.step, self.room.part, turn

    def plans(self, now: datetime) -> list[Event]:
        """What the members do in this part: whoever writes is ready at some time, whoever speaks passes on."""
        part, turns = self.room.agenda.steps[self.room.step].parts[self.room.part], self.room.round
        if part.kind in (PartKind.WRITE, PartKind.PANEL):
            left = self.room.part_ends[self.room.part] - now
            done = [self.tap(EventKind.DONE, one, now + self.lot.uniform(*READY) * left) for one in self.members]
            return sorted(done, key=lambda event: (event.at, event.key))
        if turns is not None and not turns.is_over and self.room.turn_ends_at is not None:
            spoken = now + self.lot.uniform(*OF_A_TURN) * (self.room.turn_ends_at - now)
            return [self.tap(EventKind.PASS, turns.speaker, spoken, turn=turns.number)]
        return []

    def tap(self, kind: EventKind, person: str, at: datetime, **values: int) -> Event:
        return self.event(kind, person, at, step=self.room.step, part=self.room.part, **values)

    def event(self, kind: EventKind, person: str, at: datetime, **values: str | int) -> Event:
        """Its key is made of what it is: only one such thing can happen in a moment."""
        places = "/".join(str(value) for value in values.values())
        return Event(key=f"{kind}/{person}/{places}", kind=kind, at=at, person=person, values=values)

    def act(self, kind: EventKind, person: str, at: datetime, **values: str | int) -> None:
        self.take(self.event(kind, person, at, **values))

    def take(self, event: Event) -> None:
        self.now = event.at
        self.events.append(event)
        self.room.run_until(event.at)
        self.room.take(event)
