"""An organisation's own figures by group and date, and what the waves of a study changed in them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import median

from hexad.evidence.estimate import Estimate, EvidenceError
from hexad.evidence.panel import Observed, panel_of
from hexad.evidence.rollout import fixed_effects
from hexad.people.dates import readings
from hexad.people.table import Limits, Table, read_table
from hexad.problems import Problem, shorten

LIMITS = Limits(size=2 * 2**20, rows=20_000, columns=50, characters=200)
COLUMNS = {  # every name that a column goes by
    "group": frozenset({"group", "group number", "gruppe", "gruppennummer"}),
    "date": frozenset({"date", "from", "period", "datum", "von", "zeitraum"}),
    "value": frozenset({"value", "figure", "wert", "zahl"}),
}
MOST_PROBLEMS = 100
DAYS_A_YEAR = 365.25
GROUP = "Write the number of a group of the study, as its page lists them."
DATE = "Write the first day of the period as year-month-day, such as 2027-03-01."
VALUE = "Write one number, such as 12.5."
TWICE = "Keep one row for each group and date."
COLUMN = "Give a column this name in the first row."
EMPTY = "Add a row for each group and date below the headings."


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One figure of one group; ``on``: the first day of the period that it is about."""

    group: str
    on: date
    value: float


def read_results(data: bytes, groups: Iterable[str]) -> tuple[list[Measured], list[Problem]]:
    """Read a file with a column each for group, date and value.

    Parameters
    ----------
    data
        Delimited text, as :func:`hexad.people.table.read_table` takes it, up to 2 MB.
    groups
        Numbers of the groups that there are.

    Returns
    -------
    list of Measured, list of Problem
        Where there is a problem, no rows: a file is taken whole or not at all.

    Raises
    ------
    PeopleError
        For a file that is no table.
    """
    table = read_table(data, limits=LIMITS)
    places = {
        name: next((at for at, heading in enumerate(table.columns) if heading.strip().casefold() in names), None)
        for name, names in COLUMNS.items()
    }
    problems = [Problem(row=1, field=name, remedy=COLUMN) for name, place in places.items() if place is None]
    problems += table.problems
    if not table.rows and not problems:
        problems.append(Problem(remedy=EMPTY))
    if problems:
        return [], problems[:MOST_PROBLEMS]
    found = _rows(table, {name: place or 0 for name, place in places.items()}, set(groups), problems)
    return ([], problems[:MOST_PROBLEMS]) if problems else (found, [])


def _rows(table: Table, places: Mapping[str, int], groups: set[str], problems: list[Problem]) -> list[Measured]:
    found: dict[tuple[str, date], Measured] = {}
    for number, cells in zip(table.numbers, table.rows, strict=True):
        group, day, value = (cells[places[name]] for name in COLUMNS)
        dates, amount = readings(day), _number(value)
        on = dates[0] if len(dates) == 1 else None
        faults = (
            ("group", group, GROUP, group not in groups),
            ("date", day, DATE, on is None),
            ("value", value, VALUE, amount is None),
            ("group", group, TWICE, on is not None and (group, on) in found),
        )
        problems += [
            Problem(row=number, field=name, found=shorten(cell), remedy=remedy)
            for name, cell, remedy, is_wrong in faults
            if is_wrong
        ]
        if on is not None and amount is not None:
            found[group, on] = Measured(group=group, on=on, value=amount)
        if len(problems) >= MOST_PROBLEMS:
            break
    return list(found.values())


def _number(cell: str) -> float | None:
    text = cell.strip().replace("\u2212", "-")
    if "." not in text and text.count(",") == 1:
        text = text.replace(",", ".")
    try:
        value = float(text)
    except ValueError:
        return None
    return value if abs(value) < 1e12 else None


def effect_on(measured: Sequence[Measured], begins: Mapping[str, date]) -> Estimate:
    """Estimate what a group's beginning changed in the figure of one group and period, against groups that waited.

    Parameters
    ----------
    measured
        Of any dates, before and after groups began.
    begins
        First day of each group's wave, as it was drawn.

    Raises
    ------
    EvidenceError
        Where nothing can be compared; the sentence says why.

    Source: two-way fixed effects as in :mod:`hexad.evidence.rollout`; a group counts by the wave that was drawn.
    """
    dates = {day: number for number, day in enumerate(sorted({one.on for one in measured}))}
    return fixed_effects(
        panel_of(
            Observed(one.group, dates[one.on], one.on >= begins[one.group], one.value)
            for one in measured
            if one.group in begins
        )
    )


def periods_a_year(measured: Sequence[Measured]) -> float:
    """Return how many periods of this length a year has, from the usual distance of the dates.

    Raises
    ------
    EvidenceError
        With fewer than two dates.
    """
    days = sorted({one.on for one in measured})
    if len(days) < 2:
        raise EvidenceError("There is one period: an effect needs answers before and after a start.")
    return DAYS_A_YEAR / median((after - before).days for before, after in pairwise(days))
