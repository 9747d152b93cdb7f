"""Handing the due mails to the mail server, one connection per batch."""

import smtplib
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from hexad_web.outbox import budget, claims, joining
from hexad_web.outbox.models import OutboxMessage

Clock = Callable[[], datetime]
REFUSED_FOR_GOOD = 500
# Set once, when the process is told to end: the mail in hand is finished, the others go back.
stopping = threading.Event()
# The clock and the queue both call ``deliver_due``, in one process: two mails in hand at a kill could both come twice.
delivering = threading.Lock()


@dataclass(frozen=True, slots=True)
class Stored:
    """The stored bytes where Django's backends expect a message object."""

    payload: bytes

    def as_bytes(self, unixfrom: bool = False, linesep: str = "\n") -> bytes:
        return self.payload.replace(b"\r\n", b"\n").replace(b"\n", linesep.encode())


class StoredMail(EmailMessage):
    def __init__(self, row: OutboxMessage) -> None:
        super().__init__(from_email=row.sender, to=[row.recipient])
        self.row = row

    def message(self, *, policy: object = None) -> Any:  # noqa: ANN401  # Django's backends ask only for as_bytes
        return Stored(joining.letter_of(self.row, timezone.now()))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the mail server did. ``error`` names the kind of failure and its code, never the server's words."""

    error: str = ""
    for_good: bool = False
    uncertain: bool = False


def deliver_due(*, clock: Clock = timezone.now) -> int:
    """Send everything that is due; returns how many mails the server accepted. One at a time in a process."""
    if not delivering.acquire(blocking=False):
        return 0  # whoever delivers goes on until nothing is due; what comes after its last look has the next tick
    try:
        return _deliver_all(clock)
    finally:
        delivering.release()


def _deliver_all(clock: Clock) -> int:
    claims.sweep(clock())
    claims.withdraw_expired(clock())
    sent = 0
    while not stopping.is_set() and (batch := _claim(clock())):
        accepted, goes_on = _deliver_batch(batch, clock)
        sent += accepted
        if not goes_on:
            break
    return sent


def _claim(now: datetime) -> list[OutboxMessage]:
    """What is due; when nothing is, the mails of readers whose week is free."""
    batch = claims.claim(now)
    return batch or (claims.claim(now) if budget.open_weeks(now) else [])


def _deliver_batch(batch: list[OutboxMessage], clock: Clock) -> tuple[int, bool]:
    connection = get_connection(settings.OUTBOX_EMAIL_BACKEND)
    sent = 0
    try:
        for position, message in enumerate(batch):
            if stopping.is_set():
                claims.release(batch[position:])
                return sent, False
            if not _is_open(connection):
                for waiting in batch[position:]:
                    claims.put_back(waiting, "unreachable", clock())
                return sent, False
            if claims.mark_sending(message, clock()):
                sent += _deliver_one(connection, message, clock)
    finally:
        connection.close()
    return sent, True


def _is_open(connection: BaseEmailBackend) -> bool:
    try:
        connection.open()
    except OSError:  # smtplib's exceptions are OSErrors too
        connection.close()
        return False
    return True


def _deliver_one(connection: BaseEmailBackend, message: OutboxMessage, clock: Clock) -> bool:
    outcome = hand_over(connection, message)
    if not outcome.error:
        claims.mark_sent(message, clock())
        return True
    connection.close()  # the next message starts on a fresh connection
    if outcome.for_good:
        claims.mark_failed(message, outcome.error)
    else:
        claims.put_back(message, outcome.error, clock(), uncertain=outcome.uncertain)
    return False


def hand_over(connection: BaseEmailBackend, message: OutboxMessage) -> Outcome:
    try:
        connection.send_messages([StoredMail(message)])
    except smtplib.SMTPRecipientsRefused as refusal:
        return _answered(next(iter(refusal.recipients.values()))[0])
    except smtplib.SMTPSenderRefused as refusal:
        # That is about our own address or account, not about this person: an administrator can mend it.
        return Outcome(error=f"sender {refusal.smtp_code}")
    except smtplib.SMTPResponseException as refusal:
        return _answered(refusal.smtp_code)
    except OSError:
        return Outcome(error="interrupted", uncertain=bool(getattr(connection, "data_begun", True)))
    except ValueError:  # an address that no mail server can be told; UnicodeError is one of them
        return Outcome(error="address", for_good=True)
    return Outcome()


def _answered(code: int) -> Outcome:
    return Outcome(error=f"refused {code}", for_good=code >= REFUSED_FOR_GOOD)
