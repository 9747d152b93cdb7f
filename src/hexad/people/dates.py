"""Dates as people type them: several formats, and an honest answer where a date can be read two ways."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Literal

Order = Literal["day first", "month first", ""]

YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?: .*)?")
EITHER_WAY = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4})(?: .*)?")
DAY_MONTH_NAME = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[. -]*([^\W\d_]{3,})[., -]*(\d{4})")
MONTH_NAME_DAY = re.compile(r"([^\W\d_]{3,})[. ]*(\d{1,2})(?:st|nd|rd|th)?[, ]+(\d{4})")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
GERMAN_MONTHS = {"mär": 3, "mrz": 3, "mae": 3, "mai": 5, "okt": 10, "dez": 12}
EARLIEST, LATEST = date(1930, 1, 1), date(2100, 1, 1)
SPREADSHEET_EPOCH = date(1899, 12, 30)
SPREADSHEET_DAYS = range(11_000, 73_000)


def readings(text: str) -> tuple[date, ...]:
    """Give every date that a text can mean.

    Returns
    -------
    tuple of date
        None of them where it is no date, one where it is clear, two where day and month could change places (then
        day first comes first).

    Notes
    -----
    Source: ISO 8601; the dotted form is day first wherever it is used; a bare number of five digits is the day number
    that a spreadsheet shows when a cell has lost its date format.

    >>> readings("03/04/2019")
    (datetime.date(2019, 4, 3), datetime.date(2019, 3, 4))
    """
    text = text.strip()
    if match := YEAR_FIRST.fullmatch(text):
        return _valid((match[1], match[2], match[3]))
    if match := DOTTED.fullmatch(text):
        return _valid((match[3], match[2], match[1]))
    if match := EITHER_WAY.fullmatch(text):
        return _valid((match[4], match[3], match[1]), (match[4], match[1], match[3]))
    return _named_or_numbered(text)


def _named_or_numbered(text: str) -> tuple[date, ...]:
    if match := DAY_MONTH_NAME.fullmatch(text):
        return _valid((match[3], str(_month(match[2])), match[1]))
    if match := MONTH_NAME_DAY.fullmatch(text):
        return _valid((match[3], str(_month(match[1])), match[2]))
    if len(text) == 5 and text.isascii() and text.isdigit() and int(text) in SPREADSHEET_DAYS:
        return (SPREADSHEET_EPOCH + timedelta(days=int(text)),)
    return ()


def _month(name: str) -> int:
    stem = name.casefold()[:3]
    return MONTHS.index(stem) + 1 if stem in MONTHS else GERMAN_MONTHS.get(stem, 0)


def _valid(*candidates: tuple[str, str, str]) -> tuple[date, ...]:
    found: list[date] = []
    for year, month, day in candidates:
        try:
            value = date(int(year), int(month), int(day))
        except ValueError:
            continue
        if EARLIEST <= value <= LATEST and value not in found:
            found.append(value)
    return tuple(found)


def likely_order(texts: Iterable[str]) -> Order:
    """Find the order of day and month in a column from the dates that can be read one way only.

    Returns
    -------
    Order
        Empty where no date decides it, or where they contradict each other.

    Notes
    -----
    Source: our choice: a column is exported by one system, so it has one format.
    """
    seen: set[Order] = set()
    for text in texts:
        match = EITHER_WAY.fullmatch(text.strip())
        if match and len(readings(text)) == 1 and int(match[1]) != int(match[3]):
            seen.add("day first" if int(match[1]) > 12 else "month first")
    return seen.pop() if len(seen) == 1 else ""
