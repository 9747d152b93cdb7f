"""The five rules of rescue. Each looks at a running part and says since when it holds, or from when it will."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import groupby
from types import MappingProxyType

from hexad.sessions.agenda import OPEN, Agenda, Part
from hexad.sessions.state import Asking, RoomState, Stretch

MINUTE = timedelta(minutes=1)
NOTHING = timedelta(0)
# Advice comes before questions.
MOST_EARLY = 2  # once is a slip
# A turn or a round takes the others' time.
LEAST_BORROWED = timedelta(minutes=4)  # minutes that the next step would lose; fewer are a good last story
MOST_FAIR = 1.5  # fair turns that it would lose, where that is more: long reports vary by more minutes
BRIEF = 0.4  # of a fair turn is what those who wait will need
LEAST_OVER = timedelta(minutes=1)  # whoever has just begun is not told to stop
# One voice dominates the open parts: it comes back after each other one, at length. Each stretch speaks for that or
# against it, about as much as it is likelier where one does than where none does, and the points have to be clear.
VERY_LONG, LONG, SHORT = timedelta(seconds=90), timedelta(seconds=60), timedelta(seconds=30)  # of this voice
FOR_VERY_LONG, FOR_LONG, FOR_SHORT = 2, 1, -2
A_SENTENCE = timedelta(seconds=20)  # of another
FOR_A_SENTENCE = 1  # right after this voice
FOR_MISSED = 1  # as long as this voice is: it has likely come back, and that tap was missed
FOR_NOT_BACK, FOR_SENTENCES = -2, -1  # another after another, at length or not: this voice did not come back
CLEAR, CLEAR_EACH, LEAST_CLEAR = 22, 2, 8  # points; fewer for each member, since of few one comes back soon by chance
LEAST_SHARE = 0.5  # of what was tapped; who dominates has most of it
LEAST_KNOWN = 0.5  # of the part so far; where most talk was not tapped, the taps say little
# Somebody has not been heard.
PART_PASSED = 0.65  # of an open part; before, there is time enough
TURNS, TURNS_EACH = 17, 3  # taps of others, and more for each member; of few people too, one is missed now and then
# Silence.
SILENT_FOR = timedelta(minutes=4, seconds=30)  # a pause that was rightly confirmed is over by then


class Rule(StrEnum):
    """Which rule speaks."""

    ADVICE = "advice"
    OVERRUN = "overrun"
    DOMINATES = "dominates"
    UNHEARD = "unheard"
    SILENCE = "silence"


@dataclass(frozen=True, slots=True)
class Said:
    """What a rule observes, what one could say, and the rule in words. English source, gettext msgids."""

    observation: str
    suggestion: str
    why: str


SAID: Mapping[Rule, Said] = MappingProxyType(
    {
        Rule.ADVICE: Said(
            "Advice came %(times)d times before half of you had asked. Taps say so, not words.",
            "Before we advise: what else would you like to ask?",
            "Rule: twice in a part, ideas within 30 seconds or one more “That was advice”, before half have asked.",
        ),
        Rule.OVERRUN: Said(
            "%(waiting)d have still to speak, and the round has %(left)d minutes left.",
            "One last sentence, please, and then we go on.",
            "Rule: a turn is over its time, and the round would end over by one and a half, or 4 minutes.",
        ),
        Rule.DOMINATES: Said(
            "%(name)s has had the word for %(own)d of %(all)d minutes that were tapped in open parts.",
            "Let us hear somebody who has not spoken for a while.",
            "Rule: one voice comes back after each other one, for a minute and more, and has most of the tapped time.",
        ),
        Rule.UNHEARD: Said(
            "%(name)s has not had the word in the open parts so far, in %(turns)d taps.",
            "%(name)s, would you like to add something? Passing is fine.",
            "Rule: two thirds of an open part are over, and more than five taps for each of you went to others.",
        ),
        Rule.SILENCE: Said(
            "Nobody has tapped or added anything for %(minutes)d minutes.",
            "Let each of us write down one thought for a minute. Then we read them.",
            "Rule: a tap says that nobody speaks, two confirm it, and nothing else comes for four and a half minutes.",
        ),
    }
)
FAR_OVER = "This round is %(over)d minutes over. The next step pays for it."
SENTENCES = (*(text for said in SAID.values() for text in (said.observation, said.suggestion, said.why)), FAR_OVER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """One hint. Texts are English source, gettext msgids, filled from ``values`` and the name of ``person``.

    Attributes
    ----------
    key
        What an answer names: rule and part. Once answered, that rule is silent in that part.
    at
        Since when it holds.
    person
        Whom the observation names as ``%(name)s``; empty where it names nobody.
    observation
        What was tapped, in numbers.
    suggestion
        A sentence to say aloud.
    why
        The rule in words.
    """

    rule: Rule
    key: str
    at: datetime
    observation: str
    suggestion: str
    why: str
    person: str = ""
    values: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Scene:
    """A running part as the rules look at it. Only words that name numbers ask ``now``."""

    agenda: Agenda
    state: RoomState
    now: datetime

    def key(self, rule: Rule) -> str:
        return f"{rule}/{self.state.step}/{self.state.part}"

    @property
    def part(self) -> Part:
        return self.agenda.steps[self.state.step].parts[self.state.part]

    @property
    def is_open(self) -> bool:
        return self.part.kind in OPEN

    @property
    def started_at(self) -> datetime:
        return self.state.part_started_at or self.state.starts_at

    @property
    def ends_at(self) -> datetime:
        return self.state.part_ends_at or self.state.ends_at

    @property
    def present(self) -> list[str]:
        return [person for person in self.state.joined if person in self.state.here]

    @property
    def spoken(self) -> Sequence[Stretch]:
        """What was tapped in this part, without whoever speaks now."""
        place = (self.state.step, self.state.part)
        return [one for one in self.state.talk if not one.is_turn and (one.step, one.part) == place]

    def running(self) -> timedelta:
        """For how long whoever speaks has spoken."""
        since = self.state.voice_since
        return max(NOTHING, self.now - since) if self.state.voice and since is not None else NOTHING


def _hint(scene: Scene, rule: Rule, at: datetime, values: Mapping[str, int], person: str = "") -> Hint:
    said = SAID[rule]
    return Hint(
        rule=rule,
        key=scene.key(rule),
        at=at,
        observation=said.observation,
        suggestion=said.suggestion,
        why=said.why,
        person=person,
        values=values,
    )


def advice(scene: Scene) -> Hint | None:
    """Ideas or advice came early more than once, in a part that begins with questions."""
    early, asking = scene.state.record.early, scene.state.asking
    if asking is Asking.NONE or len(early) < MOST_EARLY:
        return None
    return _hint(scene, Rule.ADVICE, early[MOST_EARLY - 1], {"times": len(early)})


def overrun(scene: Scene) -> Hint | None:
    """A turn is over its time, and the round will be far over its own even if those who wait are brief."""
    state = scene.state
    if not state.speaker or state.turn_ends_at is None:
        return None
    waiting = len(state.order) - len(state.spoken) - 1
    fair = (scene.ends_at - scene.started_at) / len(state.order)
    allowed = max(LEAST_BORROWED, MOST_FAIR * fair) - waiting * BRIEF * fair
    at = max(scene.ends_at + allowed, state.turn_ends_at + LEAST_OVER)
    left = (scene.ends_at - scene.now) // MINUTE
    if waiting:
        return _hint(scene, Rule.OVERRUN, at, {"waiting": waiting, "left": max(0, left)})
    return replace(_hint(scene, Rule.OVERRUN, at, {"over": max(0, -left)}), observation=FAR_OVER)


def dominates(scene: Scene) -> Hint | None:
    """One member comes back at length after each other one, in the open parts so far, and had the word last."""
    if not scene.is_open or not scene.spoken:
        return None
    person = scene.state.voice or scene.spoken[-1].person
    taps = _taps_since_told(scene)
    own, tapped = _sum(one for one in taps if one.person == person), _sum(taps)
    clear = max(LEAST_CLEAR, CLEAR - CLEAR_EACH * len(scene.state.joined))
    at = _dominant_at(scene, clear - sum(_points(taps, person)), LEAST_SHARE * tapped - own)
    if at is None:
        return None
    values = {"own": round((own + scene.running()) / MINUTE), "all": round((tapped + scene.running()) / MINUTE)}
    return _hint(scene, Rule.DOMINATES, at, values, person)


def _taps_since_told(scene: Scene) -> list[Stretch]:
    """What was tapped after this rule was answered last: what was before, has been told."""
    told = [answer.at for answer in scene.state.record.answers if answer.key.startswith(f"{Rule.DOMINATES}/")]
    return [one for one in _open_taps(scene.state) if not told or one.starts_at >= max(told)]


def _sum(taps: Iterable[Stretch]) -> timedelta:
    return sum(map(_length, taps), NOTHING)


def _length(one: Stretch) -> timedelta:
    return one.ends_at - one.starts_at


def _dominant_at(scene: Scene, missing: int, short_of_share: timedelta) -> datetime | None:
    """When it is clear, or will be if this voice goes on: so many points are missing, and so much to its share."""
    since = scene.state.voice_since if scene.state.voice else None
    if missing > (0 if since is None else FOR_VERY_LONG):
        return None
    base = since or scene.spoken[-1].ends_at
    unknown = LEAST_KNOWN * (base - scene.started_at) - _sum(scene.spoken)
    more = max(NOTHING, short_of_share / (1 - LEAST_SHARE), unknown / (1 - LEAST_KNOWN))
    if since is None:
        return base if more == NOTHING else None
    return base + max(more, LONG if missing <= FOR_LONG else VERY_LONG)


def _points(taps: Iterable[Stretch], person: str) -> Iterator[int]:
    """For this person's dominance, or against it: for each stretch, by who had the word before in that part."""
    for _place, stretches in groupby(taps, lambda one: (one.step, one.part)):
        before = ""
        for one in stretches:
            yield _own_points(_length(one)) if one.person == person else _others_points(_length(one), before, person)
            before = one.person


