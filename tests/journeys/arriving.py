"""Signing in, the file of managers, the question whether they take part."""

import re
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

from tests.journeys.looking import NOBODY, Visitor
from tests.mail_sink import MailSink, text_of


def mail_to(address: str, subject: str) -> Callable[[EmailMessage], bool]:
    return lambda mail: mail["To"] == address and subject in str(mail["Subject"])


def links_of(mail: EmailMessage) -> list[str]:
    return re.findall(r"http://\S+", text_of(mail))


def sign_in_by_mail(visitor: Visitor, sink: MailSink, address: str) -> None:
    """The pages of signing in belong to nobody yet; afterwards the visitor has the role that the caller knows."""
    role, visitor.role = visitor.role, NOBODY
    visitor.open("/accounts/login/")
    visitor.look("sign-in")
    visitor.page.get_by_label("E-mail").first.fill(address)
    visitor.press("Send me a link")
    visitor.see("Look in your mail")
    visitor.look("sign-in-code")
    (mail,) = sink.wait_for(mail_to(address, "link to sign in"))
    visitor.open(links_of(mail)[0])
    visitor.look("sign-in-link")
    visitor.press("Sign in")
    visitor.page.wait_for_url(f"{visitor.gallery.url}/")
    visitor.role = role


def import_people(owner: Visitor, file: Path) -> None:
    owner.open("/people/")
    owner.look("people-empty")
    owner.open("/people/import/")
    owner.look("people-import")
    owner.page.get_by_label("File", exact=True).set_input_files(file)
    owner.press("Continue")
    owner.page.get_by_role("button", name="Import 120 people").wait_for()
    owner.look("people-preview")
    owner.press("Import 120 people")
    owner.see("120 in. Same file again changes nothing.")
    owner.glance("people-imported")


def invite_everybody(owner: Visitor, sink: MailSink) -> list[EmailMessage]:
    owner.open("/people/")
    owner.look("people")
    owner.page.locator("tbody a").first.click()
    owner.look("person")
    owner.open("/people/")
    owner.page.locator("summary").filter(has_text="Invite 120 people").click()
    owner.press("Invite 120 people")
    owner.page.get_by_text("Not answered").first.wait_for()
    return sink.wait_for(lambda mail: "Take part" in str(mail["Subject"]), count=120)


def join(visitor: Visitor, mail: EmailMessage, *, picture: str = "") -> None:
    """Opening the link changes nothing, since scanners open links too; the button answers and signs in."""
    wanted = next(link for link in links_of(mail) if "answer=join" in link)
    for _opened in range(2):
        visitor.open(wanted)
        assert "You joined" not in visitor.main_text()
    if picture:
        visitor.look(picture)
    visitor.press("Send answer")
    visitor.see("You joined")
    visitor.role = "participant"


def state_a_challenge(member: Visitor) -> None:
    member.open("/challenges/new/")
    member.page.get_by_label("What is hard for you right now?").fill("Everything waits on my desk until I decide it.")
    member.press("Continue")
    member.page.get_by_label("What can you give?").fill("I have moved a team to another site.")
    member.press("Continue")
    member.page.get_by_label("What do you want?").fill("One evening a week without work.")
    member.press("Continue")
    member.press("Share without my name")
    member.see("Shared without your name.")
