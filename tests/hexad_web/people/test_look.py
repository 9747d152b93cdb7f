"""Every page of people in a real browser: both widths, both themes, no violation, nothing wider than the screen."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from hexad_web.accounts.access import Actor
from hexad_web.people.actions.answering import change_answer
from hexad_web.people.models import Import, Participation, Person
from tests.browser import LOOKS, AxeClean, PageAt, SaveScreenshot, SignIn, sideways_overflow
from tests.examples import ADA, NORTHWIND, NOW
from tests.hexad_web.people.conftest import TakeIn, file_of
from tests.hexad_web.people.test_inviting import TokenOf, token_of
from tests.hexad_web.people.test_reading import long_file

__all__ = ["token_of"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MIXED = (
    "email,name,boss_email,department,site,time_zone,start_date,topics,Cost centre\n"
    "ben@northwind.example,Ben Example,ada@northwind.example,Service,Berlin,CST,03/04/2019,,S1\n"
    "not an address,Zoë,,Sales,Leeds,GMT+1,soon,a;b;c;d,S2\n"
    "cho@northwind.example,Cho Example,nobody@northwind.example,Finance,Berlin,Europe/Berlin,2019-03-01,,S3\n"
    "cho@northwind.example,Cho Other,,Finance,Berlin,Europe/Berlin,2019-03-01,,S3\n"
)


@pytest.fixture
def look(
    live_server: LiveServer, page_at: PageAt, sign_in: SignIn, axe_clean: AxeClean, save_screenshot: SaveScreenshot
) -> "Look":
    return Look(live_server.url, page_at, sign_in, axe_clean, save_screenshot)


class Look:
    """Opens an address in each of the four looks and checks each."""

    def __init__(
        self, base: str, page_at: PageAt, sign_in: SignIn, axe_clean: AxeClean, save_screenshot: SaveScreenshot
    ) -> None:
        self.base, self.page_at, self.sign_in = base, page_at, sign_in
        self.axe_clean, self.save_screenshot = axe_clean, save_screenshot

    def at(self, url: str, name: str, actor: Actor | None = None) -> None:
        for width, theme in LOOKS:
            page = self.page_at(width=width, theme=theme)
            if actor:
                self.sign_in(page, actor)
            page.goto(self.base + url)
            self.check(page, f"people-{name}")

    def check(self, page: Page, name: str) -> None:
        for summary in page.locator("main details > summary").all():
            summary.click()
        self.axe_clean(page)
        assert sideways_overflow(page) == 0
        self.save_screenshot(page, name)


def test_an_empty_list(look: Look, owner: Actor) -> None:
    look.at(reverse("people:list"), "empty", owner)


def test_the_list(look: Look, owner: Actor, northwind: dict[str, Person]) -> None:
    for state, person in zip(Participation.values, northwind.values(), strict=False):
        Person.objects.filter(pk=person.pk).update(participation=state, invited_at=NOW.replace(year=2020))

    look.at(reverse("people:list"), "list", owner)


def test_rows_of_the_list_are_as_high_as_a_finger_is_wide(
    look: Look, owner: Actor, northwind: dict[str, Person]
) -> None:
    page = look.page_at(width=1280)
    look.sign_in(page, owner)
    page.goto(look.base + reverse("people:list"))

    heights = {round(row.bounding_box()["height"]) for row in page.locator("tbody tr").all()}  # type: ignore[index]

    assert heights <= {44, 45}  # the line between two rows counts with the second


def test_choosing_a_file(look: Look, owner: Actor) -> None:
    look.at(reverse("people:import_new"), "import-new", owner)


def test_the_preview_of_a_file_with_problems(look: Look, owner: Actor, northwind: object, look_at: TakeIn) -> None:
    import_ = look_at(MIXED.encode(), "managers-2026.csv")

    look.at(reverse("people:import_preview", args=[import_.pk]), "preview", owner)


def test_the_preview_of_a_clean_file(look: Look, owner: Actor, look_at: TakeIn) -> None:
    look.at(reverse("people:import_preview", args=[look_at(file_of()).pk]), "preview-clean", owner)


def test_the_preview_of_a_file_with_unknown_columns(look: Look, owner: Actor, look_at: TakeIn) -> None:
    look.at(reverse("people:import_preview", args=[look_at(b"who,where\nAda,a@x.de").pk]), "preview-columns", owner)


def test_a_file_that_cannot_be_read(look: Look, owner: Actor, look_at: TakeIn) -> None:
    look.at(reverse("people:import_preview", args=[look_at(b"PK\x03\x04").pk]), "unreadable", owner)


def test_a_file_that_is_being_read(look: Look, owner: Actor, look_at: TakeIn) -> None:
    import_ = look_at(long_file())
    Import.objects.update(rows_done=5_000, rows_total=6_000)

    look.at(reverse("people:import_preview", args=[import_.pk]), "reading", owner)


def test_an_import_that_is_done(look: Look, owner: Actor, northwind: object, take_in: TakeIn) -> None:
    import_ = take_in(file_of(*NORTHWIND[:-2]))

    look.at(reverse("people:import_preview", args=[import_.pk]), "done", owner)


def test_one_person(look: Look, owner: Actor, northwind: dict[str, Person]) -> None:
    look.at(reverse("people:person", args=[northwind["Ben"].pk]), "person", owner)


def test_joining(look: Look, northwind: dict[str, Person], token_of: TokenOf) -> None:
    look.at(reverse("people:join", args=[token_of(northwind["Kim"])]) + "?answer=join", "join")


def test_a_closed_link(look: Look, northwind: dict[str, Person]) -> None:
    look.at(reverse("people:join", args=["nonsense"]), "join-gone")


def test_my_own_page(look: Look, participant: Actor, northwind: dict[str, Person]) -> None:
    Person.objects.filter(email=ADA.email).update(user=participant.user, participation=Participation.INVITED)
    change_answer(actor=participant, answer="join", now=NOW)

    look.at(reverse("people:me"), "me", participant)


def test_a_row_comes_into_context_without_leaving_the_page(
    look: Look, owner: Actor, northwind: object, look_at: TakeIn
) -> None:
    page = look.page_at(width=1280)
    look.sign_in(page, owner)
    page.goto(look.base + reverse("people:import_preview", args=[look_at(MIXED.encode()).pk]))

    page.get_by_role("link", name="Row 5, E-mail").click()
    page.locator("#row").get_by_text("Cho Other").wait_for()

    assert "row=" not in page.url


def test_a_file_goes_in_without_scripts(look: Look, owner: Actor) -> None:
    page = look.page_at(width=390, script=False)
    look.sign_in(page, owner)
    page.goto(look.base + reverse("people:import_new"))

    page.get_by_label("Or paste rows").fill("email,name\nada@x.de,Ada\n")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Import 1 person").click()

    page.get_by_text("1 in. Same file again changes nothing.").wait_for()
    assert Person.objects.get().name == "Ada"
