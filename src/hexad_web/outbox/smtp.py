"""Django's SMTP backend, which remembers whether the mail server was given the message."""

import smtplib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.core.mail.backends.smtp import EmailBackend

if TYPE_CHECKING:
    from typing_extensions import Buffer  # what a bytes-like object is, before Python 3.12 named it


class _Remembering(smtplib.SMTP):
    data_begun = False

    def mail(self, sender: str, options: Sequence[str] = ()) -> tuple[int, bytes]:
        self.data_begun = False
        return super().mail(sender, options)

    def data(self, msg: "Buffer | str") -> tuple[int, bytes]:
        self.data_begun = True
        return super().data(msg)


class _RememberingWithTls(_Remembering, smtplib.SMTP_SSL):
    pass


class SmtpBackend(EmailBackend):
    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _RememberingWithTls if self.use_ssl else _Remembering

    @property
    def data_begun(self) -> bool:
        """After a broken connection: True means that nobody can know whether the message was accepted."""
        return bool(getattr(self.connection, "data_begun", False))
