"""The price of an hour, a period that is closed, the board's page and its PDF; and everybody's own data."""

import io
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from hexad.report import compose, read_snapshot
from hexad.report.snapshot import State
from hexad.report.words import HIDDEN
from tests.browser import SCREENSHOTS
from tests.journeys import running
from tests.journeys.looking import Visitor


def cost_is_set(owner: Visitor) -> None:
    """In euros, with a wage of the organisation's own: the report is priced with it."""
    owner.open("/economics/")
    owner.page.get_by_label("Currency").fill("EUR")
    owner.page.get_by_label("What one US dollar costs").fill("0.92")
    owner.page.locator("#id_wage").fill("75")
    owner.press("Save scenario")
    owner.see("Saved. Reports of periods")
    owner.look("board-cost")


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
