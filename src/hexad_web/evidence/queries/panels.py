"""What the panels of evidence show: one person's own answers, and nobody else's."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from hexad_web.evidence.models import Response
from hexad_web.evidence.question_words import FOUR, KEYS, RATING, TECHNIQUE, Question
from hexad_web.practice.access import Seat
from hexad_web.practice.queries import mine, modules
from hexad_web.scheduling.models import Meeting
from hexad_web.sessions.models import Session

Measure = Response.Measure


@dataclass(frozen=True, slots=True)
class Choice:
    value: int
    words: str | Promise
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingPanel:
    topic: str
    question: str | Promise
    choices: list[Choice]
    is_answered: bool
    is_open: bool
    is_second: bool


def is_open(session: Session, now: datetime) -> bool:
    return session.takes_answers(now)


def is_second(session: Session) -> bool:
    return session.kind == Meeting.Kind.REFLECT


def answers_of(seat: Seat, measure: str) -> dict[str, int]:
    own = Response.objects.filter(person=seat.person, session=seat.session, measure=measure)
    return dict(own.values_list("item", "value"))


def choices_of(question: Question, answer: int | None) -> list[Choice]:
    return [Choice(value, words, value == answer) for value, words in enumerate(question.words, start=1)]


def rating_panel(seat: Seat, now: datetime) -> RatingPanel:
    answer = next(iter(answers_of(seat, Measure.RATING).values()), None)
    return RatingPanel(
        topic=seat.session.group.topic,
        question=RATING.text,
        choices=choices_of(RATING, answer),
        is_answered=answer is not None,
        is_open=is_open(seat.session, now),
        is_second=is_second(seat.session),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionsPanel:
    """``number``: 1 to 5, which question is on the screen; 0: all are answered."""

    number: int
    key: str = ""
    question: str | Promise = ""
    choices: list[Choice]
    strategies: list[tuple[str, str]]
    language: str  # of the strategies
    strategy: str = ""
    technique: str = ""
    is_open: bool
    total: int = len(KEYS)

    @property
    def is_technique(self) -> bool:
        return self.key == TECHNIQUE.key

    @property
    def before(self) -> int:
        """The question to go back to; 0 on the first."""
        return self.number - 1 if self.number else self.total


def questions_panel(seat: Seat, wanted: str, now: datetime) -> QuestionsPanel:
    """``wanted``: the number of a question, to look at it again; otherwise the first that has no answer."""
    answers, plan = answers_of(seat, Measure.QUESTIONS), mine.plan_in(seat)
    words = mine.words_of(plan, seat.actor)
    has_technique = plan is not None and bool(plan.strategy or words.technique) and "technique" in answers
    number = _number(wanted, answers, has_technique=has_technique)
    key = KEYS[number - 1] if number else ""
    question = next((one for one in (*FOUR, TECHNIQUE) if one.key == key), None)
    module = modules.module_of(seat.session) if key == TECHNIQUE.key else None
    return QuestionsPanel(
        number=number,
        key=key,
        question=question.text if question else "",
        choices=choices_of(question, answers.get(key)) if question else [],
        strategies=modules.titles_of(module),
        language=module.language if module else "",
        strategy=plan.strategy if plan else "",
        technique=words.technique,
        is_open=is_open(seat.session, now),
    )


def _number(wanted: str, answers: dict[str, int], *, has_technique: bool) -> int:
    if wanted.isdecimal() and 1 <= int(wanted) <= len(KEYS):
        return int(wanted)
    missing = [key for key in KEYS[:-1] if key not in answers] + ([] if has_technique else [TECHNIQUE.key])
    return KEYS.index(missing[0]) + 1 if missing else 0
