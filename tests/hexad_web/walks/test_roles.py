"""Every address as every role: whoever a view declares gets in, and nobody else does, not even their write."""

from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.test import Client

from hexad_web.accounts.models import Role
from tests.hexad_web.walks.conftest import Worlds, undone, writes
from tests.hexad_web.walks.routes import ALL_ROLES, CLOSED, PUBLIC, ROUTES, Route

pytestmark = pytest.mark.django_db
NOT_SERVED = 405
METHODS = ("get", "post")
STEPS = [(route, method) for route in CLOSED for method in METHODS]
each_role = pytest.mark.parametrize("role", ALL_ROLES)


def ask(client: Client, method: str, url: str) -> HttpResponse:
    with undone(client):
        return getattr(client, method)(url)


def answers(client: Client, worlds: Worlds, steps: list[tuple[Route, str]]) -> Iterator[tuple[str, str, HttpResponse]]:
    for route, method in steps:
        yield f"{method} {route}", method, ask(client, method, route.url(worlds.ours))


def test_every_page_declares_whom_it_lets_in_or_has_a_reason_not_to() -> None:
    undeclared = {route.name for route in ROUTES if route.roles is None}

    assert undeclared == set(PUBLIC)
    assert {role for route in CLOSED for role in route.who} == set(Role)


@each_role
def test_whom_a_page_declares_gets_in(worlds: Worlds, role: Role) -> None:
    steps = [(route, method) for route, method in STEPS if role in route.who]
    wrong = {}
    for step, method, response in answers(worlds.ours_as(role), worlds, steps):
        refused = response.status_code in {401, 403} or "/login/" in response.headers.get("Location", "")
        failed = response.status_code >= 500 or (method == "get" and response.status_code not in {200, 302, NOT_SERVED})
        if refused or failed:
            wrong[step] = response.status_code

    assert not wrong


@each_role
def test_nobody_else_gets_in(worlds: Worlds, role: Role) -> None:
    steps = [(route, method) for route, method in STEPS if role not in route.who]
    with writes() as written:
        found = {step: response.status_code for step, _method, response in answers(worlds.ours_as(role), worlds, steps)}

    assert found
    assert set(found.values()) <= {403, NOT_SERVED}, found
    assert not written


def test_whoever_is_not_signed_in_is_sent_to_the_door(worlds: Worlds) -> None:
    with writes() as written:
        found = {step: response for step, _method, response in answers(Client(), worlds, STEPS)}
    let_in = {
        step: response.status_code
        for step, response in found.items()
        if response.status_code != NOT_SERVED
        and not response.headers.get("Location", "").startswith("/accounts/login/?next=/")
    }

    assert not let_in
    assert not written


def test_no_page_serves_a_strange_method(worlds: Worlds) -> None:
    for route in CLOSED:
        client, url = worlds.ours_as(route.who[0]), route.url(worlds.ours)
        assert {ask(client, method, url).status_code for method in ("put", "patch", "delete")} == {NOT_SERVED}, route


def test_a_form_of_a_foreign_page_changes_nothing(worlds: Worlds) -> None:
    browser = Client(enforce_csrf_checks=True)
    found = {}
    with writes() as written:
        for route in ROUTES:
            browser.cookies = worlds.ours_as(route.who[0]).cookies
            found[route.name] = ask(browser, "post", route.url(worlds.ours)).status_code

    assert set(found.values()) <= {403, NOT_SERVED}, found
    assert not written
