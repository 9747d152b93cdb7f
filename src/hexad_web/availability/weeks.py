"""A day's hours as people write them: "9-12:30, 13-17" and back."""

import re

DAY_MINUTES = 24 * 60
STEP = 15
TIME = r"(\d{1,2})(?:[:.](\d{2}))?"
SPAN = re.compile(rf"{TIME}\s*(?:-|–|—|to|bis)\s*{TIME}")


class UnreadableHoursError(ValueError):
    """What was written for a day is no list of hours."""


def read_day(text: str) -> list[list[int]]:
    """Spans of one day in minutes, sorted and joined. Empty text is a day without hours."""
    parts = [part.strip() for part in re.split(r"[,;]", text) if part.strip()]
    return join([_span(part) for part in parts])


def _span(part: str) -> list[int]:
    found = SPAN.fullmatch(part)
    if found is None:
        raise UnreadableHoursError
    first_hour, first_minute, last_hour, last_minute = (int(group or 0) for group in found.groups())
    start, end = first_hour * 60 + first_minute, last_hour * 60 + last_minute
    if max(first_minute, last_minute) > 59 or not start < end <= DAY_MINUTES:
        raise UnreadableHoursError
    return [start, end]


def join(spans: list[list[int]]) -> list[list[int]]:
    joined: list[list[int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], end)
        else:
            joined.append([start, end])
    return joined


def write_day(spans: list[list[int]]) -> str:
    return ", ".join(f"{clock(start)}–{clock(end)}" for start, end in spans)


def clock(minute: int) -> str:
    """Minutes of the day as a form takes them; the next midnight is 24:00."""
    return f"{minute // 60:02d}:{minute % 60:02d}"
