"""Around the room in a real browser: a poor line, a call in a frame, a session on paper, decisions, the record."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from hexad_web.accounts import private_text
from hexad_web.scheduling.models import Meeting
from hexad_web.sessions.actions import on_paper, writing
from hexad_web.sessions.actions.writing import Written
from hexad_web.sessions.models import Card, Session
from tests.browser import LOOKS, WIDTHS, AxeClean, SaveScreenshot, SignIn, sideways_overflow
from tests.hexad_web.sessions.conftest import Live, Open

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STORY = "I handed it over, and took it back."


@pytest.fixture(autouse=True)
def clock(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: live.now)


@pytest.fixture
def look(axe_clean: AxeClean, save_screenshot: SaveScreenshot) -> Callable[[Page, str], None]:
    def at_every_width(page: Page, name: str) -> None:
        for width, theme in (*LOOKS, (360, "light")):
            page.set_viewport_size({"width": width, "height": WIDTHS.get(width, 740)})
            page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
            save_screenshot(page, f"around-{name}")
            assert sideways_overflow(page) <= 0, f"{name} is wider than {width}"
        axe_clean(page)

    return at_every_width


def telling(live: Live) -> None:
    live.start(0, 1)
    live.next()


def words_of(live: Live, place: int = 0) -> list[str]:
    cards = Card.objects.filter(person=int(live.key(place))).select_related("text__space")
    return [private_text.read(actor=live.actor(place), private=card.text) for card in cards]


def box_of(page: Page) -> Any:  # noqa: ANN401  # Playwright's locator
    return page.locator("[data-room-pad] textarea").first


def saved(page: Page) -> None:
    expect(page.locator("[data-room-saved]").first).to_contain_text("Saved")


# -- a poor line


def test_a_story_written_without_a_line_survives_a_reload_with_its_caret_and_arrives_once(
    live: Live, open_page: Open
) -> None:
    telling(live)
    page = open_page()
    page.context.set_offline(True)
    box_of(page).click()
    page.keyboard.type(STORY)
    for _letter in range(6):
        page.keyboard.press("ArrowLeft")
    line = page.locator("[data-room-reconnect]")
    expect(line).to_contain_text("Reconnecting. Your notes are kept on this phone. 1 entry waits to be sent.")
    assert words_of(live) == []

    page.context.route("**/cards/", lambda route: route.abort())  # back on the net, and nothing gets through yet
    page.context.set_offline(False)
    page.reload()
    expect(box_of(page)).to_have_value(STORY)
    expect(box_of(page)).to_be_focused()
    assert box_of(page).evaluate("(box) => box.selectionStart") == len(STORY) - 6
    page.context.unroute("**/cards/")
    saved(page)
    page.reload()
    expect(box_of(page)).to_have_value(STORY)
    assert words_of(live) == [STORY]

    page.context.route("**/stream/**", lambda route: route.abort())
    for _part in range(2):
        live.next()
    page.reload()
    expect(page.locator("[data-room-news]")).to_have_text("Meanwhile: Causes")
    assert page.locator("dialog[open], [role=alertdialog]").count() == 0


@pytest.mark.parametrize(("chosen", "said"), [("24", "Saved 14:05"), ("12", "Saved 2:05 PM")])
def test_a_note_is_saved_at_the_readers_own_time(live: Live, open_page: Open, chosen: str, said: str) -> None:
    """The page's zone and hours, not the browser's: one page shows one clock."""
    user = live.actor(0).user
    assert user is not None
    user.time_zone, user.clock = "Asia/Kolkata", chosen
    user.save()
    telling(live)
    page = open_page()
    page.clock.set_fixed_time("2026-06-04T08:35:00Z")
    box_of(page).fill(STORY)
    expect(page.locator("[data-room-saved]").first).to_have_text(said)


def test_reveal_says_who_still_writes_and_becomes_reveal_anyway(live: Live, open_page: Open) -> None:
    telling(live)
    live.seen(0, "done")
    page = open_page()
    first = page.locator("summary", has_text="Reveal")
    first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 person is writing.")).to_be_focused()
    expect(first).to_be_hidden()
    page.keyboard.press("Escape")
    expect(first).to_be_focused()
    assert (
        first.evaluate("(one) => { one.click(); return document.activeElement.textContent }") == "1 person is writing."
    )
    page.keyboard.press("Escape")
    sent = Written("ben", "stories", "story", STORY, is_sent=True)
    writing.write_card(actor=live.actor(1), session_id=live.session.pk, written=sent, now=live.now)
    done, place = (page.locator(one).bounding_box() for one in (".room-action .btn", ".room-action"))
    assert done is not None
    assert place is not None
    assert done["width"] >= place["width"] - 1  # one button as wide as its place
    first.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Reveal anyway")).to_be_focused()
    page.keyboard.press("Enter")
    card = page.locator(".room-card")
    expect(card).to_contain_text(STORY)
    assert card.evaluate("(one) => getComputedStyle(one).animationName") == "fade-in"
    for motion, length in (("reduce", "0.001s"), ("no-preference", "0.24s")):
        page.emulate_media(reduced_motion=motion)
        assert card.evaluate("(one) => getComputedStyle(one).animationDuration") == length


def test_a_card_whose_answer_was_lost_is_sent_again_and_is_one(live: Live, open_page: Open) -> None:
    telling(live)
    page = open_page()
    lost: list[str] = []

    def lose_first(route: Route) -> None:
        if lost:
            route.continue_()
        else:
            lost.append(route.request.post_data or "")
            route.fetch()  # the server has it, and this phone never hears so
            route.abort()

    page.context.route("**/cards/", lose_first)
    box_of(page).fill(STORY)
    saved(page)
    assert len(lost) == 1
    assert words_of(live) == [STORY]


def test_what_was_written_while_signed_out_is_kept_until_one_is_let_in_again(
    live: Live, live_server: "LiveServer", open_page: Open, sign_in: SignIn
) -> None:
    telling(live)
    page = open_page()
    token = [one for one in page.context.cookies() if one["name"] == "csrftoken"]
    page.context.set_offline(True)
    box_of(page).fill(STORY)
    page.context.clear_cookies()
    page.context.add_cookies(token)  # type: ignore[arg-type]  # what it gave is what it takes
    page.context.set_offline(False)
    page.wait_for_url("**/accounts/login/**")
    assert words_of(live) == []
    sign_in(page, live.actor(0))
    page.goto(live_server.url + reverse("sessions:room", args=[live.session.pk]))
    saved(page)
    assert words_of(live) == [STORY]


# -- decisions


def test_a_decision_is_noted_without_a_line_and_read_by_the_others(
    live: Live, open_page: Open, look: Callable[[Page, str], None]
) -> None:
    telling(live)
    page = open_page()
    page.locator("summary", has_text="More").click()
    note = page.locator(".room-more-panel [data-note-form]")
    page.context.set_offline(True)
    note.get_by_label("What did you decide?").fill("We say no once a week.")
    note.get_by_role("button", name="Note it").click()
    expect(note.get_by_label("What did you decide?")).to_have_value("")
    page.context.set_offline(False)
    expect(page.locator(".room-more-panel .room-notes")).to_contain_text("We say no once a week.")
    look(page, "decisions")
    other = open_page(place=1)
    other.locator("summary", has_text="More").click()
    expect(other.locator(".room-more-panel .room-notes")).to_contain_text("We say no once a week.")
    assert words_of(live) == ["We say no once a week."]


# -- the mode, and the call


@contextmanager
def call_server() -> Iterator[str]:
    """Another origin, which shows a call."""

    class Call(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(f"<!doctype html><title>Call</title><p>You are in {self.path}</p>".encode())

        def log_message(self, *_args: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Call)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()


def meet(live: Live, mode: str, link: str = "") -> None:
    Meeting.objects.filter(pk=live.session.meeting_id).update(mode=mode, link=link)


def test_a_call_on_the_own_server_stands_in_the_page_once_it_is_asked_for(
    live: Live,
    live_server: "LiveServer",
    open_page: Open,
    settings: Any,  # noqa: ANN401  # pytest-django's own class
    look: Callable[[Page, str], None],
) -> None:
    with call_server() as server:
        settings.JITSI_URL = server
        meet(live, Meeting.Mode.VIRTUAL, f"{server}/hexad-room")
        page = open_page(width=1280)
        policy = page.request.get(page.url).headers["content-security-policy"]
        assert [part for part in policy.split("; ") if part.startswith("frame-src")] == [f"frame-src {server}"]
        elsewhere = page.request.get(live_server.url).headers["content-security-policy"]
        assert "frame-src" not in elsewhere
        assert page.locator("iframe").count() == 0
        page.locator("summary", has_text="Video").click()
        frame = page.locator("iframe")
        assert frame.get_attribute("allow") == "camera; microphone; display-capture"
        page.frame_locator("iframe").get_by_text("You are in /hexad-room").wait_for()
        look(page, "call")


def test_a_call_elsewhere_stays_a_link(live: Live, open_page: Open) -> None:
    meet(live, Meeting.Mode.VIRTUAL, "https://meet.example/1")
    page = open_page()
    assert "frame-src" not in page.request.get(page.url).headers["content-security-policy"]
    assert page.locator("summary", has_text="Video").count() == 0
    assert page.get_by_role("link", name="Join the call").get_attribute("href") == "https://meet.example/1"


@pytest.mark.parametrize("mode", [Meeting.Mode.IN_PERSON, Meeting.Mode.HYBRID])
def test_the_lobby_says_what_to_do_in_this_mode(
    live: Live, open_page: Open, look: Callable[[Page, str], None], mode: Meeting.Mode
) -> None:
    meet(live, mode, "" if mode == Meeting.Mode.IN_PERSON else "https://meet.example/1")
    page = open_page()
    expect(page.locator("#mode").get_by_role("link", name="Open the shared screen")).to_be_visible()
    assert page.get_by_role("link", name="Join the call").count() == (mode == Meeting.Mode.HYBRID)
    assert page.get_by_role("link", name="Print pack, A4").count() == (mode == Meeting.Mode.IN_PERSON)
    look(page, f"lobby-{mode}")


# -- on paper, and the record


def test_a_session_on_paper_is_told_and_typed_in_and_leaves_a_record(
    live: Live, open_page: Open, look: Callable[[Page, str], None]
) -> None:
    live.now = live.session.ends_at
    page = open_page()
    page.get_by_role("link", name="We met on paper").click()
    look(page, "paper-before")
    people = page.get_by_role("group", name="Who was there?")
    for place in (0, 1, 2):
        people.get_by_role("checkbox").nth(place).check()
    page.get_by_role("button", name="We met").click()
    page.get_by_label("One more card: Stories").fill(STORY)
    page.locator("#pad-stories-story").get_by_role("button").click()
    page.get_by_label("One more card: What we decided").fill("We say no once a week.")
    page.locator("#pad-group-decision").get_by_role("button").click()
    page.get_by_role("heading", name="Your plan").wait_for()
    look(page, "paper-after")
    page.get_by_role("link", name="What the group decided").click()
    page.get_by_role("heading", name="Takeaways").wait_for()
    expect(page.locator("main")).to_contain_text("We say no once a week.")
    look(page, "record")
    assert words_of(live) == [STORY, "We say no once a week."]
    assert Session.objects.get().state == Session.State.HELD


def test_whoever_missed_it_makes_a_plan_where_they_catch_up(
    live: Live, open_page: Open, look: Callable[[Page, str], None]
) -> None:
    live.now = live.session.ends_at
    there = on_paper.Held([int(live.key(place)) for place in (0, 1)], int(live.key(0)))
    on_paper.held_on_paper(actor=live.actor(0), session_id=live.session.pk, held=there, now=live.now)
    story = Written("s", "stories", "story", STORY, is_sent=True)
    writing.write_card(actor=live.actor(0), session_id=live.session.pk, written=story, now=live.now)
    page = open_page("sessions:catch_up", place=3)
    page.get_by_label("When …").fill("a report comes late")
    expect(page.get_by_text("The group releases the brief; nobody has agreed yet.")).to_be_visible()
    assert STORY not in page.content()
    look(page, "catch-up")


def test_before_the_start_nobody_is_offered_to_swap_with_themselves(live: Live, open_page: Open) -> None:
    live.come(0, 1)
    page = open_page(place=1)
    page.locator("#rota summary").click()
    own = page.locator(f"[data-room-other='{live.key(1)}']")
    expect(own).to_be_hidden()
    own.evaluate("one => { one.hidden = false }")  # as it is in a picture that serves all
    expect(own).to_be_hidden()
    expect(page.locator(f"[data-room-other='{live.key(0)}']")).to_be_visible()
