"""Opening a page changes no row: scanners open links, browsers fetch ahead, people press Back."""

import pytest
from django.http import HttpResponse
from django.test import Client

from hexad_web.accounts.models import Role
from tests.hexad_web.walks.conftest import Worlds, undone, writes
from tests.hexad_web.walks.forms import query_of
from tests.hexad_web.walks.routes import ALL_ROLES, OPEN, ROUTES, Route
from tests.hexad_web.walks.world import World

pytestmark = pytest.mark.django_db


def open_in_every_way(client: Client, route: Route, world: World) -> list[HttpResponse]:
    """Plain, as HEAD, as a part of a page, and with everything that a page may read from its address."""
    url = route.url(world)
    return [
        client.get(url),
        client.head(url),
        client.get(url, headers={"hx-request": "true"}),
        client.get(url, query_of(world)),
    ]


def written_by(client: Client, worlds: Worlds, routes: list[Route]) -> tuple[dict[str, list[str]], int]:
    """What each page wrote, and how many of the visits were shown something."""
    found, shown = {}, 0
    for route in routes:
        with undone(), writes() as written:
            shown += sum(response.status_code == 200 for response in open_in_every_way(client, route, worlds.ours))
        if written:
            found[route.name] = written
    return found, shown


@pytest.mark.parametrize("role", ALL_ROLES)
def test_opening_any_page_in_any_role_writes_nothing(worlds: Worlds, role: Role) -> None:
    routes = [route for route in ROUTES if role in route.who]

    found, shown = written_by(worlds.ours_as(role), worlds, routes)

    assert not found
    assert shown > 10


def test_opening_the_links_of_mails_writes_nothing(worlds: Worlds) -> None:
    found, shown = written_by(Client(), worlds, OPEN)

    assert not found
    assert shown > 10


def test_a_write_would_be_seen(worlds: Worlds) -> None:
    with undone(), writes() as written:
        worlds.ours_as("owner").post("/people/invite/")

    assert any("people_invitation" in statement for statement in written)
