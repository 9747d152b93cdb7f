"""The whole chain in a browser with simulated time: from the file of managers to the PDF on the board's table."""

import io
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from hexad.report import compose, read_snapshot
from hexad.report.snapshot import State
from hexad.report.words import HIDDEN
from tests.browser import SCREENSHOTS, AxeClean, PageAt, SaveScreenshot
from tests.journeys import arriving, finding_time, forming, meeting, running
from tests.journeys import in_the_room as room
from tests.journeys.clock import TurnedClock
from tests.journeys.looking import BOARD, NOBODY, Gallery, Visitor, forgotten
from tests.journeys.product import Product, running_product

pytestmark = pytest.mark.browser
OWNER = "olga@aldermoor.example"
MONDAY = date(2027, 1, 11)  # calendars begin
BEGINS = datetime(2027, 1, 5, 8, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
Arrive = Callable[..., Visitor]


@pytest.fixture
def clock(tmp_path: Path) -> TurnedClock:
    turned = TurnedClock(tmp_path / "clock")
    turned.turn_to(BEGINS)
    return turned


@pytest.fixture
def files(tmp_path: Path) -> Path:
    command = ["demo-data", "--managers", "120", "--meetings", "12", "--seed", "1", "--start", MONDAY.isoformat()]
    subprocess.run([Path(sys.executable).with_name("hexad"), *command, "--out", tmp_path / "files"], check=True)
    return tmp_path / "files"


@pytest.fixture
def product(tmp_path: Path, clock: TurnedClock) -> Iterator[Product]:
    with running_product(tmp_path / "data", **clock.settings) as product:
        product.run("create_organisation", "Aldermoor Works", "--owner", OWNER, "--zone", "Europe/Berlin")
        yield product


@pytest.fixture
def arrive(product: Product, page_at: PageAt, axe_clean: AxeClean, save_screenshot: SaveScreenshot) -> Arrive:
    gallery = Gallery(product.url, axe_clean, save_screenshot)
    return lambda role=NOBODY, width=390: Visitor(page_at(width), gallery, role)


def test_from_the_file_of_managers_to_the_pdf_of_the_board(
    product: Product, clock: TurnedClock, files: Path, arrive: Arrive, tmp_path: Path
) -> None:
    owner, member = arrive("owner", 1280), arrive("participant")
    sign_in(product, owner, OWNER)
    cost_is_set(owner)
    mails = everybody_is_asked(owner, product, files)
    address = str(mails[0]["To"])
    somebody_joins_with_a_challenge(member, mails[0], files / "calendars" / f"{address}.ics")
    finding_time.everybody_else(product, MONDAY, mails[1:])
    groups_meet(owner, product)
    explore, reflect = sessions_of(product, address)
    colleague = arrive("participant")
    live(product, "explore", address)
    come_back(product, clock, explore, (member, address), (colleague, explore["members"][1]))
    they_explore(clock, explore, member, colleague)
    clock.turn_to(instant(explore) + timedelta(days=3))
    come_back(product, clock, None, (member, address))
    somebody_practises(member)
    live(product, "reflect", address)
    come_back(product, clock, reflect, (member, address), (colleague, explore["members"][1]))
    they_reflect(clock, reflect, member, colleague)
    clock.turn_to(instant(reflect) + timedelta(days=40))
    come_back(product, clock, None, (owner, OWNER), (member, address))
    member.open("/")
    member.see("of work time")
    period = the_period_is_closed(owner)
    running.administer(owner)
    sponsor = arrive("sponsor", 1280)
    sign_in(product, sponsor, running.SPONSOR)
    the_board_reads(sponsor, period, tmp_path)
    everybody_finds_their_data(owner, member, sponsor)
    assert not forgotten([owner, member, sponsor], BOARD)


def sign_in(product: Product, visitor: Visitor, address: str) -> None:
    links = json.loads(product.python("-m", "tests.journeys.one_group", "links"))
    visitor.page.context.clear_cookies()
    visitor.open(links[address])
    visitor.press("Sign in")
    visitor.page.wait_for_url(f"{product.url}/")


def come_back(
    product: Product, clock: TurnedClock, session: dict[str, Any] | None, *people: tuple[Visitor, str]
) -> None:
    """Days have passed: whoever comes signs in again, five minutes before the session where there is one."""
    if session is not None:
        clock.turn_to(instant(session) - 5 * MINUTE)
    for visitor, address in people:
        sign_in(product, visitor, address)


def instant(session: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(session["start"])


def cost_is_set(owner: Visitor) -> None:
    """In euros, with a wage of the organisation's own: the report is priced with it."""
    owner.open("/economics/")
    owner.page.get_by_label("Currency").fill("EUR")
    owner.page.get_by_label("What one US dollar costs").fill("0.92")
    owner.page.locator("#id_wage").fill("75")
    owner.press("Save scenario")
    owner.see("Saved. Reports of periods")
    owner.look("board-cost")


def everybody_is_asked(owner: Visitor, product: Product, files: Path) -> list[EmailMessage]:
    owner.open("/people/import/")
    owner.page.get_by_label("File", exact=True).set_input_files(files / "people.csv")
    owner.press("Continue")
    owner.press("Import 120 people")
    owner.see("120 in. Same file again changes nothing.")
    owner.open("/people/")
    owner.page.locator("summary").filter(has_text="Invite 120 people").click()
    owner.press("Invite 120 people")
    owner.page.get_by_text("Not answered").first.wait_for()
    return product.sink.wait_for(lambda mail: "Take part" in str(mail["Subject"]), count=120)


def somebody_joins_with_a_challenge(member: Visitor, mail: EmailMessage, calendar: Path) -> None:
    arriving.join(member, mail)
    member.open("/challenges/new/")
    member.page.get_by_label("What is hard for you right now?").fill("Everything waits on my desk until I decide it.")
    member.press("Continue")
    member.page.get_by_label("What can you give?").fill("I have moved a team to another site.")
    member.press("Continue")
    member.page.get_by_label("What do you want?").fill("One evening a week without work.")
    member.press("Continue")
    member.press("Share without my name")
    member.see("Shared without your name.")
    member.open("/availability/calendars/add/")
    member.page.get_by_label("Calendar file (.ics)").set_input_files(calendar)
    member.press("Upload")
    member.see("The file itself is not kept.")


def groups_meet(owner: Visitor, product: Product) -> None:
    """Formed, published, planned and invited."""
    result = forming.form_groups(owner, {"Search for at most": "3"})
    owner.open(result)
    owner.page.get_by_role("button", name="Publish").click()
    owner.see("groups published.")
    owner.open("/scheduling/places/")
    owner.page.get_by_label("Address of online meetings").fill("https://meet.aldermoor.example/{meeting}")
    owner.press("Save address")
    owner.open("/scheduling/plan/")
    owner.page.get_by_role("button", name="Plan").first.click()
    owner.page.get_by_role("button", name="Send invitations to").wait_for(timeout=120_000)
    owner.look("board-plan")
    meeting.send_invitations(owner, product.sink)


def sessions_of(product: Product, address: str) -> list[dict[str, Any]]:
    """The worker opens a room for each meeting that is booked."""
    found: list[dict[str, Any]] = []
    while len(found) < 2:
        found = json.loads(product.python("-m", "tests.journeys.all_groups", "sessions", address))
    return found


def live(product: Product, kind: str, address: str) -> None:
    product.python("-m", "tests.journeys.all_groups", "live", kind, address)


def they_explore(clock: TurnedClock, session: dict[str, Any], *people: Visitor) -> None:
    start = instant(session)
    for visitor in people:
        room.enter(visitor, session["session"])
        room.accept_agreement(visitor)
        room.rate(visitor, 3)
    clock.turn_to(start + 4 * MINUTE)  # whoever facilitates is not there: anybody may start
    facilitator = people[0]
    room.tap(facilitator, "Start")
    room.wait_for_step("Welcome", *people)
    for step in ("Stories", "Causes", "Options", "Plan"):
        room.go_on_to(step, *people)
    day = (start + timedelta(days=2)).date().isoformat()
    for visitor in people:
        room.fill_plan(visitor, "somebody asks me to decide", "I ask what they would do", day)
    clock.turn_to(start + 80 * MINUTE)
    room.wait_for_step("Takeaways", *people)
    for visitor in people:
        room.answer_five_questions(visitor, 4)
    clock.turn_to(start + 90 * MINUTE)
    for visitor in people:
        visitor.page.get_by_text("The session has ended.").first.wait_for(timeout=room.PATIENCE)


def somebody_practises(member: Visitor) -> None:
    member.open("/practice/")
    member.page.get_by_label("Tried", exact=True).check()
    member.page.get_by_label("One line").fill("It went well with one of two.")
    member.press("Log what I tried")
    member.see("Logged")


def they_reflect(clock: TurnedClock, session: dict[str, Any], *people: Visitor) -> None:
    start = instant(session)
    for visitor in people:
        room.enter(visitor, session["session"])
    clock.turn_to(start + 4 * MINUTE)
    facilitator = people[0]
    room.tap(facilitator, "Start")
    room.wait_for_step("Welcome", *people)
    for step in ("Reports", "Patterns", "Adapt"):
        room.go_on_to(step, *people)
    for visitor in people:
        visitor.page.get_by_label("Keep it").check(timeout=room.PATIENCE)
        room.tap(visitor, "Keep my plan")
        visitor.page.get_by_text("Your plan is kept.").first.wait_for(timeout=room.PATIENCE)
    room.go_on_to("Rating", *people)
    for visitor in people:
        room.rate(visitor, 5)
    clock.turn_to(start + 90 * MINUTE)
    for visitor in people:
        visitor.page.get_by_text("The session has ended.").first.wait_for(timeout=room.PATIENCE)


def the_period_is_closed(owner: Visitor) -> str:
    """Returns the address of the board's page."""
    owner.open("/report/")
    owner.look("board-before-closing")
    owner.page.get_by_label("Name").fill("First round")
    owner.press("Close period")
    owner.page.wait_for_url("**/report/*/")
    owner.look("board-owner")
    page = owner.page.url
    owner.open("/")
    owner.look("board-owner-home")
    return page


def the_board_reads(sponsor: Visitor, page: str, folder: Path) -> None:
    sponsor.open("/")
    sponsor.look("board-sponsor-home")
    sponsor.page.get_by_role("link", name="Read the report").click()
    sponsor.page.wait_for_url(page)
    sponsor.look("board-sponsor")
    snapshot = read_snapshot(sponsor.page.request.get(f"{page}snapshot.json").body())
    what_is_shown_is_what_happened(snapshot)
    with sponsor.page.expect_download() as download:
        sponsor.page.get_by_role("link", name="Download PDF").click()
    file = folder / "board.pdf"
    download.value.save_as(file)
    SCREENSHOTS.mkdir(exist_ok=True)
    (SCREENSHOTS / "journey-board.pdf").write_bytes(file.read_bytes())
    the_pdf_says_the_same(file.read_bytes(), sponsor.main_text(), snapshot)


def everybody_finds_their_data(owner: Visitor, member: Visitor, sponsor: Visitor) -> None:
    """Their own folder, how long things are kept, and a wish to be erased that is taken back."""
    running.look_around(sponsor, "/report/", "/economics/", "/privacy/")
    running.look_around(owner, "/privacy/")
    running.act_as(owner, "Administrator")
    owner.role = "administrator"
    running.look_around(owner, "/privacy/")
    member.open("/privacy/")
    member.press("Erase my data")
    member.see("Lost for good after 7 days")
    member.glance("privacy-asks")
    member.press("Erase anyway")
    member.see("You and your data are erased on")
    member.look("participant-privacy")
    member.press("Take it back")
    member.see("Nothing is erased.")


def what_is_shown_is_what_happened(snapshot: Any) -> None:  # noqa: ANN401  # a snapshot
    assert snapshot.currency == "EUR"
    for key in ("hours", "cost", "held", "before", "after", "kept", "sharing", "joined"):
        assert snapshot[key].state is State.SHOWN, key
    assert snapshot["after"].value > snapshot["before"].value
    assert snapshot["held"].value >= 30
    assert snapshot["kept_3"].state is State.NONE


def the_pdf_says_the_same(pdf: bytes, page: str, snapshot: Any) -> None:  # noqa: ANN401  # likewise
    """Each number of the page stands in the PDF, and nothing in it that the page keeps back."""
    text = "".join("".join(one.extract_text() for one in PdfReader(io.BytesIO(pdf)).pages).split())
    report = compose(snapshot)
    for number in report.numbers:
        assert "".join(number.value.split()) in text
        assert number.value.split("\u00a0")[0] in page
    cells = [cell for sheet in report.behind for row in sheet.rows for cell in row]
    values = [*cells, *(number.value for number in report.numbers)]
    assert text.count("".join(HIDDEN.split())) == values.count(HIDDEN)
