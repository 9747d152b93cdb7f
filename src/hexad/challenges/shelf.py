"""Modules with their words weighed, so that a statement's words can be looked up in all of them at once.

Lexical: it sees words, no meaning.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

import numpy as np
from numpy.typing import NDArray

from hexad.challenges.module import Module
from hexad.challenges.words import telling, words_of

# BM25, the usual values: how soon a word's repetition stops to count, and how much a long text is held back.
SATURATION, LENGTH_SHARE = 1.2, 0.75
# How much each part of a module says about what it is for: managers' own sentences first.
PARTS = {"statement": 3.0, "words": 3.0, "purpose": 2.0, "title": 2.0, "strategy": 1.0}
# What a word weighs at least: with a handful of modules, that all of them have it says little against it.
LEAST_WEIGHT = 0.3
# Of the weight of an unknown word: what a statement weighs at least, so that one or two words prove little.
LEAST_SAID, LEAST_LENGTH = 1.2, 0.7
# The closest example counts so much of what it shares: one alone may share a scene and not the matter.
ONE_EXAMPLE = 0.4
# At most, where what is shared only happens to stand there: no chosen word, and fewer than two of purpose and examples.
CHANCE = 0.29

Row = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Said:
    """A statement: all its words in order, and the telling ones by stem as they stand in it."""

    text: str
    words: tuple[str, ...]
    telling: Mapping[str, str]

    @classmethod
    def of(cls, text: str) -> Self:
        """Read one."""
        return cls(text, tuple(words_of(text)), telling(text))


@dataclass(frozen=True, slots=True)
class Example:
    """A module's title or example statement: the module's place on the shelf, all its words, the telling ones."""

    module: int
    text: str
    words: tuple[str, ...]
    telling: frozenset[str]


@dataclass(frozen=True, slots=True)
class Found:
    """What a shelf says of a statement: rows of ``(n_modules,)``, and ``closeness`` of ``(n_examples,)``."""

    scores: Row
    covered: Row
    closeness: Row
    is_example: NDArray[np.bool_]  # whether it is one of the module's own, word for word
    gains: Mapping[str, Row]  # by telling word, the rows that add up to what is covered


@dataclass(frozen=True, slots=True)
class Shelf:
    """``gains`` and ``likeness``: what a word adds to each module and to each example."""

    modules: tuple[Module, ...]
    examples: tuple[Example, ...]
    begins: NDArray[np.intp]  # where the examples of each module begin
    gains: Mapping[str, Row]
    likeness: Mapping[str, Row]
    pointers: tuple[frozenset[str], ...]  # words of the title, and those that were chosen to lead here
    core: tuple[frozenset[str], ...]  # words of its purpose and its examples
    rarity: Mapping[str, float]

    @property
    def unknown(self) -> float:
        """The weight of a word that no module has: it counts as the rarest would."""
        return math.log(2 * len(self.modules) + 2)

    def weight(self, word: str) -> float:
        """What a word tells: the more, the fewer modules have it."""
        return self.rarity.get(word, self.unknown)

    def find(self, said: Said) -> Found:
        """Every module's score, 0 to 1; 1 for one of its own examples, word for word.

        Source: Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), set in
        proportion to what a module that had every word would score, and joined with the closest example statement.
        """
        weights = [self.weight(word) for word in said.telling]
        gains = {word: self.gains[word] for word in said.telling if word in self.gains}
        covered = _sum(gains.values(), len(self.modules)) / max(math.fsum(weights), LEAST_SAID * self.unknown)
        closeness = self._closeness(said, max(_length(weights), LEAST_LENGTH * self.unknown))
        is_example = np.zeros(len(self.modules), dtype=bool)
        is_example[[one.module for one in self.examples if one.words == said.words]] = True
        scores = 1 - (1 - covered) * (1 - ONE_EXAMPLE * self._best(closeness))
        if len(said.telling) > 1:
            scores = np.where(self._is_chance(gains), np.minimum(scores, CHANCE), scores)
        rounded: Row = np.where(is_example, 1.0, scores).round(4)
        return Found(rounded, covered, closeness, is_example, gains)

    def _best(self, closeness: Row) -> Row:
        """Of each module's examples the highest."""
        return np.maximum.reduceat(closeness, self.begins) if len(self.begins) else np.zeros(0)

    def closest(self, at: int, closeness: Row) -> str:
        """The example of one module that is closest, the first of equals; empty where none shares a word."""
        begin = int(self.begins[at])
        end = int(self.begins[at + 1]) if at + 1 < len(self.begins) else len(self.examples)
        best = begin + int(np.argmax(closeness[begin:end]))
        return self.examples[best].text if closeness[best] > 0 else ""

    def _closeness(self, said: Said, length: float) -> Row:
        """The cosine with each example. That too holds back what only common words share."""
        rows = (self.likeness[word] for word in said.telling if word in self.likeness)
        found = np.minimum(_sum(rows, len(self.examples)) / length, 1.0)
        found[[at for at, one in enumerate(self.examples) if one.words == said.words]] = 2.0  # above all others
        return found

    def _is_chance(self, gains: Mapping[str, Row]) -> NDArray[np.bool_]:
        return np.array([not self._points(at, gains) for at in range(len(self.modules))], dtype=bool)

    def _points(self, at: int, gains: Mapping[str, Row]) -> bool:
        """Whether a word leads here, or two stand in what the module is for: else it is likely chance."""
        shared = [word for word in gains if gains[word][at]]
        return not self.pointers[at].isdisjoint(shared) or len(self.core[at].intersection(shared)) > 1


