"""Agendas in a real browser: the editor by keyboard on a phone, and a run that lasts a minute."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from hexad_web.accounts.access import Actor
from hexad_web.sessions.actions import agendas as actions
from hexad_web.sessions.models import OwnAgenda
from tests.browser import LOOKS, AxeClean, PageAt, SaveScreenshot, SignIn, sideways_overflow
from tests.examples import NOW

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def own(owner: Actor) -> OwnAgenda:
    return actions.copy_ours(actor=owner, name="explore", now=NOW)


def test_pages_of_agendas_are_clean_in_every_look(
    live_server: "LiveServer",
    owner: Actor,
    own: OwnAgenda,
    page_at: PageAt,
    sign_in: SignIn,
    axe_clean: AxeClean,
    save_screenshot: SaveScreenshot,
) -> None:
    wrong = {**own.draft, "minutes": 80, "title": ""}
    actions.save_draft(actor=owner, agenda_id=own.pk, typed=own.draft, act=actions.Act("part", 1), now=NOW)
    other = actions.copy_ours(actor=owner, name="follow-up", now=NOW)
    actions.save_draft(actor=owner, agenda_id=other.pk, typed=wrong, act=actions.Act("add", 0), now=NOW)
    paths = {"list": "", "editor": f"{own.pk}/?at=stories", "problems": f"{other.pk}/", "run": "ours/explore/"}
    for width, theme in LOOKS:
        page = page_at(width, theme)
        sign_in(page, owner)
        for name, path in paths.items():
            page.goto(f"{live_server.url}/sessions/agendas/{path}")
            page.wait_for_function("document.documentElement.classList.contains('scripted')")
            save_screenshot(page, f"agendas-{name}")
            axe_clean(page)
            assert sideways_overflow(page) == 0, f"{name} scrolls sideways at {width}"


def test_an_agenda_is_changed_by_keyboard_on_a_phone(
    live_server: "LiveServer", owner: Actor, own: OwnAgenda, page_at: PageAt, sign_in: SignIn
) -> None:
    page = page_at(390, "light")
    sign_in(page, owner)
    page.goto(f"{live_server.url}/sessions/agendas/{own.pk}/?at=stories")
    page.get_by_label("Minutes, for six").locator("visible=true").fill("30")
    expect(page.get_by_text("The steps take 100 of 90 minutes.")).to_be_visible()
    part = page.locator("fieldset[data-part]").locator("visible=true").last
    expect(part.get_by_label("What is written")).to_be_hidden()
    part.get_by_label("What happens").select_option("write")
    part.get_by_label("What is written").select_option("note")
    page.get_by_role("button", name="Move Stories up").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Move Stories down")).to_be_visible()
    expect(page.locator("ol.agenda-steps > li").first).to_contain_text("Stories")
    page.get_by_role("button", name="Fit to 90 min").click()
    expect(page.get_by_text("The steps take 90 of 90 minutes.")).to_be_visible()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Version 1 is published.")).to_be_visible()


def open_with_a_clock_that_stands(page: Page, url: str) -> None:
    """Only what a test lets pass has passed, however slow the machine is."""
    page.clock.install(time=NOW)
    page.goto(url)
    page.clock.pause_at(NOW + timedelta(hours=1))


def shown(page: Page) -> str:
    return str(page.locator(".run-screen .run-title").inner_text())


def test_a_run_lasts_a_minute_and_can_be_paused_and_stepped(
    live_server: "LiveServer", owner: Actor, own: OwnAgenda, page_at: PageAt, sign_in: SignIn
) -> None:
    page = page_at(1280, "light")
    sign_in(page, owner)
    page.emulate_media(reduced_motion="no-preference")
    open_with_a_clock_that_stands(page, f"{live_server.url}/sessions/agendas/{own.pk}/run/")
    expect(page.locator(".run-screen")).to_contain_text("1 of 7")
    page.get_by_role("button", name="Next").click()
    assert shown(page) == "Stories"
    expect(page.locator(".run-phone")).to_contain_text("Write a few words first, each alone.")
    page.keyboard.press("ArrowLeft")
    assert shown(page) == "Welcome"
    page.get_by_role("button", name="Play").click()
    page.clock.run_for(30_000)
    page.get_by_role("button", name="Pause").click()
    at = shown(page)
    assert at in ("Causes", "Options")
    page.clock.run_for(5_000)
    assert shown(page) == at
    page.get_by_role("button", name="Play").click()
    page.clock.run_for(30_000)
    expect(page.locator(".run-screen")).to_contain_text("Ended")


def test_where_motion_is_unwelcome_the_run_goes_from_moment_to_moment(
    live_server: "LiveServer", owner: Actor, page_at: PageAt, sign_in: SignIn
) -> None:
    page = page_at(390, "dark")
    sign_in(page, owner)
    open_with_a_clock_that_stands(page, f"{live_server.url}/sessions/agendas/ours/explore/")
    page.get_by_role("button", name="Play").click()
    page.clock.run_for(1_900)
    assert shown(page) == "Welcome"
    page.clock.run_for(200)
    assert shown(page) == "Stories"
