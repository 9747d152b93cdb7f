"""What the week painter needs to say days and times in the reader's words; the strokes themselves are the server's."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext

from hexad_web.frontend.moments import clock_text

STEP = 30  # minutes of a row; the pattern itself knows quarter hours

Rows = Sequence[Sequence[int | str]]


@dataclass(frozen=True, slots=True)
class WeekWords:
    """JSON for the data attributes of the painter."""

    days: str
    rows: str
    words: str
    pattern: str
    hours: str
    last_label: str


def time_label(minute: int) -> str:
    if minute == 24 * 60:
        return gettext("midnight")
    return clock_text(datetime(2000, 1, 3, minute // 60, minute % 60))  # noqa: DTZ001  # a clock face, no instant


def brush_words() -> dict[str, str]:
    return {"busy": gettext("busy"), "not": gettext("prefer not"), "free": gettext("free")}


def week_words(pattern: Rows, hours: Rows, first: int, last: int) -> WeekWords:
    """``first`` and ``last`` are hours; rows that the pattern needs outside of them are added."""
    starts = [int(row[1]) for row in pattern]
    ends = [int(row[2]) for row in pattern]
    begin = min([first * 60, *(start - start % STEP for start in starts)])
    end = max([last * 60, *(-(-end // STEP) * STEP for end in ends)])
    days = [{"short": str(WEEKDAYS_ABBR[day]), "long": str(WEEKDAYS[day])} for day in range(7)]
    return WeekWords(
        days=json.dumps(days),
        rows=json.dumps([[minute, time_label(minute)] for minute in range(begin, end, STEP)]),
        words=json.dumps(brush_words()),
        pattern=json.dumps([list(row) for row in pattern]),
        hours=json.dumps([list(row) for row in hours]),
        last_label=time_label(end),
    )
