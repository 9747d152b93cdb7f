"""What a learning module is, and how one is read from its folder.

A folder holds ``module.toml`` and Markdown: ``page-1.md``, ``page-2.md``, ``card.md``, ``worksheet.md``, ``case-1.md``,
``case-2.md``. Reading asks only whether everything is there and of the right kind; ``lint`` asks whether it is good.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, Literal, get_args

from hexad.problems import HexadError, Problem, shorten

Difficulty = Literal["easy", "moderate", "demanding"]
Strength = Literal["strong", "mixed", "practice wisdom"]

PAGES = ("page-1", "page-2")
CASES = ("case-1", "case-2")
DOCUMENTS = (*PAGES, "card", "worksheet", *CASES)
SETTINGS = "module.toml"
HEADING = re.compile(r"#\s+(?P<title>.+)")


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
    """Minutes to read the module, and days to practise it between the sessions."""

    read_minutes: int
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


def read_module(folder: Traversable) -> Module:
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
    reader = _Reader()
    documents = {key: _document(folder, key, reader) for key in DOCUMENTS}
    settings = _settings(folder, reader)
    values = _values(settings, reader)
    if reader.problems:
        raise ModuleError(folder.name, reader.problems)
    return Module(
        pages=tuple(documents[key] for key in PAGES),
        card=documents["card"],
        worksheet=documents["worksheet"],
        cases=tuple(documents[key] for key in CASES),
        **values,
    )


@dataclass(slots=True)
class _Reader:
    """Takes values out of tables and remembers what is wrong with them, so that one reading names every problem."""

    problems: list[Problem] = field(default_factory=list)

    def note(self, place: str, found: object, remedy: str, row: int = 0) -> None:
        self.problems.append(Problem(row=row, field=place, found=shorten(str(found)), remedy=remedy))

    def text(self, table: Mapping[str, Any], key: str, place: str) -> str:
        value = table.get(key)
        if isinstance(value, str) and value.strip():
            return " ".join(value.split())
        self.note(place + key, value or "", "Write a text here.")
        return ""

    def number(self, table: Mapping[str, Any], key: str, place: str) -> int:
        value = table.get(key)
        if isinstance(value, int) and not isinstance(value, bool) and value > 0:
            return value
        self.note(place + key, "" if value is None else value, "Write a whole number from 1.")
        return 0

    def one_of(self, table: Mapping[str, Any], key: str, place: str, words: tuple[str, ...]) -> Any:  # noqa: ANN401  # one of the words
        value = table.get(key)
        if value not in words:
            self.note(place + key, value or "", f"Choose one of: {', '.join(words)}.")
        return value

    def texts(self, table: Mapping[str, Any], key: str) -> tuple[str, ...]:
        value = table.get(key)
        if isinstance(value, list) and value and all(isinstance(one, str) and one.strip() for one in value):
            return tuple(" ".join(one.split()) for one in value)
        self.note(f"{SETTINGS}: {key}", value or "", "Write a list of texts, none of them empty.")
        return ()

    def tables(self, table: Mapping[str, Any], key: str, place: str) -> list[tuple[str, Mapping[str, Any]]]:
        """Each table of a list with its place, counted from 1 as people count."""
        value = table.get(key)
        if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
            return [(f"{place}{key}[{number}].", one) for number, one in enumerate(value, start=1)]
        self.note(place + key, value or "", f"Write at least one [[{key}]] table.")
        return []

    def known(self, table: Mapping[str, Any], place: str, keys: Sequence[str]) -> None:
        for key in sorted(set(table) - set(keys)):
            self.note(place + key, key, f"Take the key out, or spell it as one of: {', '.join(keys)}.")


def _document(folder: Traversable, key: str, reader: _Reader) -> Document:
    name = f"{key}.md"
    text = _read(folder, name, reader)
    first, _, body = text.lstrip().partition("\n")
    heading = HEADING.fullmatch(first.strip())
    if text and not heading:
        reader.note(f"{name}: title", first, "Begin with a line such as: # What to hand over", row=1)
    if heading and not body.strip():
        reader.note(f"{name}: text", "", "Write the text below the title.", row=2)
    return Document(key=key, title=heading["title"].strip() if heading else "", body=body.strip())


def _read(folder: Traversable, name: str, reader: _Reader) -> str:
    try:
        return folder.joinpath(name).read_text(encoding="utf-8")
    except FileNotFoundError:
        reader.note(name, "", f"Add the file {name}.")
    except (OSError, UnicodeError) as error:
        reader.note(name, type(error).__name__, "Save it as a text file in UTF-8.")
    return ""


def _settings(folder: Traversable, reader: _Reader) -> dict[str, Any]:
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


def _values(settings: Mapping[str, Any], reader: _Reader) -> dict[str, Any]:
    if not settings:
        return {}
    place = f"{SETTINGS}: "
    reader.known(settings, place, KEYS)
    settings = {"language": "en", **settings}
    return {
        **{key: reader.text(settings, key, place) for key in ("id", "title", "purpose", "language")},
        "version": reader.number(settings, "version", place),
        **{key: reader.texts(settings, key) for key in ("statements", "reflect_questions")},
        "words": reader.texts(settings, "words") if "words" in settings else (),
        "strategies": tuple(_strategy(reader, at, one) for at, one in reader.tables(settings, "strategies", place)),
        "tips": tuple(_tip(reader, at, one) for at, one in reader.tables(settings, "tips", place)),
        "sources": tuple(_source(reader, at, one) for at, one in reader.tables(settings, "sources", place)),
        "timing": _timing(reader, settings.get("timing")),
    }


def _strategy(reader: _Reader, place: str, table: Mapping[str, Any]) -> Strategy:
    reader.known(table, place, ("key", "title", "text", "first_step", "difficulty", "knows", "if_then"))
    texts = {key: reader.text(table, key, place) for key in ("key", "title", "text", "first_step", "knows")}
    plans = reader.tables(table, "if_then", place)
    return Strategy(
        **texts,
        difficulty=reader.one_of(table, "difficulty", place, get_args(Difficulty)),
        if_then=tuple(_if_then(reader, at, one) for at, one in plans),
    )


def _if_then(reader: _Reader, place: str, table: Mapping[str, Any]) -> IfThen:
    keys = ("situation", "behaviour", "occasion")
    reader.known(table, place, keys)
    return IfThen(**{key: reader.text(table, key, place) for key in keys})


def _tip(reader: _Reader, place: str, table: Mapping[str, Any]) -> Tip:
    reader.known(table, place, ("day", "text"))
    return Tip(day=reader.number(table, "day", place), text=reader.text(table, "text", place))


def _source(reader: _Reader, place: str, table: Mapping[str, Any]) -> Source:
    reader.known(table, place, ("text", "strength"))
    strength = reader.one_of(table, "strength", place, get_args(Strength))
    return Source(text=reader.text(table, "text", place), strength=strength)


def _timing(reader: _Reader, table: object) -> Timing:
    place = f"{SETTINGS}: timing."
    values = table if isinstance(table, dict) else {}
    reader.known(values, place, ("read_minutes", "practice_days"))
    return Timing(**{key: reader.number(values, key, place) for key in ("read_minutes", "practice_days")})
