"""What people do in a live room: each waits for what the screen says, never for time."""

from playwright.sync_api import Locator, expect

from tests.browser import sideways_overflow
from tests.journeys.looking import Visitor
from tests.waiting import until

PATIENCE = 30_000  # milliseconds: a machine that tests in parallel is slow now and then


def enter(visitor: Visitor, session_id: int) -> None:
    visitor.open(f"/sessions/{session_id}/")
    visitor.page.locator("[data-room-heading]").wait_for()


def wait_for_step(title: str, *visitors: Visitor) -> None:
    for visitor in visitors:
        expect(visitor.page.locator("[data-room-heading]")).to_have_text(title, timeout=PATIENCE)


MOST_PARTS = 4  # of one step
# Step and part of the button that would end them; the heading may follow a moment later.
PLACE = """() => ["step", "part"].map((name) => document.querySelector(`[data-act-form] input[name=${name}]`)?.value)"""


def go_on_to(title: str, facilitator: Visitor, *others: Visitor) -> None:
    """The facilitator ends part after part until this step is on everybody's screen."""
    first = place = facilitator.page.evaluate(PLACE)
    for _part in range(MOST_PARTS):
        if place[0] != first[0]:
            break
        tap(facilitator, "Next step")
        facilitator.page.wait_for_function(f"(before) => String(({PLACE})()) !== before", arg=",".join(place))
        place = facilitator.page.evaluate(PLACE)
    wait_for_step(title, facilitator, *others)


def wait_for_button(name: str, *visitors: Visitor) -> None:
    for visitor in visitors:
        visitor.page.get_by_role("button", name=name, exact=True).first.wait_for(timeout=PATIENCE)


def tap(visitor: Visitor, name: str) -> None:
    visitor.page.get_by_role("button", name=name, exact=True).first.click(timeout=PATIENCE)


NAME_OF_FOCUS = """() => {
    const here = document.activeElement;
    return (here.getAttribute("aria-label") || here.labels?.[0]?.textContent || here.textContent || "").trim();
}"""
MOST_TABS = 120


def reach_by_keyboard(visitor: Visitor, name: str) -> None:
    """Press Tab until what has this name has the focus, as somebody does who uses no mouse."""
    for _tab in range(MOST_TABS):
        visitor.page.keyboard.press("Tab")
        if visitor.page.evaluate(NAME_OF_FOCUS) == name:
            return
    raise AssertionError(f"the keyboard does not reach {name}")


def press_by_keyboard(visitor: Visitor, name: str) -> None:
    reach_by_keyboard(visitor, name)
    visitor.page.keyboard.press("Enter")


def narrow(visitor: Visitor) -> None:
    """At 360 px nothing scrolls sideways."""
    before = visitor.page.viewport_size
    visitor.page.set_viewport_size({"width": 360, "height": 740})
    assert sideways_overflow(visitor.page) == 0, visitor.page.url
    visitor.gallery.save_screenshot(visitor.page, "journey-room-narrow")
    if before:
        visitor.page.set_viewport_size(before)


def second_tab_and_back(visitor: Visitor) -> None:
    """Of two tabs in one browser one shows the room; a press brings it back to the other."""
    second = visitor.page.context.new_page()
    second.goto(visitor.page.url)
    visitor.page.get_by_role("button", name="Use here").click(timeout=PATIENCE)
    second.get_by_role("button", name="Use here").wait_for(timeout=PATIENCE)
    second.close()
    expect(visitor.page.locator("[data-room-elsewhere]")).to_be_hidden(timeout=PATIENCE)


def write_without_a_line(visitor: Visitor, text: str) -> None:
    """The line drops while somebody writes: the words wait on the phone, and arrive once it is back."""
    visitor.page.context.set_offline(True)
    visitor.page.locator("[data-room-pad] textarea").first.fill(text)
    visitor.page.locator("[data-room-saved]", has_text="Kept on this phone").first.wait_for(timeout=PATIENCE)
    visitor.page.context.set_offline(False)
    visitor.page.locator("[data-room-saved]", has_text="Saved").first.wait_for(timeout=PATIENCE)


