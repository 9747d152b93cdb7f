"""The mailbox in which answers to invitations arrive, over IMAP: bounded in time, number and size."""

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, unquote, urlparse

from hexad_web.scheduling.letters import MOST_BYTES

SECONDS = 15.0  # for one answer of the server
WINDOW = 2_000  # mails that are asked about at once
SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class MailboxError(Exception):
    """The mailbox could not be read; its text is a kind, never an address or a password."""


@dataclass(frozen=True, slots=True)
class Account:
    host: str
    port: int
    user: str
    password: str
    folder: str
    tls: bool  # from the first byte
    starttls: bool

    @property
    def is_protected(self) -> bool:
        return self.tls or self.starttls or self.host in LOOPBACK


def account_of(url: str) -> Account | None:
    """``imaps://user:password@host:993/INBOX`` or ``imap://...?tls=1``; None for what is no such address."""
    try:
        parts = urlparse(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in ("imap", "imaps") or not parts.hostname or not parts.username:
        return None
    tls = parts.scheme == "imaps"
    return Account(
        host=parts.hostname,
        port=port or (993 if tls else 143),
        user=unquote(parts.username),
        password=unquote(parts.password or ""),
        folder=unquote(parts.path.strip("/")) or "INBOX",
        tls=tls,
        starttls=not tls and parse_qs(parts.query).get("tls") == ["1"],
    )


@contextmanager
def opened(account: Account) -> Iterator["Mailbox"]:
    """A signed-in connection with the folder open; every way in which the other side can fail is a MailboxError."""
    connection = None
    try:
        connection = _connected(account)
        yield Mailbox(connection)
    except imaplib.IMAP4.error as error:
        raise MailboxError("protocol") from error
    except OSError as error:
        raise MailboxError("unreachable") from error
    finally:
        if connection is not None:
            with suppress(imaplib.IMAP4.error, OSError):
                connection.logout()


def _connected(account: Account) -> imaplib.IMAP4:
    context = ssl.create_default_context()
    if account.tls:
        connection: imaplib.IMAP4 = imaplib.IMAP4_SSL(account.host, account.port, ssl_context=context, timeout=SECONDS)
    else:
        connection = imaplib.IMAP4(account.host, account.port, timeout=SECONDS)
    if account.starttls:
        connection.starttls(context)
    try:
        connection.login(account.user, account.password)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as error:
        raise MailboxError("denied") from error
    return connection


class Mailbox:
    """One open folder. Nothing is deleted but what was understood; what was not stays, read and flagged."""

    def __init__(self, connection: imaplib.IMAP4) -> None:
        self.connection = connection
        self.count = 0
        _status, data = connection.capability()  # what it can do for those who are signed in is more
        self.expunges_one = b"UIDPLUS" in (data[0] or b"").upper().split()

    def open(self, folder: str) -> None:
        quoted = '"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'
        status, data = self.connection.select(quoted)
        if status != "OK":
            raise MailboxError("folder")
        self.count = int(data[0] or b"0")

    def unread(self, most: int) -> list[str]:
        """UIDs of the first mails that nobody has read; asked for in windows, so that no answer is long."""
        found: list[str] = []
        for first in range(1, self.count + 1, WINDOW):
            found += self._search(f"{first}:{min(first + WINDOW - 1, self.count)}", "UNSEEN", "UNDELETED")
            if len(found) >= most:
                break
        return found[:most]

    def flagged(self) -> int:
        """How many wait for a person."""
        windows = range(1, self.count + 1, WINDOW)
        return sum(len(self._search(f"{at}:{at + WINDOW - 1}", "FLAGGED", "UNDELETED")) for at in windows)

    def _search(self, *words: str) -> list[str]:
        data = self._do("SEARCH", *words)
        return data[0].decode("ascii").split() if data and isinstance(data[0], bytes) else []

    def content(self, uid: str) -> bytes | None:
        """The mail as it came, without marking it; None where it is too large to be fetched at all."""
        size = SIZE.search(_bytes(self._do("FETCH", uid, "(RFC822.SIZE)")))
        if size is None or int(size[1]) > MOST_BYTES:
            return None
        data = self._do("FETCH", uid, f"(BODY.PEEK[]<0.{MOST_BYTES}>)")
        return next((part[1] for part in data if isinstance(part, tuple)), None)

    def set_aside(self, uid: str) -> None:
        self._do("STORE", uid, "+FLAGS.SILENT", r"(\Seen \Flagged)")

    def leave(self, uid: str) -> None:
        """Read, and nothing more to do with it."""
        self._do("STORE", uid, "-FLAGS.SILENT", r"(\Flagged)")

    def give_back(self, uid: str) -> None:
        """As it was found, for the next time."""
        self._do("STORE", uid, "-FLAGS.SILENT", r"(\Seen \Flagged)")

    def delete(self, uid: str) -> None:
        self._do("STORE", uid, "+FLAGS.SILENT", r"(\Deleted)")
        if self.expunges_one:  # else whoever cleans up takes it away
            self._do("EXPUNGE", uid)

    def _do(self, command: str, *words: str) -> list[Any]:
        status, data = self.connection.uid(command, *words)
        if status != "OK":
            raise MailboxError("protocol")
        return list(data)


def _bytes(data: list[Any]) -> bytes:
    return b" ".join(part if isinstance(part, bytes) else part[0] for part in data if part)
