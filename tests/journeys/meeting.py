"""Whole cycles planned and booked, invitations read and answered, a meeting moved and another one cancelled."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

from icalendar import Calendar

from tests.journeys.arriving import links_of
from tests.journeys.looking import Visitor
from tests.journeys.product import COLD_START
from tests.mail_sink import MailSink, text_of


def event_of(mail: EmailMessage) -> dict[str, Any]:
    """What a calendar client reads of an invitation."""
    part = next(part for part in mail.walk() if part.get_content_type() == "text/calendar")
    calendar = Calendar.from_ical(part.get_payload(decode=True))
    (event,) = calendar.walk("VEVENT")
    assert part.get_param("method") == str(calendar["METHOD"])
    assert str(event["ATTENDEE"]) == f"mailto:{mail['To']}"
    return {
        "method": str(calendar["METHOD"]),
        "uid": str(event["UID"]),
        "sequence": int(event["SEQUENCE"]),
        "start": event["DTSTART"].dt,
        "status": str(event["STATUS"]),
    }


def first_of(address: str, invitations: list[EmailMessage]) -> EmailMessage:
    """The invitation to a person's Explore."""
    own = [mail for mail in invitations if mail["To"] == address]
    return min(own, key=lambda mail: event_of(mail)["start"])


def same_meeting(mail: EmailMessage, invitations: list[EmailMessage]) -> list[EmailMessage]:
    return [one for one in invitations if event_of(one)["uid"] == event_of(mail)["uid"]]


def is_meeting(mail: EmailMessage) -> bool:
    return any(part.get_content_type() == "text/calendar" for part in mail.walk())


def revision(uid: str, sequence: int) -> Callable[[EmailMessage], bool]:
    def of_this(mail: EmailMessage) -> bool:
        event = event_of(mail) if is_meeting(mail) else {}
        return event.get("uid") == uid and event["sequence"] == sequence

    return of_this


def prepare_places(owner: Visitor) -> None:
    owner.open("/scheduling/places/")
    owner.look("places")
    owner.page.get_by_label("Address of online meetings").fill("https://meet.aldermoor.example/{meeting}")
    owner.press("Save address")
    owner.see("Saved")


def plan_all_groups(owner: Visitor, groups: int) -> None:
    owner.open("/scheduling/plan/")
    owner.look("plan-start")
    owner.press(f"Plan {groups} groups")
    owner.page.get_by_role("button", name="Send invitations to").wait_for(timeout=COLD_START)
    owner.look("plan")


def choose_another_time(owner: Visitor) -> None:
    owner.page.get_by_role("link", name="Change").nth(1).click()
    owner.page.get_by_role("radio").nth(1).check()
    owner.look("plan-group")
    owner.press("Save")
    owner.see("Saved")


def ask_a_group(owner: Visitor, sink: MailSink) -> None:
    """The group of the first row is asked; one member answers by the link in the mail, then the owner books."""
    owner.page.get_by_role("link", name="Change").first.click()
    owner.press("Ask the group")
    owner.see("The group is asked.")
    owner.glance("plan-asked")
    (mail, *_others) = sink.wait_for(lambda mail: "Choose a time" in str(mail["Subject"]))
    choose_a_time(owner, mail)
    owner.page.get_by_role("link", name="Look").first.click()
    owner.look("plan-group-asked")
    owner.page.get_by_role("button", name="Book").first.click()
    sink.wait_for(
        is_meeting,
        count=2 * people_in(owner.page.get_by_text("people are invited, one mail for each meeting").inner_text()),
    )


def choose_a_time(owner: Visitor, mail: EmailMessage) -> None:
    """In a browser where nobody is signed in, as on the phone on which the mail is read."""
    with stranger_beside(owner) as member:
        member.open(next(link for link in links_of(mail) if "/choose/" in link))
        member.look("choose")
        for works in member.page.get_by_label("Works").all():
            works.check()
        member.press("Send answer")
        member.see("Sent. Changeable until")


@contextmanager
def stranger_beside(visitor: Visitor) -> Iterator[Visitor]:
    browser = visitor.page.context.browser
    assert browser is not None
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="en-GB", reduced_motion="reduce")
    yield Visitor(context.new_page(), visitor.gallery)
    context.close()


def people_in(text: str) -> int:
    """Of a button that ends with the number, or of a sentence about so many people."""
    return int(re.findall(r"(\d+)(?: people|$)", text.strip())[0])