def minutes_left(visitor: Visitor) -> int:
    timer = visitor.page.locator("[data-room-timer]")
    expect(timer).to_contain_text("min left", timeout=PATIENCE)
    return int(timer.inner_text().split()[0])


def wait_for_either(answered: Locator, next_part: Locator) -> None:
    """The panel's answer is on the screen; or, since everybody has answered now, what the room goes on to by itself."""
    answered.or_(next_part).first.wait_for(timeout=PATIENCE)


def keep_plan(visitor: Visitor) -> None:
    tap(visitor, "Keep my plan")
    wait_for_either(visitor.page.get_by_text("Your plan is kept."), visitor.page.locator(".room-speaker"))


def accept_agreement(visitor: Visitor) -> None:
    tap(visitor, "Accept the agreement")
    visitor.page.get_by_text("You accepted it.").wait_for(timeout=PATIENCE)


def rate(visitor: Visitor, value: int) -> None:
    """In the panel that the room has fetched."""
    choice = visitor.page.locator("[data-panel] button[name=value]").nth(value - 1)
    choice.click(timeout=PATIENCE)
    chosen = visitor.page.locator(f"[data-panel] button[name=value][value='{value}'][aria-pressed=true]")
    wait_for_either(chosen, visitor.page.locator("[data-room-pad]"))


def write(visitor: Visitor, text: str, *, outside: bool = False) -> None:
    """On the card that is open; the server has it once the page says so."""
    visitor.page.locator("[data-room-pad] textarea").first.fill(text)
    if outside:
        visitor.page.get_by_label("Outside our control").first.check()
    visitor.page.locator("[data-room-saved]", has_text="Saved").first.wait_for(timeout=PATIENCE)


def write_and_be_ready(*written: tuple[Visitor, str]) -> None:
    for visitor, text in written:
        write(visitor, text)
    for visitor, _text in written:
        tap(visitor, "Done")


def speak_in_turn(*visitors: Visitor) -> list[str]:
    """Whoever's turn it is passes it on by keyboard, until nobody's is; who spoke, in order."""
    spoken: list[str] = []
    for _turn in visitors:
        speaker = whose_turn(*visitors)
        spoken.append(speaker.page.locator("li[aria-current=true]").first.inner_text())
        press_by_keyboard(speaker, "Pass turn")
        speaker.page.get_by_role("button", name="Pass turn", exact=True).wait_for(state="detached", timeout=PATIENCE)
    return spoken


def whose_turn(*visitors: Visitor) -> Visitor:
    """Whose phone says so: one of them, as soon as the news of the last turn's end is there."""
    until(lambda: any(map(has_turn, visitors)), PATIENCE / 1000)
    return next(filter(has_turn, visitors))


def has_turn(visitor: Visitor) -> bool:
    return visitor.page.get_by_role("button", name="Pass turn", exact=True).count() > 0


def fill_plan(visitor: Visitor, situation: str, behaviour: str, day: str) -> None:
    page = visitor.page
    page.get_by_label("When …").fill(situation, timeout=PATIENCE)
    page.get_by_label("I will …").fill(behaviour)
    page.get_by_label("First occasion").fill(day)
    keep_plan(visitor)


def answer_five_questions(visitor: Visitor, value: int) -> None:
    page = visitor.page
    for number in range(1, 5):
        page.get_by_text(f"Question {number} of 5").wait_for(timeout=PATIENCE)
        page.locator("[data-panel] button[name=value]").nth(value - 1).click()
    page.get_by_text("Question 5 of 5").wait_for(timeout=PATIENCE)
    page.locator("[data-panel] button[name=strategy]").first.click()
    wait_for_either(page.get_by_text("All five are answered."), page.locator("[data-room-pad]"))
