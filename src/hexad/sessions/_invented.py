"""What is tapped in an invented session: its clock, its room, how its people tap, and phones that ask them."""

import random
from datetime import UTC, datetime, timedelta

from hexad.sessions._events import LiveRoom
from hexad.sessions._rules import Rule
from hexad.sessions.agenda import Agenda
from hexad.sessions.state import Event, EventKind, Phase

STARTS_AT = datetime(2027, 2, 4, 14, 0, tzinfo=UTC)
PEOPLE = ("ana", "ben", "cho", "dev", "eva", "fay")
# How groups tap: the share of changes of voice that anybody taps, and how many groups are so.
STEADY = 0.9
TAPPING = ((STEADY, 0.7), (0.6, 0.2), (0.0, 0.1))
TIRE = 0.1  # of the groups that tap stop at some moment
# While phones ask whether it is still quiet, each member looks at theirs now and then, and may answer each time.
LOOKS_AFTER, LOOKS_SPREAD = 90.0, 0.7  # seconds, lognormal
ANSWERS = 0.5  # of the group's chance to tap a change of voice: how likely one who sits in silence says yes
NOTICES = 0.25  # and one who listens taps the name of who speaks; nobody does in a group that taps no more
ANSWERS_WRONGLY = 0.01  # how likely one says yes although somebody speaks, in every group


class Invented:
    """One session as it goes: what was tapped so far, and the room that came of it."""

    def __init__(self, agenda: Agenda, seed: int, wrong: Rule | None) -> None:
        self.lot = random.Random(f"{agenda.id} {seed} {wrong}")  # noqa: S311  # an invented session, no secret
        self.agenda, self.wrong = agenda, wrong
        self.wrong_at: datetime | None = None
        self.members = PEOPLE[: self.lot.choice((4, 5, 6))]
        self.seed = str(seed)
        self.ends_at = STARTS_AT + timedelta(minutes=agenda.minutes)
        self.room = LiveRoom(agenda, STARTS_AT, self.ends_at, self.members, self.members, self.seed)
        self.events: list[Event] = []
        self.now = STARTS_AT - timedelta(minutes=5)
        self.coming: list[tuple[datetime, EventKind, str]] = []
        self.is_quiet = False
        self._draw_habits()

    def _draw_habits(self) -> None:
        lot = self.lot
        groups = TAPPING if self.wrong is None else [one for one in TAPPING if one[0]]
        self.taps = lot.choices([share for share, _groups in groups], [count for _share, count in groups])[0]
        tires = self.wrong is None and lot.random() < TIRE
        self.tires_at = STARTS_AT + timedelta(minutes=lot.uniform(5, 85)) if tires else self.ends_at
        self.weight = {person: lot.gammavariate(5, 1) for person in self.members}
        self.length = {person: lot.lognormvariate(0, 0.25) for person in self.members}
        self.odd = lot.choice(self.members[1:])  # whom the others pass over, or who talks all the time
        self.last_spoke = dict.fromkeys(self.members, 0)
        self.turns = dict.fromkeys(self.members, 0)

    # -- time and taps

    def act(self, kind: EventKind, person: str, **values: str | int) -> None:
        event = Event(key=f"{len(self.events):05}", kind=kind, at=self.now, person=person, values=values)
        self.events.append(event)
        self.room.run_until(self.now)
        self.room.take(event)

    def tap(self, kind: EventKind, person: str, **values: str | int) -> None:
        """On what is on the screen."""
        turn = self.room.round.number if self.room.round else -1
        self.act(kind, person, step=self.room.step, part=self.room.part, turn=turn, **values)

    def wait(self, seconds: float) -> None:
        until = self.now + timedelta(seconds=seconds)
        while (due := self._next_due(until)) < until:
            self.now = max(self.now, due)
            if self.coming and self.coming[0][0] <= self.now:
                _at, kind, person = self.coming.pop(0)
                self._happen(kind, person)
            else:
                self.room.run_until(self.now)
                self._are_asked()
        self.now = max(self.now, until)
        self.room.run_until(self.now)

    def _next_due(self, until: datetime) -> datetime:
        """When somebody comes or goes or looks at the phone, or phones begin to ask."""
        asked_at = self.room.talk.asks_quiet_at if self.is_running else None
        return min([until, *(at for at, *_who in self.coming[:1]), *([asked_at] if asked_at else [])])

    def _happen(self, kind: EventKind, person: str) -> None:
        if kind is EventKind.HUSH:
            self._look(person)
        else:
            self.act(kind, person, device=person)

    def _are_asked(self) -> None:
        """Whether it is still quiet, since this moment."""
        if self.room.talk.asks_quiet:
            self.coming = [one for one in self.coming if one[1] is not EventKind.HUSH]
            for person in sorted(self.room.people.joined):
                self._look_later(person)

    def _look_later(self, person: str) -> None:
        at = self.now + timedelta(seconds=self.about(LOOKS_AFTER, LOOKS_SPREAD))
        self.coming = sorted([*self.coming, (at, EventKind.HUSH, person)])

    def _look(self, person: str) -> None:
        """At the question: yes, where it is still quiet, and else who speaks; or nothing."""
        talk = self.room.talk
        if not talk.asks_quiet or person in talk.still_quiet:
            return
        self._look_later(person)
        if self.chance(ANSWERS * self.taps if self.is_quiet else ANSWERS_WRONGLY):
            self.tap(EventKind.HUSH, person, on=1)
        elif not self.is_quiet and self.now < self.tires_at and self.chance(NOTICES * self.taps):
            self.tap(EventKind.SPEAK, person, who=max(self.last_spoke, key=self.last_spoke.__getitem__))

    def chance(self, share: float) -> bool:
        return self.lot.random() < share

    def about(self, seconds: float, spread: float) -> float:
        """A lognormal length with this median."""
        return self.lot.lognormvariate(0, spread) * seconds

    @property
    def is_running(self) -> bool:
        return self.room.phase is Phase.RUNNING

    @property
    def place(self) -> tuple[int, int]:
        return self.room.step, self.room.part

    def still(self, place: tuple[int, int]) -> bool:
        return self.is_running and self.place == place

    def seconds_left(self) -> float:
        """Of the running part, as it was planned."""
        return (self.room.part_ends[self.room.part] - self.now).total_seconds()

    def goes_wrong(self, rule: Rule) -> bool:
        if self.wrong is not rule:
            return False
        self.wrong_at = self.wrong_at or self.now
        return True
