"""Writing a module: a draft apart from what managers read, kept as it is typed; nothing is published here."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hexad.challenges.lint import LONGEST_NAME, PRACTICE_DAYS, TIP_DAYS
from hexad_web.accounts.access import Actor
from hexad_web.challenges import access
from hexad_web.challenges.models import OwnModule
from hexad_web.challenges.queries import editing, shelf
from hexad_web.challenges.refusals import Refused

Parts = Mapping[str, Any]


@transaction.atomic
def save_part(*, actor: Actor, key: str, put: Callable[[Parts], Parts], now: datetime) -> Parts:
    """Keep what was typed in one part of a module; ``put`` makes the new content of the old. Nothing new: no draft."""
    before = editing.content_of(actor, key)
    if put(before) == before:
        return before
    row = lock_module(actor, key, now)
    draft = put(editing.content_of(actor, key))
    OwnModule.objects.filter(pk=row.pk).update(draft=draft, changed_at=now)
    return draft


@transaction.atomic
def start_module(*, actor: Actor, title: str, now: datetime) -> str:
    """Begin an empty one; returns its key."""
    return _begin(actor, {**_empty(), "title": title}, now)


@transaction.atomic
def copy_module(*, actor: Actor, key: str, title: str, now: datetime) -> str:
    """Begin a module of its own with the words of another; returns its key."""
    content = editing.content_of(actor, key)
    if title.strip().casefold() == str(content["title"]).casefold():
        raise Refused(_("Give the copy a title of its own."))
    return _begin(actor, {**content, "title": title, "version": 1}, now)


@transaction.atomic
def put_draft_away(*, actor: Actor, key: str, now: datetime) -> None:
    """What managers read stays; the draft can be taken back until another is put away."""
    row = lock_module(actor, key, now)
    if row.draft is None:
        raise Refused(_("There is no draft."))
    OwnModule.objects.filter(pk=row.pk).update(draft=None, put_away=row.draft, changed_at=now)


@transaction.atomic
def take_draft_back(*, actor: Actor, key: str, now: datetime) -> None:
    row = lock_module(actor, key, now)
    if row.put_away is None or row.draft is not None:
        raise Refused(_("There is no draft to take back."))
    OwnModule.objects.filter(pk=row.pk).update(draft=row.put_away, put_away=None, changed_at=now)


def lock_module(actor: Actor, key: str, now: datetime) -> OwnModule:
    """The organisation's row, made where there is none; two owners who write at once wait for each other."""
    row = OwnModule(organisation=actor.organisation, key=key, changed_at=now)
    OwnModule.objects.bulk_create([row], ignore_conflicts=True)
    return access.own_modules_of(actor).select_for_update().get(key=key)


def _begin(actor: Actor, content: Parts, now: datetime) -> str:
    key = _free_key(actor, str(content["title"]))
    row = lock_module(actor, key, now)
    OwnModule.objects.filter(pk=row.pk).update(draft={**content, "id": key}, changed_at=now)
    return key


def _free_key(actor: Actor, title: str) -> str:
    taken = {*shelf.shelf_of(actor.organisation).known, *access.own_modules_of(actor).values_list("key", flat=True)}
    base = slugify(title).replace("_", "-").strip("-")[: LONGEST_NAME - 5].strip("-") or "module"
    names = (base, *(f"{base}-{number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


def _empty() -> dict[str, Any]:
    return {
        "version": 1,
        "language": (get_language() or "en").partition("-")[0],
        "purpose": "",
        "statements": [],
        "words": [],
        "reflect_questions": [],
        "timing": {"practice_days": PRACTICE_DAYS[0]},
        "strategies": [],
        "tips": [{"day": day, "text": ""} for day in TIP_DAYS],
        "sources": [],
        "documents": {},
    }
