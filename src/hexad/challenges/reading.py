"""How long a text of a module is, and how easily it reads."""

import re

WORDS_A_MINUTE = 200  # what reading_minutes counts with

# Bounded, and each within its line: a text of thousands of brackets or empty lines must not keep anybody waiting.
LINK = re.compile(r"!?\[(?P<text>[^\]]{0,300})\]\((?P<target>[^)\s]{0,500})[^)]{0,300}\)")
MARKS = re.compile(r"^[ \t]*(?:#+\s|[-*+]\s|\d+[.)]\s|>\s?)", re.MULTILINE)
ROW = re.compile(r"^[ \t]*\|?(?:[ \t]*:?-+:?[ \t]*\|)+.*$", re.MULTILINE)
WORD = re.compile(r"[^\W_]+(?:['\u2019.,-][^\W_]+)*")
SENTENCE_END = re.compile(r"(?<=[.!?:;\u2026])[\s\"\u201d)*]+|\n+")
VOWELS = re.compile(r"[aeiouy]+")


def plain(markdown: str) -> str:
    """Return the text without the marks of Markdown; a link is its words, each line stays a line.

    Source: our choice.

    >>> plain("- **Ask** [the others](https://example.org), then *stop*.")
    'Ask the others, then stop.'
    """
    text = LINK.sub(lambda found: found["text"], ROW.sub("", markdown))
    return MARKS.sub("", text).replace("*", "").replace("`", "").replace("|", " ")


def count_words(markdown: str) -> int:
    """Count words; a number is one, and so is what a hyphen or an apostrophe joins.

    Source: our choice.

    >>> count_words("## When not to\\n\\nDon't hand over 1.5 part-time jobs.")
    9
    """
    return len(WORD.findall(plain(markdown)))


def reading_minutes(words: int) -> int:
    """How long so many words take on a phone: whole minutes, rounded up, one at least.

    Source: Brysbaert, "How many words do we read per minute?" (2019) finds 238 in English prose; 200 is our choice,
    because many read in a language that is not their first.

    >>> [reading_minutes(words) for words in (0, 200, 201, 1400)]
    [1, 1, 2, 7]
    """
    return max(1, -(-words // WORDS_A_MINUTE))


def sentences(markdown: str) -> list[str]:
    """Split into sentences: at a full stop, question mark, colon or semicolon, and at the end of a line.

    Source: our choice: in a list each item is read by itself.

    >>> sentences("Ask first. Then:\\n\\n- wait")
    ['Ask first.', 'Then:', 'wait']
    """
    return [one.strip() for one in SENTENCE_END.split(plain(markdown)) if WORD.search(one)]


def reading_ease(markdown: str) -> float:
    """How easily English reads: about 100 very easily, 60 to 70 plain, 30 hard.

    Source: Flesch, "A New Readability Yardstick" (1948); syllables by groups of vowels, our choice.

    >>> reading_ease("Ask first. Then wait.") > 90 > 0 > reading_ease("Organisational responsibilities necessitate it.")
    True
    """
    words = [word for word in WORD.findall(plain(markdown)) if not word.isdigit()]
    if not words:
        return 100.0
    length = len(words) / len(sentences(markdown))
    syllables = sum(count_syllables(word) for word in words) / len(words)
    return round(206.835 - 1.015 * length - 84.6 * syllables, 1)


def count_syllables(word: str) -> int:
    """Count the syllables of an English word, at least one.

    Source: our choice: groups of vowels, without a silent e at the end.

    >>> [count_syllables(word) for word in ("the", "made", "little", "manager", "asked")]
    [1, 1, 2, 3, 1]
    """
    text = word.lower()
    groups = len(VOWELS.findall(text))
    is_silent = text.endswith(("e", "es", "ed")) and not text.endswith(("le", "les", "ted", "ded", "ses", "ges", "ces"))
    return max(groups - (is_silent and not text.endswith(("ee", "ie"))), 1)
