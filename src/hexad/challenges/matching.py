"""Which module helps with a challenge, and which statements belong together, each with its reason in words.

Lexical by default: it sees words, not meaning. With ``embed`` (see ``meaning``) statements are compared by what they
mean as well. Every answer can be explained, and the same text always gets the same one. ``docs/modules.md`` says what
either cannot see.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from hexad.challenges.clustering import Fits, Grouping, group
from hexad.challenges.module import Module, load_modules
from hexad.challenges.nearness import Embed, nearness_of
from hexad.challenges.shelf import Found, Row, Said, Shelf, fill

# From this score on a module fits, and a topic takes its title: about a third of what is said is in the module.
GOOD_ENOUGH = 0.3
MOST_WORDS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A module for a statement.

    Attributes
    ----------
    score
        0 to 1: 0 where nothing is shared, 1 for one of the module's own example statements.
    words
        The shared words as they stand in the statement, the most telling first.
    statement
        The module's example, or its title, that is closest; empty where words alone are compared and none is shared.
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
        The words that a third of them share, the most shared first; there may be none.
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


def match_modules(
    text: str, modules: Sequence[Module] | None = None, top: int = 3, *, embed: Embed | None = None
) -> tuple[Match, ...]:
    """The modules that fit a statement, best first.

    Parameters
    ----------
    text
        What somebody finds hard, of any length.
    modules
        Where to look; the shipped ones where none are given.
    top
        How many at most. Modules that share nothing are left out, so that there may be fewer.
    embed
        What turns texts into vectors; without it words alone are compared.

    Returns
    -------
    tuple of Match
        By score, equal ones by id.

    Source: BM25 and the closest example, see ``shelf``; cosines of vectors, see ``nearness``.

    >>> match_modules("I check everything before it leaves, I cannot let go.", top=1)[0].id
    'delegation'
    """
    return tuple(one for one in rank_modules(text, modules, embed=embed) if one.score > 0)[: max(top, 0)]


def rank_modules(
    text: str, modules: Sequence[Module] | None = None, *, embed: Embed | None = None
) -> tuple[Match, ...]:
    """Every module with its score, best first, those too that share nothing with the statement; see ``match_modules``.

    Source: our choice, because whoever asks wants to know that a module was looked at and does not fit.

    >>> {one.score for one in rank_modules("Zebras graze on the savanna.")}
    {0.0}
    """
    shelf = fill(load_modules() if modules is None else tuple(modules))
    said = Said.of(text)
    found = shelf.find(said)
    if embed is None:
        matches = [_lexical(shelf, at, said, found) for at in range(len(shelf.modules))]
    else:
        near, closest = nearness_of(shelf.modules, embed).find(text)
        scores = _joined(found, near)
        matches = [_by_meaning(shelf, at, said, (found, scores, closest)) for at in range(len(shelf.modules))]
    return tuple(sorted(matches, key=lambda one: (-one.score, one.id)))


def cluster(
    statements: Sequence[str], modules: Sequence[Module] | None = None, *, embed: Embed | None = None
) -> tuple[Cluster, ...]:
    """Put similar statements together: those that fit the same modules, and those that share telling words.

    Parameters
    ----------
    statements
        In any order: the clusters are the same. A further statement changes only clusters that it resembles.
    embed
        As in ``match_modules``.

    Returns
    -------
    tuple of Cluster
        The largest first. Every statement is in exactly one, alone where nothing resembles it.

    Source: average linkage (Sokal and Michener, 1958); see ``clustering``.
    """
    shelf = fill(load_modules() if modules is None else tuple(modules))
    scores = _scorer(shelf, embed)
    return tuple(
        _named(one, statements, shelf, scores) for one in group(statements, lambda texts: _fits(scores, texts))
    )


def _scorer(shelf: Shelf, embed: Embed | None) -> Callable[[str], Row]:
    """What gives every module's score for a text, each text looked at once."""
    known: dict[str, Row] = {}
    nearness = nearness_of(shelf.modules, embed) if embed is not None else None

    def scores(text: str) -> Row:
        key = " ".join(text.split()).casefold()
        if key not in known:
            found = shelf.find(Said.of(key))
            known[key] = found.scores if nearness is None else _joined(found, nearness.find(key)[0])
        return known[key]

    return scores


