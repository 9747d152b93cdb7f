"""The owner's pages of modules: all of them, one with its parts, and its versions held against each other."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.http import Http404
from django.utils.text import slugify

from hexad.challenges.comparing import Change, compare
from hexad.challenges.lint import LONGEST_NAME, examine
from hexad.challenges.module import Module, read_parts
from hexad.challenges.packing import pack, parts_of
from hexad_web.accounts.access import Actor
from hexad_web.challenges import access
from hexad_web.challenges.models import ModuleVersion, OwnModule
from hexad_web.challenges.module_parts import PARTS, part_of
from hexad_web.challenges.queries import modules, shelf
from hexad_web.challenges.queries.wording_modules import Note, notes_of, where

Parts = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One module in the owner's list. ``is_ours``: comes with Hexad; ``number``: what managers read, 0 for nothing."""

    key: str
    title: str
    language: str
    number: int
    is_ours: bool
    is_own: bool  # written or changed here
    has_draft: bool
    is_retired: bool
    latest: ModuleVersion | None = None


def rows_of(actor: Actor) -> list[Row]:
    """By title. Three queries, however many modules there are."""
    known = shelf.shelf_of(actor.organisation).known
    own = {row.key: row for row in access.own_modules_of(actor)}
    latest = _latest_of(actor)
    found = [_row(key, known.get(key), own.get(key), latest.get(key)) for key in {*known, *own}]
    return sorted(found, key=lambda row: (row.title.casefold(), row.key))


def _latest_of(actor: Actor) -> dict[str, ModuleVersion]:
    rows = ModuleVersion.objects.filter(organisation=actor.organisation).order_by("number")
    return {row.module.key: row for row in rows.defer("content").select_related("module", "user")}


def _row(key: str, module: Module | None, own: OwnModule | None, latest: ModuleVersion | None) -> Row:
    draft = own.draft if own else None
    return Row(
        key=key,
        title=module.title if module else str((draft or (own.put_away if own else None) or {}).get("title", key)),
        language=module.language if module else str((draft or {}).get("language", "en")),
        number=module.version if module else 0,
        is_ours=shelf.shipped(key) is not None,
        is_own=latest is not None,
        has_draft=draft is not None,
        is_retired=own is not None and own.retired_at is not None,
        latest=latest,
    )


def content_of(actor: Actor, key: str) -> Parts:
    """What the editor shows: the draft, else what was published last, else what comes with Hexad."""
    row = access.own_module(actor, key)
    if row is not None and row.draft is not None:
        return row.draft  # type: ignore[no-any-return]
    latest = access.versions_of(actor, key).first()
    if latest is not None:
        return latest.content  # type: ignore[no-any-return]
    ours = shelf.shipped(key)
    if ours is not None:
        return parts_of(ours)
    if row is not None and row.put_away is not None:
        return row.put_away  # type: ignore[no-any-return]
    raise Http404


@dataclass(frozen=True, slots=True)
class PartRow:
    """One part of a module in its table of contents."""

    key: str
    label: str
    errors: int
    warnings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    row: Row
    parts: list[PartRow]
    notes: list[tuple[Note, str]]  # with the key of the part in which it can be mended
    can_take_back: bool
    problem: str = ""

    @property
    def errors(self) -> int:
        return sum(note.is_error for note, _part in self.notes)


def overview(actor: Actor, key: str, problem: str = "") -> Overview:
    content, own = content_of(actor, key), access.own_module(actor, key)
    notes = [(note, part_of(note.place)) for note in _notes(content)]
    latest = access.versions_of(actor, key).select_related("user").first()
    standing = read_parts(latest.content).module if latest else shelf.shipped(key)
    return Overview(
        row=_row(key, standing, own, latest),
        parts=[_part_row(part, label, notes) for part, label in PARTS.items()],
        notes=notes,
        can_take_back=own is not None and own.put_away is not None and own.draft is None,
        problem=problem,
    )


