"""A module as a folder of text files in a ``.zip``, and back: what one organisation gives to another.

Whatever comes in is held against limits before anything is unpacked, all of it in memory, and every problem is told at
once. What goes out comes back as the identical module.
"""

import io
import json
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from hexad.challenges.module import DOCUMENTS, SETTINGS, Module, ModuleError, read_module
from hexad.problems import Problem, shorten

LARGEST_ARCHIVE, LARGEST_FILE, LARGEST_WHOLE = 1_000_000, 100_000, 400_000  # bytes; a module has about 25,000
MOST_ENTRIES = 60
FILES = (SETTINGS, *(f"{key}.md" for key in DOCUMENTS))
CLUTTER = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})  # what systems add by themselves
CLUTTERED = "__MACOSX"
ARCHIVE = "archive"
FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the same module is the same bytes
BROKEN = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, OverflowError,
    NotImplementedError, RuntimeError,
)  # fmt: skip


def parts_of(module: Module) -> dict[str, Any]:
    """Return the module as JSON has it: the keys of ``module.toml``, and ``documents`` with title and body by key.

    Source: our choice. ``module.read_parts`` is the way back.

    >>> from hexad.challenges.module import load_modules, read_parts
    >>> {read_parts(parts_of(module)).module == module for module in load_modules()}
    {True}
    """
    settings = {
        key: value for key, value in asdict(module).items() if key not in {"pages", "card", "worksheet", "cases"}
    }
    documents = {one.key: {"title": one.title, "body": one.body} for one in module.documents}
    found: dict[str, Any] = json.loads(json.dumps({**settings, "documents": documents}))  # lists for tuples
    return found


def files_of(module: Module) -> dict[str, str]:
    """Return the text of each file of the module's folder by name, as ``docs/modules.md`` has it.

    Source: our choice.
    """
    documents = {f"{one.key}.md": f"# {one.title}\n\n{one.body}\n" for one in module.documents}
    return {SETTINGS: "\n".join(_toml(parts_of(module))), **documents}


def pack(module: Module) -> bytes:
    """Return a ``.zip`` of the module's folder.

    Source: our choice.

    >>> from hexad.challenges.module import load_modules
    >>> unpack(pack(load_modules()[0])) == load_modules()[0]
    True
    """
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files_of(module).items():
            info = zipfile.ZipInfo(f"{module.id}/{name}", FIRST_DAY)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(info, text)
    return held.getvalue()


def unpack(data: bytes) -> Module:
    """Read a module from a ``.zip`` with its files, in one folder or in none.

    Parameters
    ----------
    data
        Whatever came in: nothing in it is trusted, and nothing of it is written anywhere.

    Raises
    ------
    ModuleError
        With every problem at once: of the archive (too large, too many files, other names, links, passwords) and of
        the module in it.

    Source: our choice of limits; APPNOTE.TXT of PKWARE, 6.3.10, for what an entry says of itself.
    """
    found = _Found()
    with _open(data) as archive:
        found.take(archive)
    return found.module()


def _open(data: bytes) -> zipfile.ZipFile:
    if len(data) > LARGEST_ARCHIVE:
        raise ModuleError(ARCHIVE, [Problem(field=ARCHIVE, remedy="Choose a smaller file: a module is text.")])
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except BROKEN:
        raise ModuleError(ARCHIVE, [Problem(field=ARCHIVE, remedy="Choose a .zip file.")]) from None


@dataclass(frozen=True, slots=True)
class _File:
    data: bytes | None

    def read_text(self, encoding: str | None = None) -> str:
        if self.data is None:
            raise FileNotFoundError
        return io.TextIOWrapper(io.BytesIO(self.data), encoding=encoding).read()


