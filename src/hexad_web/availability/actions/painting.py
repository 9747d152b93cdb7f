"""Painting a week: strokes on a grid of quarter hours, from the grid and from the plain form alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.db import transaction
from django.utils.translation import gettext as _

from hexad_web.accounts.access import Actor
from hexad_web.availability import access, stored
from hexad_web.availability.models import Kind, Source

STEP = 15
CELLS = 24 * 60 // STEP
FREE = "free"
MOST_UNDONE = 50


@dataclass(frozen=True, slots=True)
class Stroke:
    """One brush over one day. ``start`` and ``end`` are minutes of the local day; ``brush`` is busy, not or free."""

    weekday: int
    start: int
    end: int
    brush: str


def painted(pattern: stored.Rows, strokes: Sequence[Stroke]) -> stored.Rows:
    """The pattern after the strokes: sorted, joined, later strokes over earlier ones."""
    days = [[FREE] * CELLS for _day in range(7)]
    for stroke in (*(Stroke(*row) for row in pattern), *strokes):
        first, last = stroke.start // STEP, -(-stroke.end // STEP)
        days[stroke.weekday][first:last] = [stroke.brush] * (last - first)
    return [row for weekday, cells in enumerate(days) for row in _runs(weekday, cells)]


def _runs(weekday: int, cells: list[str]) -> stored.Rows:
    edges = [0, *(n for n in range(1, CELLS) if cells[n] != cells[n - 1]), CELLS]
    return [
        [weekday, first * STEP, last * STEP, cells[first]] for first, last in pairwise(edges) if cells[first] != FREE
    ]


@transaction.atomic
def paint(*, actor: Actor, stroke: Stroke, now: datetime) -> Source:
    source = _week_of(actor, now)
    return _keep(source, painted(source.pattern, [stroke]), now)


@transaction.atomic
def set_week(*, actor: Actor, strokes: Sequence[Stroke], now: datetime) -> Source:
    """The grid sends the whole week as it looks: what it started from and every stroke that was not taken back."""
    return _keep(_week_of(actor, now), painted([], strokes), now)


@transaction.atomic
def copy_monday(*, actor: Actor, now: datetime) -> Source:
    """Tuesday to Friday become what Monday is."""
    source = _week_of(actor, now)
    monday = [row[1:] for row in source.pattern if row[0] == 0]
    weekend = [row for row in source.pattern if row[0] > 4]
    return _keep(source, [[day, *row] for day in range(5) for row in monday] + weekend, now)


@transaction.atomic
def undo_paint(*, actor: Actor, now: datetime) -> Source:
    """The week as it was before the last stroke, and before the one before it, as often as somebody asks."""
    source = _week_of(actor, now)
    if source.history:
        *source.history, source.pattern = source.history
        _save(source, now)
    return source


def _week_of(actor: Actor, now: datetime) -> Source:
    person = access.person_of(actor)
    week, _created = Source.objects.select_for_update().get_or_create(
        person=person,
        kind=Kind.GRID.value,
        removed_at=None,
        defaults={"organisation": person.organisation, "name": _("My week"), "created_at": now},
    )
    return week


def _keep(source: Source, pattern: stored.Rows, now: datetime) -> Source:
    if pattern != source.pattern or source.read_at is None:
        source.history = [*source.history, source.pattern][-MOST_UNDONE:]
        source.pattern = pattern
        _save(source, now)
    return source


def _save(source: Source, now: datetime) -> None:
    source.busy_hash = stored.digest("week", source.pattern)
    source.read_at = now
    source.save(update_fields=["pattern", "history", "busy_hash", "read_at"])
