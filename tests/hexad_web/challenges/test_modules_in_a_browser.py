"""The modules in a real browser: on a phone and wide, light and dark, clean for axe, nothing sideways."""

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from hexad_web.accounts.access import Actor
from tests.browser import AxeClean, PageAt, SaveScreenshot, SignIn, sideways_overflow

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_modules_are_readable_at_every_width(
    live_server: "LiveServer", page_at: PageAt, axe_clean: AxeClean, save_screenshot: SaveScreenshot,
    sign_in: SignIn, participant: Actor, width: int, theme: str,
) -> None:  # fmt: skip
    page = page_at(width, theme)
    sign_in(page, participant)
    for name, path in (
        ("list", reverse("challenges:modules")),
        ("one", reverse("challenges:module", args=["conflict-before-it-begins"])),
    ):
        page.goto(f"{live_server.url}{path}")
        save_screenshot(page, f"modules-{name}")
        axe_clean(page)
        assert sideways_overflow(page) <= 0


def test_the_contents_lead_to_the_card(
    live_server: "LiveServer", page_at: PageAt, sign_in: SignIn, participant: Actor
) -> None:
    page = page_at(390)
    sign_in(page, participant)
    page.goto(f"{live_server.url}{reverse('challenges:modules')}")
    page.get_by_role("link", name="Read Delegation").click()
    page.get_by_role("link", name="Before you hand it over").click()

    expect(page.get_by_role("heading", name="Before you hand it over")).to_be_in_viewport()
