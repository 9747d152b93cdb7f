"""The self-rating and the five questions, in our own words; keys are what a response keeps as its item."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Question:
    """``words``: of the answers from 1 on; an empty one shows its number alone."""

    key: str
    text: str | Promise
    words: tuple[str | Promise, ...]


FIVE_STEPS = (_("Not at all"), _("A little"), _("Partly"), _("Mostly"), _("Very much"))

RATING = Question(
    "effectiveness",
    _("How well do you handle this in your work now?"),
    (_("It gets the better of me"), "", "", _("I manage when it is easy"), "", "", _("I manage when it is hard, too")),
)
FOUR = (
    Question("sharing", _("Did you gain from what the others told?"), FIVE_STEPS),
    Question("comfort", _("Were you at ease when you told your own story?"), FIVE_STEPS),
    Question("responses", _("Did the others' responses help you?"), FIVE_STEPS),
    Question("material", _("Did the module's pages add something?"), FIVE_STEPS),
)
TECHNIQUE = Question("technique", _("Which technique will you practise?"), ())
KEYS = (*(question.key for question in FOUR), TECHNIQUE.key)
