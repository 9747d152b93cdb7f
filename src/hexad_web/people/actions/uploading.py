"""A file comes in, is matched again, or is put away. Nothing here touches the list of people."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from hexad_web.accounts import audit
from hexad_web.accounts.access import Actor
from hexad_web.people import access, waking
from hexad_web.people.actions.reading import READ_AT_ONCE, fill
from hexad_web.people.keeping import LARGEST_FILE, hash_of_file, seal_file
from hexad_web.people.models import Import

KEPT_FOR = timedelta(days=7)
OPEN = (Import.State.READING, Import.State.READY, Import.State.UNREADABLE)


@transaction.atomic
def take_file(*, actor: Actor, name: str, data: bytes, now: datetime) -> Import:
    """Keep the file and read it; a long one is read by the worker."""
    if len(data) > LARGEST_FILE:
        raise ValidationError(_("This file is larger than 20 MB. Export only the columns that are needed."))
    _put_away_open_ones(actor)
    import_ = Import(
        organisation=actor.organisation,
        user=actor.user,
        file_name=name[:200],
        file_hash=hash_of_file(data),
        size=len(data),
        sealed=seal_file(data),
        created_at=now,
    )
    _read_or_wait(import_, lines=max(data.count(b"\n"), data.count(b"\r")))
    audit.record(
        actor=actor, action="people.take_file", target=f"Import {import_.pk}", now=now, rows=import_.rows_total
    )
    return import_


def _put_away_open_ones(actor: Actor) -> None:
    """One open file per owner: whoever chooses another one has done with the first."""
    mine = access.imports_of(actor).filter(user=actor.user, state__in=OPEN)
    mine.update(state=Import.State.DISCARDED, sealed=None, preview={}, lease_until=None)


def _read_or_wait(import_: Import, *, lines: int) -> None:
    if lines <= READ_AT_ONCE:
        fill(import_)
        import_.save()
        return
    import_.state, import_.rows_done, import_.lease_until = Import.State.READING, 0, None
    import_.rows_total = import_.rows_total or lines
    import_.save()
    transaction.on_commit(lambda: waking.read_import.enqueue(import_.pk), robust=True)


@transaction.atomic
def match_columns(*, actor: Actor, import_id: int, columns: Mapping[str, int], now: datetime) -> Import:
    """Read the file again with the columns that the owner chose."""
    import_ = access.import_of(actor, import_id)
    if import_.state != Import.State.READY:
        raise ValidationError(_("This file is no longer open. Choose it again."))
    import_.columns = dict(columns)
    _read_or_wait(import_, lines=import_.rows_total)
    audit.record(
        actor=actor, action="people.match_columns", target=f"Import {import_.pk}", now=now, columns=len(columns)
    )
    return import_


@transaction.atomic
def read_again(*, actor: Actor, import_id: int) -> None:
    """The list of people changed since the preview was worked out: work it out again."""
    import_ = access.import_of(actor, import_id)
    if import_.state == Import.State.READY:
        _read_or_wait(import_, lines=import_.rows_total)


@transaction.atomic
def discard(*, actor: Actor, import_id: int, now: datetime) -> None:
    import_ = access.import_of(actor, import_id)
    waiting = Import.objects.filter(pk=import_.pk, state__in=OPEN)
    if waiting.update(state=Import.State.DISCARDED, sealed=None, preview={}, lease_until=None):
        audit.record(actor=actor, action="people.discard_file", target=f"Import {import_.pk}", now=now)


def discard_old(*, now: datetime) -> int:
    """A file that nobody imported within a week is dropped."""
    old = Import.objects.filter(state__in=OPEN, created_at__lt=now - KEPT_FOR)
    if not old.exists():
        return 0
    return old.update(state=Import.State.DISCARDED, sealed=None, preview={}, lease_until=None)
