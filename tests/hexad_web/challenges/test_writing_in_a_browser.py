"""A module written in a real browser: by keyboard on a phone, checked while one types, clean for axe."""

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from hexad_web.accounts.access import Actor
from tests.browser import AxeClean, PageAt, SaveScreenshot, SignIn, sideways_overflow
from tests.hexad_web.challenges.own import OURS, PURPOSE, publish, write

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_module_is_written_by_keyboard_on_a_phone_and_published(
    live_server: "LiveServer", page_at: PageAt, axe_clean: AxeClean, sign_in: SignIn, owner: Actor
) -> None:
    page = page_at(390)
    sign_in(page, owner)
    page.goto(f"{live_server.url}{reverse('challenges:module_part', args=['delegation', 'purpose'])}")
    page.get_by_label("Purpose").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("One. Two. Three.")
    said = page.locator("#id_purpose_notes")

    expect(said).to_contain_text("Cut it to 2 sentences.")
    expect(page.get_by_role("status").filter(has_text="Saved")).to_be_visible()
    expect(page.get_by_label("Purpose")).to_be_focused()
    axe_clean(page)
    page.keyboard.press("Control+A")
    page.keyboard.type(PURPOSE)
    expect(said).to_be_empty()
    page.get_by_role("button", name="Save and go on").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What managers say")).to_be_visible()
    page.goto(f"{live_server.url}{reverse('challenges:own_module', args=['delegation'])}")
    page.get_by_role("button", name="Publish").press("Enter")
    expect(page.get_by_text(f"Version {OURS + 1}")).to_be_visible()


@pytest.mark.parametrize(("width", "theme"), [(390, "dark"), (1280, "light")])
def test_the_pages_of_modules_fit_and_are_clean(
    live_server: "LiveServer", page_at: PageAt, axe_clean: AxeClean, save_screenshot: SaveScreenshot,
    sign_in: SignIn, owner: Actor, width: int, theme: str,
) -> None:  # fmt: skip
    publish(owner, purpose=PURPOSE)
    publish(owner, purpose=PURPOSE.replace("four", "three"))
    write(owner, purpose="Win the battle. " * 3, statements=["I delegate too little."])
    page = page_at(width, theme)
    sign_in(page, owner)
    for name, arguments in (
        ("own_modules", []),
        ("own_module", ["delegation"]),
        ("module_part", ["delegation", "statements"]),
        ("module_part", ["delegation", "strategies"]),
        ("module_versions", ["delegation"]),
        ("module_preview", ["delegation"]),
        ("import_module", []),
    ):
        page.goto(f"{live_server.url}{reverse(f'challenges:{name}', args=arguments)}")
        page.wait_for_load_state("networkidle")
        save_screenshot(page, f"own-{name}-{arguments[-1] if arguments else 'all'}")
        axe_clean(page)
        assert sideways_overflow(page) <= 0
