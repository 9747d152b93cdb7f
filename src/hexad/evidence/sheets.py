"""What was answered in a study: own sheets and observers', a manager's own feedback, and means that can be compared."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

from hexad.evidence.disclosure import RATERS
from hexad.evidence.panel import Observed
from hexad.evidence.rounds import had_begun

LEAST_OF_ITEMS = 0.5  # share of a scale's items that must be answered for a sheet to have a score
LOWEST, HIGHEST = 0, 4


class Category(StrEnum):
    """Who looks."""

    SELF = "self"
    REPORT = "report"
    PEER = "peer"
    BOSS = "boss"


OBSERVERS = (Category.REPORT, Category.PEER, Category.BOSS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One filled form.

    Attributes
    ----------
    round
        Number of the round.
    manager
        Whom it is about.
    rater
        Who answered, so that answers of one person can be told apart; never shown.
    values
        By item, 0 to 4; None: could not observe.
    comment
        In the rater's own words; read by the manager alone.
    """

    round: int
    manager: str
    rater: str
    category: Category
    values: Mapping[str, int | None]
    comment: str = ""

    def score(self, items: Sequence[str]) -> float | None:
        """Return the mean of what was observed, or None where that is less than half of the items."""
        seen = [value for key in items if (value := self.values.get(key)) is not None]
        return fmean(seen) if len(seen) >= max(1, LEAST_OF_ITEMS * len(items)) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """What a manager reads of one category, item by item; ``means`` is empty where too few answered.

    Nothing tells how many answered, or when; comments stand in an order of no meaning.
    """

    category: Category
    means: Mapping[str, float]
    comments: tuple[str, ...] = ()


def own_feedback(sheets: Iterable[Sheet], items: Sequence[str], *, number: int) -> tuple[Feedback, ...]:
    """Return what a manager may read of one round: own answers, and each category with three raters or more.

    An item is shown where three raters observed it, comments where three raters answered. A boss is one person: that
    category is shown only where there are three, as with the others, and never merged with another.

    Source: thresholds of multi-source feedback (our choice: three, the field's usual least).
    """
    found = []
    mine = [sheet for sheet in sheets if sheet.round == number]
    for category in Category:
        values: dict[str, list[int]] = defaultdict(list)
        theirs = [sheet for sheet in mine if sheet.category == category]
        for sheet in theirs:
            for key in items:
                if (value := sheet.values.get(key)) is not None:
                    values[key].append(value)
        least = 1 if category is Category.SELF else RATERS
        means = {key: round(fmean(values[key]), 1) for key in items if len(values[key]) >= least}
        words = [sheet.comment for sheet in theirs if sheet.comment] if len(theirs) >= RATERS else []
        found.append(Feedback(category=category, means=means, comments=tuple(sorted(words, key=_lot))))
    return tuple(found)


def _lot(text: str) -> bytes:
    """Order by what nobody can read anything from."""
    return hashlib.sha256(text.encode()).digest()


def observed_means(
    sheets: Iterable[Sheet],
    items: Sequence[str],
    *,
    group: Mapping[str, str],
    wave: Mapping[str, int],
    rounds: Iterable[int],
    own: bool = False,
) -> list[Observed]:
    """Return one row for each manager and round that compares: the mean of the observers' scores, or the own score.

    Parameters
    ----------
    group
        Manager to group.
    wave
        Group to wave; a group counts by the wave that was drawn.
    own
        Whether the managers' own sheets are taken instead of the observers'.
    """
    compared = set(rounds)
    scores: dict[tuple[str, int], list[float]] = defaultdict(list)
    for sheet in sheets:
        wanted = (sheet.category is Category.SELF) == own
        if wanted and sheet.round in compared and group.get(sheet.manager) in wave:
            score = sheet.score(items)
            if score is not None:
                scores[sheet.manager, sheet.round].append(score)
    return [
        Observed(group[manager], number, had_begun(wave[group[manager]], number), fmean(values), manager)
        for (manager, number), values in sorted(scores.items())
    ]


def table_of(sheets: Iterable[Sheet], items: Sequence[str]) -> tuple[NDArray[np.float64], list[str]]:
    """Return the observers' sheets as (n, k) with gaps, and whom each is about, to judge the scale by."""
    kept = [sheet for sheet in sheets if sheet.category is not Category.SELF]
    rows = [
        [np.nan if sheet.values.get(key) is None else float(sheet.values[key] or 0) for key in items] for sheet in kept
    ]
    return np.array(rows, np.float64).reshape(len(kept), len(items)), [sheet.manager for sheet in kept]
