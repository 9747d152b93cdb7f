"""From a sentence to the numbers of its pieces: the tokens that an encoder of BERT's kind was trained with."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

START, END, UNKNOWN, INSIDE = "[CLS]", "[SEP]", "[UNK]", "##"
LONGEST_WORD = 100  # characters; a longer one is unknown as a whole
# Scripts without spaces: each character is a word.
IDEOGRAPHS = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x2FA1F))


@dataclass(frozen=True, slots=True)
class WordPiece:
    """A vocabulary: pieces with their numbers; one that goes on within a word begins with ``##``."""

    numbers: Mapping[str, int]

    def pieces(self, text: str, most: int) -> list[int]:
        """The numbers of a text's pieces between a start and an end, at most so many; what is too long is cut off.

        Source: Wu et al., "Google's Neural Machine Translation System" (2016), as BERT (Devlin et al., 2019) uses it:
        lower case, no accents, each punctuation mark by itself, then the longest known piece from the left.

        >>> vocabulary = ["[UNK]", "[CLS]", "[SEP]", "late", "##ly", "!"]
        >>> WordPiece({piece: at for at, piece in enumerate(vocabulary)}).pieces("Lately!", 8)
        [1, 3, 4, 5, 2]
        """
        found = [number for word in _words(text) for number in self._split(word)]
        return [self.numbers[START], *found[: most - 2], self.numbers[END]]

    def _split(self, word: str) -> list[int]:
        """Greedy from the left; where a rest is in no piece, the word is unknown as a whole."""
        unknown = [self.numbers[UNKNOWN]]
        if len(word) > LONGEST_WORD:
            return unknown
        found, begin = [], 0
        while begin < len(word):
            lead = INSIDE if begin else ""
            ends = (end for end in range(len(word), begin, -1) if lead + word[begin:end] in self.numbers)
            end = next(ends, 0)
            if not end:
                return unknown
            found.append(self.numbers[lead + word[begin:end]])
            begin = end
        return found


def _words(text: str) -> Iterator[str]:
    """Words and punctuation marks, in lower case and without accents."""
    plain = unicodedata.normalize("NFD", "".join(_spaced(one) for one in text).lower())
    for run in plain.split():
        word = ""
        for one in run:
            if unicodedata.category(one) == "Mn":
                continue
            if not _is_mark(one):
                word += one
                continue
            if word:
                yield word
            yield one
            word = ""
        if word:
            yield word


def _spaced(one: str) -> str:
    """Nothing for what is not written, a space for what separates, room around an ideograph."""
    if one in "\t\n\r" or unicodedata.category(one) == "Zs":
        return " "
    if one in "\0\ufffd" or unicodedata.category(one).startswith("C"):
        return ""
    return f" {one} " if any(first <= ord(one) <= last for first, last in IDEOGRAPHS) else one


def _is_mark(one: str) -> bool:
    """Punctuation, and each character of ASCII that is neither letter nor digit."""
    return unicodedata.category(one).startswith("P") or (one.isascii() and one.isprintable() and not one.isalnum())