def _fits(scores: Callable[[str], Row], texts: Sequence[str]) -> Fits:
    """Scores of the modules that fit, ``(n_texts, n_modules)``; nothing for the others."""
    rows = np.array([scores(text) for text in texts], dtype=np.float64)
    return np.where(rows >= GOOD_ENOUGH, rows, 0.0)


def _joined(found: Found, near: Row) -> Row:
    scores: Row = np.where(found.is_example, 1.0, 1 - (1 - found.covered) * (1 - near)).round(4)
    return scores


def _named(one: Grouping, statements: Sequence[str], shelf: Shelf, scores: Callable[[str], Row]) -> Cluster:
    best = _best_module([statements[at] for at in one.members], shelf, scores)
    terms = one.terms if best else one.terms or one.some
    title = best.title if best else ", ".join(terms).capitalize()
    why = _why_together(len(one.members), terms, title if best else "")
    return Cluster(members=one.members, terms=terms, why=why, title=title, module=best.id if best else "")


def _best_module(texts: Sequence[str], shelf: Shelf, scores: Callable[[str], Row]) -> Module | None:
    """The module with the highest mean score, the first by id of equals, where that is good enough."""
    if not shelf.modules:
        return None
    mean = np.round(np.sum(np.sort([scores(text) for text in texts], axis=0), axis=0) / len(texts), 6)
    best = min(range(len(mean)), key=lambda at: (-mean[at], shelf.modules[at].id))
    return shelf.modules[best] if mean[best] >= GOOD_ENOUGH else None


def _why_together(count: int, terms: Sequence[str], module: str) -> str:
    if count == 1:
        return "No other statement shares enough with it."
    shared = f"share words such as {_quoted(terms)}" if terms else ""
    if module:
        return f"{count} statements fit the module “{module}”, {f'and {shared}' if shared else 'each in other words'}."
    return f"{count} statements {shared}." if shared else f"{count} people wrote the same."


def _shared(at: int, said: Said, found: Found) -> tuple[str, ...]:
    """Words of the statement that a module has, the most telling first."""
    shared = sorted(
        (word for word in found.gains if found.gains[word][at]), key=lambda word: (-found.gains[word][at], word)
    )
    return tuple(said.telling[word] for word in shared[:MOST_WORDS])


def _lexical(shelf: Shelf, at: int, said: Said, found: Found) -> Match:
    module, score, words = shelf.modules[at], float(found.scores[at]), _shared(at, said, found)
    statement = shelf.closest(at, found.closeness)
    why = _why_by_words(words, statement, score)
    return Match(id=module.id, title=module.title, score=score, words=words, statement=statement, why=why)


def _why_by_words(words: Sequence[str], statement: str, score: float) -> str:
    if not words:
        return "It shares no telling word with this module."
    shared = f"It shares {_words(words)} with this module"
    if score < GOOD_ENOUGH:
        return f"{shared}, which is too little to say that it fits."
    return f"{shared}; its closest example is “{statement}”" if statement else f"{shared}."


def _by_meaning(shelf: Shelf, at: int, said: Said, results: tuple[Found, Row, tuple[str, ...]]) -> Match:
    found, scores, closest = results
    module, score, words = shelf.modules[at], float(scores[at]), _shared(at, said, found)
    statement = shelf.closest(at, found.closeness) if found.is_example[at] else closest[at]
    why = _why_by_meaning(words, statement, score)
    return Match(id=module.id, title=module.title, score=score, words=words, statement=statement, why=why)


def _why_by_meaning(words: Sequence[str], statement: str, score: float) -> str:
    if score < GOOD_ENOUGH:
        return f"Closest: “{statement}” That is too far away to say that it fits."
    shared = f"It shares {_words(words)} with this module." if words else "It says something alike in other words."
    return f"Closest: “{statement}” {shared}"


def _words(words: Sequence[str]) -> str:
    return f"{'the word' if len(words) == 1 else 'the words'} {_quoted(words)}"


def _quoted(words: Sequence[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)
