"""The scrap meter: what became of what was planned."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What somebody reports about a plan."""

    TRIED = "tried"
    ADAPTED = "adapted"
    KEPT = "kept"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScrapCount:
    """Plans by their latest report; ``silent`` are those without one."""

    tried: int = 0
    adapted: int = 0
    kept: int = 0
    dropped: int = 0
    silent: int = 0

    @property
    def plans(self) -> int:
        """How many plans there are."""
        return self.tried + self.adapted + self.kept + self.dropped + self.silent

    @property
    def used(self) -> int:
        """Plans that were put to use at all, whatever became of them afterwards but being dropped."""
        return self.tried + self.adapted + self.kept


def count(reports: Iterable[tuple[str, Outcome]], plans: Iterable[str] = ()) -> ScrapCount:
    """Count plans, not reports: a plan that was reported on twice counts once, as it was reported last.

    Parameters
    ----------
    reports
        (plan, outcome) in the order of time.
    plans
        Keys of all plans, so that those nobody reported on are counted as silent.

    **Source**: the four answers are the method's; that the last one counts is our choice, since a plan that was tried
    and then dropped is not in use.

    Examples
    --------
    >>> count([("a", Outcome.TRIED), ("a", Outcome.DROPPED), ("b", Outcome.KEPT)], ["a", "b", "c"])
    ScrapCount(tried=0, adapted=0, kept=1, dropped=1, silent=1)
    """
    latest: dict[str, Outcome | None] = dict.fromkeys(plans)
    latest.update(reports)
    found = list(latest.values())
    by_outcome = {outcome.value: found.count(outcome) for outcome in Outcome}
    return ScrapCount(silent=found.count(None), **by_outcome)


def went_to_scrap(reports: Sequence[Outcome], decision: Outcome | None = None) -> bool:
    """Say whether a plan was dropped or never tried, once its practice weeks are over.

    Parameters
    ----------
    reports
        What was reported on it, in the order of time.
    decision
        What was decided about it in reflect, which counts before any report; None where nothing was.

    **Source**: our choice: training that nobody uses is scrap, whether it was given up or never begun.

    Examples
    --------
    >>> went_to_scrap([Outcome.TRIED]), went_to_scrap([Outcome.TRIED, Outcome.DROPPED]), went_to_scrap([])
    (False, True, True)
    >>> went_to_scrap([Outcome.DROPPED], Outcome.ADAPTED)
    False
    """
    last = decision or (reports[-1] if reports else None)
    return last is None or last is Outcome.DROPPED
