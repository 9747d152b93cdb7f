"""The library's reasons in the reader's language: its templates are message ids, its values are filled in here."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.formats import localize
from django.utils.translation import get_language_info, gettext

from hexad.formation.reasons import TEMPLATES
from hexad_web.formation.reason_words import OWN

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


def language_name(code: str) -> str:
    """Files tell languages by code; one that nobody knows stays as it was written."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


def say_all(reasons: Iterable[Mapping[str, Any]]) -> str:
    return " ".join(say(reason) for reason in reasons)


def say_why(reason: Mapping[str, Any]) -> str:
    """Why a run has no groups."""
    return say_all(reason["parts"]) if "parts" in reason else str(reason.get("sentence", ""))
