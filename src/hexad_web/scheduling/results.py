"""What a receiving mail server found out about a sender (RFC 8601), read strictly: what is odd says nothing."""

from collections.abc import Iterable


def has_passed(fields: Iterable[str], *, server: str, domain: str) -> bool:
    """Whether ``server`` says that a mail comes from ``domain`` (DMARC, which binds the visible From).

    ``fields``: Authentication-Results, the last one written first. What a sender wrote stands below what the receiving
    server adds, so the first result with the server's name decides, also where it is no pass.
    """
    for text in fields:
        parts = _parts(text)
        if not parts or parts[0][:1] != [server.lower()]:
            continue
        for words in parts[1:]:
            if words and words[0].startswith("dmarc="):
                return words[0] == "dmarc=pass" and f"header.from={domain.lower()}" in words
    return False


def _parts(text: str) -> list[list[str]]:
    """The parts between semicolons as words in small letters; comments and what is quoted are left out."""
    plain = _plain(text)
    return [part.split() for part in plain.lower().split(";")] if plain is not None else []


def _plain(text: str) -> str | None:
    """None where a quote or a comment does not end."""
    kept, depth, quoted, escaped = [], 0, False, False
    for sign in text:
        if escaped:
            escaped = False
        elif sign == "\\" and (quoted or depth):
            escaped = True
        elif sign == '"' and not depth:
            quoted = not quoted
            kept.append('"')
        elif sign in "()" and not quoted:
            depth += 1 if sign == "(" else -1
            if depth < 0:
                return None
        elif not quoted and not depth:
            kept.append(sign)
    return None if quoted or depth else "".join(kept)
