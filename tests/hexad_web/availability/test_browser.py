"""The pages in a real Chromium: looked at in both widths and themes, by axe, painted on, and used without scripts."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from hexad.availability.intervals import Busy
from hexad_web.accounts.access import Actor
from hexad_web.availability import actions, feeds
from hexad_web.availability.models import Problem, Source
from hexad_web.people.models import Person
from tests.browser import LOOKS, AxeClean, PageAt, SaveScreenshot, SignIn, sideways_overflow
from tests.hexad_web.availability.caldav_server import PASSWORD, USER, CaldavServer
from tests.hexad_web.availability.conftest import at, uploaded

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGE = "/availability/calendars/"


@pytest.fixture
def filled(participant: Actor, ben: Person) -> None:
    """A fresh feed, a failing one, a file, a painted week and something removed."""
    now = timezone.now()
    for name, problem in (("Work", ""), ("Family", Problem.NOT_FOUND)):
        feed = actions.add_feed(actor=participant, address=f"https://x.example/{name}", name=name, now=now)
        read_at = now - (timedelta(days=3) if problem else timedelta(minutes=6))
        next_try_at = now + timedelta(hours=1)
        Source.objects.filter(pk=feed.pk).update(read_at=read_at, problem=problem, next_try_at=next_try_at)
    uploaded(ben, Busy("", at(7, 9), at(7, 10)), read_at=now, name="Choir", unreadable=2)
    old = uploaded(ben, read_at=now, name="Old file")
    actions.remove(actor=participant, source_id=old.pk, now=now)
    for stroke in (actions.Stroke(0, 540, 600, "busy"), actions.Stroke(4, 900, 1020, "not")):
        actions.paint(actor=participant, stroke=stroke, now=now)


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_a_participant_s_pages_are_accessible_and_fit(
    live_server: LiveServer,
    page_at: PageAt,
    sign_in: SignIn,
    axe_clean: AxeClean,
    save_screenshot: SaveScreenshot,
    participant: Actor,
    width: int,
    theme: str,
) -> None:
    page = page_at(width, theme)
    sign_in(page, participant)
    for path, name in ((PAGE, "calendars"), (f"{PAGE}add/", "calendar-add"), ("/availability/hours/", "hours")):
        page.goto(live_server.url + path)
        look_at(page, axe_clean, save_screenshot, name)
    page.get_by_role("button", name="Save hours").click()
    expect(page.get_by_text("Saved")).to_be_visible()


@pytest.mark.usefixtures("ben")
@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_an_account_is_connected_and_its_calendar_read(
    live_server: LiveServer,
    page_at: PageAt,
    sign_in: SignIn,
    axe_clean: AxeClean,
    save_screenshot: SaveScreenshot,
    participant: Actor,
    caldav_server: CaldavServer,
    settings: Settings,
    width: int,
    theme: str,
) -> None:
    settings.FEED_ALLOWED_HOSTS = ["localhost"]
    page = page_at(width, theme)
    sign_in(page, participant)
    page.goto(f"{live_server.url}{PAGE}add/")
    page.get_by_role("link", name="Connect an account").click()
    page.get_by_label("Server").fill(caldav_server.url)
    page.get_by_label("User name").fill(USER)
    page.get_by_label("App password").fill("wrong")
    page.get_by_role("button", name="Find my calendars").click()
    expect(page.get_by_text("Make an app password")).to_be_visible()
    look_at(page, axe_clean, save_screenshot, "calendar-account")
    page.get_by_label("App password").fill(PASSWORD)
    page.get_by_role("button", name="Find my calendars").click()
    expect(page.get_by_label("Work")).to_be_checked()
    look_at(page, axe_clean, save_screenshot, "calendar-choose")
    page.get_by_label("Family & friends").uncheck()
    page.get_by_role("button", name="Read these calendars").click()
    expect(page.get_by_text("Being read")).to_be_visible()
    feeds.read_due()
    expect(page.get_by_role("button", name="Read now")).to_be_visible()


def look_at(page: Page, axe_clean: AxeClean, save_screenshot: SaveScreenshot, name: str) -> None:
    save_screenshot(page, name)
    axe_clean(page)
    assert sideways_overflow(page) == 0


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_the_pages_of_owner_and_administrator_are_accessible_and_fit(
    live_server: LiveServer,
    page_at: PageAt,
    sign_in: SignIn,
    axe_clean: AxeClean,
    save_screenshot: SaveScreenshot,
    owner: Actor,
    administrator: Actor,
    width: int,
    theme: str,
) -> None:
    for actor, path, name in (
        (owner, "/availability/", "calendars-overview"),
        (administrator, "/availability/health/", "feed-health"),
    ):
        page = page_at(width, theme)
        sign_in(page, actor)
        page.goto(live_server.url + path)
        look_at(page, axe_clean, save_screenshot, name)


def test_what_went_wrong_is_shown_accessibly(
    live_server: LiveServer,
    page_at: PageAt,
    sign_in: SignIn,
    axe_clean: AxeClean,
    save_screenshot: SaveScreenshot,
    participant: Actor,
    ben: Person,
) -> None:
    page = page_at(390)
    sign_in(page, participant)
    page.goto(f"{live_server.url}{PAGE}add/")
    page.get_by_label("Secret address of the calendar").fill("tippytoe")
    page.get_by_role("button", name="Read this calendar").click()
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    expect(page.get_by_label("Secret address of the calendar")).to_have_value("")
    look_at(page, axe_clean, save_screenshot, "calendar-add-problem")


def test_a_painted_stroke_is_kept_at_once_and_undone_after_a_reload(
    live_server: LiveServer, page_at: PageAt, sign_in: SignIn, participant: Actor, ben: Person
) -> None:
    page = page_at(1280)
    sign_in(page, participant)
    page.goto(live_server.url + PAGE)
    page.get_by_role("gridcell", name="Tuesday 10:00, free").click()
    expect(page.locator("#week-saved")).to_contain_text("Saved")
    page.keyboard.press("ArrowDown")
    with page.expect_response(lambda response: response.url.endswith("/week/")):
        page.keyboard.press("Space")
    assert Source.objects.get().pattern == [[1, 600, 660, "busy"]]
    with page.expect_response(lambda response: response.url.endswith("/week/")):
        page.keyboard.press("Control+z")
    assert Source.objects.get().pattern == [[1, 600, 630, "busy"]]
    page.reload()
    page.get_by_role("gridcell", name="Tuesday 10:00, busy").wait_for()
    with page.expect_navigation():
        page.locator("h1").press("Control+z")  # wherever the focus is
    assert Source.objects.get().pattern == [[1, 600, 660, "busy"]]
    with page.expect_navigation():
        page.get_by_role("button", name="Undo last change").click()
    assert Source.objects.get().pattern == [[1, 600, 630, "busy"]]


def test_without_scripts_a_week_is_written_and_a_calendar_removed_and_restored(
    live_server: LiveServer, page_at: PageAt, sign_in: SignIn, participant: Actor, ben: Person
) -> None:
    page = page_at(390, script=False)
    sign_in(page, participant)
    page.goto(live_server.url + PAGE)
    page.get_by_label("Weekday").select_option("Wednesday")
    page.get_by_label("From").fill("09:00")
    page.get_by_label("To", exact=True).fill("10:30")
    page.get_by_role("button", name="Mark").click()
    expect(page.get_by_text("09:00–10:30 busy")).to_be_visible()
    page.get_by_role("button", name="Remove").click()
    page.get_by_role("button", name="Undo").first.click()
    expect(page.get_by_text("09:00–10:30 busy")).to_be_visible()
    assert Source.objects.get(removed_at=None).pattern == [[2, 540, 630, "busy"]]


@pytest.mark.usefixtures("ben")
@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_the_owner_corrects_the_holidays_of_a_site(
    live_server: LiveServer,
    page_at: PageAt,
    sign_in: SignIn,
    axe_clean: AxeClean,
    save_screenshot: SaveScreenshot,
    owner: Actor,
    width: int,
    theme: str,
) -> None:
    Person.objects.update(site="Berlin")
    page = page_at(width, theme)
    sign_in(page, owner)
    page.goto(f"{live_server.url}/availability/holidays/")
    look_at(page, axe_clean, save_screenshot, "holidays")
    page.get_by_role("link", name="Berlin").click()
    page.get_by_label("Region").fill("BE")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Women's Day").first).to_be_visible()
    page.get_by_label("Day", exact=True).fill((timezone.localdate() + timedelta(days=3)).isoformat())
    page.get_by_label("Name of the day").fill("Founders' day")
    page.get_by_role("button", name="Save day").click()
    row = page.get_by_role("row").filter(has_text="Founders' day")
    row.get_by_role("button", name="Remove").click()
    expect(row.get_by_text("Work goes on")).to_be_visible()
    look_at(page, axe_clean, save_screenshot, "holidays-site")
    row.get_by_role("button", name="Take back").click()
    expect(row.get_by_text("Added here")).to_be_visible()
