"""What somebody writes is never taken from under the hands: not by a reveal, not by the next step."""

from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from hexad_web.sessions.actions import writing
from hexad_web.sessions.actions.writing import Written
from tests.browser import AxeClean, PageAt, SignIn
from tests.hexad_web.sessions.conftest import Live
from tests.hexad_web.sessions.watched import Watched

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HALF = "I had told them twice, and"


@pytest.fixture(autouse=True)
def clock(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: live.now)


@pytest.fixture
def writer(live: Live, live_server: "LiveServer", page_at: PageAt, sign_in: SignIn) -> Watched:
    """Somebody in the middle of a sentence, the caret three letters before its end."""
    live.start(0, 1)
    live.next()
    one = Watched(page_at(390), live, 1)
    sign_in(one.page, live.actor(1))
    one.open(live_server.url)
    one.page.locator("[data-room-pad] textarea").click()
    one.page.keyboard.type(HALF)
    for _letter in range(3):
        one.page.keyboard.press("ArrowLeft")
    expect(one.page.locator("[data-room-saved]")).to_contain_text("Saved")
    return one


def still_writes(page: Page) -> None:
    box = page.locator("[data-room-pad] textarea").first
    expect(box).to_be_focused()
    page.keyboard.type("!")
    expect(box).to_have_value(f"{HALF[:-3]}!{HALF[-3:]}")


def to_causes(live: Live, writer: Watched) -> None:
    while live.state.step < 2:
        live.next()
    writer.hear(is_drawn=False)


def test_after_a_reveal_the_unfinished_text_goes_on_with_add(live: Live, writer: Watched) -> None:
    page = writer.page
    sent = Written("a", "stories", "story", "I took it back.", is_sent=True)
    writing.write_card(actor=live.actor(0), session_id=live.session.pk, written=sent, now=live.now)
    live.wait(seconds=1)
    live.seen(0, "reveal")
    writer.hear()
    expect(page.locator(".room-card")).to_have_count(1)
    expect(page.locator(".room-card")).to_contain_text("I took it back.")
    expect(page.locator("#pad-audience")).to_have_text("Your group only, once you add it")
    still_writes(page)
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Add", exact=True)).to_be_focused()
    with page.expect_response(lambda answer: "send=1" in (answer.request.post_data or "")):  # not of a note on the way
        page.keyboard.press("Enter")
    writer.hear()
    expect(page.locator(".room-card", has_text="I had told them")).to_contain_text("added later")


def test_the_next_step_waits_for_whoever_writes_and_comes_by_one_button(
    live: Live, writer: Watched, axe_clean: AxeClean
) -> None:
    page = writer.page
    to_causes(live, writer)
    line = page.locator("[data-room-changed]")
    expect(line).to_contain_text("Step changed.")
    expect(line).to_be_in_viewport()
    still_writes(page)
    axe_clean(page)
    page.get_by_role("button", name="Go").press("Enter")
    expect(page.locator("[data-room-heading]")).to_have_text("Causes")
    expect(page.locator("[data-room-heading]")).to_be_focused()
    expect(line).to_be_hidden()


def test_the_next_step_comes_by_itself_once_the_hand_has_left_the_text(live: Live, writer: Watched) -> None:
    to_causes(live, writer)
    expect(writer.page.locator("[data-room-changed]")).to_be_visible()
    writer.page.locator("[data-room-heading]").focus()
    expect(writer.page.locator("[data-room-heading]")).to_have_text("Causes")
