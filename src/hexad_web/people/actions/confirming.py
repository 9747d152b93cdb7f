"""Taking a file in, as a whole or not at all; and taking it back."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model, OuterRef, Subquery
from django.utils.translation import gettext as _

from hexad.people.columns import FIELDS
from hexad.people.table import read_table
from hexad_web.accounts import audit
from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import Organisation
from hexad_web.people import access
from hexad_web.people.actions.comparing import (
    Comparison,
    compare,
    new_person,
    people_by_email,
    read_table_of,
)
from hexad_web.people.actions.reading import columns_of, version_of
from hexad_web.people.actions.register import ListChangedError, advance
from hexad_web.people.keeping import open_file
from hexad_web.people.models import Import, Participation, Person

BATCH = 500
CHANGEABLE = (*(name for name in FIELDS if name != "email"), "attributes")  # the address is who somebody is


def confirm(*, actor: Actor, import_id: int, now: datetime) -> Import:
    """Write the file into the list of people. Two owners at once: the second is told that the list changed.

    The file is compared before the transaction begins, so that nobody waits for a long one; the version of the list,
    checked first and last, guarantees that it is still the list that was compared.
    """
    import_ = access.import_of(actor, import_id)
    if import_.state != Import.State.READY:
        raise ValidationError(_("This file is no longer open. Choose it again."))
    if version_of(import_) != import_.based_on:
        raise ListChangedError
    return _write(actor, import_, _compared(import_), now)


@transaction.atomic
def _write(actor: Actor, import_: Import, comparison: Comparison, now: datetime) -> Import:
    import_.based_on = advance(actor.organisation, based_on=import_.based_on)
    made = Person.objects.bulk_create(
        [new_person(actor.organisation, line) for line in comparison.new], batch_size=BATCH
    )
    before = _change(comparison.changed)
    connect_bosses(actor.organisation)
    _finish(import_, comparison, {"made": [person.pk for person in made], "changed": before}, now)
    counts = {"new": len(made), "changed": len(before)}
    audit.record(actor=actor, action="people.import", target=f"Import {import_.pk}", now=now, **counts)
    return import_


def _compared(import_: Import) -> Comparison:
    """Read the file once more: what is written comes from the file, never from the page."""
    table = read_table(open_file(import_.sealed or b""))
    known = people_by_email(import_.organisation)
    reading = read_table_of(table, columns_of(import_, table), known)
    if reading.errors or not reading.lines:
        raise ValidationError(_("Correct the blocking problems first. Nothing was imported."))
    return compare(reading, known)


def _change(changed: Sequence[tuple[Person, Mapping[str, Any]]]) -> dict[str, dict[str, Any]]:
    before = {}
    for person, values in changed:
        before[str(person.pk)] = {name: _as_json(getattr(person, name)) for name in values}
        for name, value in values.items():
            setattr(person, name, value)
    Person.objects.bulk_update([person for person, _values in changed], CHANGEABLE, batch_size=BATCH)
    return before


def _as_json(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def connect_bosses(organisation: Organisation) -> None:
    """Point every person at the boss whose address the file named, also where the boss came with a later file."""
    people = Person.objects.filter(organisation=organisation)
    named = people.filter(email=OuterRef("boss_email")).values("pk")[:1]
    people.exclude(boss_email="").update(boss_id=Subquery(named))
    people.filter(boss_email="").exclude(boss=None).update(boss=None)


def _finish(import_: Import, comparison: Comparison, before: dict[str, Any], now: datetime) -> None:
    """Drop the file; keep what undoing needs, for the latest import only."""
    Import.objects.filter(organisation=import_.organisation).update(before={})
    import_.state, import_.sealed, import_.preview = Import.State.DONE, None, {}
    import_.counts |= {
        "new": len(comparison.new),
        "changed": len(comparison.changed),
        "unchanged": comparison.unchanged,
    }
    import_.before, import_.missing = before, [person.pk for person in comparison.missing]
    import_.imported_at = now
    import_.save()


@transaction.atomic
def undo(*, actor: Actor, import_id: int, now: datetime) -> Import:
    """Take the latest import back, as long as nothing was built on it."""
    import_ = access.import_of(actor, import_id)
    if import_.state != Import.State.DONE or not import_.before:
        raise ValidationError(_("Only the latest import can be undone."))
    try:
        advance(actor.organisation, based_on=import_.based_on)
    except ListChangedError:
        raise ValidationError(_("The list of people changed since. Import a corrected file instead.")) from None
    made = Person.objects.filter(organisation=actor.organisation, pk__in=import_.before["made"])
    if made.exclude(participation=Participation.NOT_INVITED).exists() or _is_used(made.values_list("pk", flat=True)):
        raise ValidationError(_("People of this file already take part. Mark them as left instead."))
    _restore(actor.organisation, import_.before["changed"])
    made.delete()
    connect_bosses(actor.organisation)
    import_.state, import_.before, import_.missing = Import.State.UNDONE, {}, []
    import_.save(update_fields=["state", "before", "missing"])
    audit.record(actor=actor, action="people.undo_import", target=f"Import {import_.pk}", now=now)
    return import_


def _is_used(made: Iterable[int]) -> bool:
    """Whether any row of any app points at one of these people; asked of the models, which later stages declare."""
    pointing: list[tuple[type[Model], str]] = [
        (relation.related_model, relation.field.name)
        for relation in Person._meta.related_objects  # noqa: SLF001  # Django's documented model API
        if relation.related_model is not Person
    ]
    ids = list(made)
    batches = [ids[start : start + BATCH] for start in range(0, len(ids), BATCH)]
    return any(
        model._default_manager.filter(**{f"{name}__in": batch}).exists()  # noqa: SLF001  # as above
        for model, name in pointing
        for batch in batches
    )


def _restore(organisation: Organisation, changed: Mapping[str, Mapping[str, Any]]) -> None:
    people = list(Person.objects.filter(organisation=organisation, pk__in=[int(pk) for pk in changed]))
    for person in people:
        for name, value in changed[str(person.pk)].items():
            is_date = name == "start_date" and value is not None
            setattr(person, name, date.fromisoformat(value) if is_date else value)
    Person.objects.bulk_update(people, CHANGEABLE, batch_size=BATCH)
