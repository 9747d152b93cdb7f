"""Modules of Northwind Works: one changed in a word, and ways to write in a browser's stead."""

from collections.abc import Mapping
from datetime import datetime
from html.parser import HTMLParser
from typing import Any

from django.test import Client
from django.urls import reverse

from hexad.challenges.module import Module, load_modules
from hexad.challenges.packing import parts_of
from hexad_web.accounts.access import Actor
from hexad_web.challenges.actions import editing_modules, publishing_modules
from hexad_web.challenges.models import ModuleVersion
from tests.examples import NOW

DELEGATION = next(module for module in load_modules() if module.id == "delegation")
OURS = DELEGATION.version
PURPOSE = "In four weeks, somebody else does one task that kept coming back to you."
COMMON: dict[str, Any] = {"now": NOW}


def write(owner: Actor, key: str = "delegation", **new: object) -> None:
    editing_modules.save_part(actor=owner, key=key, put=lambda content: {**content, **new}, **COMMON)


def publish(owner: Actor, key: str = "delegation", now: datetime = NOW, **new: object) -> ModuleVersion:
    if new:
        write(owner, key, **new)
    return publishing_modules.publish(actor=owner, key=key, now=now)


def own_module(owner: Actor, title: str = "Weekend rotas", now: datetime = NOW, **new: object) -> str:
    """A published one of the organisation's own, with the words of one of ours."""
    key = editing_modules.copy_module(actor=owner, key="delegation", title=title, **COMMON)
    write(owner, key, **new)
    publish(owner, key, now)
    return key


def page_of(client: Client, name: str, *arguments: object, **query: object) -> str:
    response = client.get(reverse(f"challenges:{name}", args=arguments), query)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


class FormReader(HTMLParser):
    """The fields of one form of a page; without its buttons, of which one would be pressed."""

    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self._form_id, self._is_inside = form_id, False
        self._text = self._choice = ""  # the name of what is being read

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self._is_inside = given.get("id") == self._form_id
        elif self._is_inside:
            self._read(tag, given)

    def _read(self, tag: str, given: Mapping[str, str | None]) -> None:
        name, value = given.get("name") or "", given.get("value") or ""
        if tag == "textarea":
            self._text, self.fields[name] = name, ""
        elif tag == "select":
            self._choice = name
        elif tag == "option" and ("selected" in given or self._choice not in self.fields):
            self.fields[self._choice] = value
        elif tag == "input" and is_sent(given):
            self.fields[name] = value

    def handle_data(self, data: str) -> None:
        if self._text:  # which begins after a line break
            self.fields[self._text] += data if self.fields[self._text] else data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._text = ""


def is_sent(field: Mapping[str, str | None]) -> bool:
    is_left_out = field.get("type") in {"checkbox", "radio"} and "checked" not in field
    return field.get("name") not in {None, "csrfmiddlewaretoken"} and not is_left_out


def fields_of(client: Client, key: str, part: str) -> dict[str, str]:
    """What the form of a part holds, as a browser would send it."""
    reader = FormReader("part")
    reader.feed(page_of(client, "module_part", key, part))
    return reader.fields


def send(client: Client, key: str, part: str, changed: Mapping[str, object], *, live: bool = True) -> str:
    data = {**fields_of(client, key, part), **changed, **({"autosave": "1"} if live else {})}
    response = client.post(reverse("challenges:module_part", args=[key, part]), data)
    assert response.status_code == (200 if live else 302), response.status_code
    return response.content.decode()


def content(module: Module = DELEGATION) -> dict[str, Any]:
    return parts_of(module)
