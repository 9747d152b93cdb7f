"""When a study asks: before the first wave, before each next one, at the end, and three and six months later."""

from dataclasses import dataclass
from datetime import date, timedelta

from hexad.evidence.estimate import EvidenceError

OPEN_DAYS = 14
REMINDERS = (5, 10)  # days after the question; two at most, and none once it is answered
MONTH_DAYS = 91  # a quarter of a year
LATER = (3, 6)  # months after the last comparison; they describe what lasted and compare nothing


@dataclass(frozen=True, slots=True)
class Round:
    """One time of asking, from ``opens`` up to, but not including, ``closes``.

    ``compares``: some groups have begun and others have not, or nobody has yet, so that it takes part in the estimate.
    """

    number: int
    opens: date
    closes: date
    compares: bool

    def is_open(self, today: date) -> bool:
        """Return whether answers are taken."""
        return self.opens <= today < self.closes


def rounds_of(first: date, *, weeks: int, waves: int) -> tuple[Round, ...]:
    """Return the rounds of a study.

    Parameters
    ----------
    first
        First day of the first wave.
    weeks
        From one wave to the next; at least as long as a round is open.
    waves
        Two or more.

    Raises
    ------
    EvidenceError
        Where a round would still be open when the next wave has begun for long.

    Source: our choice: each round ends on the day on which the next wave begins, so that nobody answers for a period
    of which a part was already another.

    >>> from datetime import date
    >>> [(one.number, one.opens.isoformat(), one.compares) for one in rounds_of(date(2027, 2, 1), weeks=8, waves=2)]
    ... # doctest: +NORMALIZE_WHITESPACE
    [(0, '2027-01-18', True), (1, '2027-03-15', True), (2, '2027-05-10', True), (3, '2027-08-23', False),
     (4, '2027-11-22', False)]
    """
    if waves < 2:
        raise EvidenceError("A comparison needs two waves at least.")
    if weeks * 7 < OPEN_DAYS:
        raise EvidenceError("A wave takes %(weeks)s weeks at least.", weeks=-(-OPEN_DAYS // 7))
    ends = [first + timedelta(weeks=weeks * number) for number in range(waves + 1)]
    later = [ends[-1] + timedelta(days=MONTH_DAYS * months // 3 + OPEN_DAYS) for months in LATER]
    return tuple(
        Round(number, end - timedelta(days=OPEN_DAYS), end, compares=number <= waves)
        for number, end in enumerate([*ends, *later])
    )


def had_begun(wave: int, number: int) -> bool:
    """Return whether a group of a wave, both counted from 0, had begun before a round was asked.

    >>> [had_begun(1, number) for number in range(3)]
    [False, False, True]
    """
    return number > wave


def turn_of(asked: date, today: date) -> int:
    """Return how many reminders are due to somebody who was asked on a day and has not answered.

    >>> from datetime import date
    >>> [turn_of(date(2027, 1, 18), date(2027, 1, 18 + day)) for day in (0, 4, 5, 10, 13)]
    [0, 0, 1, 2, 2]
    """
    return sum((today - asked).days >= days for days in REMINDERS)
