"""Invented sessions: what four to six people tap in one, from a seed, as it should go or with one thing wrong.

Nothing here is learnt from recordings, because none are open. Lengths are lognormal, as measured turns and pauses are;
how a group taps, who talks much and who comes late is drawn anew for each session. It serves to tune the rules of
rescue and to try a room, and proves nothing about people.

A good session is uneven as sessions are, and keeps three promises: nobody takes the time of two turns of a round, no
pause in open talk lasts longer than three minutes, and whoever falls a whole turn behind half of a fair share of the
voices in open talk is asked. Of what somebody taps a part is missed, and some groups stop tapping.

Phones ask whether it is still quiet. We assume that each member looks at the own phone now and then while it asks, at
lognormal intervals of a minute and a half in the median. One who sits in silence then says yes half as readily as the
group taps changes of voice. Where somebody speaks who was not tapped, as in a group that taps no more, one of a hundred
such looks ends in a yes all the same; where the group still taps, some see by the question that a tap is missing.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from hexad.sessions._events import LiveRoom
from hexad.sessions._invented import STARTS_AT, STEADY, Invented
from hexad.sessions._rules import Hint, Rule
from hexad.sessions._shown import shown
from hexad.sessions.agenda import Agenda, PartKind
from hexad.sessions.rescue import hints_of
from hexad.sessions.state import Asking, Event, EventKind

__all__ = ["STEADY", "Played", "hints_heard", "play"]

PATIENCE = 2.0  # fair turns; in a good session nobody takes the time of two, or somebody passes for them
LEAST_TURNS = 0.5  # of a fair share; in a good session whoever falls a whole turn behind that is asked
LONGEST_PAUSE = 180.0  # seconds; in a good session somebody breaks it
OPEN_ENOUGH = timedelta(minutes=8)  # open parts in which something can go wrong for long enough to matter


@dataclass(frozen=True, slots=True)
class Played:
    """A session as it was tapped.

    Attributes
    ----------
    taps
        The share of changes of voice that somebody tapped.
    wrong_at
        When what is wrong with it begins; None where nothing is.
    """

    agenda: Agenda
    members: tuple[str, ...]
    seed: str
    ends_at: datetime
    events: tuple[Event, ...]
    taps: float
    wrong_at: datetime | None = None


def play(agenda: Agenda, seed: int, *, wrong: Rule | None = None) -> Played:
    """Invent one session.

    Parameters
    ----------
    agenda
        Of its steps.
    seed
        The same seed gives the same session.
    wrong
        What goes wrong in it: the rule that should notice. None: it goes as it should, with natural unevenness, short
        silences, somebody late, a phone that drops out, turns passed and taken back. Groups in which something goes
        wrong all tap, since nothing is seen of others.

    Examples
    --------
    >>> from hexad.sessions.agenda import load
    >>> play(load("explore"), 1) == play(load("explore"), 1)
    True
    """
    return _Play(agenda, seed, wrong).run()


def hints_heard(played: Played) -> list[Hint]:
    """Every hint that whoever facilitates is shown, once each, as the room's server would find it; none is answered."""
    room = LiveRoom(played.agenda, STARTS_AT, played.ends_at, played.members, played.members, played.seed)
    found: dict[str, Hint] = {}
    now = played.events[0].at
    for event in played.events:
        _look_until(event.at, room, now, found)
        room.run_until(event.at)
        room.take(event)
        now = event.at
    _look_until(played.ends_at, room, now, found)
    return list(found.values())


def _look_until(until: datetime, room: LiveRoom, now: datetime, found: dict[str, Hint]) -> None:
    """Now, and whenever something changes by itself before ``until``."""
    while now < until:
        room.run_until(now)
        hints = hints_of(room.agenda, shown(room), now)
        if hints.shown is not None:
            found.setdefault(hints.shown.key, hints.shown)
        now = min(due for due in (room.next_change(), hints.next_at, until) if due is not None)


