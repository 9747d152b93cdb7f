"""Calls on the organisation's own Jitsi server, where there is one: each meeting has a room that nobody guesses."""

from urllib.parse import urlsplit

from django.conf import settings
from django.utils.crypto import salted_hmac

NAME = "{call}"


def default_template() -> str:
    """The address of meetings that have no other; empty where no server is configured."""
    return f"{settings.JITSI_URL}/{NAME}" if settings.JITSI_URL else ""


def call_of(meeting: str) -> str:
    """The room's name: out of the meeting's identity, which stands in calendars, and a secret, which does not."""
    digest = salted_hmac("hexad.scheduling.call", meeting, algorithm="sha256").hexdigest()
    return f"hexad-{digest[:32]}"


def is_embeddable(link: str) -> bool:
    """Whether a link leads to the configured server, and so may stand in a frame of the room."""
    return bool(settings.JITSI_URL) and link.startswith(f"{settings.JITSI_URL}/")


def origin() -> str:
    """The configured server as a content security policy names it."""
    parts = urlsplit(settings.JITSI_URL)
    return f"{parts.scheme}://{parts.netloc}"
