"""Every mail that Django, allauth or an app upstream of the outbox sends becomes a row of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from hexad_web.outbox.models import OutboxMessage
from hexad_web.outbox.rendering import sender_address
from hexad_web.outbox.waking import wake_on_commit

KIND, EXPIRES = "X-Hexad-Kind", "X-Hexad-Expires"  # for the outbox alone: they never leave
NO_SERVER = ".invalid"  # RFC 2606: no mail server ever answers for it


class OutboxBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        now = timezone.now()
        rows = [row for message in email_messages for row in _rows(message, now)]
        OutboxMessage.objects.bulk_create(rows)
        if rows:
            wake_on_commit()
        return len(email_messages)


def _rows(message: EmailMessage, now: datetime) -> list[OutboxMessage]:
    headers = message.extra_headers
    kind, expires = headers.pop(KIND, "account"), headers.pop(EXPIRES, None)
    rendered: Any = message.message()
    payload = rendered.as_bytes(linesep="\r\n")
    return [
        OutboxMessage(
            organisation=None,
            recipient=recipient,
            sender=sender_address(),
            subject=" ".join(message.subject.split())[:300],
            kind=kind,
            key=f"{rendered['Message-ID']} {recipient}"[:200],
            message_id=rendered["Message-ID"],
            secret=True,  # links that open an account come this way
            urgent=True,
            queued_at=now,
            next_try_at=now,
            expires_at=datetime.fromisoformat(expires) if expires else None,
            **_what_becomes_of(recipient, payload),
        )
        for recipient in message.recipients()
    ]


def _what_becomes_of(recipient: str, payload: bytes) -> dict[str, Any]:
    if recipient.endswith(NO_SERVER):
        return {"state": OutboxMessage.State.CANCELLED, "payload": b""}
    return {"state": OutboxMessage.State.QUEUED, "payload": payload}
