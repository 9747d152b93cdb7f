"""How near a statement is to each module by meaning: the cosines of their vectors, set in proportion to 0 to 1."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from hexad.challenges.module import Module

Vectors = NDArray[np.float32]
Row = NDArray[np.float64]
# Texts to vectors of length one, ``(n, d)``; the same text always to the same vector.
Embed = Callable[[Sequence[str]], Vectors]

# What the parts of a module count, relative to each other: its closest examples, its words, its purpose.
EXAMPLES, WORDS, PURPOSE = 1.0, 1.0, 0.7
CLOSEST = 3  # so many examples, in the mean: one alone may share a scene and not the matter
# The mean cosine at which a module is as far as any, and at which it could not be nearer.
FAR, HERE = 0.1, 0.6
MOST = 0.99  # only an example word for word scores 1


@dataclass(frozen=True, slots=True)
class Nearness:
    """The vectors of modules: those of the examples one below the other, ``owners`` says whose they are."""

    embed: Embed
    texts: tuple[str, ...]
    examples: Vectors
    owners: NDArray[np.intp]
    words: Vectors
    purposes: Vectors

    def find(self, text: str) -> tuple[Row, tuple[str, ...]]:
        """Of each module how near it is, 0 to 0.99, and its closest example.

        Source: our choice of parts; their weights on ``benchmarks/data/tuning.toml`` and on each example of a module
        against the rest of it.
        """
        vector = self.embed([text])[0]
        cosines = (self.examples @ vector).astype(float)
        rest = WORDS * (self.words @ vector) + PURPOSE * (self.purposes @ vector)
        near, closest = np.zeros(len(rest)), []
        for at in range(len(rest)):
            own = np.flatnonzero(self.owners == at)
            order = own[np.argsort(-cosines[own], kind="stable")]
            near[at] = EXAMPLES * cosines[order[:CLOSEST]].mean() + rest[at]
            closest.append(self.texts[order[0]])
        mean = near / (EXAMPLES + WORDS + PURPOSE)
        return np.clip((mean - FAR) / (HERE - FAR), 0, MOST), tuple(closest)


@lru_cache(maxsize=8)
def nearness_of(modules: tuple[Module, ...], embed: Embed) -> Nearness:
    """Embed modules once: for those that ship, some seconds of work."""
    texts = [(at, text) for at, one in enumerate(modules) for text in (one.statements or (one.title,))]
    return Nearness(
        embed=embed,
        texts=tuple(text for _, text in texts),
        examples=embed([text for _, text in texts]),
        owners=np.array([at for at, _ in texts], dtype=np.intp),
        words=embed([" ".join(one.words) or one.title for one in modules]),
        purposes=embed([one.purpose for one in modules]),
    )
