"""The library's reasons in the reader's language: its templates are message ids, its values are filled in here."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.formats import localize
from django.utils.translation import gettext

from hexad.formation.reasons import TEMPLATES
from hexad_web.formation.reason_words import OWN

SENTENCES = {**TEMPLATES, **OWN}


def say(reason: Mapping[str, Any]) -> str:
    template = SENTENCES.get(reason.get("code", ""))
    if template is None:
        return str(reason.get("text", ""))
    return str(gettext(template) % _in_words(reason["values"]))


def _in_words(values: Mapping[str, Any]) -> dict[str, Any]:
    """A rule is named by its title, which is a message too; numbers are written as the reader writes them."""
    said = {name: localize(value) for name, value in values.items()}
    return {**said, "title": gettext(values["title"])} if "title" in values else said


def say_all(reasons: Iterable[Mapping[str, Any]]) -> str:
    return " ".join(say(reason) for reason in reasons)


def say_why(reason: Mapping[str, Any]) -> str:
    """Why a run has no groups."""
    return say_all(reason["parts"]) if "parts" in reason else str(reason.get("sentence", ""))
