"""The address to which one person's calendar sends its answers to one meeting."""

import base64
import secrets

from django.conf import settings

TOKEN = "{token}"  # noqa: S105  # the place of one, in the setting
TOKEN_BYTES = 15  # 24 letters: a local part has room for 64
TOKEN_LETTERS = 24


def new_reply_address() -> str:
    """One that nobody guesses, in letters that no mail server changes; blank where no replies are read."""
    if not (settings.IMAP_URL and settings.REPLY_ADDRESS):
        return ""
    token = base64.b32encode(secrets.token_bytes(TOKEN_BYTES)).decode("ascii").lower()
    return str(settings.REPLY_ADDRESS).replace(TOKEN, token)
