"""Every step of a session as it is seen on a phone, by whoever facilitates and on the shared screen."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from hexad.sessions.agenda import Part, PartKind, load
from hexad_web.sessions.actions import writing
from hexad_web.sessions.actions.writing import Written
from tests.browser import AxeClean, PageAt, SignIn, sideways_overflow
from tests.hexad_web.sessions.conftest import Live

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE, BEAMER = {"width": 360, "height": 740}, {"width": 1280, "height": 720}
QUIET = "window.EventSource = class { addEventListener() {} close() {} };"  # this server ends each stream at once
MEASURE = """() => {
    const box = (name) => document.querySelector(name)?.getBoundingClientRect();
    const [foot, place, button] = [".room-foot", ".room-action", ".room-action .btn"].map(box);
    const timer = box("[data-room-timer]");
    return {
        foot: foot?.height ?? 0,
        narrow: button ? place.width - button.width : 0,
        timer: timer ? [timer.top, timer.bottom] : [0, 0],
        height: innerHeight,
        words: document.querySelector("[data-room-stage]").innerText.trim().split(/\\s+/).length,
    };
}"""
MOST_FOOT = 0.34  # of a phone: what whoever facilitates reads and writes needs the rest
FEWEST_WORDS = 10  # on the shared screen: a step, what to do, how long


@pytest.fixture(autouse=True)
def clock(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: live.now)


def moments(live: Live) -> Iterator[str]:
    """Each part of the agenda in turn, its cards before and after they lie open."""
    live.come(0, 1, 2, 3)
    yield "lobby"
    live.start(0, 1, 2, 3)
    for step in load("explore").steps:
        for part in step.parts:
            yield f"{step.key}, {part.kind}"
            live.wait(minutes=1)
            if part.kind is PartKind.WRITE:
                write(live, step.key, part)
                live.seen(0, "reveal")
            else:
                live.next()
    live.now = live.session.ends_at
    yield "closed"


def write(live: Live, step: str, part: Part) -> None:
    for place, text in ((1, "I explain the task and never what it is for."), (2, "Rückdelegation")):
        card = Written(f"{part.pad}{place}", step, part.pad, text, is_sent=True)
        writing.write_card(actor=live.actor(place), session_id=live.session.pk, written=card, now=live.now)


def seen(page: Page, url: str) -> dict[str, Any]:
    page.goto(url)
    expect(page.locator("[data-room-keep] > p > a")).to_have_count(0)  # each panel has come
    found: dict[str, Any] = page.evaluate(MEASURE)
    return found


def test_every_step_fits_a_phone_and_says_something_on_the_shared_screen(
    live: Live, live_server: "LiveServer", page_at: PageAt, sign_in: SignIn, axe_clean: AxeClean
) -> None:
    room, screen = (
        live_server.url + reverse(f"sessions:{name}", args=[live.session.pk]) for name in ("room", "screen")
    )
    strip, phone, beamer = page_at(360), page_at(360, "dark"), page_at(1280)
    for page, place, size in ((strip, 0, PHONE), (phone, 2, PHONE), (beamer, 2, BEAMER)):
        page.add_init_script(QUIET)
        page.set_viewport_size(size)  # type: ignore[arg-type]  # two numbers
        sign_in(page, live.actor(place))
    for moment in moments(live):
        for name, page, url in (("strip", strip, room), ("phone", phone, room), ("screen", beamer, screen)):
            found, where = seen(page, url), f"{moment}, {name}"
            assert sideways_overflow(page) <= 0, where
            assert found["foot"] <= MOST_FOOT * PHONE["height"], where
            assert found["narrow"] < 1, where
            assert found["timer"][0] >= 0, where
            assert found["timer"][1] <= found["height"], where
            assert found["words"] >= FEWEST_WORDS, where
            if page is phone:
                axe_clean(page)
    for page in (strip, phone, beamer):
        page.goto("about:blank")
