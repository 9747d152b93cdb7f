"""From a sentence to the words that tell something: normalised, without the common ones, cut to their stems."""

import re
import unicodedata
from functools import cache, lru_cache
from importlib import resources

APOSTROPHE = "\N{RIGHT SINGLE QUOTATION MARK}"  # as phones type it
WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
SHORTEST_STEM = 3
VOWELS = set("aeiouyäöü")
SUFFIXES = ("ions", "ion", "ings", "ing", "edly", "ed", "ers", "er", "ies", "es", "ly", "s", "e", "y")


def words_of(text: str) -> list[str]:
    """The words of a text, in lower case and in order.

    Source: our choice: NFKC and case folding, so that the same word typed on two keyboards is the same word.

    >>> words_of("I don't sign, Ana's deputy does.")
    ['i', "don't", 'sign', 'ana', 'deputy', 'does']
    """
    folded = unicodedata.normalize("NFKC", text).casefold().replace(APOSTROPHE, "'")
    return [word.removesuffix("'s") for word in WORD.findall(folded)]


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The part that the forms of an English word share; it need not be a word itself.

    Source: our own light rules: one ending off, a doubled consonant made single, irregular verbs by a list. A stemmer
    with more steps joins more, and more that does not belong together.

    >>> stem("delegating") == stem("delegates") == stem("delegation"), stem("told") == stem("telling")
    (True, True)
    """
    word = _lines("irregular").get(word, word)
    for suffix in SUFFIXES:
        rest = word.removesuffix(suffix)
        if rest != word and _is_stem(rest, suffix):
            return _single(rest)
    return _single(word)


def _is_stem(rest: str, suffix: str) -> bool:
    """Whether what is left still is a word: long enough, with a vowel, and not the "holida" of holiday."""
    is_torn = suffix == "y" and rest[-1:] in VOWELS
    return len(rest) >= SHORTEST_STEM and bool(VOWELS & set(rest)) and not is_torn


def _single(rest: str) -> str:
    is_doubled = len(rest) > SHORTEST_STEM and rest[-1] == rest[-2] and rest[-1] not in VOWELS
    return rest[:-1] if is_doubled else rest


def telling(text: str) -> dict[str, str]:
    """Stems of the words that are not among the common ones, each with the word as it stood, in order.

    Source: our choice.

    >>> telling("I sign everything, even parking permits.")
    {'sign': 'sign', 'park': 'parking', 'permit': 'permits'}
    """
    found: dict[str, str] = {}
    for word in words_of(text):
        if word not in _lines("common") and len(word) > 1:
            found.setdefault(stem(word), word)
    return found


@cache
def _lines(name: str) -> dict[str, str]:
    """A word list of the package: a line holds words; in the second list the first is what the others become."""
    text = resources.files("hexad.challenges").joinpath("wordlists", f"{name}.txt").read_text(encoding="utf-8")
    rows = [line.split() for line in text.splitlines() if line and not line.startswith("#")]
    return {word: row[0] for row in rows for word in row}
