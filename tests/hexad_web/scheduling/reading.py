"""Reads queued mails back the way a mail program does."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from icalendar import Calendar, Event

from hexad_web.outbox.models import OutboxMessage


def mails(kind: str = "invitation") -> list[EmailMessage]:
    rows = OutboxMessage.objects.filter(kind=kind).order_by("pk")
    return [message_from_bytes(bytes(row.payload), policy=default) for row in rows]  # type: ignore[misc]


def calendar_part(mail: EmailMessage) -> EmailMessage:
    return next(part for part in mail.walk() if part.get_content_type() == "text/calendar")  # type: ignore[return-value]


def event_of(mail: EmailMessage) -> Event:
    return Calendar.from_ical(calendar_part(mail).get_content()).events[0]


def text_of(mail: EmailMessage) -> str:
    return str(mail.get_body(("plain",)).get_content())  # type: ignore[union-attr]
