"""On every page, read in German: a module's own words are marked with its language, and no times are torn apart."""

import pytest
from django.test import Client

from hexad_web.accounts.models import Role
from tests.hexad_web.said import SHIPPED, broken_hours, marked, unmarked
from tests.hexad_web.walks.conftest import Worlds, undone
from tests.hexad_web.walks.forms import query_of
from tests.hexad_web.walks.routes import ALL_ROLES, OPEN, ROUTES, Route

pytestmark = pytest.mark.django_db
GERMAN = {"accept-language": "de"}
SAMPLES = "design:design"  # in development only; it shows a time as a label, and other languages on purpose


def pages(client: Client, worlds: Worlds, routes: list[Route]) -> dict[str, str]:
    """What each route shows, plain and with everything that a page may read from its address."""
    found = {}
    for route in (one for one in routes if one.name != SAMPLES):
        for fields in ({}, query_of(worlds.ours)):
            with undone(client):
                answer = client.get(route.url(worlds.ours), fields, headers=GERMAN)
            if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
                found[f"{route} {'with' if fields else 'without'} query"] = answer.content.decode()
    return found


@pytest.mark.parametrize("role", ALL_ROLES)
def test_every_page_marks_what_modules_say_and_keeps_times_together(worlds: Worlds, role: Role) -> None:
    shown = pages(worlds.ours_as(role), worlds, [route for route in ROUTES if role in route.who])

    assert len(shown) > 10
    assert {name: said for name, html in shown.items() if (said := unmarked(html, SHIPPED))} == {}
    assert {name: times for name, html in shown.items() if (times := broken_hours(html))} == {}
    if role in (Role.PARTICIPANT, Role.OWNER):
        assert sum(bool(marked(html, SHIPPED)) for html in shown.values()) > 3


def test_so_do_the_pages_behind_the_links_of_mails(worlds: Worlds) -> None:
    shown = pages(Client(), worlds, OPEN)

    assert {name: times for name, html in shown.items() if (times := broken_hours(html))} == {}
    assert any("14:00–15:30" in html for html in shown.values())


def test_an_unmarked_text_and_torn_times_would_be_seen() -> None:
    said = "In four weeks, somebody else does one task"
    page = f"<html lang=de><p>{said}<p lang=en>{said}</p>Do 4. Februar, 14:00–15:30 (Berlin)</html>"

    assert (unmarked(page, {said}), marked(page, {said})) == ([said], [said])
    assert broken_hours(page) == ["Do 4. Februar, 14:00–15:30 (Berlin)"]
