"""Calendars come in: a file, an address, a painted week; everybody else beside the browser."""

import re
from collections.abc import Iterable
from datetime import date
from email.message import EmailMessage
from pathlib import Path

from playwright.sync_api import expect

from tests.hexad_web.availability.calendar_server import CalendarServer
from tests.journeys.arriving import links_of
from tests.journeys.everybody_else import answer_and_bring_calendars
from tests.journeys.looking import Visitor
from tests.journeys.product import Product


def upload_a_file(visitor: Visitor, file: Path) -> None:
    visitor.open("/availability/calendars/")
    visitor.look("calendars-empty")
    visitor.page.get_by_role("link", name="Add a calendar").click()
    visitor.look("calendar-add")
    visitor.page.get_by_label("Calendar file (.ics)").set_input_files(file)
    visitor.press("Upload")
    visitor.see("The file itself is not kept.")
    visitor.look("calendars")
    visitor.open("/availability/hours/")
    visitor.look("hours")


def give_an_address(visitor: Visitor, server: CalendarServer) -> None:
    """The server stands inside the network: it is read because the administrator allows it by name."""
    visitor.open("/availability/calendars/add/")
    visitor.page.get_by_label("Secret address of the calendar").fill(server.url())
    visitor.press("Read this calendar")
    visitor.page.get_by_text(re.compile("Read (just now|[0-9]+ second)")).first.wait_for()
    assert server.asked


def paint_a_week(visitor: Visitor) -> None:
    """With the keyboard alone: Monday and Tuesday, two hours from where the grid begins."""
    visitor.open("/availability/calendars/")
    visitor.page.locator("[role=gridcell][tabindex='0']").focus()
    for key in ("Shift+ArrowDown", "Shift+ArrowDown", "Shift+ArrowDown", "Shift+ArrowRight", "Enter"):
        visitor.page.keyboard.press(key)
    expect(visitor.page.locator("#week-saved")).to_contain_text("Saved")
    visitor.open("/availability/calendars/")
    visitor.see("Painted")
    visitor.glance("week-painted")


def everybody_else(product: Product, start: date, mails: Iterable[EmailMessage]) -> None:
    tokens = {str(mail["To"]): links_of(mail)[0].split("/join/")[1].split("/")[0] for mail in mails}
    product.beside(answer_and_bring_calendars, start.isoformat(), tokens)
