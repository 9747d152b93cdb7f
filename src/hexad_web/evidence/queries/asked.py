"""What is asked: the library's scales and the organisation's own; a frozen study keeps its own copy of every word."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from hexad.evidence.items import SCALES, STEPS, TWO, Item, Scale
from hexad_web.evidence.models import OwnScale, Study

LEAST_ITEMS, MOST_ITEMS, MOST_SCALES = 2, 4, 2  # of the organisation's own: a sheet stays one of two minutes


def stored(scale: Scale) -> dict[str, Any]:
    """As a study keeps it."""
    items = [{"key": item.key, "own": item.own, "other": item.other} for item in scale.items]
    return {"key": scale.key, "title": scale.title, "items": items}


def own_scales(organisation_id: int) -> list[OwnScale]:
    """Those that the next study asks."""
    return list(OwnScale.objects.filter(organisation=organisation_id, removed_at=None))


def scales_now(organisation_id: int) -> list[Scale]:
    """What a study asks that is frozen today."""
    ours = [Scale(scale.key, scale.title, tuple(_items(scale))) for scale in own_scales(organisation_id)]
    return [*SCALES, *ours]


def _items(scale: OwnScale) -> Iterable[Item]:
    for place, (own, other) in enumerate(scale.items, start=1):
        yield Item(f"{scale.key}-{place}", own, other)


def scales_of(study: Study) -> list[Scale]:
    """As frozen; of a draft, as it would be frozen today."""
    if not study.asked:
        return scales_now(study.organisation_id)
    return [
        Scale(one["key"], one["title"], tuple(Item(item["key"], item["own"], item["other"]) for item in one["items"]))
        for one in study.asked
    ]


def compared(study: Study) -> Scale | None:
    """The scale that the study compares; None where the organisation took it away before the plan was frozen."""
    return next((scale for scale in scales_of(study) if scale.key == study.scale), None)


def items_of(study: Study | None) -> tuple[Item, ...]:
    """Every item, in order; the two questions where there is no study."""
    if study is None:
        return TWO
    return tuple(item for scale in scales_of(study) for item in scale.items)


@dataclass(frozen=True, slots=True)
class AskedSheet:
    """What a form asks: by item, five steps, and that nothing could be observed."""

    items: Sequence[Item]
    choices: dict[str, list[tuple[str, str]]]


def sheet_of(items: Sequence[Item]) -> AskedSheet:
    none = ("none", _("Could not observe"))
    steps = {item.key: [(str(value), _(text)) for value, text in enumerate(item.steps)] for item in items}
    return AskedSheet(items, {key: [*of, none] for key, of in steps.items()})


def values() -> dict[str, int]:
    """Words of a form's answers as numbers."""
    return {str(value): value for value in range(len(STEPS))}
