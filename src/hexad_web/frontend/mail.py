"""A mail's two texts, in its reader's language, zone and clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import timezone, translation

from hexad_web.frontend.moments import clock_of_reader


@dataclass(frozen=True, slots=True)
class Reader:
    language: str = ""
    zone: str = "UTC"
    clock: str = ""  # "12", "24" or the language's habit


@dataclass(frozen=True, slots=True)
class MailTexts:
    text: str
    html: str


def render_mail(template: str, context: Mapping[str, Any], *, reader: Reader) -> MailTexts:
    """Render ``template + ".txt"`` and ``template + ".html"``, which extend mail/base.txt and mail/base.html."""
    with (
        translation.override(reader.language or translation.get_language()),
        timezone.override(ZoneInfo(reader.zone)),
        clock_of_reader(reader.clock),
    ):
        text = render_to_string(f"{template}.txt", dict(context))
        return MailTexts(text=text.strip() + "\n", html=render_to_string(f"{template}.html", dict(context)))
