"""The board's page in a real browser: both widths and themes, printed, in German; closing by keyboard."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from hexad_web.accounts.access import Actor
from hexad_web.report.models import Period
from tests.browser import LOOKS, AxeClean, PageAt, SaveScreenshot, SignIn, sideways_overflow
from tests.hexad_web.report.conftest import CLOSED_AT

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: CLOSED_AT + timedelta(days=1))


@pytest.mark.parametrize(("width", "theme"), LOOKS)
@pytest.mark.parametrize("language", ["en", "de"])
def test_the_board_page_reads_everywhere(
    live_server: "LiveServer",
    page_at: PageAt,
    sign_in: SignIn,
    axe_clean: AxeClean,
    save_screenshot: SaveScreenshot,
    sponsor: Actor,
    closed: Period,
    width: int,
    theme: str,
    language: str,
) -> None:
    assert sponsor.user is not None
    sponsor.user.language = language
    sponsor.user.save()
    page = page_at(width, theme)
    sign_in(page, sponsor)
    page.context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])
    for path, name in ((f"/report/{closed.pk}/", "board"), ("/report/", "periods"), ("/", "sponsor-home")):
        page.goto(f"{live_server.url}{path}")
        save_screenshot(page, f"report-{name}-{language}")
        axe_clean(page)
        assert sideways_overflow(page) <= 0, f"{name} is wider than {width}"


def test_an_owner_closes_a_period_by_keyboard(
    live_server: "LiveServer", page_at: PageAt, sign_in: SignIn, owner: Actor, closed: Period
) -> None:
    page = page_at(390, "light")
    sign_in(page, owner)
    page.goto(f"{live_server.url}/report/")
    page.get_by_label("Name").focus()
    page.keyboard.type("Two days in July")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Peer learning groups: report to the board")).to_be_visible()
    assert Period.objects.filter(name="Two days in July").exists()
