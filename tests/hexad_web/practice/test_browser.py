"""Practice and the panels in a real browser: read, filled in by keyboard, clean for axe at both widths and themes."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from hexad_web.accounts.access import Actor
from hexad_web.evidence.models import Response
from hexad_web.practice import access
from hexad_web.practice.actions import answering, reporting
from hexad_web.practice.models import BuddyCheck, BuddyPair, FollowUp, JournalEntry, Plan, Report, ScrapReview
from hexad_web.sessions.models import Session
from tests.browser import LOOKS, AxeClean, PageAt, SaveScreenshot, SignIn, sideways_overflow
from tests.hexad_web.practice import cast
from tests.hexad_web.practice.conftest import SetClock
from tests.hexad_web.scheduling.conftest import EXPLORE, REFLECT

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LATER = EXPLORE + timedelta(days=11)
Look = Callable[..., None]


@pytest.fixture
def look(
    live_server: "LiveServer", page_at: PageAt, axe_clean: AxeClean, save_screenshot: SaveScreenshot, sign_in: SignIn
) -> Look:
    """Open a page at every width and theme, check it, keep its picture."""

    def at_every_width(path: str, name: str, actor: Actor | None = None, submit: str = "") -> None:
        for width, theme in LOOKS:
            page = page_at(width, theme)
            if actor is not None:
                sign_in(page, actor)
            page.goto(f"{live_server.url}{path}")
            if submit:
                page.get_by_role("button", name=submit).click()
                expect(page.get_by_role("alert").first).to_be_visible()
            save_screenshot(page, f"practice-{name}")
            axe_clean(page)
            assert sideways_overflow(page) <= 0, f"{name} is wider than {width}"

    return at_every_width


@pytest.fixture
def open_as(live_server: "LiveServer", page_at: PageAt, sign_in: SignIn) -> Callable[..., Page]:
    def open_page(path: str, actor: Actor, *, width: int = 390, script: bool = True) -> Page:
        page = page_at(width, script=script)
        sign_in(page, actor)
        page.goto(f"{live_server.url}{path}")
        return page

    return open_page


def url(name: str, session: Session) -> str:
    return reverse(name, args=[session.pk])


def ben(session: Session) -> Actor:
    return cast.actor(cast.person(session.group))


def ask(session: Session) -> BuddyCheck:
    """Each of the first two looks after the other; the second has answered."""
    common = {"organisation": session.organisation, "group": session.group, "cycle": session.cycle}
    first, second = cast.person(session.group), cast.person(session.group, 1)
    checks = [
        BuddyCheck.objects.create(
            organisation=session.organisation,
            pair=BuddyPair.objects.create(person=one, buddy=other, **common),
            session=session,
            day=9,
            asked_at=LATER,
        )
        for one, other in ((first, second), (second, first))
    ]
    line, answered = "I asked twice, the third time I forgot.", access.check_of_token(access.check_token(checks[1].pk))
    answering.answer_check(check=answered, answer="partly", text=line, now=LATER)
    return checks[0]


def test_my_practice(look: Look, explored: Session, set_clock: SetClock) -> None:
    cast.plan(explored)
    set_clock(LATER)
    ask(explored)
    actor = ben(explored)
    reporting.log_report(actor=actor, outcome="adapted", text="Asked before the meeting instead.", now=LATER)
    note = "Why do I answer before anybody has finished?\nTry to count to five."
    reporting.add_note(actor=actor, text=note, now=LATER)
    look("/practice/", "mine", actor)
    look("/practice/", "mine-problem", actor, submit="Log what I tried")


def test_my_practice_before_there_is_a_plan(look: Look, explored: Session) -> None:
    look("/practice/", "no-plan", ben(explored))


def test_the_panels_of_explore(look: Look, running: Session) -> None:
    actor = ben(running)
    cast.add_session(running.group, "reflect", "planned")
    look(url("practice:plan_panel", running), "plan", actor)
    look(url("practice:report_preview", running), "preview", actor)
    look(url("evidence:self_rating", running), "rating", actor)
    look(url("evidence:five_questions", running), "question", actor)
    look(url("evidence:five_questions", running) + "?question=5", "technique", actor)
    cast.plan(running)
    look(url("practice:plan_panel", running), "plan-kept", actor)


def test_the_panels_of_reflect(look: Look, explored: Session, reflecting: Session, set_clock: SetClock) -> None:
    cast.plan(explored)
    set_clock(REFLECT + timedelta(minutes=60))
    look(url("practice:report_panel", reflecting), "report", ben(reflecting))
    look(url("practice:plan_panel", reflecting), "decide", ben(reflecting))


def test_the_pages_behind_a_mail(look: Look, explored: Session, set_clock: SetClock) -> None:
    set_clock(LATER)
    check = ask(explored)
    look(reverse("practice:buddy", args=[access.check_token(check.pk)]) + "?answer=done", "buddy")
    asked = FollowUp.objects.create(
        organisation=explored.organisation,
        person=cast.person(explored.group),
        session=explored,
        months=3,
        asked_at=LATER,
    )
    look(reverse("practice:follow_up", args=[access.follow_up_token(asked.pk)]), "follow-up")
    set_clock(LATER + timedelta(days=90))
    look(reverse("practice:buddy", args=[access.check_token(check.pk)]), "buddy-closed")


def test_a_plan_is_made_with_the_keyboard_and_saved_on_the_way(open_as: Callable[..., Page], running: Session) -> None:
    page = open_as(url("practice:plan_panel", running), ben(running))
    page.get_by_label("When …").focus()
    page.keyboard.type("a report comes late")
    expect(page.get_by_text("Saved 15:10")).to_be_visible()
    assert not Plan.objects.get().is_complete
    page.keyboard.press("Tab")
    page.keyboard.type("ask what is in the way")
    page.get_by_role("button", name="Keep my plan").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Your plan is kept.")).to_be_visible()
    assert Plan.objects.get().is_complete


def test_the_five_questions_take_five_taps(open_as: Callable[..., Page], running: Session) -> None:
    page = open_as(url("evidence:five_questions", running), ben(running), width=360)
    for number in range(1, 5):
        expect(page.get_by_text(f"Question {number} of 5")).to_be_visible()
        page.get_by_role("button", name="Mostly").click()
    page.get_by_role("button", name="Ask one question first").click()
    expect(page.get_by_text("All five are answered.")).to_be_visible()
    assert Response.objects.count() == 5


def test_everything_works_without_scripts(open_as: Callable[..., Page], running: Session) -> None:
    actor = ben(running)
    page = open_as(url("evidence:self_rating", running), actor, script=False)
    page.get_by_role("button", name="I manage when it is easy").click()
    expect(page.get_by_text("Kept. You can change it")).to_be_visible()
    page = open_as(url("practice:plan_panel", running), actor, script=False)
    page.get_by_label("When …").fill("a report comes late")
    page.get_by_label("I will …").fill("ask")
    page.get_by_role("button", name="Keep my plan").click()
    expect(page.get_by_text("Your plan is kept.")).to_be_visible()
    Session.objects.update(state="held")
    page = open_as("/practice/", actor, script=False)
    page.get_by_label("Dropped").check()
    page.get_by_role("button", name="Log what I tried").click()
    expect(page.get_by_text("Logged. You can log again")).to_be_visible()
    assert Report.objects.get().outcome == "dropped"
    page.get_by_label("Note to yourself").fill("A thought")
    page.get_by_role("button", name="Keep note").click()
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("A thought")).to_be_visible()
    assert JournalEntry.objects.get().deleted_at is None


def test_the_owner_reads_which_modules_to_revise(look: Look, owner: Actor, explored: Session) -> None:
    Session.objects.filter(pk=explored.pk).update(module="delegation", module_version=1)
    hidden = cast.add_session(explored.group, "reflect")  # any other session that was held with a module
    Session.objects.filter(pk=hidden.pk).update(kind="explore", module="feedback", module_version=1)
    figure = {"module": "delegation", "version": 1, "share": 0.55, "plans": 20, "people": []}
    until = LATER.date().replace(day=1)
    organisation = explored.organisation
    ScrapReview.objects.create(organisation=organisation, until_date=until, figures=[figure], made_at=LATER)

    look(reverse("practice:revision"), "revision", owner)
