"""Turns and what leaves the group, by keyboard alone: the focus stays where somebody goes on."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from hexad_web.sessions.models import Release
from tests.browser import SETTLED, AxeClean, PageAt, SaveScreenshot, SignIn, sideways_overflow
from tests.hexad_web.practice import cast
from tests.hexad_web.sessions.conftest import Live
from tests.hexad_web.sessions.test_talking import fell_quiet, silent_room
from tests.hexad_web.sessions.watched import Watched

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NEEDS_AN_ANSWER = "Still quiet? Answer beside Who speaks."
HINT_CAME = "A hint that only you see. Read it under Hint."
FEW = 10  # of all that stands on a phone
STANDS = """() => {
    const all = document.querySelectorAll(".room :is(h1, h2, p, button, summary, textarea, input:not([type=hidden]))");
    const seen = [...all].filter((one) => !one.closest("[data-room-quiet]") && one.checkVisibility());
    return Object.fromEntries(seen.map((one, place) => {
        const { x, y, width } = one.getBoundingClientRect();
        return [`${place} ${one.localName} ${one.id}`, [x, y, width, one === document.activeElement]];
    }));
}"""
LISTEN = """() => {
    const region = document.querySelector("[data-room-said]");
    window.said = [];
    new MutationObserver(() => region.textContent && window.said.push(region.textContent)).observe(region, {
        childList: true, characterData: true, subtree: true,
    });
}"""
BUTTON_IN_BAR = "document.activeElement.closest('.room-action') !== null"


@pytest.fixture(autouse=True)
def clock(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: live.now)


def round_of(live: Live, *places: int) -> list[int]:
    """Into the round of stories; who speaks in turn."""
    live.start(*places)
    live.next()
    live.wait(seconds=1)
    live.seen(0, "reveal")
    return [next(place for place in places if live.key(place) == key) for key in live.state.order]


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).press("Enter")


def tap(one: Watched, name: str, *, heard_by: Sequence[Watched]) -> None:
    with one.page.expect_response("**/act/"):
        press(one.page, name)
    for other in heard_by:
        other.hear()


def name_of(live: Live, place: int) -> str:
    return str(cast.person(live.session.group, place).name)


def test_a_turn_is_passed_taken_back_and_passed_for_somebody_silent(
    live: Live, live_server: "LiveServer", page_at: PageAt, sign_in: SignIn
) -> None:
    room = [Watched(page_at(390), live, place) for place in round_of(live, 0, 1, 2)]
    for one in room:
        sign_in(one.page, live.actor(one.place))
        one.open(live_server.url)
    speaker, following, silent = room
    expect(speaker.page.locator(".room-mine")).to_have_text("Your turn")
    tap(speaker, "Pass turn", heard_by=room)
    expect(following.page.locator(".room-mine")).to_have_text("Your turn")
    assert speaker.page.evaluate(BUTTON_IN_BAR)
    tap(speaker, "Take my turn back", heard_by=room)
    expect(speaker.page.locator(".room-mine")).to_have_text("Your turn")
    name = name_of(live, speaker.place)
    for one in (following, silent):
        expect(one.page.locator("[data-room-news]")).to_contain_text(f"{name} took the turn back.")
    tap(silent, f"Pass for {name}", heard_by=room)
    for one in (speaker, following):
        expect(one.page.locator("[data-room-news]")).to_contain_text(
            f"{name_of(live, silent.place)} passed for {name}."
        )
    assert live.state.speaker == live.key(following.place)


@pytest.mark.parametrize(("width", "theme"), [(360, "light"), (360, "dark"), (1280, "light")])
def test_phones_ask_whether_it_is_still_quiet_until_somebody_speaks(
    live: Live,
    live_server: "LiveServer",
    page_at: PageAt,
    sign_in: SignIn,
    axe_clean: AxeClean,
    save_screenshot: SaveScreenshot,
    width: int,
    theme: str,
) -> None:
    fell_quiet(live)
    one, other = room = [Watched(page_at(width, theme), live, place) for place in (0, 2)]
    for each in room:
        sign_in(each.page, live.actor(each.place))
        each.open(live_server.url)
        expect(each.page.get_by_text("Still quiet?", exact=True)).to_be_hidden()
    live.wait(minutes=2, seconds=30)
    for each in room:
        each.hear()
        expect(each.page.get_by_text("Still quiet?", exact=True)).to_be_visible()
        axe_clean(each.page)
        assert sideways_overflow(each.page) == 0
        save_screenshot(each.page, f"quiet-{each.place}")
    for says in (True, False, True):
        tap(other, "Yes", heard_by=room)
        for each, pressed in ((one, False), (other, says)):
            yes = each.page.get_by_role("button", name="Yes", exact=True)
            expect(yes).to_have_attribute("aria-pressed", str(pressed).lower())
    axe_clean(other.page)
    save_screenshot(other.page, "quiet-said")
    live.seen(3, "speak")
    for each in room:
        each.hear()
        expect(each.page.get_by_text("Still quiet?", exact=True)).to_be_hidden()
    assert other.page.evaluate("document.activeElement.matches('[data-room-heading]')")


@pytest.mark.parametrize("part", [(2, 1), (3, 0)])
@pytest.mark.parametrize(("width", "text"), [(360, "100%"), (360, "200%"), (1280, "100%")])
def test_nothing_moves_when_the_question_comes_or_goes(
    live: Live,
    live_server: "LiveServer",
    page_at: PageAt,
    sign_in: SignIn,
    width: int,
    text: str,
    part: tuple[int, int],
) -> None:
    fell_quiet(live, part)
    room = [Watched(page_at(width), live, place) for place in (0, 2)]
    stood = {}
    for each in room:
        sign_in(each.page, live.actor(each.place))
        each.open(live_server.url)
        each.page.evaluate("(size) => { document.documentElement.style.fontSize = size; }", text)
        each.page.locator(".room-centre :is([data-room-pad] textarea, .room-page > summary)").last.focus()
        stood[each.place] = where_all_stands(each.page)
        assert len(stood[each.place]) > FEW
    for happens, is_asked in (
        (lambda: live.wait(minutes=2, seconds=30), True),
        (lambda: live.seen(2, "hush", on=1), True),
        (lambda: live.wait(minutes=6), False),
    ):
        happens()
        for each in room:
            each.hear()
            question = each.page.get_by_role("group", name="Still quiet?")
            expect(question).to_have_count(int(is_asked))  # a role is of what can be seen alone
            assert where_all_stands(each.page) == stood[each.place]


def where_all_stands(page: Page) -> dict[str, object]:
    """Where whatever is read or written stands on the screen, and what has the focus."""
    page.evaluate(SETTLED)
    stood: dict[str, object] = page.evaluate(STANDS)
    return stood


def said(page: Page, *sentences: str) -> None:
    """All that a screen reader was given to say since it listens: what changes in a region that does not interrupt."""
    page.wait_for_function("(count) => window.said.length >= count", arg=len(sentences))
    assert page.evaluate("window.said") == list(sentences)
    expect(page.locator("[data-room-said]")).to_have_attribute("aria-live", "polite")


def test_the_question_is_said_once_each_time_and_takes_no_focus(
    live: Live, live_server: "LiveServer", page_at: PageAt, sign_in: SignIn
) -> None:
    fell_quiet(live)
    page, shared = page_at(360), page_at(1280)
    sign_in(page, live.actor(0))
    sign_in(shared, live.actor(2))
    phone, screen = Watched(page, live, 0), Watched(shared, live, 2, is_screen=True)
    for each in (phone, screen):
        each.open(live_server.url)
        each.page.evaluate(LISTEN)
    page.locator("summary", has_text="More").press("Enter")
    box = page.locator("[data-park-form] [name=text]")
    box.focus()
    page.keyboard.type("Who signs")
    live.wait(minutes=2, seconds=30)
    for _once_more in range(2):
        for each in (phone, screen):
            each.hear()
    said(page, NEEDS_AN_ANSWER)
    live.seen(3, "speak")
    phone.hear()
    live.wait(seconds=20)
    live.seen(3, "hush")
    page.evaluate("window.heard.error()")
    live.wait(minutes=2, seconds=30)
    phone.hear()
    said(page, NEEDS_AN_ANSWER, f"Connected again. Nothing changed meanwhile. {NEEDS_AN_ANSWER}")
    live.seen(3, "speak")
    phone.hear()
    for _again in range(2):
        live.wait(seconds=20)
        live.seen(3, "hush")
        live.wait(minutes=2, seconds=30)
        phone.hear()
        live.seen(3, "speak")
        phone.hear()
    said(
        page,
        NEEDS_AN_ANSWER,
        f"Connected again. Nothing changed meanwhile. {NEEDS_AN_ANSWER}",
        NEEDS_AN_ANSWER,
        NEEDS_AN_ANSWER,
    )
    page.keyboard.type(" it?")
    expect(box).to_have_value("Who signs it?")
    assert shared.evaluate("window.said") == []


def test_a_hint_is_said_once_to_whoever_facilitates_and_takes_no_focus(
    live: Live, live_server: "LiveServer", page_at: PageAt, sign_in: SignIn
) -> None:
    silent_room(live)
    hint_comes_at = live.now
    live.now -= timedelta(minutes=1, seconds=30)
    strip, phone, screen = room = [Watched(page_at(360), live, place) for place in (0, 1, 2)]
    screen.is_screen = True
    for each in room:
        sign_in(each.page, live.actor(each.place))
        each.open(live_server.url)
        each.page.evaluate(LISTEN)
    strip.page.locator("summary", has_text="More").press("Enter")
    box = strip.page.locator("[data-park-form] [name=text]")
    box.focus()
    strip.page.keyboard.type("Who signs")
    live.now = hint_comes_at
    for each in room:
        each.hear()
    expect(strip.page.get_by_role("region", name="Hint")).to_be_visible()
    said(strip.page, HINT_CAME)
    live.seen(0, "swap", other=live.key(1))
    for each in room:
        each.hear()
    said(strip.page, HINT_CAME, f"{name_of(live, 1)} now facilitates.")
    said(phone.page, f"You now facilitate. {HINT_CAME}")
    live.wait(seconds=20)
    live.seen(2, "take_up", card="none")
    for each in room:
        each.hear()
    said(phone.page, f"You now facilitate. {HINT_CAME}")
    strip.page.keyboard.type(" it?")
    expect(box).to_have_value("Who signs it?")
    assert not [text for text in screen.page.evaluate("window.said") if HINT_CAME in text]


def test_words_are_looked_at_released_and_withdrawn(
    live: Live, live_server: "LiveServer", page_at: PageAt, sign_in: SignIn, axe_clean: AxeClean
) -> None:
    page = page_at(390)
    sign_in(page, live.actor(0))
    page.goto(f"{live_server.url}{reverse('sessions:propose', args=['obstacle'])}")
    page.get_by_label("The words that leave the group").focus()
    page.keyboard.type("Orders need three signatures.")
    press(page, "Look at the preview")
    expect(page.get_by_role("heading", name="Word for word")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Orders need three signatures.")
    expect(page.locator("main .audience")).to_contain_text("The sponsor reads it.")
    expect(page.get_by_text("Any author can withdraw it until it is first read outside the group.")).to_be_visible()
    assert not Release.objects.exists()
    press(page, "Agree and ask the others")
    expect(page.get_by_role("button", name="Withdraw")).to_be_visible()
    axe_clean(page)
    press(page, "Withdraw")
    expect(page.get_by_text("Withdrawn. It stays in the group.")).to_be_visible()
    assert Release.objects.get().state == Release.State.WITHDRAWN
