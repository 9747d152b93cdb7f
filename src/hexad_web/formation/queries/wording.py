"""The library's reasons in the reader's language: its templates are message ids, its values are filled in here."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext

from hexad.formation.reasons import TEMPLATES


def say(reason: Mapping[str, Any]) -> str:
    template = TEMPLATES.get(reason.get("code", ""))
    if template is None:
        return str(reason.get("text", ""))
    return str(gettext(template) % reason["values"])


def say_all(reasons: Iterable[Mapping[str, Any]]) -> str:
    return " ".join(say(reason) for reason in reasons)
