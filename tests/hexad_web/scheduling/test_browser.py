"""The pages of scheduling in a real browser: read, pressed by keyboard, and clean for axe at both widths and themes."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import Organisation, Role, User
from hexad_web.formation.models import Group
from hexad_web.outbox.models import OutboxMessage
from hexad_web.people.models import Person
from hexad_web.scheduling import access
from hexad_web.scheduling.actions import planning, polling, rechecking
from hexad_web.scheduling.models import GroupPlan, Meeting, Room
from hexad_web.scheduling.sentences import stored
from tests.browser import LOOKS, AxeClean, PageAt, SaveScreenshot, SignIn
from tests.examples import BEN, CHO, DEV, EVA, GUS, NOW
from tests.hexad_web.scheduling.conftest import EXPLORE, REFLECT, login_of, option
from tests.hexad_web.scheduling.test_rechecking import busy_from

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def look(
    live_server: "LiveServer", page_at: PageAt, axe_clean: AxeClean, save_screenshot: SaveScreenshot, sign_in: SignIn
) -> Callable[..., None]:
    """Open a page at every width and theme, check it, keep its picture."""

    def at_every_width(path: str, name: str, actor: Actor | None = None) -> None:
        for width, theme in LOOKS:
            page = page_at(width, theme)
            if actor is not None:
                sign_in(page, actor)
            page.goto(f"{live_server.url}{path}")
            save_screenshot(page, f"scheduling-{name}")
            axe_clean(page)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} is wider than {width}"

    return at_every_width


@pytest.fixture
def many(
    make_group: Callable[..., Group], make_plan: Callable[..., GroupPlan], organisation: Organisation
) -> list[GroupPlan]:
    """Two planned groups, one asked, one without a time."""
    room = Room.objects.create(organisation=organisation, site="Berlin", name="Spree", capacity=8)
    topics = ("delegation", "difficult conversations", "meetings that decide", "priorities")
    groups = [make_group(number, (BEN, CHO, DEV, EVA), topic) for number, topic in enumerate(topics, 1)]
    later = option(1, EXPLORE + timedelta(days=4), REFLECT + timedelta(days=4))
    plans = [make_plan(group, option(), later) for group in groups]
    reason = stored("mode.most_at_site", people=3, members=4, site="Berlin")
    GroupPlan.objects.filter(pk=plans[1].pk).update(mode="hybrid", room=room, mode_reason=reason)
    causes = [stored("none.window", first="2027-01-11", last="2027-03-20"), stored("none.full", people=2)]
    gains = [stored("gain.stretch", windows=6), stored("gain.absent", windows=14)]
    lost = [{"kind": "explore", "cycle": 1, "reasons": causes, "gains": gains}]
    GroupPlan.objects.filter(pk=plans[3].pk).update(state="impossible", options=[], lost=lost)
    return plans


def test_the_plan_page(look: Callable[..., None], owner: Actor, many: list[GroupPlan]) -> None:
    polling.ask_group(actor=owner, plan_id=many[2].pk, now=NOW)
    look(reverse("scheduling:plan"), "plan", owner)
    look(reverse("scheduling:group_plan", args=[many[0].pk]), "group-plan", owner)
    look(reverse("scheduling:group_plan", args=[many[2].pk]), "group-asked", owner)
    look(reverse("scheduling:places"), "places", owner)


def test_the_meeting_pages(look: Callable[..., None], owner: Actor, explore: Meeting) -> None:
    look(reverse("scheduling:plan"), "ahead", owner)
    look(reverse("scheduling:meeting", args=[explore.pk]), "meeting-owner", owner)
    look(reverse("scheduling:move", args=[explore.pk]), "move", owner)
    look(reverse("scheduling:place", args=[explore.pk]), "place", owner)


def test_an_owner_applies_a_remedy_and_sees_how_far_planning_is(
    live_server: "LiveServer", page_at: PageAt, sign_in: SignIn, owner: Actor, many: list[GroupPlan]
) -> None:
    page = page_at(390)
    sign_in(page, owner)
    page.goto(f"{live_server.url}{reverse('scheduling:plan')}")
    expect(page.get_by_text("With stretch hours as well there would be 6 times.")).to_be_visible()
    page.get_by_role("button", name="Let one member miss it: Group 4: priorities").press("Enter")
    expect(page.get_by_text("0 of 1 groups planned")).to_be_visible()
    planning.work_off(clock=lambda: NOW)
    expect(page.get_by_role("button", name="Send invitations to")).to_be_visible(timeout=20_000)  # the page looks again


def test_a_member_moves_a_meeting_and_the_owner_accepts_a_repair(
    live_server: "LiveServer",
    page_at: PageAt,
    sign_in: SignIn,
    look: Callable[..., None],
    owner: Actor,
    explore: Meeting,
) -> None:
    ben = member(explore)
    look(reverse("scheduling:move", args=[explore.pk]), "move-member", ben)
    page = page_at(390)
    sign_in(page, ben)
    page.goto(f"{live_server.url}{reverse('scheduling:meeting', args=[explore.pk])}")
    page.get_by_role("link", name="Move it").click()
    page.get_by_role("button", name="Take").first.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Each member gets one mail.")).to_be_visible()
    explore.refresh_from_db()
    assert (explore.sequence, OutboxMessage.objects.filter(kind="invitation").count()) == (1, 18)
    rechecking.recheck(NOW)
    busy_from(CHO.email, explore.start, explore.end + timedelta(hours=1))
    rechecking.recheck(NOW)
    look(reverse("scheduling:plan"), "proposal-owner", owner)
    look(reverse("scheduling:my_sessions"), "proposal-member", ben)
    page = page_at(1280)
    sign_in(page, owner)
    page.goto(f"{live_server.url}{reverse('scheduling:plan')}")
    page.get_by_role("button", name="Move it").press("Enter")
    expect(page.get_by_role("status").filter(has_text="Each member gets one mail.")).to_be_visible()
    explore.refresh_from_db()
    assert (explore.sequence, OutboxMessage.objects.filter(kind="invitation").count()) == (2, 24)


def member(explore: Meeting) -> Actor:
    person = Person.objects.get(email=BEN.email)
    user: User = login_of(person)
    return Actor(organisation=explore.organisation, role=Role.PARTICIPANT, user=user)


def test_the_members_pages(look: Callable[..., None], explore: Meeting) -> None:
    ben = member(explore)
    token = access.answer_token(explore.attendances.get(person__email=DEV.email).pk)
    look(reverse("scheduling:my_sessions"), "my-sessions", ben)
    look(reverse("scheduling:meeting", args=[explore.pk]), "meeting-member", ben)
    look(reverse("scheduling:answer", args=[token]) + "?answer=accept", "answer")


def test_choosing_a_time(look: Callable[..., None], owner: Actor, many: list[GroupPlan]) -> None:
    poll = polling.ask_group(actor=owner, plan_id=many[0].pk, now=NOW)
    token = access.choose_token(poll.choices.get(person__email=DEV.email).pk)
    look(reverse("scheduling:choose", args=[token]), "choose")


def tab_to(page: Page, wanted: Locator) -> None:
    for _stop in range(12):
        page.keyboard.press("Tab")
        if wanted.evaluate("(one) => one === document.activeElement"):
            return
    raise AssertionError("the keyboard does not reach it in a dozen stops")


def test_a_time_is_chosen_by_keyboard_and_send_is_always_in_reach(
    live_server: "LiveServer", page_at: PageAt, owner: Actor, many: list[GroupPlan]
) -> None:
    poll = polling.ask_group(actor=owner, plan_id=many[0].pk, now=NOW)
    choice = poll.choices.get(person__email=DEV.email)
    page = page_at(390)
    page.goto(f"{live_server.url}{reverse('scheduling:choose', args=[access.choose_token(choice.pk)])}")
    send = page.get_by_role("button", name="Send answer")
    answers = page.locator("[data-choice-card]")
    for number in range(answers.count()):
        tab_to(page, answers.nth(number).get_by_label("Works"))
        page.keyboard.press("Space" if number else "ArrowDown")
        expect(send).to_be_in_viewport(ratio=1)
    tab_to(page, send)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Sent. Changeable until")).to_be_visible()
    choice.refresh_from_db()
    assert choice.words == ["if_needed", "works"]


def test_an_owner_sends_the_invitations_with_the_keyboard(
    live_server: "LiveServer", page_at: PageAt, sign_in: SignIn, owner: Actor, plan: GroupPlan
) -> None:
    page = page_at(1280)
    sign_in(page, owner)
    page.goto(f"{live_server.url}{reverse('scheduling:plan')}")
    button = page.get_by_role("button", name="Send invitations to 6")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="6 people are invited")).to_be_visible()
    expect(page.get_by_role("link", name="Explore, Group 1: delegation")).to_be_visible()
    assert OutboxMessage.objects.count() == 12


def test_a_member_answers_without_scripts(
    live_server: "LiveServer", page_at: PageAt, explore: Meeting, save_screenshot: SaveScreenshot
) -> None:
    attendance = explore.attendances.get(person__email=GUS.email)
    page = page_at(390, script=False)
    page.goto(
        f"{live_server.url}{reverse('scheduling:answer', args=[access.answer_token(attendance.pk)])}?answer=decline"
    )
    expect(page.get_by_label("I cannot come")).to_be_checked()
    page.get_by_role("button", name="Send answer").click()
    expect(page.get_by_text("Sent. You can change your answer")).to_be_visible()
    attendance.refresh_from_db()
    assert attendance.answer == "declined"


def test_the_address_of_ones_sessions_is_made_copied_and_revoked(
    live_server: "LiveServer",
    page_at: PageAt,
    axe_clean: AxeClean,
    save_screenshot: SaveScreenshot,
    sign_in: SignIn,
    look: Callable[..., None],
    explore: Meeting,
) -> None:
    person = Person.objects.get(email=BEN.email)
    ben = Actor(organisation=person.organisation, role=Role.PARTICIPANT, user=login_of(person))
    path = reverse("scheduling:my_feed")
    look(path, "feed-none", ben)
    for width, theme in LOOKS:
        page = page_at(width, theme)
        sign_in(page, ben)
        page.goto(f"{live_server.url}{path}")
        page.get_by_role("button", name="Make an address").or_(page.get_by_role("button", name="Make a new")).click()
        field = page.get_by_label("Address of your sessions")
        expect(field).to_have_value(re.compile(r"^http.*/scheduling/feed/[\w-]{43}\.ics$"))
        page.get_by_role("button", name="Copy").press("Enter")
        expect(page.get_by_role("status").filter(has_text="Copied")).to_be_visible()
        save_screenshot(page, "scheduling-feed-made")
        axe_clean(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Revoke it").press("Enter")
    expect(page.get_by_text("The address finds nothing any more.")).to_be_visible()
    look(path, "feed-revoked", ben)
    page.get_by_role("button", name="Undo").press("Enter")
    expect(page.get_by_text("Your address works")).to_be_visible()
    look(path, "feed-works", ben)
