"""The owner's agendas: written, published, chosen, retired. Sessions that have begun keep theirs."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from hexad.sessions.agenda import AgendaError, load, read_table
from hexad.sessions.agenda_fitting import fitted
from hexad_web.accounts import audit
from hexad_web.accounts.access import Actor
from hexad_web.scheduling.actions import lengths
from hexad_web.sessions import access
from hexad_web.sessions.agenda_editing import MOST_PARTS, MOST_STEPS, Act, Table, changed
from hexad_web.sessions.models import AgendaChoice, AgendaKind, AgendaVersion, OwnAgenda
from hexad_web.sessions.queries import agenda_editor, agendas
from hexad_web.sessions.refusals import Refused

NEW = {"id": "own", "version": 1}


@transaction.atomic
def copy_ours(*, actor: Actor, name: str, now: datetime) -> OwnAgenda:
    """Begin with one of those that come with Hexad."""
    kind = next((kind for kind, names in agendas.OURS.items() if name in names), None)
    if kind is None:
        raise Refused(_("Choose one of the agendas in the list."))
    return _create(actor, kind, load(name).as_json(), now)


@transaction.atomic
def take_file(*, actor: Actor, kind: str, text: str, now: datetime) -> OwnAgenda:
    """What stands in a file becomes a draft; what is wrong with it is told in the editor."""
    try:
        table = read_table(text, _("The file"))
    except AgendaError as error:
        raise Refused(_("This file cannot be read as TOML. Download an agenda for an example.")) from error
    if not agenda_editor.can_be_shown(table):
        values = {"steps": MOST_STEPS, "parts": MOST_PARTS}
        raise Refused(_("Keep to %(steps)s steps and %(parts)s parts a step, each of them a table.") % values)
    return _create(actor, kind, agenda_editor.cleaned(table), now)


def _create(actor: Actor, kind: str, table: Mapping[str, Any], now: datetime) -> OwnAgenda:
    made = OwnAgenda.objects.create(
        organisation=actor.organisation,
        kind=kind,
        draft={**table, **NEW, "lobby": list(table.get("lobby", ()))},
        created_at=now,
        changed_at=now,
    )
    audit.record(actor=actor, action="sessions.write_agenda", target=f"OwnAgenda {made.pk}", now=now)
    return made


@transaction.atomic
def save_draft(*, actor: Actor, agenda_id: int, typed: Mapping[str, Any], act: Act, now: datetime) -> str:
    """Keep what was typed, then do what the button says. Returns the key of the step to show."""
    agenda = _open_agenda(actor, agenda_id)
    before = dict(agenda.draft)
    if act.kind == "undo":
        return _go_back(agenda, now)
    table, key = changed(agenda_editor.unchanged_words_kept(typed, before), act)
    if act.kind == "fit":
        table = _fitted(table, act.step)
    if table != before:
        _keep(agenda, table, before, now)
    return key


def _open_agenda(actor: Actor, agenda_id: int) -> OwnAgenda:
    agenda = access.agenda_of(actor, agenda_id)
    if agenda.retired_at is not None:
        raise Refused(_("This agenda is retired. Take it back first."))
    return OwnAgenda.objects.select_for_update().get(pk=agenda.pk)


def _go_back(agenda: OwnAgenda, now: datetime) -> str:
    if agenda.before is None:
        raise Refused(_("There is nothing to take back."))
    _keep(agenda, agenda.before, agenda.draft, now)
    return ""


def _keep(agenda: OwnAgenda, table: Mapping[str, Any], before: Mapping[str, Any], now: datetime) -> None:
    OwnAgenda.objects.filter(pk=agenda.pk).update(draft=table, before=before, changed_at=now)


def _fitted(table: Table, minutes: int) -> Table:
    try:
        return fitted(table, minutes)
    except AgendaError as error:
        raise Refused(
            _("So many steps do not fit into %(minutes)d minutes. Remove one.") % {"minutes": minutes}
        ) from error


@transaction.atomic
def publish(*, actor: Actor, agenda_id: int, now: datetime) -> AgendaVersion:
    """A new version, for ever as it is. Where the agenda is chosen, sessions that have not begun go by it."""
    agenda = _open_agenda(actor, agenda_id)
    if agenda_editor.problems_of(agenda.draft):
        raise Refused(_("Mend what is marked, then publish."))
    last = agenda.versions.last()
    number = last.number + 1 if last else 1
    content = {**agenda.draft, "id": f"own-{agenda.pk}", "version": number}
    version = AgendaVersion.objects.create(
        organisation=agenda.organisation, agenda=agenda, number=number, content=content, published_at=now
    )
    details = {"version": number}
    audit.record(actor=actor, action="sessions.publish_agenda", target=f"OwnAgenda {agenda.pk}", now=now, **details)
    return version


@transaction.atomic
def retire(*, actor: Actor, agenda_id: int, now: datetime) -> None:
    """It is offered no more, and where it was chosen ours is used; versions stay, for the sessions that hold them."""
    agenda = access.agenda_of(actor, agenda_id)
    OwnAgenda.objects.filter(pk=agenda.pk, retired_at=None).update(retired_at=now)
    audit.record(actor=actor, action="sessions.retire_agenda", target=f"OwnAgenda {agenda.pk}", now=now)


@transaction.atomic
def take_back(*, actor: Actor, agenda_id: int, now: datetime) -> None:
    """As if it had never been retired; a choice of it holds again."""
    agenda = access.agenda_of(actor, agenda_id)
    OwnAgenda.objects.filter(pk=agenda.pk).update(retired_at=None)
    audit.record(actor=actor, action="sessions.take_back_agenda", target=f"OwnAgenda {agenda.pk}", now=now)


@transaction.atomic
def choose(*, actor: Actor, keys: Mapping[str, str], now: datetime) -> None:
    """By kind: the name of one of ours, or ``own-`` and a key. The first of ours needs no row."""
    offered = agendas.offered(actor)
    for kind, key in keys.items():
        rows = [offered_key for offered_key, _text in offered[AgendaKind(kind)]]
        if key not in rows:
            raise Refused(_("Choose one of the agendas in the list."))
        _choose(actor, kind, key, is_default=key == rows[0])
    audit.record(actor=actor, action="sessions.choose_agendas", now=now)


def _choose(actor: Actor, kind: str, key: str, *, is_default: bool) -> None:
    mine = AgendaChoice.objects.filter(organisation=actor.organisation, kind=kind)
    if is_default:
        mine.delete()
        return
    own = int(key.removeprefix("own-")) if key.startswith("own-") else None
    fields = {"own_id": own, "name": "" if own else key}
    AgendaChoice.objects.update_or_create(organisation=actor.organisation, kind=kind, defaults=fields)


@transaction.atomic
def set_length(*, actor: Actor, minutes: int, now: datetime) -> None:
    """For what is planned from now on. A choice of another length waits until that length is set again."""
    lengths.set_length(actor=actor, minutes=minutes, now=now)
