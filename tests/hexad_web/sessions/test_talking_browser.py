"""The room's open part, its strip with a hint and its shared screen in a real browser: tapped, read, clean for axe."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from hexad_web.sessions.models import Session
from tests.browser import LOOKS, AxeClean, PageAt, SaveScreenshot, SignIn, sideways_overflow
from tests.hexad_web.sessions.conftest import Live
from tests.hexad_web.sessions.test_talking import park

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PATIENCE = 20_000


@pytest.fixture
def talking(live: Live) -> Live:
    """A session of today: four are in the Options, one has the word nearly always, and a note is parked."""
    start = timezone.now().replace(microsecond=0) - timedelta(minutes=26)
    ends_at = start + timedelta(minutes=90)
    Session.objects.filter(pk=live.session.pk).update(starts_at=start, ends_at=ends_at)
    live.session.starts_at, live.session.ends_at, live.now = start, ends_at, start
    live.start(0, 1, 2, 3)
    live.wait(minutes=10)
    while live.state.step < 3:
        live.next()
    for place, seconds in (*((1, 140), (2, 15), (1, 140), (3, 12)) * 2, (1, 180)):
        live.seen(place, "speak")
        live.wait(seconds=seconds)
    card = park(live, 2, "Who decides about the travel budget?")
    live.tap(1, "take_up", card=str(card.pk))
    live.now = timezone.now() - timedelta(seconds=100)
    live.seen(1, "speak")
    return live


def open_room(page: Page, url: str, live: Live, sign_in: SignIn, place: int, name: str = "room") -> None:
    """Without the stream: this server ends it at once, and a browser that asks again outlives the test."""
    page.route("**/stream/**", lambda route: route.abort())
    sign_in(page, live.actor(place))
    page.goto(f"{url}{reverse(f'sessions:{name}', args=[live.session.pk])}")


def test_the_open_part_at_every_width(
    live_server: "LiveServer",
    talking: Live,
    page_at: PageAt,
    axe_clean: AxeClean,
    save_screenshot: SaveScreenshot,
    sign_in: SignIn,
) -> None:
    for width, theme in LOOKS:
        strip, phone, screen = page_at(width, theme), page_at(width, theme), page_at(width, theme)
        open_room(strip, live_server.url, talking, sign_in, 0)
        expect(strip.get_by_text("You could say:")).to_be_visible(timeout=PATIENCE)
        open_room(phone, live_server.url, talking, sign_in, 2)
        open_room(screen, live_server.url, talking, sign_in, 2, "screen")
        for page, name in ((strip, "strip"), (phone, "phone"), (screen, "screen")):
            axe_clean(page)
            assert sideways_overflow(page) == 0, name
            save_screenshot(page, f"talking-{name}")
        phone.get_by_text("More", exact=True).click()
        axe_clean(phone)
        save_screenshot(phone, "talking-parking")


def test_without_scripts_a_name_is_tapped_a_hint_dismissed_and_a_note_parked(
    live_server: "LiveServer", talking: Live, page_at: PageAt, sign_in: SignIn
) -> None:
    page = page_at(390, script=False)
    open_room(page, live_server.url, talking, sign_in, 0)
    page.get_by_role("button", name="Dismiss").click()
    expect(page.get_by_text("You could say:")).to_have_count(0, timeout=PATIENCE)
    row = page.locator(f"[data-voice='{talking.key(3)}'] button")
    row.focus()
    page.keyboard.press("Enter")
    row = page.locator(f"[data-voice='{talking.key(3)}'] button")
    expect(row).to_have_attribute("aria-pressed", "true", timeout=PATIENCE)
    page.get_by_text("More", exact=True).click()
    page.get_by_role("textbox", name="Set aside for later").fill("Ask about the office in Lyon")
    page.get_by_role("button", name="Park it").click()
    page.get_by_text("More", exact=True).click()
    expect(page.locator("#parking").get_by_text("Ask about the office in Lyon")).to_be_visible(timeout=PATIENCE)
