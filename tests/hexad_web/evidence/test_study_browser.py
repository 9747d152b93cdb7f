"""The experiment in a real browser: drawn and frozen by keyboard, at both widths and in both themes."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from hexad_web.accounts.access import Actor
from hexad_web.evidence.models import Study
from hexad_web.formation.actions.publishing import Draft, publish
from tests.browser import LOOKS, AxeClean, PageAt, SaveScreenshot, SignIn, sideways_overflow
from tests.hexad_web.formation.cast import finished_run, join

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_an_owner_draws_looks_and_freezes_by_keyboard(
    live_server: "LiveServer",
    page_at: PageAt,
    sign_in: SignIn,
    axe_clean: AxeClean,
    save_screenshot: SaveScreenshot,
    owner: Actor,
    now: datetime,
    width: int,
    theme: str,
) -> None:
    page = page_at(width, theme)
    sign_in(page, owner)

    def look(name: str) -> None:
        save_screenshot(page, f"evidence-{name}")
        axe_clean(page)
        assert sideways_overflow(page) <= 0, name

    page.goto(f"{live_server.url}/evidence/")
    look("study-empty")
    join(owner.organisation, 72)
    run = finished_run(owner, now, size=6)
    publish(actor=owner, draft=Draft(run.pk, run.revision), now=now)
    page.reload()
    page.get_by_label("First day of the first wave").fill((now + timedelta(days=400)).date().isoformat())
    look("study-offer")
    page.get_by_role("button", name="Draw an order").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("With 12 groups this rollout can see effects above")).to_be_visible()
    look("study-drawn")
    page.get_by_role("button", name="Freeze the plan").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("It no longer changes.")).to_be_visible()
    look("study-frozen")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the plan").click()
    assert Study.objects.get().plan_hash in download.value.path().read_text(encoding="utf-8")
