"""A mail that came in: who sent it, to which addresses, what the receiving server says of it, and its calendar part.

A stranger's bytes: size, depth and number of parts are bounded before they are parsed, and nothing here raises for
anything but ``UnreadableLetter``.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message

MOST_BYTES = 512 * 1024
MOST_BOUNDARIES = 20
MOST_PARTS = 60
LONGEST_HEADER = 2_000
MOST_ADDRESSES = 50
CALENDARS = ("text/calendar", "application/ics")
TO = ("Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc")
ADDRESS = r"[^\s<>@,;:\"()\[\]\\]{1,64}@[A-Za-z0-9.-]{1,253}"
# One address, with a name or without; a quoted name may hold anything, a bare one no address.
FROM = re.compile(rf"""\s*(?:(?:"(?:[^"\\]|\\.)*"\s*|[^"<>,@;:]*)<({ADDRESS})>|({ADDRESS}))\s*""")
ADDRESSES = re.compile(ADDRESS)


class UnreadableLetter(Exception):  # noqa: N818  # not a fault of ours: it says what the mail is
    """A mail from which no answer can be read."""


class AutomaticLetter(UnreadableLetter):
    """A mail that no person wrote: somebody is on holiday."""


@dataclass(frozen=True, slots=True)
class Letter:
    """Addresses in small letters; ``results``: the fields of Authentication-Results, the last one written first."""

    sender: str
    recipients: frozenset[str]
    results: Sequence[str]
    calendar: bytes


def read_letter(data: bytes) -> Letter:
    if len(data) > MOST_BYTES:
        raise UnreadableLetter("too large")
    # The parser tries every boundary above on each line, and goes as deep as they lead.
    if len(re.findall(rb"boundary", data, re.IGNORECASE)) > MOST_BOUNDARIES:
        raise UnreadableLetter("too many parts")
    try:
        message = message_from_bytes(data)
        return Letter(
            _sender(message), _recipients(message), _fields(message, "Authentication-Results"), _part(message)
        )
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise UnreadableLetter(type(error).__name__) from error


def _fields(message: Message, name: str) -> list[str]:
    """What stands in all headers of a name, on one line each; one that is far too long is nothing."""
    texts = (" ".join(str(text).split()) for text in message.get_all(name, ()))
    return [text for text in texts if len(text) <= LONGEST_HEADER][:MOST_PARTS]


def _sender(message: Message) -> str:
    """The one address of the one From; two of either are nobody's."""
    fields = _fields(message, "From")
    found = FROM.fullmatch(fields[0]) if len(fields) == 1 else None
    if found is None:
        raise UnreadableLetter("no single sender")
    return (found[1] or found[2]).lower()


def _recipients(message: Message) -> frozenset[str]:
    found = (address for name in TO for text in _fields(message, name) for address in ADDRESSES.findall(text))
    return frozenset(address.lower() for address, _number in zip(found, range(MOST_ADDRESSES), strict=False))


def _part(message: Message) -> bytes:
    for part in _leaves(message):
        if part.get_content_type() in CALENDARS:
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                return _in_utf8(content, part)
    is_automatic = any(text.lower().startswith("auto-") for text in _fields(message, "Auto-Submitted"))
    if is_automatic and message.get_content_type() != "multipart/report":
        raise AutomaticLetter("automatic")
    raise UnreadableLetter("no calendar part")


def _leaves(message: Message) -> Iterator[Message]:
    for number, part in enumerate(message.walk()):
        if number == MOST_PARTS:
            raise UnreadableLetter("too many parts")
        if not part.is_multipart():
            yield part


def _in_utf8(content: bytes, part: Message) -> bytes:
    """What is read of it is ASCII; the few writings in which that is not so are decoded, no other codec is let in."""
    charset = str(part.get_content_charset() or "")
    return content.decode(charset, "replace").encode() if charset.startswith("utf-16") else content
