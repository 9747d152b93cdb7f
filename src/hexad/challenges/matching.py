"""Which module helps with a challenge, and which statements belong together, each with its reason in words.

Both are lexical: they see words, not meaning, so that every answer can be explained and the same text always gets the
same one. ``docs/modules.md`` says what that cannot see.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Self

from hexad.challenges.clustering import Grouping, group
from hexad.challenges.module import Module, load_modules
from hexad.challenges.words import telling, words_of

# BM25, the usual values: how soon a word's repetition stops to count, and how much a long text is held back.
SATURATION, LENGTH_SHARE = 1.2, 0.75
# How much each part of a module says about what it is for: managers' own sentences first.
PARTS = {"statement": 3, "words": 3, "purpose": 2, "title": 2, "strategy": 1}
# From this score on a module fits, and a topic takes its title: about a third of what is said is in the module.
GOOD_ENOUGH = 0.3
MOST_WORDS = 4
# What a word weighs at least: with a handful of modules, that all of them have it says little against it.
LEAST_WEIGHT = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A module for a statement.

    Attributes
    ----------
    score
        0 to 1: 0 where no telling word is shared, 1 for one of the module's own example statements.
    words
        The shared words as they stand in the statement, the most telling first.
    statement
        The module's example, or its title, that is closest; empty where none shares a word.
    why
        All that as a sentence.
    """

    id: str
    title: str
    score: float
    words: tuple[str, ...]
    statement: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Statements that can be one topic.

    Attributes
    ----------
    members
        Their positions in the list, ascending.
    terms
        The words that most of them share, the most telling first.
    title
        The best module's title where it fits them, otherwise the terms.
    module
        The id of that module, or an empty text.
    """

    members: tuple[int, ...]
    terms: tuple[str, ...]
    why: str
    title: str
    module: str


def match_modules(text: str, modules: Sequence[Module] | None = None, top: int = 3) -> tuple[Match, ...]:
    """The modules that fit a statement, best first.

    Parameters
    ----------
    text
        What somebody finds hard, of any length.
    modules
        Where to look; the shipped ones where none are given.
    top
        How many at most. Modules without a shared word are left out, so that there may be fewer.

    Returns
    -------
    tuple of Match
        By score, equal ones by id.

    Source: Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), set in proportion
    to what a module that had every word would score, and joined with the closest example statement.

    >>> match_modules("I check everything before it leaves, I cannot let go.", top=1)[0].id
    'delegation'
    """
    return tuple(one for one in rank_modules(text, modules) if one.score > 0)[: max(top, 0)]


def rank_modules(text: str, modules: Sequence[Module] | None = None) -> tuple[Match, ...]:
    """Every module with its score, best first, those too that share nothing with the statement; see ``match_modules``.

    Source: our choice, because whoever asks wants to know that a module was looked at and does not fit.

    >>> {one.score for one in rank_modules("The printer is out of toner.")}
    {0.0}
    """
    return _shelf(modules).rank(_Said.of(text))


def cluster(statements: Sequence[str], modules: Sequence[Module] | None = None) -> tuple[Cluster, ...]:
    """Put similar statements together.

    Parameters
    ----------
    statements
        In any order: the clusters are the same. A further statement changes only clusters that it resembles.

    Returns
    -------
    tuple of Cluster
        The largest first. Every statement is in exactly one, alone where nothing resembles it.

    Source: average linkage (Sokal and Michener, 1958) on the cosine of telling words; see ``clustering``.
    """
    shelf = _shelf(modules)
    return tuple(_named(one, statements, shelf) for one in group(statements))


def _named(found: Grouping, statements: Sequence[str], shelf: "_Shelf") -> Cluster:
    best = _best_module([statements[at] for at in found.members], shelf)
    title = best.title if best else ", ".join(found.terms).capitalize()
    return Cluster(
        members=found.members, terms=found.terms, why=_why_together(found), title=title, module=best.id if best else ""
    )


def _best_module(texts: Sequence[str], shelf: "_Shelf") -> Module | None:
    """The module with the highest mean score, where that is good enough."""
    scores = dict.fromkeys(sorted(module.id for module in shelf.modules), 0.0)
    for text in texts:
        said = _Said.of(text)
        for module in shelf.modules:
            scores[module.id] += shelf.match(module, said).score
    best = max(scores, key=lambda one: scores[one], default="")
    fits = bool(best) and scores[best] / len(texts) >= GOOD_ENOUGH
    return next(module for module in shelf.modules if module.id == best) if fits else None


def _why_together(found: Grouping) -> str:
    if len(found.members) == 1:
        return "No other statement shares enough words with it."
    if not found.terms:
        return f"{len(found.members)} people wrote the same."
    return f"{len(found.members)} statements share words such as {_quoted(found.terms)}."


@dataclass(frozen=True, slots=True)
class _Said:
    """A statement: all its words in order, and the telling ones by stem as they stand in it."""

    words: tuple[str, ...]
    telling: Mapping[str, str]

    @classmethod
    def of(cls, text: str) -> Self:
        return cls(tuple(words_of(text)), telling(text))


@dataclass(frozen=True, slots=True)
class _Example:
    """A module's title or example statement: all its words, the telling ones, and the length of their vector."""

    text: str
    words: tuple[str, ...]
    telling: frozenset[str]
    length: float


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Modules with their words counted."""

    modules: tuple[Module, ...]
    counts: Mapping[str, Counter[str]]
    examples: Mapping[str, tuple[_Example, ...]]
    rarity: Mapping[str, float]
    mean_length: float

    @property
    def unknown(self) -> float:
        """The weight of a word that no module has: it counts as the rarest would."""
        return math.log(2 * len(self.modules) + 2)

    def weight(self, word: str) -> float:
        return self.rarity.get(word, self.unknown)

    def rank(self, said: _Said) -> tuple[Match, ...]:
        found = [self.match(module, said) for module in self.modules]
        return tuple(sorted(found, key=lambda one: (-one.score, one.id)))

    def match(self, module: Module, said: _Said) -> Match:
        counts, own = self.counts[module.id], said.telling
        shared = sorted((word for word in own if counts[word]), key=lambda word: (-self._gain(word, counts), word))
        statement, closeness = self._closest(module, said)
        words = tuple(own[word] for word in shared[:MOST_WORDS])
        score = round(1 - (1 - self._covered(own, shared, counts)) * (1 - closeness), 4)
        why = _why_module(words, statement, score)
        return Match(id=module.id, title=module.title, score=score, words=words, statement=statement, why=why)

    def _covered(self, said: Mapping[str, str], shared: Sequence[str], counts: Counter[str]) -> float:
        """The share of what is said that the module has. Few words, or words of every module, prove little."""
        whole = max(math.fsum(self.weight(word) for word in said), 1.2 * self.unknown)
        return math.fsum(self._gain(word, counts) for word in shared) / whole

    def _gain(self, word: str, counts: Counter[str]) -> float:
        """BM25 of one word as a share of the most that it can be, times the word's weight."""
        length = counts.total() / self.mean_length
        held_back = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * length)
        return self.weight(word) * counts[word] / (counts[word] + held_back)

    def _closest(self, module: Module, said: _Said) -> tuple[str, float]:
        """The example with the highest cosine. That too holds back what only common words share."""
        length = max(_length(self.weight(word) for word in said.telling), 0.7 * self.unknown)
        scored = [(self._closeness(said, length, one), one.text) for one in self.examples[module.id]]
        best, text = max(scored, default=(0.0, ""))
        return (text, best) if best > 0 else ("", 0.0)

    def _closeness(self, said: _Said, length: float, example: _Example) -> float:
        if said.words == example.words:
            return 1.0
        shared = math.fsum(self.weight(word) ** 2 for word in example.telling if word in said.telling)
        return min(shared / (length * example.length), 1.0) if shared else 0.0