def _part_row(key: str, label: Any, notes: Iterable[tuple[Note, str]]) -> PartRow:  # noqa: ANN401  # a lazy text
    found = [note.is_error for note, part in notes if part == key]
    return PartRow(key, str(label), sum(found), len(found) - sum(found))


@dataclass(frozen=True, slots=True, kw_only=True)
class PartPage:
    """One part to write in, with what the linter says about it."""

    key: str
    part: str
    label: str
    title: str
    content: Parts
    notes: list[Note]
    is_last: bool


def part_page(actor: Actor, key: str, part: str) -> PartPage:
    if part not in PARTS:
        raise Http404
    content = content_of(actor, key)
    return PartPage(
        key=key,
        part=part,
        label=str(PARTS[part]),
        title=str(content["title"]),
        content=content,
        notes=_notes_in(content, part),
        is_last=part == list(PARTS)[-1],
    )


def part_page_with(page: PartPage, content: Parts) -> PartPage:
    """The same page after something was typed."""
    return replace(page, content=content, notes=_notes_in(content, page.part))


def _notes_in(content: Parts, part: str) -> list[Note]:
    return [note for note in _notes(content) if part_of(note.place) == part]


def _notes(content: Parts) -> list[Note]:
    read = examine(content)
    return notes_of(read.problems, read.module.language)


def preview(actor: Actor, key: str) -> dict[str, Any]:
    """The page of the module as managers would read it."""
    return modules.shown(examine(content_of(actor, key)).module)


def archive(actor: Actor, key: str) -> tuple[str, bytes]:
    """What managers read, as a file with its name; of a module that was never published, the draft."""
    found = shelf.shelf_of(actor.organisation).known.get(key)
    module = found or examine(content_of(actor, key)).module
    return f"{key_of(key)}-v{module.version}.zip", pack(module)


def key_of(name: str) -> str:
    """A name that can stand in an address."""
    return slugify(name).replace("_", "-").strip("-")[:LONGEST_NAME].strip("-") or "module"


@dataclass(frozen=True, slots=True)
class Compared:
    """What changed from one version to another, by place in words."""

    before: int
    after: int
    changes: list[tuple[str, Change]] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """0 stands for the module as it comes with Hexad."""

    number: int
    made_at: datetime | None = None
    who: str = ""
    brought_back: int | None = None
    is_latest: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionsPage:
    row: Row
    versions: list[Version]
    compared: Compared | None
    problem: str = ""


def versions_page(actor: Actor, key: str, wanted: tuple[str, str], problem: str = "") -> VersionsPage:
    rows = list(access.versions_of(actor, key).select_related("user", "module"))
    own, ours = access.own_module(actor, key), shelf.shipped(key)
    if own is None and ours is None:
        raise Http404
    versions = [_version(row, is_latest=row is rows[0]) for row in rows]
    if ours is not None:
        versions.append(Version(number=0, is_latest=not rows))
    texts = {row.number: row.content for row in rows}
    texts |= {0: parts_of(ours)} if ours is not None else {}
    standing = read_parts(rows[0].content).module if rows else ours
    return VersionsPage(
        row=_row(key, standing, own, rows[0] if rows else None),
        versions=versions,
        compared=_compared(texts, wanted),
        problem=problem,
    )


def _version(row: ModuleVersion, *, is_latest: bool) -> Version:
    who = str(row.user) if row.user else ""
    return Version(number=row.number, made_at=row.made_at, who=who, brought_back=row.brought_back, is_latest=is_latest)


def _compared(texts: Mapping[int, Parts], wanted: tuple[str, str]) -> Compared | None:
    """The two that were asked for; without a wish the latest two."""
    asked = [int(one) for one in wanted if one.isdecimal() and len(one) < 9]
    known = sorted(texts)
    if len(asked) < 2 and len(known) > 1:
        asked = known[-2:]
    before, after = asked if len(asked) > 1 else (-1, -1)
    if before not in texts or after not in texts:
        return None
    found = compare(read_parts(texts[before]).module, read_parts(texts[after]).module)
    return Compared(before, after, [(where(change.place), change) for change in found])
