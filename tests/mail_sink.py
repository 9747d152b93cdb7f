"""A real SMTP server for tests: keeps what arrives and lets a test wait for it without sleeping."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from socket import socket
from threading import Condition

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

Predicate = Callable[[EmailMessage], bool]


class MailSink:
    """Messages in order of arrival."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self._arrived = Condition()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  # the name is aiosmtpd's
        message = message_from_bytes(envelope.content or b"", policy=policy.default)
        assert isinstance(message, EmailMessage)
        with self._arrived:
            self.messages.append(message)
            self._arrived.notify_all()
        return "250 accepted"

    def matching(self, predicate: Predicate) -> list[EmailMessage]:
        with self._arrived:
            return [message for message in self.messages if predicate(message)]

    def wait_for(self, predicate: Predicate, *, count: int = 1, seconds: float = 150) -> list[EmailMessage]:
        """Return the matching messages as soon as there are ``count`` of them; fail after ``seconds``."""
        with self._arrived:
            complete = self._arrived.wait_for(lambda: sum(map(predicate, self.messages)) >= count, timeout=seconds)
            found = [message for message in self.messages if predicate(message)]
        assert complete, f"{len(found)} of {count} messages arrived in {seconds} s"
        return found


def text_of(message: EmailMessage, subtype: str = "plain") -> str:
    """The body of one alternative, decoded."""
    part = next(part for part in message.walk() if part.get_content_type() == f"text/{subtype}")
    return str(part.get_content())


@contextmanager
def running_sink(chosen: MailSink | None = None) -> Iterator[tuple[MailSink, int]]:
    """Start a sink on a free port of the loopback and yield it with its port."""
    sink = chosen or MailSink()
    port = free_port()
    controller = Controller(sink, hostname="127.0.0.1", port=port, ready_timeout=10)
    controller.start()
    try:
        yield sink, port
    finally:
        controller.stop()


def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
