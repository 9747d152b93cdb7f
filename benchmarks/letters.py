"""What a mail server of a benchmark is, and bare smtplib beside the outbox."""

import smtplib
from collections.abc import Sequence
from dataclasses import dataclass

from aiosmtpd.smtp import SMTP, Envelope, Session
from tests.mail_sink import MailSink

HOST = "127.0.0.1"


class CountingSink(MailSink):
    """Counts what arrives and keeps nothing: both sides must wait for the server, not for its parsing."""

    arrived = 0

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  # aiosmtpd's
        self.arrived += 1
        return "250 accepted"


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as the outbox stores it."""

    sender: str
    recipient: str
    payload: bytes


def send_bare(letters: Sequence[Letter], port: int) -> None:
    with smtplib.SMTP(HOST, port) as server:
        for letter in letters:
            server.sendmail(letter.sender, [letter.recipient], bytes(letter.payload))
