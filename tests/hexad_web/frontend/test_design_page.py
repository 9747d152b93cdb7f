"""The design system page in a real browser: every component, both themes, phone and desk."""

import pytest
from pytest_django.live_server_helper import LiveServer

from tests.browser import THEMES, WIDTHS, AxeClean, PageAt, SaveScreenshot, sideways_overflow

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.hexad_web.frontend.urls"),
]

# The sample of a control line is a line's colour shown as text, which needs 3:1 where text would need 4.5:1.
SWATCHES = 'document.querySelectorAll(".swatch-line,.swatch-focus,.swatch-series").forEach(e => e.textContent = "")'


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_every_component_is_accessible_in_both_themes_and_at_both_widths(
    live_server: LiveServer,
    page_at: PageAt,
    axe_clean: AxeClean,
    save_screenshot: SaveScreenshot,
    width: int,
    theme: str,
) -> None:
    page = page_at(width, theme)
    page.goto(f"{live_server.url}/design/")
    save_screenshot(page, "design")
    assert sideways_overflow(page) == 0
    page.evaluate(SWATCHES)
    axe_clean(page)


@pytest.mark.parametrize("theme", THEMES)
def test_the_contrasts_that_the_browser_computes_are_enough(
    live_server: LiveServer, page_at: PageAt, theme: str
) -> None:
    page = page_at(1280, theme)
    page.goto(f"{live_server.url}/design/")
    verdicts = page.locator("[data-verdict]").all_inner_texts()
    assert len(verdicts) == 14
    assert set(verdicts) == {"enough"}


def test_a_chosen_theme_wins_over_the_system_and_is_remembered(live_server: LiveServer, page_at: PageAt) -> None:
    page = page_at(1280, "light")
    page.goto(f"{live_server.url}/design/")
    page.get_by_text("Settings", exact=True).click()
    page.get_by_label("Appearance").select_option("dark")
    dark = "getComputedStyle(document.documentElement).colorScheme"
    assert page.evaluate(dark) == "dark"
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == "hexad-dark"
    assert page.evaluate(dark) == "dark"


def test_text_at_twice_the_size_still_fits_a_phone(live_server: LiveServer, page_at: PageAt) -> None:
    page = page_at(390)
    page.goto(f"{live_server.url}/design/")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert sideways_overflow(page) == 0


def test_every_button_and_field_is_at_least_44_pixels_high(live_server: LiveServer, page_at: PageAt) -> None:
    page = page_at(390)
    page.goto(f"{live_server.url}/design/")
    heights = page.evaluate(
        "[...document.querySelectorAll('main :is(.btn,.input,.select,.file-input,.textarea)')]"
        ".map(e => e.getBoundingClientRect().height)"
    )
    assert heights
    assert min(heights) >= 44
