"""The parts in which a module is written, and in which of them a place of the linter is mended."""

import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PARTS: dict[str, str | Promise] = {
    "purpose": _("Title and purpose"),
    "statements": _("What managers say"),
    "pages": _("Pages to read"),
    "card": _("Card"),
    "worksheet": _("Worksheet"),
    "cases": _("Cases"),
    "strategies": _("Strategies"),
    "tips": _("Tips"),
    "questions": _("Questions for reflect"),
    "sources": _("Sources"),
}
# Where the first word of a place is not the part itself.
ELSEWHERE = {
    "page": "pages",
    "case": "cases",
    "words": "statements",
    "reflect_questions": "questions",
}


def part_of(place: str) -> str:
    """The key of the part; what belongs to none is mended where the title is."""
    first = re.split(r"[-.\[:]", place.removeprefix("module.toml: "))[0]
    part = ELSEWHERE.get(first, first)
    return part if part in PARTS else "purpose"
