"""The three cards of "Choose a time" for one member."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from hexad_web.frontend import moments
from hexad_web.scheduling import times
from hexad_web.scheduling.models import Choice, Poll
from hexad_web.scheduling.queries.members import members_of, zones_for
from hexad_web.scheduling.queries.plan_page import reasons_of, where_text
from hexad_web.scheduling.queries.plans import Option, When, options_of
from hexad_web.scheduling.times import LocalTime


@dataclass(frozen=True, slots=True)
class Line:
    """One of the two meetings of a card."""

    text: str
    start: datetime
    elsewhere: Sequence[LocalTime]


@dataclass(frozen=True, slots=True)
class Card:
    question: str
    explore: Line
    reflect: Line
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
    return ChoosePage(
        choice=choice,
        topic=plan.group.topic,
        zone=home,
        place=where_text(plan.mode, str(plan.room) if plan.room else plan.site, plan.link),
        cards=[
            _card(options[at], word, set(zones.values()), home) for at, word in zip(poll.options, words, strict=True)
        ],
        until=moments.day_text(moments.local(poll.closes_at, home)[0]),
        is_open=poll.state in (Poll.State.OPEN, Poll.State.UNDECIDED) and poll.closes_at > now,
    )


def _card(option: Option, word: str, zones: set[str], home: str) -> Card:
    day = moments.day_text(moments.local(option.explore.start, home)[0])
    question = _("Does %(day)s work for you?") % {"day": day}
    return Card(
        question, _line(option.explore, zones, home), _line(option.reflect, zones, home), reasons_of(option), word
    )


def _line(when: When, zones: set[str], home: str) -> Line:
    others = times.elsewhere(when.start, when.end, zones, home)
    return Line(moments.span_text(when.start, when.end, home), when.start, others)
