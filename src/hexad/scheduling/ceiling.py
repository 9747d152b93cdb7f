"""Which sessions still fit into the working year of every member."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from hexad.scheduling.ledger import USUAL_WEEK, WEEKS_A_YEAR, YearOfTime, year_of_time
from hexad.scheduling.needs import Attendee, Need

SLOTS_AN_HOUR = 4


def days_of(needs: Sequence[Need]) -> list[tuple[int, int]]:
    """The first and last day, since the horizon's first, on which each session could be."""
    found: list[tuple[int, int]] = []
    for need in needs:
        low, high = (0, 0) if need.after is None else found[need.after]
        found.append((low + need.low, high + need.high))
    return found


def over_the_year(members: Sequence[Attendee], needs: Sequence[Need], first: date, ceiling: float) -> dict[int, int]:
    """Places of sessions that do not fit, with the number of members whose year they would pass.

    A session that may lie in either of two years counts in both. Earlier cycles go first; a cycle without its reflect
    is none.

    Source: the method's promise of less than one hundredth of work time; the order is our choice.
    """
    hours = sum(need.length for need in needs) / SLOTS_AN_HOUR
    if all(_is_far_below(person, hours, ceiling) for person in members):
        return {}
    years = [_Year(person, ceiling) for person in members]
    spans = days_of(needs)
    refused: dict[int, int] = {}
    for unit in _units(needs):
        if needs[unit[0]].after in refused:
            passing = refused[needs[unit[0]].after or 0]
        else:
            wanted = [(needs[at].length / SLOTS_AN_HOUR, _years_between(first, spans[at])) for at in unit]
            passing = sum(not year.has_room_for(wanted) for year in years)
            for year in years:
                year.take([] if passing else wanted)
        refused |= dict.fromkeys(unit, passing) if passing else {}
    return refused


def _is_far_below(person: Attendee, hours: float, ceiling: float) -> bool:
    week = USUAL_WEEK if person.weekly_hours is None else person.weekly_hours
    return not person.seats and week > 0 and hours <= ceiling * week * WEEKS_A_YEAR


def _units(needs: Sequence[Need]) -> Iterable[list[int]]:
    """Sessions that are held together or not at all: an explore with its reflect, and each other alone."""
    for at, need in enumerate(needs):
        if need.kind == "explore":
            yield [at, at + 1]
        elif need.kind != "reflect":
            yield [at]


def _years_between(first: date, days: tuple[int, int]) -> set[int]:
    return {(first + timedelta(days=day)).year for day in days}


Wanted = Sequence[tuple[float, set[int]]]


class _Year:
    """What one person's years have taken."""

    def __init__(self, person: Attendee, ceiling: float) -> None:
        self.person, self.ceiling = person, ceiling
        self.planned: dict[int, float] = {}

    def has_room_for(self, wanted: Wanted) -> bool:
        hours: dict[int, float] = dict(self.planned)
        for length, years in wanted:
            for year in years:
                hours[year] = hours.get(year, 0.0) + length
        return all(self._before(year).has_room_for(more, self.ceiling) for year, more in hours.items())

    def _before(self, year: int) -> YearOfTime:
        return year_of_time(
            self.person.seats, year=year, zone=self.person.hours.zone, weekly_hours=self.person.weekly_hours
        )

    def take(self, wanted: Wanted) -> None:
        for length, years in wanted:
            for year in years:
                self.planned[year] = self.planned.get(year, 0.0) + length
