"""Figures of an organisation by group and date: read whole or not at all, compared along the waves of a study."""

from datetime import date, timedelta

import numpy as np
import pytest

from hexad.evidence.estimate import EvidenceError
from hexad.evidence.imported import Measured, effect_on, periods_a_year, read_results
from hexad.people.roster import PeopleError

GROUPS = [str(one) for one in range(1, 9)]


def test_a_file_is_read_with_comma_or_semicolon_and_in_german() -> None:
    found, problems = read_results(b"group,date,value\n1,2027-03-01,12.5\n2,2027-03-01,-3\n", GROUPS)
    assert problems == []
    assert found == [
        Measured(group="1", on=date(2027, 3, 1), value=12.5),
        Measured(group="2", on=date(2027, 3, 1), value=-3.0),
    ]
    text = "Standort;Wert;Gruppe;Datum\nBonn;1,5;3;01.03.2027\n".encode("cp1252")
    assert read_results(text, GROUPS)[0] == [Measured(group="3", on=date(2027, 3, 1), value=1.5)]


@pytest.mark.parametrize(
    ("line", "field", "says"),
    [
        ("99,2027-03-01,1", "group", "number of a group of the study"),
        (",2027-03-01,1", "group", "number of a group of the study"),
        ("1,03/04/2027,1", "date", "year-month-day"),
        ("1,soon,1", "date", "year-month-day"),
        ("1,2027-03-01,much", "value", "one number"),
        ("1,2027-03-01,nan", "value", "one number"),
        ("1,2027-03-01,inf", "value", "one number"),
        ("1,2027-03-01,", "value", "one number"),
        ("2,2027-03-01,7", "group", "one row for each group and date"),
    ],
)
def test_one_bad_row_and_nothing_is_taken(line: str, field: str, says: str) -> None:
    found, problems = read_results(f"group,date,value\n2,2027-03-01,1\n{line}\n".encode(), GROUPS)
    assert found == []
    (problem,) = problems
    assert (problem.row, problem.field) == (3, field)
    assert says in problem.remedy


def test_missing_columns_and_rows_are_named() -> None:
    found, problems = read_results(b"group,when\n1,2027-03-01\n", GROUPS)
    assert found == []
    assert [problem.field for problem in problems] == ["date", "value"]
    assert read_results(b"group,date,value\n", GROUPS)[1][0].remedy.startswith("Add a row")
    with pytest.raises(PeopleError):
        read_results(b"", GROUPS)
    many = b"group,date,value\n" + b"x,2027-03-01,1\n" * 19_000
    assert len(read_results(many, GROUPS)[1]) == 100
    with pytest.raises(PeopleError, match="20,000"):
        read_results(many + b"x,2027-03-01,1\n" * 2_000, GROUPS)


def monthly(effect: float, seed: int = 1) -> tuple[list[Measured], dict[str, date]]:
    """Eight groups in two waves, twelve months; the second half of them begins after six."""
    lot, begins = np.random.default_rng(seed), {}
    found = []
    for place, group in enumerate(GROUPS):
        begins[group] = date(2027, 4, 1) if place % 2 else date(2027, 8, 1)
        level = lot.normal(20, 3)
        for month in range(1, 13):
            day = date(2027, month, 1)
            value = level + 0.2 * month + effect * (day >= begins[group]) + lot.normal(0, 0.5)
            found.append(Measured(group=group, on=day, value=value))
    return found, begins


def test_the_effect_is_what_beginning_changed_and_not_the_trend() -> None:
    measured, begins = monthly(-3.0)
    found = effect_on(measured, begins)
    assert found.interval[0] < -3.0 < found.interval[1]
    assert found.interval[1] < 0
    nothing = effect_on(*monthly(0.0))
    assert nothing.interval[0] < 0 < nothing.interval[1]
    assert periods_a_year(measured) == pytest.approx(12, abs=0.3)


def test_what_cannot_be_compared_says_why() -> None:
    measured, begins = monthly(0.0)
    with pytest.raises(EvidenceError, match="one period"):
        periods_a_year(measured[:1])
    early = [one for one in measured if one.on < date(2027, 4, 1)]
    with pytest.raises(EvidenceError, match="has not started"):
        effect_on(early, begins)
    with pytest.raises(EvidenceError, match="no answers"):
        effect_on([], begins)
    late = {group: day - timedelta(days=400) for group, day in begins.items()}
    with pytest.raises(EvidenceError):
        effect_on(measured, late)
