"""The learning modules of an organisation: Hexad's without what it replaced or retired, and its own.

Every reader asks here. One query tells which versions hold; their texts are read once in a process.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from django.db.models import OuterRef, Subquery

from hexad.challenges.module import Module, load_modules, read_parts
from hexad_web.accounts.models import Organisation
from hexad_web.accounts.prepared import Prepared
from hexad_web.challenges.models import ModuleVersion, OwnModule


@dataclass(frozen=True, slots=True)
class Standing:
    """Key, digest of what holds, and whether it is retired, of each own module; two that are alike read alike."""

    rows: tuple[tuple[str, str, bool], ...]
    organisation: Organisation = field(compare=False)


@dataclass(frozen=True, slots=True)
class Shelf:
    """``offered``: by id; ``known``: those too that were retired, by id."""

    offered: tuple[Module, ...]
    known: Mapping[str, Module]

    def find(self, key: str) -> Module | None:
        return next((one for one in self.offered if one.id == key), None)


_latest = ModuleVersion.objects.filter(module=OuterRef("pk")).order_by("-number").values("digest")[:1]
_own = Prepared(
    lambda organisation: (
        OwnModule.objects.filter(organisation=organisation)
        .annotate(digest=Subquery(_latest))
        .order_by("key")
        .values_list("key", "digest", "retired_at")
    )
)


def shelf_of(organisation: Organisation) -> Shelf:
    held = tuple((key, digest or "", retired_at is not None) for key, digest, retired_at in _own(organisation.pk))
    return _filled(Standing(held, organisation))


def modules_of(organisation: Organisation) -> tuple[Module, ...]:
    """What groups, topics and managers of this organisation can have, by id."""
    return shelf_of(organisation).offered


@lru_cache(maxsize=256)
def _filled(standing: Standing) -> Shelf:
    digests = [digest for _key, digest, _is_retired in standing.rows if digest]
    own = {module.id: module for module in _read(standing.organisation, digests)}
    known = {**{module.id: module for module in load_modules()}, **own}
    retired = {key for key, _digest, is_retired in standing.rows if is_retired}
    offered = tuple(known[key] for key in sorted(known) if key not in retired)
    return Shelf(offered, known)


def _read(organisation: Organisation, digests: list[str]) -> list[Module]:
    if not digests:
        return []
    rows = ModuleVersion.objects.filter(organisation=organisation, digest__in=digests).order_by("number")
    return [read_parts(content).module for content in rows.values_list("content", flat=True)]


def version_of(organisation: Organisation, key: str, number: int) -> Module | None:
    """A module as it was under this number; where that is no more, as it is now."""
    found = shelf_of(organisation).known.get(key)
    if found is not None and found.version == number:
        return found
    row = ModuleVersion.objects.filter(organisation=organisation, module__key=key, number=number).first()
    if row is not None:
        return read_parts(row.content).module
    shipped = next((one for one in load_modules() if one.id == key), None)
    return shipped if shipped is not None and shipped.version == number else found


def shipped(key: str) -> Module | None:
    """As it comes with Hexad."""
    return next((one for one in load_modules() if one.id == key), None)
