"""What a learning module is, and how one is read from its folder.

A folder holds ``module.toml`` and Markdown: ``page-1.md``, ``page-2.md``, ``card.md``, ``worksheet.md``, ``case-1.md``,
``case-2.md``. Reading asks only whether everything is there and of the right kind; ``lint`` asks whether it is good.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal, Protocol, get_args

from hexad.challenges._tables import TableReader
from hexad.challenges.reading import count_words, reading_minutes
from hexad.problems import HexadError, Problem

Difficulty = Literal["easy", "moderate", "demanding"]
Strength = Literal["strong", "mixed", "practice wisdom"]

PAGES = ("page-1", "page-2")
CASES = ("case-1", "case-2")
DOCUMENTS = (*PAGES, "card", "worksheet", *CASES)
SETTINGS = "module.toml"
HEADING = re.compile(r"#\s+(?P<title>.+)")


class File(Protocol):
    """A text somewhere: on a disk, in a package, in an archive."""

    def read_text(self, encoding: str | None = None) -> str:
        """Return the text, with ends of lines as they are in Python."""


class Folder(Protocol):
    """What a module is read from: a path, a folder inside a package, or an archive in memory."""

    @property
    def name(self) -> str:
        """Return the name without what is above it."""

    def joinpath(self, *descendants: str) -> File:
        """Return a file of it, there or not."""


class ModuleError(HexadError):
    """A folder that is not a module; ``problems`` lists all that was found, not only the first."""

    def __init__(self, folder: str, problems: Sequence[Problem]) -> None:
        first = problems[0]
        more = f" And {len(problems) - 1} more." if len(problems) > 1 else ""
        super().__init__(f"{folder} is not a module: {first.field}: {first.remedy}{more}")
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One Markdown file: its key is the file's name, its title the first heading, its body what follows."""

    key: str
    title: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IfThen:
    """An example of a plan: in this situation I do this, for the first time on that occasion."""

    situation: str
    behaviour: str
    occasion: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Strategy:
    """One behaviour to try, which somebody else could see. ``knows``: how one knows that it worked."""

    key: str
    title: str
    text: str
    first_step: str
    difficulty: Difficulty
    knows: str
    if_then: tuple[IfThen, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tip:
    """A question or a nudge, so many days after explore."""

    day: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A work that the module rests on, with how well its claim is supported."""

    text: str
    strength: Strength


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Days to practise the module between the sessions."""

    practice_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """Just enough knowledge for one cycle on one challenge. Texts are Markdown; ``documents`` in reading order.

    ``words``: further words that point here, which no example statement holds. ``language``: as in BCP 47.
    """

    id: str
    version: int
    title: str
    purpose: str
    language: str
    statements: tuple[str, ...]
    words: tuple[str, ...]
    pages: tuple[Document, ...]
    card: Document
    worksheet: Document
    cases: tuple[Document, ...]
    strategies: tuple[Strategy, ...]
    tips: tuple[Tip, ...]
    reflect_questions: tuple[str, ...]
    sources: tuple[Source, ...]
    timing: Timing

    @property
    def documents(self) -> tuple[Document, ...]:
        """Return all Markdown files in reading order."""
        return (*self.pages, self.card, self.worksheet, *self.cases)

    @property
    def read_minutes(self) -> int:
        """Return how long all of it takes to read, as ``reading_minutes`` counts."""
        return reading_minutes(sum(map(count_words, self._read())))

    def _read(self) -> Iterator[str]:
        """Yield what a reader reads: not the statements, which are for matching, and not the tips, which come later."""
        yield self.purpose
        for document in self.documents:
            yield from (document.title, document.body)
        for one in self.strategies:
            yield from (one.title, one.text, one.first_step, one.knows)
            for plan in one.if_then:
                yield from (plan.situation, plan.behaviour, plan.occasion)
        yield from self.reflect_questions
        yield from (source.text for source in self.sources)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A module that is being written: what is missing is empty in ``module``, and named in ``problems``."""

    module: Module
    problems: tuple[Problem, ...]


@cache
def load_modules() -> tuple[Module, ...]:
    """Read the modules that ship with Hexad, by id.

    Returns
    -------
    tuple of Module
        The same values at each call: they are data of the package.

    Raises
    ------
    ModuleError
        Where a shipped folder is broken.

    Source: our choice.

    >>> [module.id for module in load_modules()][-1]
    'from-expert-to-manager'
    """
    folders = [one for one in resources.files("hexad.challenges").joinpath("modules").iterdir() if one.is_dir()]
    found = (read_module(one) for one in folders if one.joinpath(SETTINGS).is_file())
    return tuple(sorted(found, key=lambda module: module.id))


def read_module(folder: Folder) -> Module:
    """Read one folder.

    Parameters
    ----------
    folder
        A path, or a folder inside a package.

    Raises
    ------
    ModuleError
        With every missing file, missing key, wrong kind and unknown word at once.

    Source: our choice.
    """
    reader = TableReader()
    documents = {key: _document(folder, key, reader) for key in DOCUMENTS}
    settings = _settings(folder, reader)
    values = _values(settings, reader) if settings else {}
    if reader.problems:
        raise ModuleError(folder.name, reader.problems)
    return Module(
        pages=tuple(documents[key] for key in PAGES),
        card=documents["card"],
        worksheet=documents["worksheet"],
        cases=tuple(documents[key] for key in CASES),
        **values,
    )


def read_parts(parts: Mapping[str, Any]) -> Reading:
    """Read a module that is being written, complete or not.

    Parameters
    ----------
    parts
        The keys of ``module.toml``, and ``documents``: ``title`` and ``body`` by key (see ``packing.parts_of``).

    Returns
    -------
    Reading
        With every problem that ``read_module`` would raise, at the same places.

    Source: our choice, because an editor shows half a module too.

    >>> read_parts({"title": "Delegation"}).problems[-1].field
    'module.toml: timing.practice_days'
    """
    reader = TableReader()
    texts = parts.get("documents", {})
    documents = {key: _written(key, texts.get(key, {}), reader) for key in DOCUMENTS}
    values = _values({key: value for key, value in parts.items() if key != "documents"}, reader)
    module = Module(
        pages=tuple(documents[key] for key in PAGES),
        card=documents["card"],
        worksheet=documents["worksheet"],
        cases=tuple(documents[key] for key in CASES),
        **values,
    )
    return Reading(module=module, problems=tuple(reader.problems))


def _document(folder: Folder, key: str, reader: TableReader) -> Document:
    name = f"{key}.md"
    text = _read(folder, name, reader)
    first, _, body = text.lstrip().partition("\n")
    heading = HEADING.fullmatch(first.strip())
    if text and not heading:
        reader.note(f"{name}: title", first, "Begin with a line such as: # What to hand over", row=1)
    if heading and not body.strip():
        reader.note(f"{name}: text", "", "Write the text below the title.", row=2)
    title = " ".join(heading["title"].split()) if heading else ""
    return Document(key=key, title=title, body=reader.clean(body.strip(), name))


def _written(key: str, texts: Mapping[str, Any], reader: TableReader) -> Document:
    """A document as an editor has it: title and text apart."""
    title, body = (str(texts.get(part, "")).strip() for part in ("title", "body"))
    for part, text in (("title", title), ("text", body)):
        if not text:
            reader.note(f"{key}.md: {part}", "", "Write a text here.")
    body = body.replace("\r\n", "\n").replace("\r", "\n")
    title = " ".join(title.split())
    return Document(key=key, title=reader.clean(title, f"{key}.md: title"), body=reader.clean(body, f"{key}.md"))


def _read(folder: Folder, name: str, reader: TableReader) -> str:
    try:
        return folder.joinpath(name).read_text(encoding="utf-8").removeprefix("\ufeff")  # some editors begin so
    except FileNotFoundError:
        reader.note(name, "", f"Add the file {name}.")
    except (OSError, UnicodeError) as error:
        reader.note(name, type(error).__name__, "Save it as a text file in UTF-8.")
    return ""


def _settings(folder: Folder, reader: TableReader) -> dict[str, Any]:
    text = _read(folder, SETTINGS, reader)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        reader.note(SETTINGS, error, "Mend the TOML at that line.")
        return {}


KEYS = (
    "id", "version", "title", "purpose", "language", "statements", "words", "strategies", "tips", "reflect_questions",
    "sources", "timing",
)  # fmt: skip


def _values(settings: Mapping[str, Any], reader: TableReader) -> dict[str, Any]:
    place = f"{SETTINGS}: "
    reader.known(settings, place, KEYS)
    settings = {"language": "en", **settings}
    return {
        **{key: reader.text(settings, key, place) for key in ("id", "title", "purpose", "language")},
        "version": reader.number(settings, "version", place),
        **{key: reader.texts(settings, key, place) for key in ("statements", "reflect_questions")},
        "words": reader.texts(settings, "words", place) if settings.get("words") else (),
        "strategies": tuple(_strategy(reader, at, one) for at, one in reader.tables(settings, "strategies", place)),
        "tips": tuple(_tip(reader, at, one) for at, one in reader.tables(settings, "tips", place)),
        "sources": tuple(_source(reader, at, one) for at, one in reader.tables(settings, "sources", place)),
        "timing": _timing(reader, settings.get("timing")),
    }


def _strategy(reader: TableReader, place: str, table: Mapping[str, Any]) -> Strategy:
    reader.known(table, place, ("key", "title", "text", "first_step", "difficulty", "knows", "if_then"))
    texts = {key: reader.text(table, key, place) for key in ("key", "title", "text", "first_step", "knows")}
    plans = reader.tables(table, "if_then", place)
    return Strategy(
        **texts,
        difficulty=reader.one_of(table, "difficulty", place, get_args(Difficulty)),
        if_then=tuple(_if_then(reader, at, one) for at, one in plans),
    )


def _if_then(reader: TableReader, place: str, table: Mapping[str, Any]) -> IfThen:
    keys = ("situation", "behaviour", "occasion")
    reader.known(table, place, keys)
    return IfThen(**{key: reader.text(table, key, place) for key in keys})


def _tip(reader: TableReader, place: str, table: Mapping[str, Any]) -> Tip:
    reader.known(table, place, ("day", "text"))
    return Tip(day=reader.number(table, "day", place), text=reader.text(table, "text", place))


def _source(reader: TableReader, place: str, table: Mapping[str, Any]) -> Source:
    reader.known(table, place, ("text", "strength"))
    strength = reader.one_of(table, "strength", place, get_args(Strength))
    return Source(text=reader.text(table, "text", place), strength=strength)


def _timing(reader: TableReader, table: object) -> Timing:
    place = f"{SETTINGS}: timing."
    values = table if isinstance(table, dict) else {}
    reader.known(values, place, ("practice_days",))
    return Timing(practice_days=reader.number(values, "practice_days", place))
