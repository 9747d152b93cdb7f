"""Mails of Northwind Works, for tests."""

from datetime import datetime

from hexad_web.accounts.models import Organisation
from hexad_web.outbox.actions import queue_mails
from hexad_web.outbox.models import OutboxMessage
from hexad_web.outbox.rendering import Mail
from tests.examples import NOW

ICS = b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:explore-7@hexad\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"


def mail_to(name: str, **fields: object) -> Mail:
    values: dict[str, object] = {
        "to": f"{name}@northwind.example",
        "subject": "Explore: delegation",
        "text": "Thu 4 June, 14:00 (Berlin)",
        "kind": "invitation",
        "key": name,
    }
    return Mail(**{**values, **fields})  # type: ignore[arg-type]  # a test's shorthand


def queued(
    organisation: Organisation | None, *names: str, now: datetime = NOW, **fields: object
) -> list[OutboxMessage]:
    return queue_mails(organisation=organisation, mails=[mail_to(name, **fields) for name in names], now=now)


def states() -> dict[str, str]:
    """What has become of each mail, by the first name of whom it is for."""
    rows = OutboxMessage.objects.order_by("pk").values_list("recipient", "state")
    return {recipient.partition("@")[0]: state for recipient, state in rows}
