"""What is wrong with an agenda, in the reader's words: the library's sentences as an owner at a form needs them."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Mapping[str, str | Promise] = {
    "steps": _("Give 1 to %(most)s steps."),
    "sum": _("The steps take %(found)s minutes, the session has %(minutes)s. Press Fit, or change a step."),
    "twice": _("Two steps are called '%(found)s'. Give each its own key."),
    "parts": _("Give this step 1 to %(most)s parts, such as a talk."),
    "each": _("%(each)s minutes for each of %(members)s are more than the %(minutes)s of the step."),
    "open": _("Only one part may be without minutes: it takes what the step has left."),
    "too_much": _("The parts take %(found)s minutes, the step has %(minutes)s. Make a part shorter."),
    "too_little": _("The parts take %(found)s of %(minutes)s minutes. Leave one part without minutes."),
    "kind": _("Choose what happens in this part."),
    "pad": _("Choose what is written, for a part in which everybody writes."),
    "panel": _("Choose a form, for a part with a form."),
    "questions": _("Only a round or a talk begins with questions."),
    "table": _("This is no table of an agenda."),
    "unknown": _("'%(found)s' is not known here. Remove it."),
    "text": _("Write a few words."),
    "long": _("Write at most %(most)s characters."),
    "number": _("Give a whole number from %(least)s to %(most)s."),
    "flag": _("Say true or false."),
    "form": _("This form cannot be shown in a session. Choose another."),
    "many": _("Keep to %(steps)s steps and %(parts)s parts a step."),
}


def say(code: str, values: Mapping[str, Any]) -> str:
    return str(SENTENCES[code]) % values
