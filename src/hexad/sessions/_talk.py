"""Who speaks, by turn or by tap, and how far a part has come that begins with questions."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from hexad.sessions.agenda import Part, PartKind
from hexad.sessions.state import Answer, Asking, Record, Stretch

STILL_QUIET_AFTER = timedelta(minutes=2, seconds=30)  # a pause is over by then; phones ask whether this one is not,
ENOUGH_QUIET = 2  # and so many have to say so: one may mean it well, or tap beside
ASKS_FOR = timedelta(minutes=6)  # a group in which so few look by then has not tapped who speaks
TAP_LASTS = timedelta(minutes=5)  # a voice whose tap is older may long be another one's: nobody is known to speak
EARLY = timedelta(seconds=30)  # ideas that come sooner after the telling leave no time for questions,
EARLY_SHARE = 0.25  # and sooner than this share of the telling: what is told in half a minute is soon asked about
MOST_ASKED = 0.5  # once so many of the others have asked, advice comes in its time
FOLLOWS = {Asking.TELLING: Asking.QUESTIONS, Asking.QUESTIONS: Asking.IDEAS}
Place = tuple[int, int]


class Talk:
    """``follow`` is told after each change who has the word; it keeps who had it before, and for how long."""

    def __init__(self) -> None:
        self.place: Place = (-1, -1)
        self.started_at: datetime | None = None
        self.stretches: list[Stretch] = []
        self.tapped = ""  # who speaks in an open part
        self.tapped_until: datetime | None = None
        self.hushed_at: datetime | None = None
        self.sign_at: datetime | None = None
        self.asks_quiet = False
        self.still_quiet: set[str] = set()  # who says so, asked
        self.quiet_at: datetime | None = None  # when they were enough
        self.asks_until: datetime | None = None
        self.turn_started_at: datetime | None = None
        self.asking = Asking.NONE
        self.asking_since: datetime | None = None
        self.early_until: datetime | None = None
        self.asked: set[str] = set()
        self.early: list[datetime] = []
        self._warned: set[str] = set()  # who has said once that advice came too early
        self._has_slipped = False  # one such tap in a part may be beside the button
        self.answers: dict[str, Answer] = {}
        self.topic = ""
        self.taken_up: list[str] = []
        self._voice: tuple[Place, str] = (self.place, "")
        self.voice_since: datetime | None = None
        self._present: tuple[str, ...] = ()
        self._is_turn = False

    @property
    def voice(self) -> str:
        return self._voice[1]

    def enter(self, place: Place, part: Part, at: datetime) -> None:
        """Another part begins: nobody speaks yet, and nobody has asked."""
        self.place, self.started_at, self.sign_at = place, at, at
        self.tapped, self.tapped_until = "", None
        self._break_quiet()
        self.turn_started_at, self.topic, self.early, self._has_slipped = None, "", [], False
        self._set_asking(Asking.NONE, at)
        self.ask_first(part, at, wanted=part.questions_first)

    def follow(self, speaker: str, at: datetime, present: Iterable[str]) -> None:
        """From now on this person has the word, or nobody."""
        voice = (self.place, speaker)
        if voice == self._voice:
            return
        self._end_stretch(at)
        self._voice, self.voice_since = voice, at if speaker else None
        self._is_turn = self.turn_started_at is not None
        self._present = tuple(sorted({*present, speaker})) if speaker else ()

    def _end_stretch(self, at: datetime) -> None:
        (step, part), person = self._voice
        if person and self.voice_since is not None and at > self.voice_since:
            spoken = Stretch(
                person=person,
                starts_at=self.voice_since,
                ends_at=at,
                step=step,
                part=part,
                is_turn=self._is_turn,
                present=self._present,
            )
            self.stretches.append(spoken)

    # -- taps in an open part

    def speak(self, person: str, at: datetime) -> bool:
        """Also once more by the same person, who goes on."""
        self.tapped, self.tapped_until = person, at + TAP_LASTS
        self._break_quiet()
        return True

    def hush(self, at: datetime) -> bool:
        was_speaking = bool(self.tapped)
        if was_speaking:
            self._forget_tap()
            self.hushed_at = at
        return was_speaking

    def confirm(self, person: str, at: datetime, *, is_so: bool) -> bool:
        """Asked, somebody says that it is still quiet, or takes that back."""
        if not self.asks_quiet or is_so == (person in self.still_quiet):
            return False
        self.still_quiet ^= {person}
        enough = len(self.still_quiet) >= ENOUGH_QUIET
        self.quiet_at = (self.quiet_at or at) if enough else None
        return True

    @property
    def _gives_up_at(self) -> datetime | None:
        """When phones ask no more; never once enough have answered."""
        return self.asks_until if self.asks_quiet and self.quiet_at is None else None

    def sign(self, at: datetime) -> bool:
        """Somebody did something, which is no silence; whether that changes what phones ask, or when."""
        self.sign_at = at
        self._ask_no_more()
        return self.hushed_at is not None

    @property
    def asks_quiet_at(self) -> datetime | None:
        """When phones begin to ask."""
        if self.hushed_at is None or self.asks_quiet:
            return None
        return max(self.hushed_at, self.sign_at or self.hushed_at) + STILL_QUIET_AFTER

    def _break_quiet(self) -> None:
        self.hushed_at = None
        self._ask_no_more()

    def _ask_no_more(self) -> None:
        self.asks_quiet, self.still_quiet, self.quiet_at = False, set(), None

    def coming(self) -> Iterator[datetime]:
        """When the clock alone changes something."""
        yield from (due for due in (self.tapped_until, self.asks_quiet_at, self._gives_up_at) if due is not None)

    def lapse(self, at: datetime) -> None:
        """A tap that is too old means nothing any more: who speaks is not known, which is not silence, nor whether."""
        if self.tapped_until is not None and self.tapped_until <= at:
            self._forget_tap()
        if self.asks_quiet_at is not None and self.asks_quiet_at <= at:
            self.asks_quiet, self.asks_until = True, self.asks_quiet_at + ASKS_FOR
        elif self._gives_up_at is not None and self._gives_up_at <= at:
            self._break_quiet()

    def _forget_tap(self) -> None:
        self.tapped, self.tapped_until = "", None

    # -- questions first

    def ask_first(self, part: Part, at: datetime, *, wanted: bool) -> bool:
        """Begin with questions in this part, or no longer."""
        first = Asking.TELLING if part.kind is PartKind.ROUND else Asking.QUESTIONS
        if wanted == (self.asking is not Asking.NONE):
            return False
        self._set_asking(first if wanted else Asking.NONE, at)
        return True

    def begin_turn(self, at: datetime) -> None:
        self.turn_started_at = at
        if self.asking is not Asking.NONE:
            self._set_asking(Asking.TELLING, at)

    def go_onward(self, at: datetime, others: int) -> bool:
        """Telling, then questions, then ideas."""
        if self.asking not in FOLLOWS:
            return False
        if self.asking is Asking.QUESTIONS and self.early_until is not None and at < self.early_until:
            self._see_advice(at, others)
        self._set_asking(FOLLOWS[self.asking], at, keeps_asked=self.asking is Asking.QUESTIONS)
        return True

    def ask(self, person: str, *, has_asked: bool) -> bool:
        if self.asking is not Asking.QUESTIONS or has_asked == (person in self.asked):
            return False
        self.asked ^= {person}
        return True

    def warn(self, person: str, at: datetime, others: int) -> None:
        """Advice came too early, says somebody: each once a turn, and a part's first may have tapped beside."""
        if person in self._warned:
            return
        self._warned.add(person)
        if self._has_slipped:
            self._see_advice(at, others)
        self._has_slipped = True

    def _see_advice(self, at: datetime, others: int) -> None:
        """Advice was tapped, or ideas began: too early where fewer than half of the others have asked."""
        if self.asking is Asking.QUESTIONS and len(self.asked) < MOST_ASKED * others:
            self.early.append(at)

    def _set_asking(self, asking: Asking, at: datetime, *, keeps_asked: bool = False) -> None:
        told = at - self.asking_since if self.asking is Asking.TELLING and self.asking_since else None
        self.early_until = at + (EARLY if told is None else min(EARLY, EARLY_SHARE * told))
        self.asking, self.asking_since = asking, at
        if not keeps_asked:
            self.asked, self._warned = set(), set()

    # -- parked notes

    def take_up(self, card: str) -> bool:
        if not card or card == self.topic:
            return False
        self.topic = card
        if card not in self.taken_up:
            self.taken_up.append(card)
        return True

    def put_back(self, card: str) -> bool:
        if card not in self.taken_up:
            return False
        self.taken_up.remove(card)
        self.topic = "" if self.topic == card else self.topic
        return True

    def answer(self, key: str, at: datetime, *, was_used: bool) -> None:
        """The first answer to a hint counts."""
        self.answers.setdefault(key, Answer(key=key, at=at, was_used=was_used))

    def forget(self, person: str) -> None:
        """Somebody left for good."""
        self.asked.discard(person)
        if self.tapped == person:
            self._forget_tap()

    def record(self) -> Record:
        return Record(
            tapped_at=self.sign_at,
            hushed_at=self.hushed_at,
            quiet_at=self.quiet_at,
            turn_started_at=self.turn_started_at,
            early=tuple(self.early),
            answers=tuple(self.answers.values()),
        )
