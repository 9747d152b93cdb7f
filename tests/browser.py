"""A real Chromium for tests: pages at a width and theme, axe, screenshots, signing in. conftest.py offers them."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer

    from hexad_web.accounts.access import Actor

PageAt = Callable[..., Page]
AxeClean = Callable[..., None]
SaveScreenshot = Callable[[Page, str], Path]
SignIn = Callable[[Page, "Actor"], None]

WIDTHS = {390: 844, 1280: 900}
THEMES = ("light", "dark")
# Each width and each theme once: the design page is looked at in all four.
LOOKS = ((1280, "light"), (390, "dark"))
SCREENSHOTS = Path(__file__).parent.parent / "screenshots"
# Fonts are there, and a new width has been laid out and painted.
SETTLED = """
    document.fonts.ready.then(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
"""
# What the browser and htmx write down about an answer that does not come, or is an error.
PROVOKED = (
    "Failed to load resource",
    "htmx:sendError",
    "htmx:timeout",
    "htmx:afterRequest",
    "Response Status Error Code",
)
EXECUTABLES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
# Colours that change with the theme have reached their end.
AT_REST = """
    () => Promise.allSettled(
        document.getAnimations()
            .filter((one) => one.effect.getComputedTiming().endTime !== Infinity)
            .map((one) => one.finished)
    )
"""
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-color-profile=srgb",
)


def executable() -> str:
    """HEXAD_CHROMIUM, else what is installed; first the headless shell, without pages of its own."""
    names = (os.environ.get("HEXAD_CHROMIUM"), *EXECUTABLES)
    return next((path for name in names if name and (path := shutil.which(name))), "")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = executable()
    assert path, "No Chromium. Remedy: scripts/setup.sh browser, or set HEXAD_CHROMIUM to its path."
    # Playwright keeps an event loop in this thread: Django would take us for asynchronous and refuse the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield chromium
        chromium.close()


def is_complaint(message: ConsoleMessage) -> bool:
    """Refusals of the content security policy and errors of our scripts; a line that a test cuts is not one."""
    return message.type == "error" and not message.text.startswith(PROVOKED)


@pytest.fixture
def page_at(browser: Browser) -> Iterator[PageAt]:
    """``page_at(width=390, theme="dark")`` opens a page; script errors and CSP refusals fail the test at its end."""
    contexts = []
    complaints: list[str] = []

    def open_page(width: int = 1280, theme: str = "light", *, locale: str = "en-GB", script: bool = True) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": WIDTHS.get(width, 900)},
            color_scheme="dark" if theme == "dark" else "light",
            reduced_motion="reduce",
            locale=locale,
            timezone_id="Europe/Berlin",
            has_touch=width < 600,
            java_script_enabled=script,
        )
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text) if is_complaint(message) else None)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints, "The browser complained:\n" + "\n".join(complaints)


def violations_of(page: Page, rules_off: tuple[str, ...]) -> list[str]:
    # Without the long lists of what passed, a page of a hundred rows is read in a third of the time.
    options = {"rules": {rule: {"enabled": False} for rule in rules_off}, "resultTypes": ["violations"]}
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    page.evaluate(SETTLED)
    page.evaluate(AT_REST)
    found = page.evaluate("async (options) => (await axe.run(options)).violations", options)
    return [
        f"{violation['id']} ({violation['impact']}): {violation['help']}\n    "
        + "\n    ".join(f"{node['target']}  {node['html'][:160]}" for node in violation["nodes"][:5])
        for violation in found
    ]


@pytest.fixture
def axe_clean() -> AxeClean:
    """``axe_clean(page)`` fails with every accessibility violation that axe finds on the page as it is now."""

    def check(page: Page, rules_off: tuple[str, ...] = ()) -> None:
        found = violations_of(page, rules_off)
        assert not found, f"axe at {page.url}:\n" + "\n".join(found)

    return check


@pytest.fixture
def save_screenshot() -> SaveScreenshot:
    """``save_screenshot(page, "people-list")`` writes screenshots/people-list-390-dark.png (ignored by git)."""

    def save(page: Page, name: str) -> Path:
        size = page.viewport_size
        theme = page.evaluate("getComputedStyle(document.documentElement).colorScheme")
        safe = re.sub(r"[^a-z0-9-]+", "-", name.lower())
        path = SCREENSHOTS / f"{safe}-{size['width'] if size else 0}-{theme}.png"
        page.evaluate(SETTLED)
        if os.environ.get("HEXAD_SCREENSHOTS") != "none":
            page.screenshot(path=path, full_page=True, animations="disabled")
        return path

    return save


@pytest.fixture
def sign_in(live_server: "LiveServer") -> SignIn:
    """``sign_in(page, actor)`` gives the page's browser the session cookie of that user."""
    from django.conf import settings
    from django.test import Client

    from hexad_web.accounts.models import Membership

    def give_cookie(page: Page, actor: "Actor") -> None:
        assert actor.user is not None
        client = Client()
        client.force_login(actor.user, backend="allauth.account.auth_backends.AuthenticationBackend")
        session = client.session
        membership = Membership.objects.get(organisation=actor.organisation, user=actor.user, role=actor.role)
        session["membership"] = membership.pk
        session.save()
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])

    return give_cookie


def sideways_overflow(page: Page) -> int:
    """By how many pixels the page scrolls sideways; a phone's page must not."""
    width: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return width