def _length(weights: Iterable[float]) -> float:
    return math.sqrt(math.fsum(one**2 for one in weights))


def _shelf(modules: Sequence[Module] | None) -> _Shelf:
    return _shipped() if modules is None else _fill(tuple(modules))


@cache
def _shipped() -> _Shelf:
    return _fill(load_modules())


def _fill(modules: tuple[Module, ...]) -> _Shelf:
    counts = {module.id: _counts(module) for module in modules}
    spread = Counter(word for words in counts.values() for word in words)
    total = len(modules)
    rarity = {word: max(math.log(1 + (total - n + 0.5) / (n + 0.5)), LEAST_WEIGHT) for word, n in spread.items()}
    examples = {
        module.id: tuple(_example(text, rarity) for text in (module.title, *module.statements)) for module in modules
    }
    lengths = [words.total() for words in counts.values()]
    return _Shelf(modules, counts, examples, rarity, sum(lengths) / total if total else 1.0)


def _example(text: str, rarity: Mapping[str, float]) -> _Example:
    said = _Said.of(text)
    return _Example(text, said.words, frozenset(said.telling), _length(rarity[word] for word in said.telling))


def _counts(module: Module) -> Counter[str]:
    strategies = [f"{one.title} {one.text} {one.first_step}" for one in module.strategies]
    parts = {
        "statement": module.statements, "words": module.words, "purpose": (module.purpose,),
        "title": (module.title,), "strategy": strategies,
    }  # fmt: skip
    counts: Counter[str] = Counter()
    for part, texts in parts.items():
        for text in texts:
            counts.update(dict.fromkeys(telling(text), PARTS[part]))
    return counts


def _why_module(words: Sequence[str], statement: str, score: float) -> str:
    if not words:
        return "It shares no telling word with this module."
    shared = f"It shares {'the word' if len(words) == 1 else 'the words'} {_quoted(words)} with this module"
    if score < GOOD_ENOUGH:
        return f"{shared}, which is too little to say that it fits."
    return f"{shared}; its closest example is “{statement}”" if statement else f"{shared}."


def _quoted(words: Sequence[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)
