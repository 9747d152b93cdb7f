"""Dragging people, choosing cards, dropping files, the curve, menus: the other scripts, in a real browser."""

import pytest
from playwright.sync_api import Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser import PageAt

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.hexad_web.frontend.urls"),
]


@pytest.fixture
def design(live_server: LiveServer, page_at: PageAt) -> Page:
    page = page_at(1280)
    page.goto(f"{live_server.url}/design/")
    return page


def test_dropping_a_person_on_another_group_sends_the_form_that_the_button_would_send(design: Page) -> None:
    with design.expect_navigation(url="**/design/?person=ana&group=8*"):
        design.locator('[data-person="ana"]').drag_to(design.locator('[data-group="8"]'))


def test_dropping_a_person_on_the_own_group_changes_nothing(design: Page) -> None:
    before = design.url
    design.locator('[data-person="ana"]').drag_to(design.locator('[data-group="7"] h3'))
    assert design.url == before
    assert design.locator("[data-over], [data-lifted]").count() == 0


def test_control_z_sends_the_undo_that_stands_on_the_page_but_not_while_somebody_types(design: Page) -> None:
    sent: list[str] = []

    def answer(route: Route) -> None:
        if route.request.method == "POST":
            sent.append(route.request.url)
            route.fulfill(content_type="text/html", body="<title>Undone</title>")
        else:
            route.continue_()

    design.route("**/design/**", answer)
    typing = design.locator("textarea, input[type=text], input[type=email]").first
    typing.press("Control+z")
    assert sent == []
    design.locator('[data-person="ana"]').get_by_role("button", name="Move").press("Control+z")
    expect(design).to_have_title("Undone")
    assert len(sent) == 1


def test_a_press_anywhere_on_a_card_picks_its_first_answer_but_not_over_a_control(design: Page) -> None:
    card = design.locator("[data-choice-card]")
    card.get_by_text("Thu 4 June").last.click()
    assert card.get_by_label("Works").is_checked()
    card.get_by_label("Cannot").check()
    assert not card.get_by_label("Works").is_checked()


def test_a_dropped_or_chosen_file_is_named_with_its_size(design: Page) -> None:
    field = design.locator(".drop input[type=file]")
    field.set_input_files({"name": "week.ics", "mimeType": "text/calendar", "buffer": b"x" * 1536})
    expect(design.locator(".drop-held")).to_have_text("week.ics, 1.5 kB")


def test_the_curve_is_drawn_and_its_numbers_stand_in_a_table(design: Page) -> None:
    expect(design.locator(".curve-drawing svg path[stroke-dasharray]").first).to_be_attached()
    design.get_by_text("As a table").click()
    expect(design.get_by_role("table", name="Best score and bound by seconds")).to_contain_text("84.1")


def test_problems_have_the_focus_and_lead_to_their_field(design: Page) -> None:
    expect(design.locator(".problems")).to_be_focused()
    design.locator(".problems a", has_text="Thu 4 June").click()
    expect(design.locator("#id_faulty-answer_0")).to_be_focused()


def test_the_settings_menu_closes_by_escape_and_gives_the_focus_back(design: Page) -> None:
    summary = design.locator(".account-menu summary")
    summary.click()
    design.get_by_label("Appearance").focus()
    design.keyboard.press("Escape")
    expect(design.get_by_label("Appearance")).to_be_hidden()
    expect(summary).to_be_focused()


def test_the_skip_link_comes_first_and_leads_to_the_content(live_server: LiveServer, page_at: PageAt) -> None:
    page = page_at(1280)
    page.goto(f"{live_server.url}/design/?plain#colours")
    page.locator("body").evaluate("document.activeElement.blur()")
    link = page.get_by_role("link", name="Skip to content")
    link.focus()
    expect(link).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_a_confirmation_names_what_is_lost_before_its_button_appears(design: Page) -> None:
    button = design.get_by_role("button", name="Remove anyway")
    expect(button).to_be_hidden()
    design.get_by_text("Remove calendar", exact=True).click()
    expect(design.get_by_text("Its busy times go")).to_be_visible()
    expect(button).to_be_visible()
