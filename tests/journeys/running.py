"""The pages beside the main job: what a participant, a sponsor and an administrator see of it."""

from tests.journeys.arriving import sign_in_by_mail
from tests.journeys.looking import Visitor
from tests.mail_sink import MailSink

SPONSOR = "sam@aldermoor.example"


def look_around(visitor: Visitor, *paths: str, when: str = "") -> None:
    """Each address by itself; its picture is called after it, and after ``when`` for a page that changes."""
    for path in paths:
        visitor.open(path)
        name = path.strip("/").replace("/", "-") or "home"
        visitor.look("-".join(filter(None, (visitor.role, name, when))))


def act_as(visitor: Visitor, role: str) -> None:
    """The same person in another role, by the switch at the top."""
    visitor.page.get_by_label("Acting as").select_option(label=role)
    visitor.page.wait_for_load_state()
    visitor.page.wait_for_url(f"{visitor.gallery.url}/")


def administer(owner: Visitor) -> None:
    owner.open("/accounts/profile/")
    act_as(owner, "Administrator")
    owner.role = "administrator"
    look_around(owner, "/", "/availability/health/", "/outbox/", "/accounts/organisation/", "/accounts/profile/")
    owner.open("/accounts/members/")
    owner.page.get_by_label("E-mail").fill(SPONSOR)
    owner.page.get_by_label("Name").fill("Sam Sponsor")
    owner.page.get_by_label("Sponsor").check()
    owner.press("Give the role")
    owner.see("Saved")
    owner.look("administrator-accounts")
    owner.open("/accounts/audit/")
    owner.look("administrator-audit")
    act_as(owner, "Programme owner")
    owner.role = "owner"


def sponsor(visitor: Visitor, sink: MailSink) -> None:
    sign_in_by_mail(visitor, sink, SPONSOR)
    look_around(visitor, "/", "/accounts/profile/")
