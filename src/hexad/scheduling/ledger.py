"""The time ledger: what sessions take of a manager's working year, and whether another one still fits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from hexad.problems import HexadError

WEEKS_A_YEAR = 52
USUAL_WEEK = 40.0  # hours, where nobody said
PREPARATION_HOURS = 1.0  # of whoever facilitates
CEILING = 0.01  # of work time, unless the organisation says otherwise


class LedgerError(HexadError):
    """A work time that nothing is a share of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """One session of one person.

    Attributes
    ----------
    start
        Aware.
    hours
        Its length.
    is_held
        Whether it took place; else it is planned.
    facilitates
        Whether this person prepares it.
    """

    start: datetime
    hours: float
    is_held: bool
    facilitates: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class YearOfTime:
    """What one year takes of one person.

    Attributes
    ----------
    held_hours, planned_hours
        Sessions that took place, and those together with what is still planned.
    preparation_hours
        For sessions that the person facilitates, in addition to ``planned_hours``.
    work_hours
        Of the whole year.
    """

    held_hours: float
    planned_hours: float
    preparation_hours: float
    work_hours: float

    @property
    def held_share(self) -> float:
        """Share of the year's work time that took place."""
        return self.held_hours / self.work_hours

    @property
    def planned_share(self) -> float:
        """The same with what is planned."""
        return self.planned_hours / self.work_hours

    @property
    def prepared_share(self) -> float:
        """The same with preparation."""
        return (self.planned_hours + self.preparation_hours) / self.work_hours

    def has_room_for(self, hours: float, ceiling: float = CEILING) -> bool:
        """Return whether so much more stays at or under the ceiling. Preparation does not count towards it.

        Examples
        --------
        >>> year = YearOfTime(held_hours=9, planned_hours=18, preparation_hours=3, work_hours=2080)
        >>> year.has_room_for(1.5), year.has_room_for(3)
        (True, False)
        """
        return self.planned_hours + hours <= ceiling * self.work_hours + 1e-9


def year_of_time(seats: Iterable[Seat], *, year: int, zone: str, weekly_hours: float | None = None) -> YearOfTime:
    """Add up one person's sessions of one calendar year.

    Parameters
    ----------
    seats
        In any order and of any year.
    zone
        Whose New Year it is.
    weekly_hours
        Above 0; 40 where it is None.

    Raises
    ------
    LedgerError
        For work time of nil or less.

    Source
    ------
    The method's promise of less than 1 % of work time; that a year is 52 weeks is our choice, as in the cost model.

    Examples
    --------
    >>> from datetime import UTC
    >>> days = (datetime(2026, month, 3, 9, tzinfo=UTC) for month in range(1, 7))
    >>> six = [Seat(start=day, hours=1.5, is_held=True) for day in days]
    >>> round(year_of_time(six, year=2026, zone="UTC").planned_share * 100, 3)
    0.433
    """
    week = USUAL_WEEK if weekly_hours is None else weekly_hours
    if not week > 0:
        raise LedgerError(f"Work time of {week:g} hours a week: give more than 0, or nothing.")
    ours = [seat for seat in seats if seat.start.astimezone(ZoneInfo(zone)).year == year]
    return YearOfTime(
        held_hours=sum(seat.hours for seat in ours if seat.is_held),
        planned_hours=sum(seat.hours for seat in ours),
        preparation_hours=PREPARATION_HOURS * sum(seat.facilitates for seat in ours),
        work_hours=week * WEEKS_A_YEAR,
    )
