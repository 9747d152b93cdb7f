"""Initials for the neutral chip: by grapheme, so that names outside ASCII are not cut in half."""

import unicodedata
from functools import lru_cache

JOINER = "\u200d"


def is_mark(character: str) -> bool:
    return unicodedata.combining(character) != 0 or unicodedata.category(character) in {"Mn", "Mc", "Me", "Sk"}


def graphemes(text: str) -> list[str]:
    """Characters with their marks; enough of UAX 29 for names (marks, joiners, variation selectors)."""
    found: list[str] = []
    for character in unicodedata.normalize("NFC", text):
        if found and (is_mark(character) or character == JOINER or found[-1].endswith(JOINER)):
            found[-1] += character
        else:
            found.append(character)
    return found


@lru_cache(maxsize=4096)  # rooms and lists ask for the same names all the time
def initials(name: str, letters: int = 1) -> str:
    """First letters of the first and last word; ``letters`` lengthens the last one where two people would match."""
    words = [word for word in name.split() if any(character.isalnum() for character in word)]
    if not words:
        return "?"
    first = graphemes(words[0])
    if len(words) == 1:
        return "".join(first[: letters + 1]).upper() if letters > 1 else first[0].upper()
    last = graphemes(words[-1])
    return first[0].upper() + last[0].upper() + "".join(last[1:letters])


def distinct_initials(names: list[str]) -> dict[str, str]:
    """Each name's initials, lengthened until no two people of the list match (four letters at most)."""
    chosen = {name: initials(name) for name in names}
    for letters in (2, 3):
        taken = list(chosen.values())
        for name, text in chosen.items():
            if taken.count(text) > 1:
                chosen[name] = initials(name, letters)
    return chosen
