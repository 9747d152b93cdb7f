"""What the linter says, in the reader's language: its sentences are told apart by their placeholders."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext
from django.utils.translation import gettext as _

from hexad.problems import Problem
from hexad_web.challenges.remedy_words import COUNTED, FOUND, REMEDIES, UNITS

SETTINGS = "module.toml: "


@dataclass(frozen=True, slots=True)
class Note:
    """One message of the linter. ``place``: as it names it; ``where``: the same in words."""

    place: str
    where: str
    found: str
    remedy: str
    is_error: bool


def notes_of(problems: Iterable[Problem]) -> list[Note]:
    return [
        Note(one.field, where(one.field), _found(one.found), say(one.remedy, REMEDIES), one.severity == "error")
        for one in problems
    ]


def _found(text: str) -> str:
    number, _space, what = text.partition(" ")
    for names, said in COUNTED.items():
        if what in names and number.isdecimal():
            return str(said % {"count": int(number)})
    return say(text, FOUND)


@cache
def _pattern(template: str) -> re.Pattern[str]:
    text = re.escape(template.replace("%(", "%<").replace(")s", ">s"))
    return re.compile(re.sub(r"%<(\w+)>s", r"(?P<\1>.+?)", text))


def say(sentence: str, templates: Iterable[str]) -> str:
    """A sentence that none of the templates made is said as it is: it is what somebody wrote."""
    for template in templates:
        if found := _pattern(template).fullmatch(sentence):
            values = {name: gettext(text) if text in UNITS else text for name, text in found.groupdict().items()}
            return str(gettext(template)) % values if values else str(gettext(template))
    return sentence


def where(place: str) -> str:
    """A place in words: "Strategy 2 · Example 1 · First occasion"."""
    known = _words()
    parts = []
    for piece in place.removeprefix(SETTINGS).removesuffix(".md").replace(".md: ", ".").split("."):
        name, _bracket, number = piece.partition("[")
        one = known.get(f"{name}[]") if number else known.get(name)
        if one is None:
            return place  # a name of somebody else's
        parts.append(one % {"number": number.rstrip("]")} if number else one)
    return " · ".join(parts)


def _words() -> dict[str, str]:
    """Names of places, one of a list with its number."""
    return {
        "id": _("Name in addresses"),
        "version": _("Version"),
        "title": _("Title"),
        "purpose": _("Purpose"),
        "language": _("Language"),
        "timing": _("Time"),
        "practice_days": _("Days to practise"),
        "statements": _("Statements"),
        "statements[]": _("Statement %(number)s"),
        "words": _("Further words"),
        "page-1": _("Page 1"),
        "page-2": _("Page 2"),
        "card": _("Card"),
        "worksheet": _("Worksheet"),
        "case-1": _("Case 1"),
        "case-2": _("Case 2"),
        "text": _("Text"),
        "strategies": _("Strategies"),
        "strategies[]": _("Strategy %(number)s"),
        "key": _("Key"),
        "first_step": _("First step"),
        "difficulty": _("Difficulty"),
        "knows": _("How one knows that it worked"),
        "if_then": _("Plans as examples"),
        "if_then[]": _("Example %(number)s"),
        "situation": _("When …"),
        "behaviour": _("I …"),
        "occasion": _("First occasion"),
        "tips": _("Tips"),
        "tips[]": _("Tip %(number)s"),
        "day": _("Day"),
        "reflect_questions": _("Questions for reflect"),
        "reflect_questions[]": _("Question %(number)s"),
        "sources": _("Sources"),
        "sources[]": _("Source %(number)s"),
        "strength": _("Evidence"),
    }
