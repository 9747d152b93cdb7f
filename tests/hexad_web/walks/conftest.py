"""Two worlds side by side for as long as one module walks about in them, and browsers of everybody in them."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client, override_settings
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from hexad_web.accounts.access import Actor
from tests.examples import NOW
from tests.hexad_web.accounts.conftest import no_tries_so_far
from tests.hexad_web.conftest import client_of
from tests.hexad_web.walks.world import World, build_world

__all__ = ["no_tries_so_far"]

# Sessions are written when a message was shown; no row of anybody's is.
READS = re.compile(r"\s*(SELECT|SAVEPOINT|RELEASE|ROLLBACK|BEGIN|PRAGMA|SET|DECLARE|CLOSE)\b")
SESSION = '"django_session"'


@contextmanager
def undone(*browsers: Client) -> Iterator[None]:
    """What happens inside leaves no trace: the next step finds the world as it was, and whoever is in is still in."""
    jars = [deepcopy(browser.cookies) for browser in browsers]
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        for browser, jar in zip(browsers, jars, strict=True):
            browser.cookies = jar


@dataclass(frozen=True)
class Worlds:
    ours: World
    theirs: World
    browsers: Mapping[int, Client]

    def browser(self, actor: Actor) -> Client:
        """A browser in which this actor is signed in."""
        assert actor.user is not None
        return self.browsers[actor.user.pk]

    def ours_as(self, role: str) -> Client:
        return self.browser(self.ours.actors[role])

    def theirs_as(self, role: str) -> Client:
        return self.browser(self.theirs.actors[role])


@pytest.fixture(scope="module")
def worlds(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Worlds]:
    """Building takes a second: a module shares it. Each test runs in a transaction inside this one."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, undone():
        patch.setattr(timezone, "now", lambda: NOW)
        with override_settings(EMAIL_BACKEND="hexad_web.outbox.backend.OutboxBackend"):
            ours, theirs = build_world("Northwind Works", "northwind"), build_world("Contoso", "contoso")
            everybody = [*ours.actors.values(), ours.colleague, *theirs.actors.values()]
            yield Worlds(ours, theirs, {actor.user.pk: client_of(actor) for actor in everybody if actor.user})


@contextmanager
def writes() -> Iterator[list[str]]:
    """The statements that change rows, seen on their way to the database: also those that change them back."""
    seen: list[str] = []

    def look(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:  # noqa: ANN401  # Django's own signature
        if not READS.match(sql) and SESSION not in sql:
            seen.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(look):
        yield seen
