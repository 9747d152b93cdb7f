"""What the linter says, in the reader's language: its sentences are told apart by their placeholders."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext
from django.utils.translation import gettext as _

from hexad.challenges.lint import LANGUAGE
from hexad.problems import Problem
from hexad_web.challenges.remedy_words import COUNTED, FOUND, REMEDIES, UNITS

SETTINGS = "module.toml: "


@dataclass(frozen=True, slots=True)
class Note:
    """One message of the linter.

    ``place``: as it names it; ``where``: the same in words; ``language``: of what was found, where the module says it.
    """

    place: str
    where: str
    found: str
    remedy: str
    is_error: bool
    language: str = ""


def notes_of(problems: Iterable[Problem], language: str = "") -> list[Note]:
    """``language``: the module's."""
    known = language if LANGUAGE.fullmatch(language) else ""
    return [_note(one, known) for one in problems]


def _note(problem: Problem, language: str) -> Note:
    ours = _ours(problem.found)
    return Note(
        place=problem.field,
        where=where(problem.field),
        found=problem.found if ours is None else ours,
        remedy=say(problem.remedy, REMEDIES),
        is_error=problem.severity == "error",
        language=language if ours is None else "",
    )


def _ours(text: str) -> str | None:
    """What the linter says that it found, in the reader's language; None where it only repeats the module."""
    number, _space, what = text.partition(" ")
    for names, said in COUNTED.items():
        if what in names and number.isdecimal():
            return str(said % {"count": int(number)})
    return _said(text, FOUND)


@cache
def _pattern(template: str) -> re.Pattern[str]:
    text = re.escape(template.replace("%(", "%<").replace(")s", ">s"))
    return re.compile(re.sub(r"%<(\w+)>s", r"(?P<\1>.+?)", text))


def say(sentence: str, templates: Iterable[str]) -> str:
    """A sentence that none of the templates made is said as it is: it is what somebody wrote."""
    said = _said(sentence, templates)
    return sentence if said is None else said


def _said(sentence: str, templates: Iterable[str]) -> str | None:
    for template in templates:
        if found := _pattern(template).fullmatch(sentence):
            values = {name: gettext(text) if text in UNITS else text for name, text in found.groupdict().items()}
            return str(gettext(template)) % values if values else str(gettext(template))
    return None


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
