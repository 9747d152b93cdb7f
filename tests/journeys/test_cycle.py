"""One cycle, lived: two people explore and reflect, a third comes late, a fourth is absent, a browser is killed.

Time is simulated: the product's clock is turned from one moment to the next, and runs on from there.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser import AxeClean, PageAt, SaveScreenshot
from tests.journeys import in_the_room as room
from tests.journeys import one_group
from tests.journeys.arriving import links_of
from tests.journeys.clock import TurnedClock
from tests.journeys.looking import CYCLE, NOBODY, Gallery, Visitor, forgotten
from tests.journeys.one_group import address_of
from tests.journeys.product import Product, running_product
from tests.migrated import Migrated
from tests.waiting import until

pytestmark = pytest.mark.browser
EXPLORE = datetime(2027, 2, 4, 13, 0, tzinfo=UTC)  # Thu, 14:00 in Berlin
REFLECT = datetime(2027, 3, 2, 13, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
# A phone that believes it is an hour later.
AN_HOUR_WRONG = """
    const Right = Date;
    window.Date = class extends Right {
        constructor(...given) { given.length ? super(...given) : super(Right.now() + 3600000); }
        static now() { return Right.now() + 3600000; }
    };
"""
OBSTACLE = "Orders above a small amount need three signatures."

Arrive = Callable[..., Visitor]


@pytest.fixture
def clock(tmp_path: Path) -> TurnedClock:
    turned = TurnedClock(tmp_path / "clock")
    turned.turn_to(EXPLORE - timedelta(days=7))
    return turned


@pytest.fixture
def product(tmp_path: Path, migrated: Migrated, clock: TurnedClock) -> Iterator[Product]:
    with running_product(migrated(tmp_path / "data"), **clock.settings) as product:
        product.beside(one_group.build, EXPLORE.isoformat(), REFLECT.isoformat())
        yield product


@pytest.fixture
def arrive(product: Product, page_at: PageAt, axe_clean: AxeClean, save_screenshot: SaveScreenshot) -> Arrive:
    """``arrive("Robin Marsh")``: that person, signed in, at a browser of their own."""
    gallery = Gallery(product.url, axe_clean, save_screenshot)

    def come(name: str, role: str = "participant", width: int = 390, *, clock: str = "") -> Visitor:
        visitor = Visitor(page_at(width), gallery, role)
        visitor.page.add_init_script(clock)
        visitor.open(product.beside(one_group.link, address_of(name)))
        visitor.press("Sign in")
        visitor.page.wait_for_url(f"{product.url}/")
        return visitor

    return come


def test_a_group_lives_its_first_cycle(product: Product, clock: TurnedClock, arrive: Arrive) -> None:
    samira, robin = arrive("Samira Okafor"), arrive("Robin Marsh")
    explore, reflect = sessions_of(product)
    owner = arrive("Olga Owner", "owner", 1280)
    topics_come_first(clock, owner, robin)
    clock.turn_to(EXPLORE - 8 * MINUTE)
    tomas = explore_together(arrive, clock, samira, robin, explore)
    nothing_lost_or_doubled(product, explore)
    yuki = arrive("Yuki Brandt")
    whoever_missed_it_catches_up(product, explore, yuki, [samira, robin])
    practice(product, clock, robin)
    sponsor = arrive("Sid Sponsor", "sponsor", 1280)
    come_back(product, owner=owner, robin=robin, samira=samira, tomas=tomas, yuki=yuki)
    an_obstacle_goes_upward(clock, robin, [samira, tomas, yuki], sponsor, owner)
    clock.turn_to(REFLECT - 5 * MINUTE)
    come_back(product, robin=robin, samira=samira)
    reflect_together(clock, robin, samira, reflect)
    adopt(product, clock, robin)
    come_back(product, owner=owner, robin=robin, yuki=yuki, sponsor=sponsor)
    visitors = [owner, robin, yuki, sponsor, arrive("Ada Admin", "administrator")]
    assert not forgotten(visitors, CYCLE)


def come_back(product: Product, **visitors: Visitor) -> None:
    """Weeks have passed, and whoever did not come meanwhile is signed out."""
    addresses = {"sponsor": "sid@aldermoor.example", "owner": "olga@aldermoor.example"}
    for name, visitor in visitors.items():
        visitor.page.context.clear_cookies()
        visitor.open(product.beside(one_group.link, addresses.get(name, f"{name}@aldermoor.example")))
        visitor.press("Sign in")
        visitor.page.wait_for_url(f"{product.url}/")


def sessions_of(product: Product) -> tuple[int, int]:
    """The worker makes them once their meetings are booked."""
    until(lambda: len(product.beside(one_group.sessions)) == 2)
    explore, reflect = product.beside(one_group.sessions)
    return explore, reflect


def topics_come_first(clock: TurnedClock, owner: Visitor, robin: Visitor) -> None:
    """Somebody writes what is hard and shares it; the owner finds a topic; votes and choices are given."""
    robin.open("/challenges/new/")
    robin.page.get_by_label("What is hard for you right now?").fill("Everything waits on my desk until I decide it.")
    robin.look("challenge-struggle")
    robin.press("Continue")
    robin.page.get_by_label("What can you give?").fill("I have moved a team to another site.")
    robin.look("challenge-give")
    robin.press("Continue")
    robin.page.get_by_label("What do you want?").fill("One evening a week without work.")
    robin.page.get_by_label("Used to it: I do it every week").check()
    robin.look("challenge-want")
    robin.press("Continue")
    robin.look("challenge-check")
    robin.press("Share without my name")
    robin.see("Shared without your name.")
    for path in ("/challenges/modules/", "/challenges/modules/delegation/"):
        robin.open(path)
        robin.look("-".join(path.strip("/").split("/")))
        owner.open(path)
        owner.look("owner-" + "-".join(path.strip("/").split("/")))
    clock.pass_by(seconds=30)  # similar ones are grouped once nobody has added one for a while
    link = owner.page.locator("main a[href*='/challenges/topics/']")
    until(lambda: owner.finds(link, "/challenges/"))
    owner.look("topics")
    owner.page.get_by_label("Last day to vote").fill("2027-02-03")
    owner.press("Open voting")
    owner.see("Voting is open until")
    link.first.click()
    owner.look("topic")
    robin.open("/challenges/vote/")
    robin.page.get_by_role("button", name="One vote more").first.click()
    robin.see("2 votes left")
    robin.look("vote")
    robin.press("Cast my votes")
    robin.see("Votes cast")
    robin.open("/challenges/accept/")
    robin.look("accept")
    robin.press("Save my topics")
    robin.see("Saved")


def explore_together(arrive: Arrive, clock: TurnedClock, samira: Visitor, robin: Visitor, session: int) -> Visitor:
    for visitor in (samira, robin):
        room.enter(visitor, session)
    room.accept_agreement(samira)
    room.press_by_keyboard(robin, "Accept the agreement")
    robin.see("You accepted it.")
    room.narrow(robin)
    room.second_tab_and_back(samira)
    samira.open(f"/sessions/{session}/agreement/")
    samira.look("room-agreement")
    room.enter(samira, session)
    for visitor in (samira, robin):
        room.rate(visitor, 3)
    samira.look("room-lobby")
    room.press_by_keyboard(samira, "Start")
    room.wait_for_step("Welcome", samira, robin)
    samira.glance("room-welcome-strip")
    room.tap(samira, "Next step")
    room.wait_for_step("Stories", samira, robin)
    room.write_without_a_line(samira, "Samira did it again herself.")
    room.reach_by_keyboard(robin, "Your card")
    robin.page.keyboard.type("Robin waited for a decision.")
    room.press_by_keyboard(robin, "Done")
    room.tap(samira, "Done")
    room.wait_for_button("Pass turn", room.whose_turn(samira, robin))
    tomas = arrive("Tomas Lindqvist", clock=AN_HOUR_WRONG)
    room.enter(tomas, session)
    assert abs(room.minutes_left(tomas) - room.minutes_left(robin)) <= 1
    tomas.see("Robin waited for a decision.")
    room.write(tomas, "Tomas came late and has a story, too.")
    room.tap(tomas, "Add")
    robin.see("added later")
    robin.glance("room-round")
    room.narrow(robin)
    the_facilitators_browser_is_killed(arrive, samira, robin, tomas, session)
    room.wait_for_step("Causes", robin, tomas)
    causes_and_plans(robin, tomas, session)
    the_last_ten_minutes(clock, robin, tomas, session)
    return tomas


def the_facilitators_browser_is_killed(
    arrive: Arrive, samira: Visitor, robin: Visitor, tomas: Visitor, session: int
) -> None:
    samira.page.context.close()
    expect(robin.page.locator(".room-strip")).to_be_visible(timeout=room.PATIENCE)
    robin.see("One story about this challenge")  # no step has changed
    back = arrive("Samira Okafor")
    samira.page = back.page
    room.enter(samira, session)
    samira.see("Samira did it again herself.")
    room.wait_for_button("Facilitate again", samira)
    spoken = room.speak_in_turn(robin, samira, tomas)
    assert len(set(spoken)) == len(spoken) == 3


def causes_and_plans(robin: Visitor, tomas: Visitor, session: int) -> None:
    room.write(robin, OBSTACLE, outside=True)
    room.write(tomas, "We never said who decides.")
    robin.look("room-causes")
    for visitor in (robin, tomas):
        room.tap(visitor, "Done")
    robin.page.locator("summary", has_text="Reveal").click()
    robin.see("1 person is writing.")
    room.tap(robin, "Reveal anyway")
    tomas.see(OBSTACLE)
    robin.look("room-causes-revealed")
    room.go_on_to("Options", robin, tomas)
    tomas.see("Hand over a result, not a list of steps")
    robin.look("room-options")
    room.narrow(robin)
    room.tap(robin, "Next step")
    room.wait_for_step("Plan", robin, tomas)
    day = (EXPLORE + timedelta(days=4)).date().isoformat()
    for visitor in (robin, tomas):
        room.fill_plan(visitor, "somebody asks me to decide", "I ask what they would do", day)
    robin.look("room-plan")
    look_at_forms(robin, session, "evidence:self_rating", "practice:plan_panel", "practice:report_preview")


def the_last_ten_minutes(clock: TurnedClock, robin: Visitor, tomas: Visitor, session: int) -> None:
    clock.turn_to(EXPLORE + 80 * MINUTE)
    room.wait_for_step("Takeaways", robin, tomas)
    for visitor in (robin, tomas):
        room.answer_five_questions(visitor, 4)
    robin.look("room-five-questions")
    look_at_forms(robin, session, "evidence:five_questions")
    tomas.open(f"/sessions/{session}/screen/")
    tomas.look("room-screen")
    room.enter(tomas, session)
    clock.turn_to(EXPLORE + 89 * MINUTE)
    room.wait_for_step("Takeaways", robin, tomas)
    clock.turn_to(EXPLORE + 90 * MINUTE)
    for visitor in (robin, tomas):
        visitor.page.get_by_text("The session has ended.").first.wait_for(timeout=room.PATIENCE)
    robin.look("room-ended")


def look_at_forms(visitor: Visitor, session: int, *names: str) -> None:
    """Each is a page of its own as well, for whoever has no script; the room is where it was afterwards."""
    for name in names:
        visitor.open(reverse(name, args=[session]))
        visitor.look(name.replace(":", "-"))
    room.enter(visitor, session)


def nothing_lost_or_doubled(product: Product, session: int) -> None:
    """Three stories, two causes, two plans, each once; events numbered without a gap; the meeting counts as held."""
    kept = product.beside(one_group.kept_of, session)
    assert kept["cards"] == [["cause", False, False]] * 2 + [["story", False, False]] * 2 + [["story", True, False]]
    assert kept["numbers"] == list(range(1, len(kept["numbers"]) + 1))
    assert (kept["plans"], kept["answers"]) == (2, 2 + 2 * 5)
    until(lambda: product.beside(one_group.kept_of, session)["state"] == "held")


def whoever_missed_it_catches_up(product: Product, session: int, yuki: Visitor, authors: list[Visitor]) -> None:
    product.sink.wait_for(lambda mail: mail["To"] == address_of("Yuki Brandt") and "catch-up" in str(mail))
    yuki.open(f"/sessions/{session}/catch-up/")
    yuki.see("The group releases the brief; nobody has agreed yet.")
    for author in authors:
        author.open("/sessions/releases/")
        author.page.locator("main .panel").get_by_role("link", name="Answer").first.click()
        agree(author)
    yuki.open(f"/sessions/{session}/catch-up/")
    yuki.see("Robin waited for a decision.")
    yuki.page.get_by_label("My story").fill("I was away and have met this as well.")
    yuki.press("Add my story")
    yuki.see("Your story is added.")
    yuki.look("catch-up")


def agree(member: Visitor) -> None:
    button = member.page.get_by_role("button", name="I agree to these words")
    button.click()
    button.wait_for(state="detached")


def practice(product: Product, clock: TurnedClock, robin: Visitor) -> None:
    clock.turn_to(EXPLORE + timedelta(days=2))
    robin.open("/practice/")
    robin.page.get_by_label("Tried", exact=True).check()
    robin.page.get_by_label("One line").fill("It went well with one of two.")
    robin.press("Log what I tried")
    robin.see("Logged")
    robin.page.get_by_label("Journal").or_(robin.page.locator("#journal textarea")).first.fill("Only for me.")
    robin.press("Keep note")
    robin.see("Only for me.")
    robin.look("practice")
    robin.page.get_by_role("link", name="Edit").first.click()
    robin.look("practice-note")
    clock.turn_to(EXPLORE + timedelta(days=11, hours=20))  # a Tuesday morning after the weekend
    asked = product.sink.wait_for(is_question("practice/buddy/"))
    robin.open(next(link for link in links_of(asked[0]) if "/practice/buddy/" in link))
    role, robin.role = robin.role, NOBODY
    robin.look("buddy")
    robin.role = role


def is_question(part: str) -> Callable[[EmailMessage], bool]:
    return lambda mail: any(part in link for link in links_of(mail))


def an_obstacle_goes_upward(
    clock: TurnedClock, robin: Visitor, others: list[Visitor], sponsor: Visitor, owner: Visitor
) -> None:
    robin.open("/sessions/releases/new/obstacle/")
    robin.page.get_by_label("The words that leave the group").fill(OBSTACLE)
    robin.look("release-new")
    robin.press("Look at the preview")
    robin.page.get_by_role("button", name="Agree and ask the others").wait_for()
    robin.glance("release-preview")
    robin.press("Agree and ask the others")
    robin.look("release")
    robin.open("/sessions/releases/")
    robin.look("releases")
    for other in others:
        other.open("/")
        other.page.get_by_role("link", name="Read and answer").first.click()
        agree(other)
    sponsor.open("/report/obstacles/")
    sponsor.see("No obstacle is open.")
    clock.turn_to(EXPLORE + timedelta(days=18))  # a Monday has come, 22 February
    waiting = sponsor.page.get_by_role("link", name="Read and answer")
    until(lambda: sponsor.finds(waiting, "/report/obstacles/"))
    sponsor.look("obstacles")
    sponsor.open("/")
    waiting.first.click()
    sponsor.see(OBSTACLE)
    assert "Delegation" not in sponsor.main_text()
    sponsor.look("obstacle")
    sponsor.page.get_by_label("Will do").check()
    sponsor.page.locator("textarea").fill("One signature is enough from May on.")
    sponsor.page.locator("input[type=date]").fill("2027-05-03")
    sponsor.press("Look at the preview")
    sponsor.page.get_by_role("button", name="Reply to all groups").wait_for()
    sponsor.glance("obstacle-preview")
    sponsor.press("Reply to all groups")
    for reader in (robin, owner):
        reader.open("/report/answers/")
        reader.see("One signature is enough from May on.")
        reader.look(f"answers-{reader.role}")


def reflect_together(clock: TurnedClock, robin: Visitor, samira: Visitor, session: int) -> None:
    for visitor in (robin, samira):
        room.enter(visitor, session)
    facilitator = robin if robin.page.get_by_role("button", name="Start", exact=True).count() else samira
    clock.turn_to(REFLECT + 4 * MINUTE)
    room.tap(facilitator, "Start")
    room.wait_for_step("Welcome", robin, samira)
    room.tap(facilitator, "Next step")
    room.wait_for_step("Reports", robin, samira)
    robin.page.get_by_label("Kept: I go on with it").check(timeout=room.PATIENCE)
    room.tap(robin, "Keep my report")
    robin.page.get_by_text("Your report is kept.").first.wait_for(timeout=room.PATIENCE)
    robin.look("room-report")
    look_at_forms(robin, session, "practice:report_panel")
    room.tap(facilitator, "Next step")
    assert len(set(room.speak_in_turn(robin, samira))) == 2
    room.wait_for_step("Patterns", robin, samira)
    room.write_and_be_ready((robin, "Asking first helped twice."), (samira, "Limits in numbers helped."))
    robin.see("Limits in numbers helped.")
    room.go_on_to("Adapt", facilitator, robin, samira)
    robin.page.get_by_label("Keep it").check(timeout=room.PATIENCE)
    room.tap(robin, "Keep my plan")
    robin.page.get_by_text("Your plan is kept.").first.wait_for(timeout=room.PATIENCE)
    robin.look("room-adapt")
    room.tap(facilitator, "Next step")
    room.speak_in_turn(robin, samira)
    room.wait_for_step("Rating", robin, samira)
    room.rate(robin, 5)
    clock.turn_to(REFLECT + 90 * MINUTE)
    robin.page.get_by_text("The session has ended.").first.wait_for(timeout=room.PATIENCE)


def adopt(product: Product, clock: TurnedClock, robin: Visitor) -> None:
    """Three months later one question by mail; opening it answers nothing, one button does."""
    clock.turn_to(REFLECT + timedelta(days=93))
    asked = product.sink.wait_for(is_question("practice/follow-up/"))
    mine = next(mail for mail in asked if mail["To"] == address_of("Robin Marsh"))
    role, robin.role = robin.role, NOBODY
    robin.open(next(link for link in links_of(mine) if "/practice/follow-up/" in link))
    robin.look("follow-up")
    robin.role = role
    robin.page.get_by_label("I still do it").check()
    robin.page.locator("main form button").first.click()
    until(lambda: product.beside(one_group.followed_up) == ["kept"])