@lru_cache(maxsize=32)  # an organisation asks with the same modules again and again
def fill(modules: tuple[Module, ...]) -> Shelf:
    """Weigh the words of modules, in the order in which they are given.

    Source: our choice of parts and weights, made on ``benchmarks/data/tuning.toml`` and on each example against the
    rest of its module.
    """
    counts = [_counts(module) for module in modules]
    spread = Counter(word for words in counts for word in words)
    total = len(modules)
    rarity = {word: max(math.log(1 + (total - n + 0.5) / (n + 0.5)), LEAST_WEIGHT) for word, n in spread.items()}
    examples = tuple(_example(at, text) for at, one in enumerate(modules) for text in (one.title, *one.statements))
    return Shelf(
        modules=modules,
        examples=examples,
        begins=np.flatnonzero([not at or examples[at - 1].module != one.module for at, one in enumerate(examples)]),
        gains=_gains(counts, rarity),
        likeness=_likeness(examples, rarity),
        pointers=tuple(frozenset(telling(" ".join((one.title, *one.words)))) for one in modules),
        core=tuple(frozenset(telling(" ".join((one.purpose, *one.statements)))) for one in modules),
        rarity=rarity,
    )


def _example(module: int, text: str) -> Example:
    said = Said.of(text)
    return Example(module, text, said.words, frozenset(said.telling))


def _counts(module: Module) -> dict[str, float]:
    strategies = [f"{one.title} {one.text} {one.first_step}" for one in module.strategies]
    parts: dict[str, Sequence[str]] = {
        "statement": module.statements, "words": module.words, "purpose": (module.purpose,),
        "title": (module.title,), "strategy": strategies,
    }  # fmt: skip
    counts: dict[str, float] = {}
    for part, texts in parts.items():
        for text in texts:
            for word in telling(text):
                counts[word] = counts.get(word, 0) + PARTS[part]
    return counts


def _gains(counts: Sequence[Mapping[str, float]], rarity: Mapping[str, float]) -> dict[str, Row]:
    """BM25 of one word as a share of the most that it can be, times the word's weight; by word, ``(n_modules,)``."""
    lengths = np.array([math.fsum(words.values()) for words in counts], dtype=float)
    held_back = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * lengths / (lengths.mean() if len(counts) else 1))
    found: dict[str, Row] = {}
    for word, weight in rarity.items():
        own = np.array([words.get(word, 0) for words in counts])
        found[word] = weight * own / (own + held_back)
    return found


def _likeness(examples: Sequence[Example], rarity: Mapping[str, float]) -> dict[str, Row]:
    """By word, ``(n_examples,)``: its part of the cosine with each, still to be divided by the statement's length."""
    found: dict[str, Row] = {}
    for at, one in enumerate(examples):
        length = _length(rarity[word] for word in one.telling)
        for word in one.telling:
            found.setdefault(word, np.zeros(len(examples)))[at] = rarity[word] ** 2 / length
    return found


def _sum(rows: Iterable[Row], width: int) -> Row:
    found = np.zeros(width)
    for row in rows:
        found += row
    return found


def _length(weights: Iterable[float]) -> float:
    return math.sqrt(math.fsum(one**2 for one in weights))
