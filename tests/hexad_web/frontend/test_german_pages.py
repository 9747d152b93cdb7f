"""German is a third longer than English: on a phone nothing runs out of its page, and no button cuts its words off."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from hexad_web.accounts.access import Actor
from hexad_web.people.models import Participation, Person
from tests.browser import PageAt, SignIn, sideways_overflow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = {
    "owner": ("/", "/people/", "/people/import/", "/formation/policy/", "/scheduling/plan/", "/scheduling/places/"),
    "participant": ("/", "/availability/calendars/", "/availability/hours/", "/people/me/", "/accounts/profile/"),
    "administrator": ("/", "/accounts/members/", "/accounts/audit/", "/availability/health/"),
}
SPOKEN = "main .btn, main label, main dt, main th, main summary, .frame-header p"
CUT_OFF = """(spoken) => [...document.querySelectorAll(spoken)]
    .filter((each) => each.innerText.trim() && getComputedStyle(each).display !== "inline")
    .filter((each) => !each.matches(".sr-only") && !each.closest("thead"))
    .filter((each) => each.scrollWidth > each.clientWidth + 1 || each.getBoundingClientRect().right > innerWidth)
    .map((each) => each.innerText)"""


@pytest.fixture
def phone(page_at: PageAt) -> Page:
    return page_at(390, locale="de-DE")


@pytest.fixture(params=sorted(PAGES))
def reader(request: pytest.FixtureRequest) -> Actor:
    actor: Actor = request.getfixturevalue(request.param)
    Person.objects.create(
        organisation=actor.organisation,
        user=actor.user,
        email="ben@northwind.example",
        name="Ben Example",
        participation=Participation.JOINED,
        country="DE",
    )
    return actor


def test_pages_are_german_and_fit_a_phone(phone: Page, reader: Actor, sign_in: SignIn, live_server: LiveServer) -> None:
    sign_in(phone, reader)
    for path in PAGES[reader.role]:
        phone.goto(live_server.url + path)
        phone.evaluate("document.querySelectorAll('main details').forEach((each) => { each.open = true; })")
        expect(phone.locator("html")).to_have_attribute("lang", "de")
        assert (path, sideways_overflow(phone), phone.evaluate(CUT_OFF, SPOKEN)) == (path, 0, [])


TORN = """() => {
    const torn = [];
    const texts = document.createTreeWalker(document.querySelector(".frame-header"), NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        for (const word of texts.currentNode.data.matchAll(/\\S+/g)) {
            const range = document.createRange();
            range.setStart(texts.currentNode, word.index);
            range.setEnd(texts.currentNode, word.index + word[0].length);
            if (new Set([...range.getClientRects()].map((each) => Math.round(each.top))).size > 1) torn.push(word[0]);
        }
    }
    return torn;
}"""


def test_no_word_of_the_header_is_torn_on_a_narrow_phone(
    page_at: PageAt, reader: Actor, sign_in: SignIn, live_server: LiveServer
) -> None:
    page = page_at(360, locale="de-DE")
    sign_in(page, reader)
    page.goto(live_server.url)
    page.evaluate("document.fonts.ready")
    assert page.evaluate(TORN) == []
