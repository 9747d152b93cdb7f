"""What keeps the product from starting: a mailbox of replies that could not be read, or not be trusted."""

import re
from collections.abc import Iterator, Sequence

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error

from hexad_web.scheduling.mailbox import account_of
from hexad_web.scheduling.reply_addresses import TOKEN, TOKEN_LETTERS

LONGEST_LOCAL_PART = 64
ADDRESS = re.compile(r"(?P<local>[a-z0-9._+={}-]+)@[A-Za-z0-9.-]+")


def check_replies(app_configs: Sequence[AppConfig] | None, **options: object) -> list[CheckMessage]:
    return [Error(problem, hint=hint, id="hexad.E002") for problem, hint in _problems()]


def _problems() -> Iterator[tuple[str, str]]:
    if settings.REPLY_ADDRESS and not _is_reply_address(settings.REPLY_ADDRESS):
        yield (
            "HEXAD_REPLY_ADDRESS is no address with one {token} before the @.",
            "Write one such as replies+{token}@example.com, in small letters.",
        )
    if not settings.IMAP_URL:
        return
    account = account_of(settings.IMAP_URL)
    if account is None:
        yield "HEXAD_IMAP_URL is no address of a mailbox.", "Write imaps://user:password@host:993/INBOX."
    elif not account.is_protected:
        yield "HEXAD_IMAP_URL would send the password in the clear.", "Use imaps://, or imap:// with ?tls=1."
    if not (settings.REPLY_ADDRESS or settings.IMAP_AUTHSERV):
        yield (
            "HEXAD_IMAP_URL is set, but nothing tells whether a reply is genuine.",
            "Set HEXAD_REPLY_ADDRESS, HEXAD_IMAP_AUTHSERV, or both.",
        )


def _is_reply_address(text: str) -> bool:
    found = ADDRESS.fullmatch(text)
    if found is None or text.count(TOKEN) != 1 or TOKEN not in found["local"]:
        return False
    plain = found["local"].replace(TOKEN, "")
    return not set("{}") & set(plain) and len(plain) + TOKEN_LETTERS <= LONGEST_LOCAL_PART
