"""One mail as the bytes that are sent: rendered once, so that a second delivery is the same message."""

import re
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid, parseaddr

from django.conf import settings

POLICY = SMTP.clone(cte_type="7bit")  # not every mail server on the way takes 8 bits


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """What a mail says where it joins another one: a heading, one paragraph, one link."""

    title: str
    text: str
    url: str = ""
    action: str = ""  # the link's words
    language: str = ""  # of the text, where it is not the mail's


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """What one person is to be told. ``key`` is unique in the organisation: the same key is queued once.

    ``secret``: the text holds something that signs in or opens a door; it is wiped after delivery.
    ``expires_at``: after it the mail is withdrawn instead of sent.
    ``reply_to``: where answers go, if not to the sender.
    ``urgency``: 0 to 9, who goes first where a reader's week has room for one. ``section``: lets it join another mail.
    """

    to: str
    subject: str
    text: str
    kind: str
    key: str
    html: str = ""
    calendar: bytes | None = None
    calendar_method: str = "REQUEST"
    reply_to: str = ""
    message_id: str | None = None
    urgent: bool = False
    urgency: int = 5
    section: Section | None = None
    secret: bool = False
    expires_at: datetime | None = None

    @property
    def one_line_subject(self) -> str:
        return " ".join(self.subject.split())

    @property
    def calendar_uid(self) -> str:
        unfolded = re.sub(rb"\r?\n[ \t]", b"", self.calendar or b"")
        found = re.search(rb"^UID:(.*?)\s*$", unfolded, re.MULTILINE)
        return found.group(1).decode("utf-8", "replace") if found else ""


def new_message_id() -> str:
    domain = sender_address().rpartition("@")[2] or "localhost"
    return make_msgid(domain=domain)


def sender_address() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def render(mail: Mail, *, message_id: str, now: datetime) -> bytes:
    """The MIME message: plain text first, then HTML, then the calendar part, as alternatives of one another."""
    message = EmailMessage(policy=POLICY)
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    message["From"] = Address(display_name=name, addr_spec=address)
    message["To"] = mail.to
    if mail.reply_to:
        message["Reply-To"] = mail.reply_to
    message["Subject"] = mail.one_line_subject
    message["Date"] = format_datetime(now)
    message["Message-ID"] = message_id
    message.set_content(mail.text)
    if mail.html:
        message.add_alternative(mail.html, subtype="html")
    if mail.calendar is not None:
        message.add_alternative(
            mail.calendar.decode(), subtype="calendar", params={"method": mail.calendar_method, "component": "VEVENT"}
        )
        message["X-Auto-Response-Suppress"] = "OOF"  # Exchange's holiday replies stay away, answers still come
    else:
        message["Auto-Submitted"] = "auto-generated"  # holiday replies stay away
    return message.as_bytes()
