"""Everything of one's own, in open formats: one JSON, a CSV a kind, and a Markdown page to read."""

import io
import json
import zipfile
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Model, Q
from django.utils.translation import gettext as _

from hexad.people.writing import write_rows
from hexad_web.accounts import private_text
from hexad_web.accounts.access import Actor, user_of
from hexad_web.accounts.private_text import PrivateText
from hexad_web.people.models import Person
from hexad_web.privacy import access
from hexad_web.privacy.catalogue import OWN, Own, rows, texts_of

Rows = dict[str, list[dict[str, Any]]]


def own_data(actor: Actor) -> Rows:
    """By kind of row; a kind without rows is there too, so that its absence is no riddle."""
    people = access.own_people(actor)
    return {own.model: [_plain(actor, row, own) for row in rows_of(own, actor, people)] for own in OWN}


def rows_of(own: Own, actor: Actor, people: Iterable[Person]) -> list[Model]:
    texts = set(own.fields) & set(texts_of(rows(own.model).model))
    related = {name.partition("__")[0] for name in own.fields if "__" in name}
    found = rows(own.model).filter(_filter(own, actor, people)).order_by("pk")
    return list(found.select_related(*related, *(f"{name}__space" for name in texts)))


def _filter(own: Own, actor: Actor, people: Iterable[Person]) -> Q:
    user = user_of(actor)
    if own.by == "user":
        return Q(pk=user.pk)
    if own.by == "user:recipient":
        return Q(recipient=user.email, organisation=actor.organisation)
    if own.by.startswith("user:"):
        return Q(**{own.by.removeprefix("user:"): user, "organisation": actor.organisation})
    return Q(**{f"{own.by}__in": [person.pk for person in people]})


def _plain(actor: Actor, row: Model, own: Own) -> dict[str, Any]:
    return {name: _value(actor, row, name) for name in own.fields}


def _value(actor: Actor, row: Model, path: str) -> Any:  # noqa: ANN401  # whatever JSON holds
    value: Any = row
    for name in path.split("__"):
        value = getattr(value, name, None)
    if isinstance(value, PrivateText):
        return private_text.read(actor=actor, private=value)
    return value.isoformat() if isinstance(value, datetime | date) else value


def as_zip(actor: Actor, now: datetime) -> bytes:
    """A folder that opens everywhere."""
    data = own_data(actor)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as folder:
        folder.writestr("read-me.md", as_markdown(actor, data, now))
        folder.writestr("data.json", json.dumps(data, ensure_ascii=False, indent=1, default=str))
        for kind, found in data.items():
            if found:
                folder.writestr(f"tables/{kind}.csv", "\ufeff" + _csv(found))
    return file.getvalue()


def _csv(found: list[dict[str, Any]]) -> str:
    names = list(found[0])
    return write_rows([names, *([_cell(row[name]) for name in names] for row in found)])


def _cell(value: object) -> str:
    return (
        json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else "" if value is None else str(value)
    )


def as_markdown(actor: Actor, data: Rows, now: datetime) -> str:
    """To read: every kind with its rows, a line each."""
    title = _("Your data in Hexad")
    lines = [
        f"# {title}",
        "",
        _("%(organisation)s, written %(day)s. The same stands in data.json and in the tables.")
        % {"organisation": actor.organisation.name, "day": now.date().isoformat()},
    ]
    for kind, found in data.items():
        if found:
            lines += ["", f"## {kind}", ""]
            lines += [f"- {'; '.join(f'{name}: {_line(value)}' for name, value in row.items())}" for row in found]
    return "\n".join(lines) + "\n"


def _line(value: object) -> str:
    return " ".join(str(value).split()) if value not in (None, "") else "–"
