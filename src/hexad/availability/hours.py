"""Working hours: when a person can be asked to meet, in the person's own zone."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from hexad.availability.problems import AvailabilityError
from hexad.availability.zones import zone_of

DAY = 24 * 60
ENGLISH = "en_US"


class Span(NamedTuple):
    """Minutes of a local day, half-open: ``Span(540, 1020)`` is 09:00 to 17:00; 1440 is the next midnight."""

    start: int
    end: int


Week = tuple[tuple[Span, ...], ...]
EMPTY_WEEK: Week = ((),) * 7
NINE_TO_FIVE: Week = ((Span(9 * 60, 17 * 60),),) * 5 + ((),) * 2
# Our choice: an hour or two at either end, never a night and never a weekend.
EARLY_AND_LATE: Week = ((Span(7 * 60, 9 * 60), Span(17 * 60, 20 * 60)),) * 5 + ((),) * 2


@dataclass(frozen=True, slots=True)
class WorkHours:
    """A weekly grid in one zone, Monday first.

    Attributes
    ----------
    zone
        IANA name.
    weekly
        Seven days of spans in local minutes.
    stretch
        Seven days of spans that the person accepts now and then, outside of ``weekly``.
    holidays
        Local days without work.

    Raises
    ------
    AvailabilityError
        Where the zone is unknown, a week has not seven days, or a span runs backwards.
    """

    zone: str
    weekly: Week = NINE_TO_FIVE
    stretch: Week = EMPTY_WEEK
    holidays: frozenset[date] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        zone_of(self.zone)
        for week in (self.weekly, self.stretch):
            if len(week) != 7:
                raise AvailabilityError("Working hours need seven days, Monday first.")
            if any(not 0 <= span.start < span.end <= DAY for day in week for span in day):
                raise AvailabilityError("Working hours run from an earlier to a later minute of one day.")


def nine_to_five(zone: str, holidays: frozenset[date] = frozenset()) -> WorkHours:
    """Monday to Friday 9 to 17, with 7 to 9 and 17 to 20 as stretch hours.

    Source: our choice, for people of whom only the zone is known.

    Examples
    --------
    >>> nine_to_five("Asia/Kolkata").weekly[0]
    (Span(start=540, end=1020),)
    """
    return WorkHours(zone, NINE_TO_FIVE, EARLY_AND_LATE, holidays)


def holidays_of(country: str, subdivision: str = "", years: Iterable[int] = ()) -> frozenset[date]:
    """Public holidays of a country (ISO 3166 code), or of one of its parts, in the given years.

    Source, errors: as for :func:`named_holidays`.

    Examples
    --------
    >>> date(2026, 12, 25) in holidays_of("DE", "BE", [2026])
    True
    """
    return frozenset(named_holidays(country, subdivision, years))


def named_holidays(
    country: str, subdivision: str = "", years: Iterable[int] = (), *, language: str = ENGLISH
) -> dict[date, str]:
    """The same days with what they are called.

    Parameters
    ----------
    language
        Such as ``de``; where the package has no names in it, in the country's own.

    Source: the ``holidays`` package.

    Raises
    ------
    AvailabilityError
        Where the package knows no such country or part.

    Examples
    --------
    >>> named_holidays("DE", "BE", [2026], language="de")[date(2026, 12, 25)]
    'Erster Weihnachtstag'
    """
    import holidays  # only here: it takes a second to load

    try:
        found = holidays.country_holidays(
            country.upper(), subdiv=subdivision or None, years=sorted(set(years)), language=language
        )
    except (NotImplementedError, KeyError) as error:
        place = f"{country}-{subdivision}" if subdivision else country
        raise AvailabilityError(
            f"No holidays are known for {place[:40]!r}; write a code such as DE or DE-BE."
        ) from error
    return dict(found.items())
