"""A room read in German whose module is English: at every step of every agenda its words are marked as English."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hexad.challenges.module import load_modules
from hexad_web.accounts.models import User
from hexad_web.practice.actions import planning
from tests.hexad_web.practice import cast
from tests.hexad_web.said import SHIPPED, marked, unmarked
from tests.hexad_web.sessions.conftest import Live
from tests.hexad_web.sessions.test_every_step import WALKS, Walk, moments, session, walk

__all__ = ["session", "walk"]

pytestmark = pytest.mark.django_db
PANEL = re.compile(r'hx-get="([^"]+)"')
LAST_QUESTION = {"question": "5"}
EXPLORE = pytest.mark.parametrize("walk", WALKS[:1], ids=["explore"], indirect=True)
DELEGATION = next(module for module in load_modules() if module.id == "delegation")


@pytest.fixture(autouse=True)
def clock(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: live.now)


def german(live: Live, place: int) -> Client:
    person = cast.person(live.session.group, place)
    client = cast.client(person)
    User.objects.filter(people=person).update(language="de")
    return client


def page(client: Client, url: str, **fields: str) -> str:
    return client.get(url, fields).content.decode()


def shown(live: Live, clients: list[Client]) -> Iterator[tuple[str, str]]:
    """The moment on the facilitator's phone, on a member's and on the shared screen, with all their panels."""
    room, screen = (reverse(f"sessions:{name}", args=[live.session.pk]) for name in ("room", "screen"))
    for client in clients:
        for url in (room, screen):
            html = page(client, url)
            assert '<html lang="de"' in html
            yield url, html
            yield from ((panel, page(client, panel, **LAST_QUESTION)) for panel in PANEL.findall(html))


def test_at_every_step_the_modules_words_are_marked_with_its_language(live: Live, walk: Walk) -> None:
    clients = [german(live, place) for place in (0, 2)]
    heard = set()
    for moment in moments(live, walk.agenda):
        for url, html in shown(live, clients):
            assert unmarked(html, SHIPPED) == [], (moment, url)
            heard.update(marked(html, SHIPPED))
    assert len(heard) > 10 if walk.kind in ("explore", "reflect") else True


@EXPLORE
def test_what_follows_a_session_marks_them_too(live: Live) -> None:
    """The plan's page, the record, what a member who was not there is asked, and the sheet that is typed in."""
    clients = [german(live, place) for place in (0, 5)]
    live.start(0, 1)
    cast.plan(live.session, now=live.now)
    chosen = DELEGATION.strategies[0]
    planning.choose_technique(seat=cast.seat(live.session), strategy=chosen.key, words="", now=live.now)
    live.now = live.session.ends_at
    live.come(0)
    record = page(clients[0], reverse("record:record", args=[live.session.pk]))
    mine = page(clients[0], reverse("practice:mine"))
    plan = page(clients[1], reverse("practice:plan_panel", args=[live.session.pk]))
    for html in (record, mine, plan):
        assert unmarked(html, SHIPPED) == []
        assert chosen.title in marked(html, SHIPPED)
    for html in (record, mine):
        assert f'<bdi lang="en">{DELEGATION.title}</bdi>' in html


@EXPLORE
def test_a_module_in_the_pages_own_language_is_not_marked(live: Live) -> None:
    live.start(0, 1)
    live.now = live.session.ends_at
    live.come(0)
    mine = page(cast.client(cast.person(live.session.group)), reverse("practice:mine"))
    assert DELEGATION.title in mine
    assert '<bdi lang="en">' not in mine
