"""Panels that cannot be sent say so and keep what was typed; the keyboard goes on where the answer led."""

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, Route, expect

from hexad_web.evidence.models import Response
from hexad_web.practice.models import Plan
from tests.browser import AxeClean
from tests.hexad_web.sessions.conftest import Live, Open

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NO_LINE = "Not saved: no line. Tap again when you are back."
SITUATION = "a report comes late"
PLAN, QUESTIONS = "practice:plan_panel", "evidence:five_questions"


@pytest.fixture(autouse=True)
def clock(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: live.now)


def step(live: Live, number: int) -> None:
    live.start(0, 1)
    while live.state.step < number:
        live.next()


def said(page: Page) -> Locator:
    return page.locator("[data-panel] [data-unsent]")


def fail_to_write(route: Route) -> None:
    if route.request.method == "POST":
        route.fulfill(status=503)
    else:
        route.fallback()


def test_a_rating_without_a_line_is_told_at_its_panel_and_can_be_tapped_again(
    live: Live, open_page: Open, axe_clean: AxeClean
) -> None:
    page = open_page(width=360)
    choice = page.locator("[data-panel] button[value='3']")
    page.context.set_offline(True)
    choice.press("Enter")
    expect(said(page)).to_have_text(NO_LINE)
    expect(said(page)).to_be_in_viewport()
    expect(choice).to_be_focused()
    axe_clean(page)
    page.context.set_offline(False)
    choice.press("Enter")
    expect(choice).to_have_attribute("aria-pressed", "true")
    expect(choice).to_be_focused()
    expect(said(page)).to_be_empty()
    assert Response.objects.get().value == 3


def test_a_plan_that_the_server_cannot_take_stays_as_it_was_typed(live: Live, open_page: Open) -> None:
    step(live, 4)
    page = open_page()
    page.context.route("**/plan/**", fail_to_write)
    page.get_by_label("When …").fill(SITUATION)
    page.get_by_role("button", name="Keep my plan").click()
    expect(said(page)).to_have_text("Not saved: the server could not take it. Tap again in a minute.")
    page.context.unroute("**/plan/**")
    page.get_by_label("I will …").fill("ask what is in the way")
    expect(page.locator("[data-autosave]")).to_contain_text("Saved")
    expect(said(page)).to_be_empty()
    expect(page.get_by_label("When …")).to_have_value(SITUATION)


def test_what_is_typed_without_a_line_goes_by_itself_once_it_is_back(live: Live, open_page: Open) -> None:
    step(live, 4)
    page = open_page()
    page.context.set_offline(True)
    page.get_by_label("When …").fill(SITUATION)
    expect(said(page)).to_have_text("Not saved: no line. It is sent when you are back.")
    assert not Plan.objects.exists()
    page.context.set_offline(False)
    expect(page.locator("[data-autosave]")).to_contain_text("Saved")
    expect(said(page)).to_be_empty()
    assert Plan.objects.count() == 1


def never_answer(route: Route, waiting: list[Route]) -> None:
    waiting.append(route)


def test_an_answer_that_does_not_come_in_time_counts_as_no_line(live: Live, open_page: Open) -> None:
    page = open_page()
    waiting: list[Route] = []
    page.context.route("**/rating/**", lambda route: never_answer(route, waiting))
    page.evaluate("window.htmx.config.timeout = 200")
    page.locator("[data-panel] button[value='3']").click()
    expect(said(page)).to_have_text(NO_LINE)
    assert len(waiting) == 1


def test_whoever_is_signed_out_keeps_the_panel_and_is_told(live: Live, open_page: Open) -> None:
    step(live, 4)
    page = open_page(PLAN)
    token = [one for one in page.context.cookies() if one["name"] == "csrftoken"]
    page.context.clear_cookies()
    page.context.add_cookies(token)  # type: ignore[arg-type]  # what it gave is what it takes
    page.get_by_label("When …").fill(SITUATION)
    page.get_by_role("button", name="Keep my plan").click()
    expect(said(page)).to_contain_text("Not saved: you are signed out.")
    expect(page.get_by_label("When …")).to_have_value(SITUATION)


def test_five_questions_are_answered_by_keyboard_one_after_the_other(live: Live, open_page: Open) -> None:
    step(live, 6)
    page = open_page(place=1)
    for number in range(1, 5):
        expect(page.get_by_text(f"Question {number} of 5")).to_be_visible()
        expect(page.locator("[data-panel] .audience")).to_have_text("The programme, as totals")
        if number > 1:
            expect(page.locator("#question-title")).to_be_focused()
        else:
            page.locator("[data-panel] button[name=value]").first.focus()
            page.keyboard.press("Shift+Tab")
        for _choice in range(4):
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
    expect(page.get_by_text("Question 5 of 5")).to_be_visible()
    expect(page.locator("[data-panel] .audience")).to_have_text("Your group only")
    assert sorted(Response.objects.values_list("value", flat=True)) == [4, 4, 4, 4]
    page.get_by_label("In your own words").or_(page.get_by_label("Or in your own words")).fill("asking first")
    page.get_by_role("button", name="Keep my answer").press("Enter")
    expect(page.get_by_text("All five are answered.")).to_be_visible()
