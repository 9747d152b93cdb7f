"""The fold of a room without its events: the clock, the steps, who facilitates."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from hexad.sessions._attendance import Attendance
from hexad.sessions._talk import Talk
from hexad.sessions._turns import Round, first_order, order_of_round
from hexad.sessions.agenda import Agenda, Part, PartKind, Step, lengths, part_lengths
from hexad.sessions.state import Asking, Notice, Phase

OPENS_BEFORE = timedelta(minutes=10)
ANYBODY_AFTER = timedelta(minutes=3)
MINUTE = timedelta(minutes=1)
SHORTEST_TURN = timedelta(seconds=30)
LEAST_READY = 2  # one person alone is not everybody


class Room:
    """``run_until`` lets time pass, up to what happens next; each change counts in ``version``."""

    def __init__(
        self,
        agenda: Agenda,
        starts_at: datetime,
        ends_at: datetime,
        members: Sequence[str],
        rota: Sequence[str],
        seed: str,
    ) -> None:
        self.agenda, self.starts_at, self.ends_at, self.seed = agenda, starts_at, ends_at, seed
        self.people = Attendance(members, rota)
        self.phase, self.version = Phase.LOBBY, 0
        self.started_at: datetime | None = None
        self.closed_at: datetime | None = None
        self.step, self.part = -1, -1
        self.planned_ends: tuple[datetime, ...] = ()
        self.entered: dict[int, datetime] = {}
        self.left_at: dict[int, datetime] = {}
        self.part_ends: tuple[datetime, ...] = ()
        self.may_start = self.anyone_may_start = False
        self.facilitator, self.replaced = self.people.first(), ""
        self.has_returned = False
        self.round: Round | None = None
        self.rounds = 0
        self.turn_ends_at: datetime | None = None
        self.order = first_order(self.people.members, seed)
        self.done: set[str] = set()
        self.revealed: list[str] = []
        self.talk = Talk()
        self.page, self.cards = "", 0
        self.borrowed = 0
        self.notices: list[Notice] = []
        self.ticked_at: datetime | None = None  # when the clock alone changed something last

    # -- time

    def run_until(self, now: datetime) -> None:
        """Let everything happen that the clock alone brings, up to and with ``now``."""
        while (due := self.next_change()) is not None and due <= now:
            self._tick(due)
            self._follow_voice(due)
            self.ticked_at = due

    def next_change(self) -> datetime | None:
        """When something changes although nobody does anything."""
        if self.phase is Phase.CLOSED:
            return None
        if self.phase is Phase.LOBBY:
            waiting = [self.starts_at - OPENS_BEFORE] if not self.may_start else []
            waiting += [self.starts_at + ANYBODY_AFTER] if not self.anyone_may_start else []
            return min([*waiting, self.ends_at])
        return min(self._coming())

    def _coming(self) -> Iterator[datetime]:
        yield self.ends_at
        yield self._part_is_over_at()
        if self._runs_over and (step_end := self.planned_ends[self.step]) < self._limit():
            yield step_end + self.borrowed * timedelta(seconds=1)
        yield from self.talk.coming()
        lost = self.people.lost_at(self.facilitator)
        if lost is not None and self.people.successor(self.facilitator):
            yield lost
        if self._waits_for_all:
            yield from self._absences_end()

    def _absences_end(self) -> Iterator[datetime]:
        """When somebody whose line dropped no longer counts as present, so that the others need not wait."""
        for person in self.people.wavering():
            if person not in self.done and (gone := self.people.lost_at(person)) is not None:
                yield gone

    def _tick(self, due: datetime) -> None:
        if self.phase is Phase.LOBBY:
            self._tick_lobby(due)
        elif due >= self.ends_at:
            self._close(self.ends_at)
        else:
            self._tick_running(due)

    def _tick_lobby(self, due: datetime) -> None:
        if due >= self.ends_at:
            self._close(self.ends_at)
            return
        self.may_start = True
        self.anyone_may_start = due >= self.starts_at + ANYBODY_AFTER
        self.version += 1

    def _tick_running(self, due: datetime) -> None:
        self.people.settle(due)
        if self.people.is_lost(self.facilitator, due) and self.people.successor(self.facilitator):
            self._replace(due)
        elif self._part_is_over_at() <= due or (self._waits_for_all and self._all_are_ready(due)):
            self._end_part(due)
        elif self._runs_over and due >= self.planned_ends[self.step]:
            self._borrow(due)
        else:
            self.talk.lapse(due)
            self.version += 1

    def _borrow(self, due: datetime) -> None:
        """Another minute has begun that belongs to a later step."""
        self.borrowed = 60 * (int((due - self.planned_ends[self.step]) / MINUTE) + 1)
        self.version += 1
        if self.borrowed == MINUTE.seconds:
            self._tell(due, "borrowed", self.facilitator, step=self.agenda.steps[self.step].key)

    # -- steps and parts

    @property
    def _current(self) -> Part | None:
        return self.agenda.steps[self.step].parts[self.part] if self.phase is Phase.RUNNING else None

    @property
    def _runs_over(self) -> bool:
        """Whether everybody's turn goes before the plan."""
        return self.round is not None and not self.round.is_over

    @property
    def _waits_for_all(self) -> bool:
        part = self._current
        return part is not None and part.kind in (PartKind.WRITE, PartKind.PANEL) and not self._is_last_part

    @property
    def _is_last_part(self) -> bool:
        last = len(self.agenda.steps) - 1
        return self.step == last and self.part == len(self.agenda.steps[last].parts) - 1

    def _limit(self) -> datetime:
        """Until when a round may go on: the next protected step, what follows it in the last step, or the end."""
        last = len(self.agenda.steps) - 1
        for number in range(self.step + 1, last + 1):
            if self.agenda.steps[number].is_protected:
                return self.planned_ends[number - 1]
        return self.part_ends[self.part] if self.step == last else self.ends_at

    def _part_is_over_at(self) -> datetime:
        return self._limit() if self._runs_over else self.part_ends[self.part]

    def _start(self, at: datetime, person: str) -> None:
        if person != self.facilitator:
            self._hand_over(person)
        self.people.open(at)
        self.phase, self.started_at = Phase.RUNNING, at
        self._plan(at)
        self._tell(at, "started", person)
        self._enter_step(0, at)

    def _plan(self, at: datetime) -> None:
        """Share what is left of the session among its steps, for those who are there."""
        total, ends, end = self.ends_at - at, [], at
        for length in lengths(self.agenda, total, max(1, len(self.people.joined))):
            end += length
            ends.append(end)
        self.planned_ends = (*ends[:-1], self.ends_at)

    def _enter_step(self, number: int, at: datetime) -> None:
        """The first step from ``number`` on that has any time left; steps that were used up never happen."""
        last = len(self.agenda.steps) - 1
        while number < last and self.planned_ends[number] <= at:
            self.entered[number] = self.left_at[number] = at
            number += 1
        self.step, self.entered[number] = number, at
        self.borrowed = 0
        ends, end = [], at
        for length in part_lengths(self.agenda.steps[number], self.planned_ends[number] - at):
            end += length
            ends.append(end)
        self.part_ends = (*ends[:-1], self.planned_ends[number])
        self._enter_part(0, at)

    def _enter_part(self, number: int, at: datetime) -> None:
        parts = self.agenda.steps[self.step].parts
        while number < len(parts) - 1 and self.part_ends[number] <= at:
            self._reveal(number, at)  # a pad whose time was used up is open for whoever writes later
            number += 1
        self.part, self.done = number, set()
        self.round, self.turn_ends_at = None, None
        self.version += 1
        self.talk.enter((self.step, number), parts[number], at)
        if parts[number].kind is PartKind.ROUND:
            self._open_round(at)

    def _open_round(self, at: datetime) -> None:
        order = order_of_round(self.order, self.rounds)
        self.rounds += 1
        self.round = Round([person for person in order if person in self.people.joined])
        self._time_turn(at)

    def _end_part(self, at: datetime) -> None:
        self._reveal(self.part, at)
        step = self.agenda.steps[self.step]
        step_is_over = at >= self.planned_ends[self.step]
        if self.part + 1 < len(step.parts) and not step_is_over:
            self._enter_part(self.part + 1, at)
        else:
            self.left_at[self.step] = at
            self._enter_step(self.step + 1, at)

    def _reveal(self, number: int, at: datetime) -> None:
        self._reveal_in(self.agenda.steps[self.step], number, at)

    def _reveal_in(self, step: Step, number: int, at: datetime) -> None:
        part = step.parts[number]
        pad = f"{step.key}/{part.pad}"
        if part.kind is PartKind.WRITE and pad not in self.revealed:
            self.revealed.append(pad)
            self._tell(at, "revealed", "", pad=pad)

    def _close(self, at: datetime) -> None:
        if self.phase is Phase.RUNNING:
            for number in range(self.part, len(self.agenda.steps[self.step].parts)):
                self._reveal(number, at)
            self.left_at[self.step] = at
        self.phase, self.closed_at = Phase.CLOSED, at
        self.round, self.turn_ends_at, self.borrowed = None, None, 0
        self.may_start = self.anyone_may_start = False
        self.version += 1
        self._tell(at, "closed", "")

    # -- who speaks

    def _follow_voice(self, at: datetime) -> None:
        """In a round whoever has the turn, until the others ask; in an open part whoever was tapped last."""
        if self.phase is not Phase.RUNNING:
            self.talk.follow("", at, ())
        elif self.round is None:
            self.talk.follow(self.talk.tapped, at, self.people.present(at))
        else:
            speaks = self.talk.asking in (Asking.NONE, Asking.TELLING)
            self.talk.follow(self.round.speaker if speaks else "", at, self.people.present(at))

    # -- who facilitates

    def _hand_over(self, person: str) -> None:
        self.people.to_front(person)
        self.facilitator = person

    def _replace(self, at: datetime) -> None:
        lost = self.facilitator
        self.facilitator = self.people.successor(lost)
        if not self.has_returned:
            self.replaced = lost
        self.version += 1
        self._tell(at, "replaced", self.facilitator, instead_of=lost)

    def _all_are_ready(self, at: datetime) -> bool:
        present = self.people.present(at)
        return len(self.done & present) >= LEAST_READY and present <= self.done

    def _time_turn(self, at: datetime, *, only_if_idle: bool = False) -> None:
        if self.round is None or self.round.is_over or (only_if_idle and self.turn_ends_at is not None):
            return
        self.talk.begin_turn(at)
        left = max(self.part_ends[self.part] - at, timedelta(0)) / max(1, self.round.waiting)
        self.turn_ends_at = min(at + max(left, SHORTEST_TURN), self.ends_at)

    def _tell(self, at: datetime, code: str, person: str, **values: str) -> None:
        self.notices.append(Notice(at=at, code=code, person=person, values=values))
