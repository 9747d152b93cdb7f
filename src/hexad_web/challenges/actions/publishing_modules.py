"""From a draft to what managers read, and back to earlier words: each time a new version, never a changed one."""

import hashlib
import json
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hexad.challenges.lint import examine
from hexad.challenges.module import Module, ModuleError, read_parts
from hexad.challenges.packing import parts_of, unpack
from hexad_web.accounts import audit
from hexad_web.accounts.access import Actor
from hexad_web.challenges import access
from hexad_web.challenges.actions.editing_modules import lock_module
from hexad_web.challenges.actions.locking import mark_changed
from hexad_web.challenges.models import ModuleVersion, OwnModule
from hexad_web.challenges.queries import editing, shelf
from hexad_web.challenges.queries.wording_modules import Note, notes_of
from hexad_web.challenges.refusals import Refused

LAST_NUMBER = 9999  # an archive may claim any version


class Unreadable(Exception):  # noqa: N818  # nothing failed: it is an answer
    """An archive that is no module, with all that is wrong with it."""

    def __init__(self, notes: list[Note]) -> None:
        super().__init__()
        self.notes = notes


@transaction.atomic
def publish(*, actor: Actor, key: str, now: datetime) -> ModuleVersion:
    """Let managers read the draft; sessions that have begun keep the version that they began with."""
    row = lock_module(actor, key, now)
    if row.draft is None:
        raise Refused(_("Nothing has changed since it was published."))
    read = examine(row.draft)
    errors = sum(problem.severity == "error" for problem in read.problems)
    if errors:
        sentence = ngettext("Mend %(n)d error first.", "Mend %(n)d errors first.", errors)
        raise Refused(sentence % {"n": errors})
    version = _add(actor, row, read.module, now)
    OwnModule.objects.filter(pk=row.pk).update(draft=None, put_away=None)
    audit.record(
        actor=actor, action="challenges.publish_module", target=f"Module {key}", now=now, version=version.number
    )
    return version


@transaction.atomic
def bring_back(*, actor: Actor, key: str, number: int, now: datetime) -> ModuleVersion:
    """Publish the words of an earlier version again; 0: as the module comes with Hexad. A draft stays a draft."""
    row = lock_module(actor, key, now)
    if number:
        earlier = access.versions_of(actor, key).filter(number=number).first()
        module = read_parts(earlier.content).module if earlier else None
    else:
        module = shelf.shipped(key)
    if module is None:
        raise Refused(_("There is no such version."))
    latest = access.versions_of(actor, key).first()
    if latest is not None and latest.number == number:
        raise Refused(_("This is the version that managers read."))
    version = _add(actor, row, module, now, brought_back=number)
    audit.record(actor=actor, action="challenges.bring_back_module", target=f"Module {key}", now=now, version=number)
    return version


@transaction.atomic
def retire(*, actor: Actor, key: str, now: datetime) -> None:
    """No topic and no group gets it any more; sessions that have begun with it go on."""
    row = lock_module(actor, key, now)
    OwnModule.objects.filter(pk=row.pk, retired_at=None).update(retired_at=now)
    mark_changed(actor.organisation, now)
    audit.record(actor=actor, action="challenges.retire_module", target=f"Module {key}", now=now)


@transaction.atomic
def restore(*, actor: Actor, key: str, now: datetime) -> None:
    row = lock_module(actor, key, now)
    if module := shelf.shelf_of(actor.organisation).known.get(key):
        _refuse_taken(actor, key, module.title)
    OwnModule.objects.filter(pk=row.pk).update(retired_at=None)
    mark_changed(actor.organisation, now)
    audit.record(actor=actor, action="challenges.restore_module", target=f"Module {key}", now=now)


@transaction.atomic
def take_archive(*, actor: Actor, data: bytes, now: datetime) -> str:
    """Read a module from a .zip into a draft; returns its key. Managers read it once it is published."""
    try:
        module = unpack(data)
    except ModuleError as error:
        raise Unreadable(notes_of(error.problems)) from None
    key = editing.key_of(module.id)
    standing = shelf.shelf_of(actor.organisation).find(key)
    if standing == module:
        raise Refused(_("This module is here already, word for word."))
    row = lock_module(actor, key, now)
    if row.draft is not None:
        raise Refused(_("This module is being edited. Publish its draft or put it away, then import again."))
    draft = parts_of(replace(module, id=key, version=min(module.version, LAST_NUMBER)))
    OwnModule.objects.filter(pk=row.pk).update(draft=draft, changed_at=now)
    audit.record(actor=actor, action="challenges.import_module", target=f"Module {key}", now=now)
    return key


def _add(
    actor: Actor, row: OwnModule, module: Module, now: datetime, *, brought_back: int | None = None
) -> ModuleVersion:
    _refuse_taken(actor, row.key, module.title)
    content = parts_of(replace(module, id=row.key, version=_next_number(actor, row.key, module.version)))
    version = ModuleVersion.objects.create(
        organisation=actor.organisation,
        module=row,
        number=content["version"],
        content=content,
        digest=hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest(),
        brought_back=brought_back,
        user=actor.user,
        made_at=now,
    )
    OwnModule.objects.filter(pk=row.pk).update(retired_at=None, changed_at=now)
    mark_changed(actor.organisation, now)  # topics that nobody has chosen may fit another module now
    return version


def _next_number(actor: Actor, key: str, wanted: int) -> int:
    """One more than the latest, that of Hexad's included; what comes from elsewhere keeps a higher one."""
    latest = access.versions_of(actor, key).values_list("number", flat=True).first()
    ours = shelf.shipped(key)
    return max((latest or (ours.version if ours else 0)) + 1, wanted)


def _refuse_taken(actor: Actor, key: str, title: str) -> None:
    """Topics and groups find a module by its title."""
    others = (one for one in shelf.modules_of(actor.organisation) if one.id != key)
    if any(one.title.casefold() == title.casefold() for one in others):
        raise Refused(_("Another module has this title. Choose other words."))
