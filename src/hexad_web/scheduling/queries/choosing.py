"""The three cards of "Choose a time" for one member."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from hexad.availability.horizon import Horizon
from hexad.availability.intervals import Interval, intersect, merge
from hexad_web.availability.queries import busy_for
from hexad_web.frontend import moments
from hexad_web.people.models import Person
from hexad_web.scheduling import times
from hexad_web.scheduling.models import Choice, Poll
from hexad_web.scheduling.queries.members import members_of, zones_for
from hexad_web.scheduling.queries.plan_page import reasons_of, where_text
from hexad_web.scheduling.queries.plans import Option, When, options_of
from hexad_web.scheduling.times import LocalTime

CONFLICTS = ("busy", "out-of-office")  # what blocks; what may give way is no conflict, and what is not known is none


@dataclass(frozen=True, slots=True)
class Line:
    """One of the two meetings of a card."""

    text: str
    start: datetime
    elsewhere: Sequence[LocalTime]
    conflicts: Sequence[str] = ()  # "14:00–14:30", for the reader alone; never what it is


@dataclass(frozen=True, slots=True)
class Card:
    question: str
    explore: Line
    reflect: Line
    length: str
    reasons: tuple[str, ...]
    word: str


@dataclass(frozen=True, slots=True)
class ChoosePage:
    choice: Choice
    topic: str
    zone: str
    place: str
    cards: Sequence[Card]
    until: str
    is_open: bool


def choose_page(choice: Choice, now: datetime) -> ChoosePage:
    poll, plan = choice.poll, choice.poll.plan
    members = members_of([plan.group]).get(plan.group_id, [])
    zones = zones_for([*members, choice.person])
    home = zones[choice.person_id]
    options = options_of(plan)
    words = choice.words or [""] * len(poll.options)
    taken = _taken(choice.person, [options[at] for at in poll.options])
    return ChoosePage(
        choice=choice,
        topic=plan.group.topic,
        zone=home,
        place=where_text(plan.mode, str(plan.room) if plan.room else plan.site, plan.link),
        cards=[
            _card(options[at], word, _Reader(home, set(zones.values()), taken))
            for at, word in zip(poll.options, words, strict=True)
        ],
        until=moments.day_text(moments.local(poll.closes_at, home)[0]),
        is_open=poll.state in (Poll.State.OPEN, Poll.State.UNDECIDED) and poll.closes_at > now,
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    """Whose page it is: the own zone, those of the others, and when the own calendars say busy."""

    home: str
    zones: set[str]
    taken: Sequence[Interval]

    def line(self, when: When) -> Line:
        return Line(
            text=moments.span_text(when.start, when.end, self.home),
            start=when.start,
            elsewhere=times.elsewhere(when.start, when.end, self.zones, self.home),
            conflicts=[self._clock(one) for one in intersect([Interval(when.start, when.end)], self.taken)],
        )

    def _clock(self, one: Interval) -> str:
        start, end = (moments.clock_text(moments.local(at, self.home)[0]) for at in one)
        return f"{start}–{end}"


def _taken(person: Person, options: Sequence[Option]) -> list[Interval]:
    """When the reader's own calendars say busy, around the meetings on the cards; one reading for all of them."""
    whens = [when for option in options for when in (option.explore, option.reflect)]
    if not whens:
        return []
    first, last = min(when.start for when in whens), max(when.end for when in whens)
    busy = busy_for([person], Horizon.between(first, last))[person.pk]
    return merge(one.interval for one in busy if one.kind in CONFLICTS)


def _card(option: Option, word: str, reader: _Reader) -> Card:
    day = moments.day_text(moments.local(option.explore.start, reader.home)[0])
    question = _("Does %(day)s work for you?") % {"day": day}
    return Card(
        question=question,
        explore=reader.line(option.explore),
        reflect=reader.line(option.reflect),
        length=moments.duration_text(option.explore.end - option.explore.start),
        reasons=reasons_of(option),
        word=word,
    )
