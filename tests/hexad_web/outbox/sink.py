"""A mail server that misbehaves on purpose: goes silent in the middle, refuses, hangs up."""

import asyncio
from threading import Event

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.mail_sink import MailSink


class DifficultSink(MailSink):
    """``hold_at``: the number of the mail at which it goes silent, before or (``accept_first``) after taking it.

    ``refuse``: answers by recipient. ``refuse_sender``: the answer to whoever sends. ``hang_up_at``: the number of the
    mail at which it closes the connection instead of answering.
    """

    def __init__(
        self,
        *,
        hold_at: int = 0,
        accept_first: bool = False,
        hang_up_at: int = 0,
        refuse: dict[str, str] | None = None,
        refuse_sender: str = "",
    ) -> None:
        super().__init__()
        self.holding = Event()
        self.connections = 0
        self.refuse = refuse or {}
        self.refuse_sender = refuse_sender
        self._hold_at, self._accept_first, self._hang_up_at = hold_at, accept_first, hang_up_at
        self._seen = 0

    async def handle_EHLO(  # noqa: N802  # the names are aiosmtpd's
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self.refuse_sender or "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self._seen += 1
        if self._seen == self._hang_up_at:
            assert server.transport is not None
            server.transport.abort()
            return "421 never read"
        if self._seen == self._hold_at and not self._accept_first:
            await self._go_silent()
        answer = await super().handle_DATA(server, session, envelope)
        if self._seen == self._hold_at:
            await self._go_silent()
        return answer

    async def _go_silent(self) -> None:
        self.holding.set()
        await asyncio.Event().wait()  # until the connection ends

    @property
    def recipients(self) -> list[str]:
        return [str(message["To"]) for message in self.messages]

    def wait_for_any(self, count: int) -> None:
        self.wait_for(lambda _mail: True, count=count)
