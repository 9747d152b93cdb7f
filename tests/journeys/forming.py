"""Policy, the running search, the result, a move by keyboard and back, two runs beside each other, publishing."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Route, expect

from tests.journeys.looking import Visitor
from tests.journeys.product import COLD_START


@contextmanager
def no_news(visitor: Visitor, address: str) -> Iterator[None]:
    """A page that asks for news each second gets none, and stays as it is, while somebody looks at it."""

    def answer(route: Route) -> None:
        route.fulfill(status=204) if "hx-request" in route.request.headers else route.continue_()

    visitor.page.route(address, answer)
    yield
    visitor.page.unroute(address, answer)


def form_groups(owner: Visitor, settings: dict[str, str], *, picture: str = "") -> str:
    """Fill in what differs from the policy, form, wait for the result and return its address."""
    owner.open("/formation/policy/")
    if picture:
        owner.look("formation-policy")
    owner.page.locator("summary").filter(has_text="Calendars, seed and limit").click()
    for label, value in settings.items():
        owner.page.get_by_label(label).fill(value)
    with no_news(owner, "**/formation/runs/*/"):
        owner.press("Form groups")
        owner.page.wait_for_url("**/formation/runs/*/")
        if picture:
            owner.look(picture)
    owner.page.wait_for_url("**/formation/runs/*/result/", timeout=COLD_START)
    return owner.page.url


def look_at_the_result(owner: Visitor) -> None:
    owner.look("formation-result")
    owner.page.get_by_role("link", name="Explain group 2", exact=True).click()
    owner.page.get_by_role("dialog", name="Why group 2").wait_for()
    owner.glance("formation-drawer")
    owner.open(owner.page.url.replace("/result/", "/groups/2/"))
    owner.look("formation-explain")


def move_and_take_back(owner: Visitor, result: str) -> None:
    """Nothing but the keyboard: Move, choose a group, Move; then Undo."""
    owner.open(result)
    names = owner.page.locator("article").first.locator(".person-name > bdi")
    before = names.all_inner_texts()
    owner.page.get_by_role("link", name=f"Move {before[0]}").focus()
    owner.page.keyboard.press("Enter")
    owner.page.get_by_role("heading", name=f"Move {before[0]}").wait_for()
    owner.look("formation-move")
    owner.page.get_by_role("textbox", name="Why").fill("They share a project already.")
    owner.page.get_by_role("radio").first.focus()
    owner.page.keyboard.press("Space")
    owner.page.keyboard.press("Enter")
    owner.page.get_by_text(f"{before[0]} to group").wait_for()
    owner.glance("formation-moved")
    assert names.all_inner_texts() != before
    assert before[0] in owner.page.evaluate("document.activeElement.innerText"), "the focus stays on the person"
    card = owner.page.locator("article").filter(has=owner.page.locator("#undo"))
    expect(card.get_by_role("link", name=f"Move {before[0]}")).to_be_visible()
    owner.page.get_by_role("button", name="Undo").focus()
    owner.page.keyboard.press("Enter")
    expect(names).to_have_text(before)


def compare(owner: Visitor, one: str, other: str) -> None:
    numbers = [re.findall(r"/runs/(\d+)/", address)[0] for address in (one, other)]
    owner.open("/formation/compare/")
    owner.look("formation-compare-choose")
    for label, number in zip(("Run A", "Run B"), numbers, strict=True):
        owner.page.get_by_label(label).select_option(number)
    owner.press("Compare")
    owner.page.get_by_role("heading", name=f"Run {numbers[0]} and run {numbers[1]}").wait_for()
    owner.look("formation-compare")


def publish(owner: Visitor, result: str) -> int:
    """Returns how many groups."""
    owner.open(result)
    button = owner.page.get_by_role("button", name="Publish")
    count = int(re.findall(r"\d+", button.inner_text())[0])
    button.click()
    others = owner.page.get_by_role("button", name="Publish the other groups")
    others.or_(owner.page.get_by_text("groups published.")).first.wait_for(timeout=COLD_START)
    if others.count():  # groups in whose calendars no whole cycle fits wait
        owner.look("formation-held-back")
        count -= owner.page.get_by_role("alert").get_by_role("listitem").count()
        others.click()
    owner.see(f"{count} groups published.")
    expect(owner.page.get_by_text("Open it")).to_have_count(0)  # the other run is no news any more
    owner.look("groups")
    owner.page.locator("main article a").first.click()
    owner.look("group")
    return count