@dataclass(slots=True)
class _Found:
    """The files of an archive that may be read, and what is wrong with the others."""

    files: dict[str, bytes] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)  # these are there, so that nobody is told to add them
    folders: set[str] = field(default_factory=set)
    name: str = ARCHIVE

    def joinpath(self, *descendants: str) -> _File:
        return _File(self.files.get("/".join(descendants)))

    def refuse(self, entry: str, remedy: str) -> None:
        self.refused.add(entry.rpartition("/")[2])
        self.problems.append(Problem(field=shorten(entry), remedy=remedy))

    def take(self, archive: zipfile.ZipFile) -> None:
        entries = archive.infolist()
        if len(entries) > MOST_ENTRIES:
            self.refuse(ARCHIVE, f"Leave only the {len(FILES)} files of the module in it.")
            entries = [one for one in entries if one.filename.rpartition("/")[2] in FILES][:MOST_ENTRIES]
        for entry in entries:
            if not entry.is_dir() and not _is_clutter(entry.filename):
                self.take_one(archive, entry)
        if len(self.folders) > 1:
            self.refuse(ARCHIVE, "Put the files of one module into one folder.")

    def take_one(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
        if remedy := _refusal(entry):
            self.refuse(entry.filename, remedy)
            return
        folder, _, name = entry.filename.rpartition("/")
        self.folders.add(folder)
        if name in self.files:
            self.refuse(entry.filename, "Keep one file of this name.")
            return
        self.read(archive, entry, name)

    def read(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> None:
        """What an entry says of its size may be a lie: no more is unpacked than may be there."""
        room = min(LARGEST_FILE, LARGEST_WHOLE - sum(map(len, self.files.values())))
        try:
            with archive.open(entry) as stream:
                data = stream.read(room + 1)
        except BROKEN:
            self.refuse(entry.filename, "Pack this file again: it is damaged.")
            return
        if len(data) > room:
            self.refuse(entry.filename, "Cut this file: it is too long for a module.")
            return
        self.files[name] = data

    def module(self) -> Module:
        try:
            module = read_module(self)
        except ModuleError as error:
            added = [one for one in error.problems if one.field not in self.refused]
            raise ModuleError(ARCHIVE, [*self.problems, *added] or error.problems) from None
        if self.problems:
            raise ModuleError(ARCHIVE, self.problems)
        return module


def _is_clutter(name: str) -> bool:
    pieces = name.split("/")
    return pieces[0] == CLUTTERED or pieces[-1] in CLUTTER


def _refusal(entry: zipfile.ZipInfo) -> str:
    """What to do about an entry that is not read at all; empty where it may be read."""
    pieces = entry.filename.split("/")
    if entry.orig_filename != entry.filename or "\\" in entry.filename or {"", ".", ".."} & set(pieces):
        return "Give this file a plain name."
    if len(pieces) > 2 or pieces[-1] not in FILES:
        return f"Take this out: a module is one folder with {', '.join(FILES)}."
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "Put the file itself here, not a link to it."
    if entry.flag_bits & 1:
        return "Pack it without a password."
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "Pack it the usual way (deflate)."
    return ""


def _toml(parts: Mapping[str, Any]) -> Iterator[str]:
    for key in ("id", "version", "language", "title", "purpose"):
        yield f"{key} = {_value(parts[key])}"
    for key in ("statements", "words", "reflect_questions"):
        if parts[key]:  # a list that may be left out has no other way to be empty
            yield from _lines(key, map(_value, parts[key]))
    yield from ("", "[timing]", *_pairs(parts["timing"]))
    for strategy in parts["strategies"]:
        plain = {key: value for key, value in strategy.items() if key != "if_then"}
        plans = (f"{{ {', '.join(_pairs(plan))} }}" for plan in strategy["if_then"])
        yield from ("", "[[strategies]]", *_pairs(plain), *_lines("if_then", plans))
    for key in ("tips", "sources"):
        for table in parts[key]:
            yield from ("", f"[[{key}]]", *_pairs(table))
    yield ""


def _pairs(table: Mapping[str, Any]) -> Iterator[str]:
    return (f"{key} = {_value(value)}" for key, value in table.items())


def _lines(key: str, values: Iterable[str]) -> Iterator[str]:
    yield f"{key} = ["
    yield from (f"  {value}," for value in values)
    yield "]"


def _value(value: object) -> str:
    """A text or a whole number; TOML's texts are JSON's, but for one character."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
