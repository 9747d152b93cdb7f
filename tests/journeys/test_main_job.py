"""The main job in a real browser, in simulated time: from a file of managers to the PDF on the board's table."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.browser import AxeClean, PageAt, SaveScreenshot
from tests.hexad_web.availability.calendar_server import serving
from tests.journeys import all_groups, arriving, finding_time, for_the_board, forming, meeting, one_group, running
from tests.journeys import two_sessions as two
from tests.journeys.clock import TurnedClock
from tests.journeys.looking import BOARD, MAIN_JOB, NOBODY, Gallery, Visitor, forgotten
from tests.journeys.product import Product, running_product
from tests.migrated import Migrated

pytestmark = pytest.mark.browser
OWNER = "olga@aldermoor.example"
MONDAY = date(2027, 1, 11)  # calendars begin
BEGINS = datetime(2027, 1, 5, 8, 0, tzinfo=UTC)

Arrive = Callable[..., Visitor]


@pytest.fixture
def clock(tmp_path: Path) -> TurnedClock:
    turned = TurnedClock(tmp_path / "clock")
    turned.turn_to(BEGINS)
    return turned


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """The demo organisation as files, written by the library."""
    command = ["demo-data", "--managers", "120", "--meetings", "12", "--seed", "1", "--start", MONDAY.isoformat()]
    subprocess.run([Path(sys.executable).with_name("hexad"), *command, "--out", tmp_path / "files"], check=True)
    return tmp_path / "files"


@pytest.fixture
def product(tmp_path: Path, migrated: Migrated, clock: TurnedClock) -> Iterator[Product]:
    data = migrated(tmp_path / "data")
    with running_product(data, HEXAD_FEED_ALLOWED_HOSTS="localhost", **clock.settings) as product:
        product.run("create_organisation", "Aldermoor Works", "--owner", OWNER, "--zone", "Europe/Berlin")
        yield product


@pytest.fixture
def arrive(product: Product, page_at: PageAt, axe_clean: AxeClean, save_screenshot: SaveScreenshot) -> Arrive:
    """``arrive("owner", width=1280)``: a visitor at a browser of their own."""
    gallery = Gallery(product.url, axe_clean, save_screenshot)
    return lambda role=NOBODY, width=390: Visitor(page_at(width), gallery, role)


def test_from_a_file_of_managers_to_the_pdf_of_the_board(
    product: Product, clock: TurnedClock, files: Path, arrive: Arrive, tmp_path: Path
) -> None:
    owner, member = arrive("owner", width=1280), arrive()
    mails = everybody_is_asked(owner, product, files)
    address = str(mails[0]["To"])
    arriving.join(member, mails[0], picture="people-join")
    running.look_around(member, "/", "/formation/my-group/", "/formation/groups/", "/scheduling/mine/", when="at-first")
    arriving.state_a_challenge(member)
    calendars_come_in(product, files, mails, [member, arrive(), arrive(width=1280)])
    groups = groups_are_published(owner)
    cycles_are_planned_and_booked(owner, product, groups)
    invitations_are_answered(owner, member, product, address)
    running.look_around(owner, "/", "/availability/", "/outbox/", "/accounts/profile/")
    running.administer(owner)
    sponsor = arrive("sponsor", width=1280)
    running.sponsor(sponsor, product.sink)
    assert not forgotten([owner, member, sponsor], MAIN_JOB)
    both_sessions_are_held(product, clock, (member, address), arrive("participant"))
    come_back(product, (owner, OWNER), (member, address), (sponsor, running.SPONSOR))
    member.open("/")
    member.see("of work time")
    period = for_the_board.the_period_is_closed(owner)
    for_the_board.the_board_reads(sponsor, period, tmp_path)
    for_the_board.everybody_finds_their_data(owner, member, sponsor)
    assert not forgotten([owner, member, sponsor], BOARD)


def everybody_is_asked(owner: Visitor, product: Product, files: Path) -> list[EmailMessage]:
    arriving.sign_in_by_mail(owner, product.sink, OWNER)
    running.look_around(owner, "/", when="at-first")
    for_the_board.cost_is_set(owner)
    arriving.import_people(owner, files / "people.csv")
    return arriving.invite_everybody(owner, product.sink)


def calendars_come_in(product: Product, files: Path, mails: list[EmailMessage], members: list[Visitor]) -> None:
    """By a file, by an address, by hand; for everybody else beside the browser."""
    first, second, third = members
    finding_time.upload_a_file(first, files / "calendars" / f"{mails[0]['To']}.ics")
    arriving.join(second, mails[1])
    with serving() as calendars:
        calendars.content = (files / "calendars" / f"{mails[1]['To']}.ics").read_bytes()
        finding_time.give_an_address(second, calendars)
    arriving.join(third, mails[2])
    finding_time.paint_a_week(third)
    finding_time.everybody_else(product, MONDAY, mails[3:])


def groups_are_published(owner: Visitor) -> int:
    first = forming.form_groups(owner, {"Search for at most": "3"}, picture="formation-run")
    forming.look_at_the_result(owner)
    forming.move_and_take_back(owner, first)
    second = forming.form_groups(owner, {"Seed": "2", "Preferred size": "5"})
    forming.compare(owner, first, second)
    return forming.publish(owner, second)


def cycles_are_planned_and_booked(owner: Visitor, product: Product, groups: int) -> None:
    meeting.prepare_places(owner)
    meeting.plan_all_groups(owner, groups)
    meeting.choose_another_time(owner)
    meeting.ask_a_group(owner, product.sink)


def invitations_are_answered(owner: Visitor, member: Visitor, product: Product, address: str) -> None:
    """The member's first meeting is moved, another group's last one is cancelled."""
    invitations = meeting.send_invitations(owner, product.sink)
    mine = meeting.first_of(address, invitations)
    running.look_around(member, "/", "/formation/my-group/", "/formation/groups/", "/people/me/", "/accounts/profile/")
    details = meeting.answer(member, mine)
    meeting.move(owner, product.sink, details, meeting.same_meeting(mine, invitations))
    meeting.change_place_and_cancel(owner, product.sink, meeting.last_without(owner, address, invitations))


def both_sessions_are_held(product: Product, clock: TurnedClock, mine: tuple[Visitor, str], colleague: Visitor) -> None:
    """With practice between, and all that the report of the board counts."""
    member, address = mine
    explore, reflect = two.sessions_of(product, address)
    people = (mine, (colleague, explore["members"][1]))
    product.beside(all_groups.live, "explore", address)
    clock.turn_to(two.instant(explore) - 5 * two.MINUTE)
    come_back(product, *people)
    two.they_explore(clock, explore, member, colleague)
    clock.turn_to(two.instant(explore) + timedelta(days=3))
    come_back(product, mine)
    two.somebody_practises(member)
    product.beside(all_groups.live, "reflect", address)
    clock.turn_to(two.instant(reflect) - 5 * two.MINUTE)
    come_back(product, *people)
    two.they_reflect(clock, reflect, member, colleague)
    clock.turn_to(two.instant(reflect) + timedelta(days=40))


def come_back(product: Product, *people: tuple[Visitor, str]) -> None:
    """Days have passed: whoever comes signs in again."""
    for visitor, address in people:
        visitor.page.context.clear_cookies()
        visitor.open(product.beside(one_group.link, address))
        visitor.press("Sign in")
        visitor.page.wait_for_url(f"{product.url}/")
