"""A person's own answers in a session; changeable until it closes."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hexad_web.evidence.models import Response
from hexad_web.evidence.queries.panels import is_second
from hexad_web.evidence.question_words import FOUR, RATING, TECHNIQUE, Question
from hexad_web.practice.access import Seat
from hexad_web.practice.actions.planning import choose_technique, refuse_if_over
from hexad_web.practice.refusals import Refused

Measure = Response.Measure


@transaction.atomic
def rate(*, seat: Seat, value: str, now: datetime) -> None:
    """``first`` before explore, ``second`` in reflect: the difference is what the programme looks at, in total."""
    refuse_if_over(seat.session, now)
    _keep(seat, Measure.RATING, "second" if is_second(seat.session) else "first", _value(RATING, value), now)


@transaction.atomic
def answer_question(*, seat: Seat, key: str, value: str, now: datetime) -> None:
    """One of the four; how the session was for this person."""
    refuse_if_over(seat.session, now)
    question = next((one for one in FOUR if one.key == key), None)
    if question is None:
        raise Refused(_("Choose one of the answers."))
    _keep(seat, Measure.QUESTIONS, key, _value(question, value), now)


@transaction.atomic
def name_technique(*, seat: Seat, strategy: str, words: str, now: datetime) -> None:
    """The fifth: it goes into the plan and stays with the group. Here only that it was answered is kept."""
    refuse_if_over(seat.session, now)
    choose_technique(seat=seat, strategy=strategy, words=words, now=now)
    _keep(seat, Measure.QUESTIONS, TECHNIQUE.key, 1, now)


def _value(question: Question, value: str) -> int:
    if not value.isdecimal() or not 1 <= int(value) <= len(question.words):
        raise Refused(_("Choose one of the answers."))
    return int(value)


def _keep(seat: Seat, measure: str, item: str, value: int, now: datetime) -> None:
    row = Response(
        organisation=seat.session.organisation,
        person=seat.person,
        session=seat.session,
        measure=measure,
        item=item,
        value=value,
        answered_at=now,
    )
    # One statement, so that two taps at once leave the later answer and no error.
    Response.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["person", "session", "measure", "item"],
        update_fields=["value", "answered_at"],
    )