class _Play(Invented):
    """One session as it goes, part by part."""

    patience_ends_at = STARTS_AT  # with the running turn

    def run(self) -> Played:
        self._gather()
        acts: dict[PartKind, Callable[[tuple[int, int]], None]] = {
            PartKind.WRITE: self._write,
            PartKind.PANEL: self._write,
            PartKind.ROUND: self._round,
            PartKind.TALK: self._talk,
            PartKind.PAGES: self._talk,
        }
        while self.is_running:
            kind = self.agenda.steps[self.room.step].parts[self.room.part].kind
            acts[kind](self.place)
        return Played(self.agenda, self.members, self.seed, self.ends_at, tuple(self.events), self.taps, self.wrong_at)

    def _gather(self) -> None:
        late = self.members[-1] if self.chance(0.25) else ""
        for person in self.members:
            if person != late:
                self.wait(self.lot.uniform(0, 40))
                self.act(EventKind.HERE, person, device=person)
        self.now = STARTS_AT + timedelta(seconds=self.lot.uniform(0, 90))
        self.act(EventKind.START, self.members[0])
        if late:
            self.coming.append((self.now + timedelta(seconds=self.about(300, 0.6)), EventKind.HERE, late))
        if self.chance(0.3):
            self._drop_out(self.lot.choice([person for person in self.members if person != late]))

    def _drop_out(self, person: str) -> None:
        """A phone loses its line for a while."""
        gone = STARTS_AT + timedelta(minutes=self.lot.uniform(8, 80))
        self.coming.append((gone, EventKind.GONE, person))
        self.coming.append((gone + timedelta(seconds=self.about(40, 0.6)), EventKind.HERE, person))
        self.coming.sort()

    def _write(self, place: tuple[int, int]) -> None:
        """Each writes and says so, or does not."""
        length = self.seconds_left()
        for lag in sorted(self.lot.uniform(0.3, 1.0) for _one in self.members):
            self.wait(lag * length / len(self.members))
            ready = [one for one in sorted(self.room.people.joined) if one not in self.room.done]
            if self.still(place) and ready and self.chance(0.9):
                self.tap(EventKind.DONE, ready[0])
        self._sit_out(place)

    def _sit_out(self, place: tuple[int, int]) -> None:
        """Until the time is up, or whoever facilitates goes on a little earlier."""
        if self.still(place) and self.chance(0.4):
            self.wait(max(0.0, self.seconds_left()) * self.lot.uniform(0.5, 1))
            if self.still(place):
                self.tap(EventKind.NEXT, self.room.facilitator)
        while self.still(place):
            self.wait(max(1.0, self.seconds_left()))

    # -- rounds

    def _round(self, place: tuple[int, int]) -> None:
        fair = self.seconds_left() / len(self.members)
        while self.still(place) and self.room.round is not None and self.room.round.speaker:
            self._turn(place, fair)
        while self.still(place):
            self.wait(max(1.0, self.seconds_left()))

    def _turn(self, place: tuple[int, int], fair: float) -> None:
        planned = min(((self.room.turn_ends_at or self.now) - self.now).total_seconds(), 1.3 * fair)
        length = max(min(self.about(0.95 * planned, 0.35), PATIENCE * fair), fair / 4)
        self.patience_ends_at = self.now + timedelta(seconds=PATIENCE * fair)
        if fair > 100 and self.goes_wrong(Rule.OVERRUN):  # seconds; a line each is too short to run over
            length = fair * self.lot.uniform(1.6, 2.4)
            self.patience_ends_at = self.ends_at
        if self.room.talk.asking is Asking.NONE:
            self.wait(length)
        else:
            self._tell_and_be_asked(place, length)
        self._pass_on(place)

    def _pass_on(self, place: tuple[int, int]) -> None:
        if not self.still(place) or self.room.round is None:
            return
        speaker = self.room.round.speaker
        by = speaker if self.chance(0.9) else self.lot.choice(self.members)
        self.wait(0 if by == speaker else self.lot.uniform(2, 10))
        if self.still(place):
            self.tap(EventKind.PASS, by)
        if self.still(place) and self.chance(0.02) and self.room.round and self.room.round.can_take_back == speaker:
            self.wait(4)
            self.tap(EventKind.TAKE_BACK, speaker)
            self.wait(self.about(20, 0.4))
            self.tap(EventKind.PASS, speaker)

    def _tell_and_be_asked(self, place: tuple[int, int], length: float) -> None:
        speaker = self.room.round.speaker if self.room.round else ""
        self._listen(length * self.lot.uniform(0.4, 0.6))
        self._onward(place, speaker)
        if self.goes_wrong(Rule.ADVICE):
            self._listen(self.about(15, 0.5))
        else:
            self._ask(place, speaker, length * self.lot.uniform(0.2, 0.4))
        self._onward(place, speaker)
        self._listen(length * self.lot.uniform(0.1, 0.25))

    def _onward(self, place: tuple[int, int], speaker: str) -> None:
        if self.still(place):
            by = speaker if self.chance(0.8) else self.room.facilitator
            self.tap(EventKind.ONWARD, by, asking=str(self.room.talk.asking))

    def _ask(self, place: tuple[int, int], speaker: str, length: float) -> None:
        others = [person for person in self.members if person != speaker]
        self.lot.shuffle(others)
        for person in others:
            self._listen(self.about(length / len(others), 0.5))
            if self.still(place) and self.chance(0.85) and self.taps_now():
                self.tap(EventKind.ASKED, person, on=1)
        if self.still(place) and self.chance(0.02):  # a tap beside the button
            self.tap(EventKind.ADVICE, self.lot.choice(others))

    def _listen(self, seconds: float) -> None:
        """As long as there is patience: telling, questions and ideas together take no longer than one turn may."""
        self.wait(min(seconds, max(0.0, (self.patience_ends_at - self.now).total_seconds())))

    # -- open parts

    def taps_now(self) -> bool:
        return self.now < self.tires_at and self.chance(self.taps)

    def _talk(self, place: tuple[int, int]) -> None:
        """One voice after the other, with pauses; the first step is the facilitator's script."""
        if self.room.step == 0:
            self.wait(min(self.seconds_left(), self.about(120, 0.4)))
            self._sit_out(place)
            return
        is_long = self.seconds_left() > OPEN_ENOUGH.total_seconds()
        if self.agenda.steps[self.room.step].parts[self.room.part].kind is PartKind.PAGES:
            self.wait(min(self.seconds_left(), self.about(150, 0.3)))
        ends_early = self.lot.uniform(0, 60) if self.chance(0.5) else -1.0
        falls_silent = self.seconds_left() * self.lot.uniform(0.6, 0.85)
        while self.still(place):
            if ends_early > 0 and self.seconds_left() < ends_early:
                self.tap(EventKind.NEXT, self.room.facilitator)
                return
            if is_long and self.seconds_left() < falls_silent and self.wrong is Rule.SILENCE and not self.wrong_at:
                self._fall_silent(place)
            else:
                self._voice(place, is_long=is_long)

    def _fall_silent(self, place: tuple[int, int]) -> None:
        """For eight minutes or to the end of the part; whoever spoke last taps that, or another a little later."""
        self.goes_wrong(Rule.SILENCE)
        for lag in (0.0, self.about(30, 0.5)):
            self.wait(lag)
            if self.still(place) and self.room.talk.tapped and self.chance(self.taps):
                self.tap(EventKind.HUSH, self.lot.choice(self.members))
        self._be_quiet(min(480, max(1.0, self.seconds_left())))

    def _voice(self, place: tuple[int, int], *, is_long: bool) -> None:
        person = self._next_voice(is_long=is_long)
        length = self.about(28, 0.8) * self.length[person]
        if is_long and self.wrong is Rule.DOMINATES:
            self.goes_wrong(Rule.DOMINATES)
            length = self.about(100, 0.5) if person == self.odd else self.about(15, 0.5)
        if self.taps_now():
            self.tap(EventKind.SPEAK, person if self.chance(0.7) else self.lot.choice(self.members), who=person)
        self.wait(min(length, max(1.0, self.seconds_left())))
        self._pause(place)

    def _next_voice(self, *, is_long: bool) -> str:
        """Whoever has not spoken for longest is likelier to: people look at each other."""
        last = max(self.last_spoke, key=self.last_spoke.__getitem__)
        turns = max(self.last_spoke.values())
        likely = {
            person: self.weight[person] * (1 + 0.5 * (turns - self.last_spoke[person]))
            for person in sorted(self.room.people.joined)
            if person != last
        }
        if self.wrong is Rule.UNHEARD:
            if is_long:
                self.goes_wrong(Rule.UNHEARD)
            likely.pop(self.odd, None)
        elif is_long and self.wrong is Rule.DOMINATES and last != self.odd:
            likely = {self.odd: 1.0}
        elif left_behind := self._left_behind(likely):
            likely = {left_behind: 1.0}
        person = self.lot.choices(list(likely), list(likely.values()))[0]
        self.last_spoke[person] = turns + 1
        self.turns[person] += 1
        return person

    def _left_behind(self, people: Iterable[str]) -> str:
        """Whoever has had fewest turns, and a whole turn less than the least share; empty if nobody."""
        fewest = min(people, key=lambda person: (self.turns[person], person))
        least = LEAST_TURNS * sum(self.turns.values()) / len(self.members)
        return fewest if least >= self.turns[fewest] + 1 else ""

    def _pause(self, place: tuple[int, int]) -> None:
        if not self.chance(0.06):
            self.wait(self.lot.uniform(0, 3))
            return
        if self.still(place) and self.room.talk.tapped and self.chance(0.5) and self.taps_now():
            self.tap(EventKind.HUSH, self.lot.choice(self.members))
        self._be_quiet(min(self.about(25, 0.6), LONGEST_PAUSE, max(1.0, self.seconds_left())))

    def _be_quiet(self, seconds: float) -> None:
        self.is_quiet = True
        self.wait(seconds)
        self.is_quiet = False