def send_invitations(owner: Visitor, sink: MailSink) -> list[EmailMessage]:
    """Everybody gets one mail for Explore and one for Reflect, each a request that a calendar understands."""
    owner.open("/scheduling/plan/")
    button = owner.page.get_by_role("button", name="Send invitations to")
    people = people_in(button.inner_text())
    booked = len(sink.matching(is_meeting))
    button.click()
    owner.see(f"{people} people are invited, one mail for each meeting.")
    owner.glance("plan-sent")
    mails = sink.wait_for(is_meeting, count=booked + 2 * people)
    events = [event_of(mail) for mail in mails]
    assert {(event["method"], event["sequence"], event["status"]) for event in events} == {("REQUEST", 0, "CONFIRMED")}
    assert len({(mail["To"], event["uid"]) for mail, event in zip(mails, events, strict=True)}) == len(mails)
    return mails


def answer(member: Visitor, mail: EmailMessage) -> str:
    """Opening the link changes nothing; pressing does. The others' answers appear with one's own.

    Returns the address of the meeting.
    """
    member.open("/scheduling/mine/")
    member.look("sessions")
    member.page.get_by_role("link", name="Details").first.click()
    details = member.page.url
    for link in links_of(mail):
        member.open(link)
    member.open(details)
    member.see("The others' answers appear with yours.")
    member.look("meeting-member")
    with stranger_beside(member) as reader:
        reader.open(next(link for link in links_of(mail) if "answer=accept" in link))
        reader.look("answer")
        reader.press("Send answer")
        reader.see("Sent. You can change your answer")
    member.open(details)
    assert "The others' answers appear with yours." not in member.main_text()
    member.page.get_by_role("link", name="Move it").click()
    member.look("meeting-move-member")
    return details


def move(owner: Visitor, sink: MailSink, address: str, invitations: list[EmailMessage]) -> None:
    """``invitations``: those of one meeting. One message for each person, the same meeting, one revision later."""
    event = event_of(invitations[0])
    owner.open(address)
    owner.look("meeting-owner")
    owner.page.get_by_role("link", name="Move").click()
    owner.look("meeting-move")
    start: datetime = event["start"]
    earlier = start - timedelta(minutes=15)
    owner.page.get_by_label("Date").fill(earlier.date().isoformat())
    owner.page.get_by_label("Starts at").fill(earlier.strftime("%H:%M"))
    consent = owner.page.get_by_label("I asked the members")
    consent.check()
    owner.press("Send correction")
    owner.see("Each member gets one mail")
    moved = sink.wait_for(revision(event["uid"], 1), count=len(invitations))
    assert {event_of(mail)["method"] for mail in moved} == {"REQUEST"}
    assert {event_of(mail)["start"] for mail in moved} == {earlier}
    assert sorted(str(mail["To"]) for mail in moved) == sorted(str(mail["To"]) for mail in invitations)
    assert all("Moved from" in str(mail.get_body(("plain",))) for mail in moved)


def last_without(owner: Visitor, address: str, invitations: list[EmailMessage]) -> list[EmailMessage]:
    """The owner opens the last meeting to which this person is not invited; returns its invitations."""
    own = {event_of(mail)["uid"] for mail in invitations if mail["To"] == address}
    owner.open("/scheduling/plan/")
    ahead = owner.page.get_by_role("table", name="Meetings ahead").get_by_role("row").filter(has_text="Online")
    for place in (-1, -2):
        ahead.nth(place).get_by_role("link").click()
        link = owner.page.locator("main a[href^='https://meet.aldermoor.example/']").get_attribute("href")
        invited = [mail for mail in invitations if str(link) in text_of(mail)]
        if invited and event_of(invited[0])["uid"] not in own:
            return invited
        owner.page.go_back()
    raise AssertionError("both of the last meetings are the same person's")


def change_place_and_cancel(owner: Visitor, sink: MailSink, invitations: list[EmailMessage]) -> None:
    """On the page of the meeting whose invitations these are."""
    event = event_of(invitations[0])
    owner.page.get_by_role("link", name="Change room or link").click()
    owner.look("meeting-place")
    owner.page.go_back()
    owner.press("Cancel this meeting")
    owner.see("Cancelled")
    owner.glance("meeting-cancelled")
    ended = sink.wait_for(revision(event["uid"], 1), count=len(invitations))
    assert {(event_of(mail)["method"], event_of(mail)["status"]) for mail in ended} == {("CANCEL", "CANCELLED")}
    assert sorted(str(mail["To"]) for mail in ended) == sorted(str(mail["To"]) for mail in invitations)
