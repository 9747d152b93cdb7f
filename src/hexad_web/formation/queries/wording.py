"""The library's reasons in the reader's language: its templates are message ids, its values are filled in here."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.formats import localize
from django.utils.translation import gettext

from hexad.formation.reasons import TEMPLATES
from hexad_web.formation.reason_words import OWN
from hexad_web.frontend.languages import language_name

SENTENCES = {**TEMPLATES, **OWN}


def say(reason: Mapping[str, Any]) -> str:
    template = SENTENCES.get(reason.get("code", ""))
    if template is None:
        return str(reason.get("text", ""))
    values = {name: localize(value) for name, value in reason["values"].items()}
    if "title" in values:
        values["title"] = gettext(values["title"])
    if reason["code"].startswith("language."):
        values["value"] = language_name(values["value"])
    return str(gettext(template) % values)


def say_all(reasons: Iterable[Mapping[str, Any]]) -> str:
    return " ".join(say(reason) for reason in reasons)


def say_why(reason: Mapping[str, Any]) -> str:
    """Why a run has no groups."""
    return say_all(reason["parts"]) if "parts" in reason else str(reason.get("sentence", ""))
