"""Average linkage of statements, so built that a new statement leaves alone what it does not resemble.

Two statements are alike where the same modules fit both, and where they share telling words. Three choices make the
groups stable. A word weighs the same whatever the others wrote: no count over all statements enters. Two statements
with little in common have nothing in common (``FLOOR``), so that the statements fall into parts that never touch, each
grouped by itself. And each part is taken in the order of its texts, so the order of the list is nothing.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hexad.challenges.words import telling

FLOOR = 0.2  # below this likeness two statements share nothing that counts
JOIN = 0.25  # two groups join while their mean likeness is at least this
# Where modules fit both of two statements: what it counts that they are the same ones, and what shared words still do.
SAME_MODULES, SAME_WORDS = 0.5, 0.25
SHARPNESS = 3  # so much more the best module of a statement counts than its second
STEPS = 1024  # whole numbers: then no order of adding shows in a sum
MOST_TERMS = 4
SHARED_BY = 3  # one in so many has a word that is called shared
FREQUENT = 20  # a word in more than one statement in so many is frequent; only speed hangs on it

Cosines = NDArray[np.float32]
Fits = NDArray[np.float64]  # the scores of the modules that fit a text, zero for the others: ``(n_texts, n_modules)``


@dataclass(frozen=True, slots=True)
class Grouping:
    """Positions that belong together, ascending; the words that many of them share, and those that some do."""

    members: tuple[int, ...]
    terms: tuple[str, ...]
    some: tuple[str, ...]


def group(statements: Sequence[str], fits_of: Callable[[Sequence[str]], Fits] | None = None) -> list[Grouping]:
    """Statements in groups, the largest first, equal ones by their first text.

    ``fits_of`` tells which modules fit texts; each row must hang on its text alone. Without it words alone count.

    Source: average linkage (Sokal and Michener, 1958) by nearest-neighbour chains (Murtagh, 1983); the thresholds are
    our choice: with them two sentences need about one telling word in four in common, or the same module.

    >>> [one.members for one in group(["The audit is late.", "Nobody likes the audit.", "My shift lead left."])]
    [(0, 1), (2,)]
    """
    places: dict[str, list[int]] = defaultdict(list)
    for at, text in enumerate(statements):
        places[" ".join(text.split()).casefold()].append(at)
    texts = sorted(places)
    words = [telling(text) for text in texts]
    cosines = _cosines(words)
    if fits_of is not None and texts:
        _add_modules(cosines, fits_of(texts))
    cosines[cosines < FLOOR] = 0
    sizes = np.array([len(places[text]) for text in texts], dtype=np.float32)
    sets = [one for part in _parts(cosines) for one in _link(cosines, sizes, part)]
    found = [(_members(one, texts, places), [words[at] for at in one], texts[one[0]]) for one in sets]
    found.sort(key=lambda one: (-len(one[0]), one[2]))
    return [Grouping(members, *_terms(said)) for members, said, _ in found]


def _members(one: Sequence[int], texts: Sequence[str], places: dict[str, list[int]]) -> tuple[int, ...]:
    return tuple(sorted(place for at in one for place in places[texts[at]]))


def _cosines(words: Sequence[dict[str, str]]) -> Cosines:
    """Of each pair, ``(n, n)``. Shared words are counted in whole numbers: no order of adding shows in a sum."""
    postings: dict[str, list[int]] = defaultdict(list)
    for at, said in enumerate(words):
        for word in said:
            postings[word].append(at)
    shared = _shared_frequent([rows for rows in postings.values() if len(rows) > len(words) // FREQUENT], len(words))
    _add_rare(shared, words, {word: rows for word, rows in postings.items() if 1 < len(rows) <= len(words) // FREQUENT})
    lengths = np.sqrt(np.array([max(len(said), 1) for said in words], dtype=np.float32))
    shared /= lengths[:, None]
    shared /= lengths[None, :]
    np.fill_diagonal(shared, 0)
    return shared


def _add_modules(cosines: Cosines, fits: Fits) -> None:
    """Where modules fit both statements, let it count most whether they are the same ones."""
    sharp = fits**SHARPNESS
    lengths = np.sqrt((sharp**2).sum(axis=1, keepdims=True))
    steps = np.rint(STEPS * sharp / np.where(lengths > 0, lengths, 1)).astype(np.float32)
    found = np.flatnonzero(lengths[:, 0] > 0)
    alike = steps[found] @ steps[found].T
    alike *= SAME_MODULES / STEPS**2
    alike += SAME_WORDS * cosines[np.ix_(found, found)]
    np.fill_diagonal(alike, 0)
    cosines[np.ix_(found, found)] = alike


def _shared_frequent(postings: Sequence[Sequence[int]], count: int) -> Cosines:
    """How many of the frequent words each pair shares: one product of matrices."""
    has = np.zeros((count, len(postings)), dtype=np.float32)
    for column, rows in enumerate(postings):
        has[rows, column] = 1
    shared: Cosines = has @ has.T
    return shared


def _add_rare(shared: Cosines, words: Sequence[dict[str, str]], postings: dict[str, list[int]]) -> None:
    """Add the rare ones statement by statement: a matrix of them all would not fit."""
    rows = {word: np.array(found) for word, found in postings.items()}
    for at, said in enumerate(words):
        found = [rows[word] for word in said if word in rows]
        if found:
            shared[at] += np.bincount(np.concatenate(found), minlength=len(words))


def _parts(cosines: Cosines) -> list[list[int]]:
    """Statements that are linked, directly or through others; each part ascending."""
    is_left = np.ones(len(cosines), dtype=bool)
    parts = []
    for first in range(len(cosines)):
        if not is_left[first]:
            continue
        is_left[first] = False
        part, edge = [first], [first]
        while edge:
            near = np.flatnonzero((cosines[edge.pop()] > 0) & is_left)
            is_left[near] = False
            part += near.tolist()
            edge += near.tolist()
        parts.append(sorted(part))
    return parts


def _link(cosines: Cosines, sizes: Cosines, part: Sequence[int]) -> list[list[int]]:
    """Average linkage of one part, stopped at ``JOIN``; each set ascending."""
    near = cosines[np.ix_(part, part)].astype(np.float64)
    weight = sizes[list(part)].astype(np.float64)
    sets: dict[int, list[int]] = {at: [place] for at, place in enumerate(part)}
    waiting, done, chain = set(sets), [], list[int]()
    while waiting:
        chain = chain or [min(waiting)]
        last = chain[-1]
        best = int(np.argmax(near[last]))
        if near[last, best] < JOIN:  # its nearest is too far, and stays so: what it was near to joined others
            waiting.discard(last)
            done.append(sorted(sets[last]))
            near[last] = near[:, last] = 0
            chain = []
        elif len(chain) > 1 and near[last, chain[-2]] >= near[last, best]:
            other = chain[-2]
            _join(near, weight, last, other)
            sets[last] += sets[other]
            waiting.discard(other)
            chain = chain[:-2]
        else:
            chain.append(best)
    return done


def _join(near: NDArray[np.float64], weight: NDArray[np.float64], one: int, other: int) -> None:
    """Let ``one`` stand for both: its cosine with a third is the mean over the members."""
    whole = weight[one] + weight[other]
    mean = (weight[one] * near[one] + weight[other] * near[other]) / whole
    mean[[one, other]] = 0
    near[one] = near[:, one] = mean
    near[other] = near[:, other] = 0
    weight[one] = whole


def _terms(said: Sequence[dict[str, str]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Words that a third shares, and those that two do, most shared first, as first written; of one text, its own."""
    counts: dict[str, int] = defaultdict(int)
    shown: dict[str, str] = {}
    for words in said:
        for key, word in words.items():
            counts[key] += 1
            shown.setdefault(key, word)
    some = min(2, len(said))
    order = sorted((key for key in counts if counts[key] >= some), key=lambda key: (-counts[key], key))[:MOST_TERMS]
    many = [key for key in order if counts[key] * SHARED_BY >= len(said)]
    return tuple(shown[key] for key in many), tuple(shown[key] for key in order)
