from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hexad.practice.plans import PlanProblem, Weeks, practice_weeks, problems_of, suggest_occasion

THURSDAY = date(2027, 2, 4)
WEEKS = practice_weeks(THURSDAY, date(2027, 3, 4))
days = st.dates(date(2026, 1, 1), date(2028, 1, 1))


def test_a_plan_without_a_date_is_none() -> None:
    assert problems_of("When a report is late", "ask first", None, WEEKS) == (PlanProblem.NO_DATE,)


def test_a_date_lies_between_explore_and_the_day_before_reflect() -> None:
    early, late = THURSDAY - timedelta(days=1), date(2027, 3, 4)
    assert problems_of("a", "b", early, WEEKS) == (PlanProblem.DATE_TOO_EARLY,)
    assert problems_of("a", "b", late, WEEKS) == (PlanProblem.DATE_TOO_LATE,)
    assert problems_of("a", "b", THURSDAY, WEEKS) == ()
    assert problems_of("a", "b", date(2027, 3, 3), WEEKS) == ()


def test_every_gap_of_a_plan_is_told_at_once() -> None:
    found = problems_of(" ", "", None, WEEKS)
    assert found == (PlanProblem.NO_SITUATION, PlanProblem.NO_BEHAVIOUR, PlanProblem.NO_DATE)


def test_without_a_date_of_reflect_there_are_four_weeks() -> None:
    assert practice_weeks(THURSDAY, None) == Weeks(first=THURSDAY, last=date(2027, 3, 4))


@given(days, days, st.none() | days)
def test_what_is_suggested_is_always_a_day_that_is_accepted(today: date, explored: date, reflect: date | None) -> None:
    weeks = practice_weeks(explored, reflect)
    assert problems_of("a", "b", suggest_occasion(today, weeks), weeks) == ()