def _own_points(length: timedelta) -> int:
    if length >= LONG:
        return FOR_VERY_LONG if length >= VERY_LONG else FOR_LONG
    return FOR_SHORT if length < SHORT else 0


def _others_points(length: timedelta, before: str, person: str) -> int:
    if before == person:
        return FOR_A_SENTENCE if length < A_SENTENCE else FOR_MISSED if length >= VERY_LONG else 0
    return 0 if not before else FOR_SENTENCES if length < A_SENTENCE else FOR_NOT_BACK


def unheard(scene: Scene) -> Hint | None:
    """Somebody has never been tapped in an open part of this session, while the others were, many times."""
    if not scene.is_open:
        return None
    taps = _open_taps(scene.state)
    heard = {one.person for one in taps} | {scene.state.voice}
    passed = {person: [one for one in taps if person in one.present] for person in scene.present if person not in heard}
    if not passed:
        return None
    person = max(passed, key=lambda one: (len(passed[one]), one))
    enough = TURNS + TURNS_EACH * len(scene.present)
    if len(passed[person]) < enough:
        return None
    half = scene.started_at + PART_PASSED * (scene.ends_at - scene.started_at)
    at = max(half, passed[person][enough - 1].ends_at)
    return _hint(scene, Rule.UNHEARD, at, {"turns": len(passed[person])}, person)


def _open_taps(state: RoomState) -> list[Stretch]:
    """Every tapped stretch of the session, without whoever speaks now."""
    return [one for one in state.talk if not one.is_turn]


def silence(scene: Scene) -> Hint | None:
    """Nobody speaks, said a tap, and another some time later; nothing else was tapped or sent since."""
    record = scene.state.record
    hushed_at, quiet_at = record.hushed_at, record.quiet_at
    if not scene.is_open or hushed_at is None or quiet_at is None:
        return None
    since = max(hushed_at, record.tapped_at or hushed_at)
    at = max(since + SILENT_FOR, quiet_at)
    return _hint(scene, Rule.SILENCE, at, {"minutes": max(0, (scene.now - since) // MINUTE)})


RULES: Mapping[Rule, Callable[[Scene], Hint | None]] = MappingProxyType(
    {
        Rule.ADVICE: advice,
        Rule.OVERRUN: overrun,
        Rule.DOMINATES: dominates,
        Rule.UNHEARD: unheard,
        Rule.SILENCE: silence,
    }
)
