"""If-then plans: what makes one complete, and a first occasion to suggest."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from hexad.practice.mornings import add_working_days

SUGGESTED_WITHIN = 5  # working days
WITHOUT_REFLECT = timedelta(days=28)


class PlanProblem(StrEnum):
    """What a plan lacks. The product says it in words."""

    NO_SITUATION = "no_situation"
    NO_BEHAVIOUR = "no_behaviour"
    NO_DATE = "no_date"
    DATE_TOO_EARLY = "date_too_early"
    DATE_TOO_LATE = "date_too_late"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weeks:
    """The days on which a plan can be tried, both included."""

    first: date
    last: date


def practice_weeks(explored: date, reflect: date | None) -> Weeks:
    """The days between explore and reflect.

    Parameters
    ----------
    explored
        Local day of the explore session; the plan may be tried on the same day.
    reflect
        Local day of the reflect session, if it has one.

    Returns
    -------
    Weeks
        Up to the day before reflect; 28 days where reflect has no date, or none after explore.

    **Source**: the practice interval of 21-28 days is the programme's default.

    Examples
    --------
    >>> practice_weeks(date(2027, 2, 4), date(2027, 3, 4)).last
    datetime.date(2027, 3, 3)
    """
    if reflect is None or reflect <= explored:
        return Weeks(first=explored, last=explored + WITHOUT_REFLECT)
    return Weeks(first=explored, last=reflect - timedelta(days=1))


def suggest_occasion(today: date, weeks: Weeks) -> date:
    """A first occasion five working days ahead, and within the practice weeks.

    **Source**: our choice; an occasion soon after planning is one that people remember.

    Examples
    --------
    >>> suggest_occasion(date(2027, 2, 4), practice_weeks(date(2027, 2, 4), None))
    datetime.date(2027, 2, 11)
    """
    return max(weeks.first, min(add_working_days(today, SUGGESTED_WITHIN), weeks.last))


def problems_of(situation: str, behaviour: str, occasion: date | None, weeks: Weeks) -> tuple[PlanProblem, ...]:
    """Everything that keeps a plan from being one, at once and in the order of the form.

    Examples
    --------
    >>> problems_of("a report is late", "ask what is in the way", None, practice_weeks(date(2027, 2, 4), None))
    (<PlanProblem.NO_DATE: 'no_date'>,)
    """
    found = []
    if not situation.strip():
        found.append(PlanProblem.NO_SITUATION)
    if not behaviour.strip():
        found.append(PlanProblem.NO_BEHAVIOUR)
    if occasion is None:
        found.append(PlanProblem.NO_DATE)
    elif occasion < weeks.first:
        found.append(PlanProblem.DATE_TOO_EARLY)
    elif occasion > weeks.last:
        found.append(PlanProblem.DATE_TOO_LATE)
    return tuple(found)
