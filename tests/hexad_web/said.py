"""What a page says, piece by piece: in which language it is marked, and whether a line may end within it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from html.parser import HTMLParser

from hexad.challenges.module import Module, load_modules
from hexad_web.challenges.queries.modules import html_of

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
UNSAID = {"script", "style", "title", "template"}  # a page's title cannot say that it changes its language
ONE_LINE = {"option", "textarea"}  # drawn by the browser, which breaks nothing there
FEWEST_LETTERS = 16  # a shorter text of a module may be German too
UNBROKEN = re.compile(r'<span class="whitespace-nowrap">(.*?)</span>')
HOURS = re.compile(r"\d:\d\d[^–]{0,8}–\d{1,2}:\d\d")


@dataclass(frozen=True)
class Piece:
    text: str
    language: str
    may_break: bool


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, str, bool, bool]] = [("", "", True, True)]
        self.pieces: list[Piece] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        _tag, language, may_break, is_said = self.open[-1]
        given = dict(attrs)
        names = (given.get("class") or "").split()
        may_break = may_break and tag not in ONE_LINE and not {"whitespace-nowrap", "sr-only"} & set(names)
        if tag not in VOID:
            self.open.append((tag, given.get("lang") or language, may_break, is_said and tag not in UNSAID))

    def handle_endtag(self, tag: str) -> None:
        while tag in {one[0] for one in self.open} and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        _tag, language, may_break, is_said = self.open[-1]
        if is_said and data.strip():
            self.pieces.append(Piece(" ".join(data.split()), language, may_break))


def pieces(html: str) -> list[Piece]:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.pieces


def as_read(html: str) -> str:
    """The page on one line, without what keeps "14:00–15:30" on one."""
    return " ".join(UNBROKEN.sub(r"\1", html).split())


def broken_hours(html: str) -> list[str]:
    """Times from and to between which a line may end."""
    return [piece.text for piece in pieces(html) if piece.may_break and HOURS.search(piece.text)]


def unmarked(html: str, phrases: set[str]) -> list[str]:
    """What a module says on a page without its language."""
    return [piece.text for piece in _said_of(html, phrases) if not piece.language.startswith("en")]


def marked(html: str, phrases: set[str]) -> list[str]:
    return [piece.text for piece in _said_of(html, phrases) if piece.language.startswith("en")]


def _said_of(html: str, phrases: set[str]) -> list[Piece]:
    return [piece for piece in pieces(html) if any(phrase in piece.text for phrase in phrases)]


def phrases_of(*modules: Module) -> set[str]:
    """Every text of these, as a page shows it; without the short ones."""
    found = {text for module in modules for text in _texts(module)}
    return {text for text in found if len(text) >= FEWEST_LETTERS}


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield " ".join(value.split())
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts(one)
    elif is_dataclass(value):
        for one in fields(value):
            if one.name not in ("body", "statements", "words"):
                yield from _texts(getattr(value, one.name))
        if hasattr(value, "body"):
            yield from (piece.text for piece in pieces(html_of(value)))  # type: ignore[arg-type]  # only a document has one


SHIPPED = phrases_of(*load_modules())
