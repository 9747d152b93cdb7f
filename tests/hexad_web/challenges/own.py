"""Modules of Northwind Works: one changed in a word, and ways to write in a browser's stead."""

from collections.abc import Mapping
from datetime import datetime
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


def fields_of(client: Client, key: str, part: str) -> dict[str, str]:
    """What the form of a part holds, as a browser would send it."""
    form = client.get(reverse("challenges:module_part", args=[key, part])).context["form"]
    return {name: str(form[name].value() or "") for name in form.fields}


def send(client: Client, key: str, part: str, changed: Mapping[str, object], *, live: bool = True) -> str:
    data = {**fields_of(client, key, part), **changed, **({"autosave": "1"} if live else {})}
    response = client.post(reverse("challenges:module_part", args=[key, part]), data)
    assert response.status_code == (200 if live else 302), response.status_code
    return response.content.decode()


def content(module: Module = DELEGATION) -> dict[str, Any]:
    return parts_of(module)
