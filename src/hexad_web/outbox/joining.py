"""The letter as it leaves: a mail that counts carries the sections of those that joined it, and the day's date."""

import re
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.utils import format_datetime

from django.utils.html import format_html

from hexad_web.outbox.models import OutboxMessage
from hexad_web.outbox.rendering import POLICY

# Where mail/base.txt and mail/base.html have room for sections: before their last lines.
DATE = re.compile(rb"^Date: [^\r\n]*", re.MULTILINE)
TEXT_END, HTML_END = "\n-- \n", "<!-- joined -->"
Words = dict[str, str]


def letter_of(row: OutboxMessage, now: datetime) -> bytes:
    """The stored bytes; composed anew only for mails that may have waited and may have company."""
    payload = bytes(row.payload)
    if not row.counts_for or not payload:
        return payload
    joined = OutboxMessage.objects.filter(joined_to=row, state=OutboxMessage.State.JOINED)
    sections = joined.order_by("-urgency", "queued_at", "pk").values_list("section", flat=True)
    return compose(payload, list(sections), now)


def compose(payload: bytes, sections: list[Words], now: datetime) -> bytes:
    dated = DATE.sub(f"Date: {format_datetime(now)}".encode(), payload, count=1)
    if not sections:
        return dated  # taking a letter apart costs more than all else that is done with it
    message = message_from_bytes(dated, policy=POLICY)
    for part in message.walk():
        if part.get_content_type() == "text/plain":
            _replace(part, _before(TEXT_END, part.get_content(), "".join(map(_text_of, sections))), "plain")
        elif part.get_content_type() == "text/html":
            _replace(part, _before(HTML_END, part.get_content(), "".join(map(_html_of, sections))), "html")
    return message.as_bytes()


def _replace(part: EmailMessage, content: str, subtype: str) -> None:
    part.set_content(content, subtype=subtype)


def _before(mark: str, content: str, added: str) -> str:
    head, found, tail = content.replace("\r\n", "\n").rpartition(mark)
    return f"{head}{added}{found}{tail}" if found else f"{content}{added}"


def _text_of(section: Words) -> str:
    lines = [section["title"], section["text"], f"{section['action']}: {section['url']}" if section["url"] else ""]
    return "\n\n" + "\n".join(line for line in lines if line) + "\n"


def _html_of(section: Words) -> str:
    link = format_html('<p><a href="{}">{}</a></p>', section["url"], section["action"]) if section["url"] else ""
    language = format_html(' lang="{}"', section["language"]) if section.get("language") else ""
    return format_html("<h2>{}</h2><p{}>{}</p>{}", section["title"], language, section["text"], link)
