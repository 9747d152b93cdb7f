"""The main job in a real browser: from a file of managers to groups that meet."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.browser import AxeClean, PageAt, SaveScreenshot
from tests.hexad_web.availability.calendar_server import serving
from tests.journeys import arriving, finding_time, forming, meeting, running
from tests.journeys.looking import MAIN_JOB, NOBODY, Gallery, Visitor, forgotten
from tests.journeys.product import Product, running_product

pytestmark = pytest.mark.browser
OWNER = "olga@aldermoor.example"
TODAY = datetime.now(UTC).date()
START = TODAY + timedelta(days=14 - TODAY.weekday())  # the second Monday from now

Arrive = Callable[..., Visitor]


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """The demo organisation as files, written by the library."""
    command = ["demo-data", "--managers", "120", "--meetings", "12", "--seed", "1", "--start", START.isoformat()]
    subprocess.run([Path(sys.executable).with_name("hexad"), *command, "--out", tmp_path / "files"], check=True)
    return tmp_path / "files"


@pytest.fixture
def product(tmp_path: Path) -> Iterator[Product]:
    with running_product(tmp_path / "data", HEXAD_FEED_ALLOWED_HOSTS="localhost") as product:
        product.run("create_organisation", "Aldermoor Works", "--owner", OWNER, "--zone", "Europe/Berlin")
        yield product


@pytest.fixture
def arrive(product: Product, page_at: PageAt, axe_clean: AxeClean, save_screenshot: SaveScreenshot) -> Arrive:
    """``arrive("owner", width=1280)``: a visitor at a browser of their own."""
    gallery = Gallery(product.url, axe_clean, save_screenshot)
    return lambda role=NOBODY, width=390: Visitor(page_at(width), gallery, role)


def test_from_a_file_of_managers_to_groups_that_meet(product: Product, files: Path, arrive: Arrive) -> None:
    owner, member = arrive("owner", width=1280), arrive()
    arriving.sign_in_by_mail(owner, product.sink, OWNER)
    running.look_around(owner, "/", when="at-first")
    arriving.import_people(owner, files / "people.csv")
    mails = arriving.invite_everybody(owner, product.sink)
    arriving.join(member, mails[0], picture="people-join")
    running.look_around(member, "/", "/formation/my-group/", "/formation/groups/", "/scheduling/mine/", when="at-first")
    calendars_come_in(product, files, mails, [member, arrive(), arrive(width=1280)])
    groups = groups_are_published(owner)
    cycles_are_planned_and_booked(owner, product, groups)
    invitations = meeting.send_invitations(owner, product.sink)
    mine = meeting.first_of(str(mails[0]["To"]), invitations)
    running.look_around(member, "/", "/formation/my-group/", "/formation/groups/", "/people/me/", "/accounts/profile/")
    address = meeting.answer(member, mine)
    same = meeting.same_meeting(mine, invitations)
    meeting.move(owner, product.sink, address, same)
    meeting.change_place_and_cancel(owner, product.sink, same)
    running.look_around(owner, "/", "/availability/", "/outbox/", "/accounts/profile/")
    running.administer(owner)
    sponsor = arrive("sponsor", width=1280)
    running.sponsor(sponsor, product.sink)
    assert not forgotten([owner, member, sponsor], MAIN_JOB)


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
    finding_time.everybody_else(product, START, mails[3:])


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
