"""Painting a week by mouse, by finger and by keyboard in a real browser; the hidden field holds the strokes."""

import json

import pytest
from playwright.sync_api import Locator, Page
from pytest_django.live_server_helper import LiveServer

from tests.browser import PageAt

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.hexad_web.frontend.urls"),
]


def strokes(page: Page) -> list[list[object]]:
    found: list[list[object]] = json.loads(page.locator("[data-week-input]").input_value())
    return found


def cell(page: Page, label: str) -> Locator:
    return page.get_by_role("gridcell", name=label)


def centre(one: Locator) -> tuple[float, float]:
    box = one.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@pytest.fixture
def week(live_server: LiveServer, page_at: PageAt) -> Page:
    page = page_at(1280)
    page.goto(f"{live_server.url}/design/")
    page.locator("[data-week-body]").scroll_into_view_if_needed()
    return page


def test_the_saved_pattern_is_drawn_and_said(week: Page) -> None:
    assert cell(week, "Monday 09:00, busy").count() == 1
    assert cell(week, "Monday 12:00, free").count() == 1
    assert cell(week, "Friday 16:30, prefer not").count() == 1
    assert strokes(week) == []


def test_a_drag_paints_the_rectangle_between_its_ends(week: Page) -> None:
    week.mouse.move(*centre(cell(week, "Tuesday 10:00, free")))
    week.mouse.down()
    week.mouse.move(*centre(cell(week, "Wednesday 11:30, free")), steps=4)
    week.mouse.up()
    assert strokes(week) == [[1, 600, 720, "busy"], [2, 600, 720, "busy"]]
    assert week.get_by_text("Tuesday 10:00–12:00: busy and 1 more days").is_visible()


def test_space_toggles_one_cell_and_undo_takes_the_stroke_back(week: Page) -> None:
    cell(week, "Tuesday 10:00, free").click()
    week.keyboard.press("ArrowDown")
    week.keyboard.press("Space")
    assert strokes(week) == [[1, 600, 630, "busy"], [1, 630, 660, "busy"]]
    week.keyboard.press("Control+z")
    assert strokes(week) == [[1, 600, 630, "busy"]]
    week.get_by_role("button", name="Undo stroke").click()
    assert strokes(week) == []
    assert week.get_by_role("button", name="Undo stroke").is_disabled()


def test_shift_with_arrows_selects_and_enter_paints_with_the_chosen_brush(week: Page) -> None:
    week.get_by_role("radio", name="Prefer not").check()
    cell(week, "Wednesday 09:00, free").click()
    week.keyboard.press("Shift+ArrowDown")
    week.keyboard.press("Shift+ArrowRight")
    week.keyboard.press("Enter")
    assert strokes(week)[1:] == [[2, 540, 600, "not"], [3, 540, 600, "not"]]


def test_the_grid_is_one_tab_stop(week: Page) -> None:
    stops = week.locator('[data-week-body] [tabindex="0"]')
    assert stops.count() == 1
    stops.focus()
    week.keyboard.press("Tab")
    assert week.evaluate("document.activeElement.hasAttribute('data-week-copy')")


def test_monday_is_copied_to_the_other_weekdays_and_not_to_the_weekend(week: Page) -> None:
    week.get_by_role("button", name="Copy Monday to weekdays").click()
    assert cell(week, "Thursday 09:00, busy").count() == 1
    assert cell(week, "Thursday 13:00, free").count() == 1
    assert cell(week, "Saturday 09:00, free").count() == 1


def test_a_tap_on_a_phone_toggles_and_a_swipe_only_scrolls(live_server: LiveServer, page_at: PageAt) -> None:
    page = page_at(390)
    page.goto(f"{live_server.url}/design/")
    one = cell(page, "Tuesday 10:00, free")
    one.scroll_into_view_if_needed()
    one.tap()
    assert strokes(page) == [[1, 600, 630, "busy"]]
    one = cell(page, "Wednesday 12:00, free")
    x, y = centre(one)
    session = page.context.new_cdp_session(page)
    session.send("Input.synthesizeScrollGesture", {"x": x, "y": y, "yDistance": -200, "gestureSourceType": "touch"})
    assert strokes(page) == [[1, 600, 630, "busy"]]


def test_holding_on_a_phone_and_then_dragging_paints(live_server: LiveServer, page_at: PageAt) -> None:
    page = page_at(390)
    page.goto(f"{live_server.url}/design/")
    first, last = cell(page, "Tuesday 10:00, free"), cell(page, "Tuesday 11:30, free")
    last.scroll_into_view_if_needed()
    (x, y), (_x, end) = centre(first), centre(last)
    session = page.context.new_cdp_session(page)
    session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    page.wait_for_selector('[data-day="1"][data-minute="600"][aria-selected="true"]')
    session.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x, "y": (y + end) / 2}]})
    session.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x, "y": end}]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert strokes(page) == [[1, 600, 720, "busy"]]


def test_without_scripts_the_painter_stays_away(live_server: LiveServer, page_at: PageAt) -> None:
    page = page_at(1280, script=False)
    page.goto(f"{live_server.url}/design/")
    assert not page.locator(".week").is_visible()
