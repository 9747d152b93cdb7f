"""Recurrence rules: what is accepted, and the walk through one.

Feeds are untrusted, and a rule of thirty characters can run for hours. So a rule repeats by day, week, month or year
only, every 1 to 99; the walk leaps to the window wherever nothing has to be counted, ends with the window, and pays for
every day that it looks at.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import product

DAY = timedelta(days=1)
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
MONTH_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
MOST_INTERVAL = 99
MOST_TIMES_A_DAY = 24
# Each list of numbers that a rule may hold: from where to where, and whether it may count from the end.
RANGES: Mapping[str, tuple[int, int, bool]] = {
    "BYMONTH": (1, 12, False),
    "BYMONTHDAY": (1, 31, True),
    "BYYEARDAY": (1, 366, True),
    "BYWEEKNO": (1, 53, True),
    "BYSETPOS": (1, 366, True),
    "BYHOUR": (0, 23, False),
    "BYMINUTE": (0, 59, False),
    "BYSECOND": (0, 60, False),
}
PARTS = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", *RANGES})
NUMBER = re.compile(r"[+-]?\d{1,10}")
WEEKDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")

Spend = Callable[[int], None]


class UnusableRuleError(ValueError):
    """A rule that is not worked out; its text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One RRULE, checked.

    Attributes
    ----------
    frequency
        DAILY, WEEKLY, MONTHLY or YEARLY.
    interval
        Every how many of them, 1 to 99.
    count
        After how many times it ends, or None.
    until
        UNTIL as written, or empty: what it means hangs on the entry's zone.
    week_start
        0 is Monday.
    weekdays
        BYDAY as pairs of ordinal (0: each) and weekday.
    """

    frequency: str
    interval: int = 1
    count: int | None = None
    until: str = ""
    week_start: int = 0
    weekdays: tuple[tuple[int, int], ...] = ()
    months: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    year_days: tuple[int, ...] = ()
    week_numbers: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()
    hours: tuple[int, ...] = ()
    minutes: tuple[int, ...] = ()
    seconds: tuple[int, ...] = ()

    @classmethod
    def parse(cls, text: str) -> "Rule":
        """Read and check a rule.

        Source: RFC 5545, section 3.3.10; the bounds are our choice.

        Raises
        ------
        UnusableRuleError
            With the reason.

        Examples
        --------
        >>> Rule.parse("FREQ=WEEKLY;BYDAY=MO;INTERVAL=2").interval
        2
        >>> Rule.parse("FREQ=SECONDLY")
        Traceback (most recent call last):
        hexad.availability.recurrence.UnusableRuleError: repeats SECONDLY
        """
        parts = parts_of(text)
        if not set(parts) <= PARTS:
            raise UnusableRuleError("is not an iCalendar rule of the Gregorian calendar")
        if parts.get("FREQ") not in FREQUENCIES:
            raise UnusableRuleError(f"repeats {parts.get('FREQ', '')[:20] or 'without a frequency'}")
        if "COUNT" in parts and "UNTIL" in parts:
            raise UnusableRuleError("has both COUNT and UNTIL")
        lists = {name: _numbers(parts[name], name) if name in parts else () for name in RANGES}
        rule = cls(
            frequency=parts["FREQ"],
            interval=_interval(parts.get("INTERVAL", "1")),
            count=_count(parts["COUNT"]) if "COUNT" in parts else None,
            until=parts.get("UNTIL", ""),
            week_start=_week_start(parts.get("WKST", "MO")),
            weekdays=tuple(map(_weekday, parts["BYDAY"].split(","))) if "BYDAY" in parts else (),
            months=lists["BYMONTH"],
            month_days=lists["BYMONTHDAY"],
            year_days=lists["BYYEARDAY"],
            week_numbers=lists["BYWEEKNO"],
            positions=lists["BYSETPOS"],
            hours=lists["BYHOUR"],
            minutes=lists["BYMINUTE"],
            seconds=tuple(sorted({min(one, 59) for one in lists["BYSECOND"]})),  # Python knows no leap second
        )
        if max(len(rule.hours), 1) * max(len(rule.minutes), 1) * max(len(rule.seconds), 1) > MOST_TIMES_A_DAY:
            raise UnusableRuleError("repeats more often than hourly")
        return rule

    def completed(self, first: date) -> "Rule":
        """The rule with what it leaves to its first date: the weekday, the day of the month, the month."""
        if self.weekdays or self.month_days or self.year_days or self.week_numbers:
            return self
        if self.frequency == "WEEKLY":
            return replace(self, weekdays=((0, first.weekday()),))
        if self.frequency == "MONTHLY":
            return replace(self, month_days=(first.day,))
        if self.frequency == "YEARLY":
            return replace(self, months=self.months or (first.month,), month_days=(first.day,))
        return self

    def holds(self, day: date) -> bool:
        """Whether the rule names a day; which periods it skips and which positions it picks come on top."""
        return (
            (not self.months or day.month in self.months)
            and (not self.month_days or _among(self.month_days, day.day, _month_length(day)))
            and (not self.weekdays or self._holds_weekday(day))
            and (not self.year_days or _among(self.year_days, _year_day(day), _year_length(day)))
            and (not self.week_numbers or _among(self.week_numbers, *self._week_number(day)))
        )

    def plain_weekdays(self) -> frozenset[int]:
        """The weekdays, where they are all that the rule says of its days; else none."""
        more = self.months or self.month_days or self.year_days or self.week_numbers
        if more or self.frequency not in ("DAILY", "WEEKLY"):
            return frozenset()
        return frozenset(weekday for _, weekday in self.weekdays)

    def _holds_weekday(self, day: date) -> bool:
        weekday = day.weekday()
        ordinals = [ordinal for ordinal, wanted in self.weekdays if wanted == weekday]
        if not ordinals or 0 in ordinals or self.frequency in ("DAILY", "WEEKLY"):
            return bool(ordinals)
        in_year = self.frequency == "YEARLY" and not self.months
        at, length = (_year_day(day), _year_length(day)) if in_year else (day.day, _month_length(day))
        return (at - 1) // 7 + 1 in ordinals or -((length - at) // 7 + 1) in ordinals

    def _week_number(self, day: date) -> tuple[int, int]:
        """The number of a day's week, and how many its year has: the first week has four days of the year or more."""
        middle = day + timedelta(days=3 - (day.weekday() - self.week_start) % 7)
        last = date(middle.year, 12, 28)  # its week is the last one, whichever day weeks start on
        last += timedelta(days=3 - (last.weekday() - self.week_start) % 7)
        return (_year_day(middle) - 1) // 7 + 1, (_year_day(last) - 1) // 7 + 1


def walk(rule: Rule, first: datetime, *, since: datetime, until: datetime, spend: Spend) -> Iterator[datetime]:
    """The wall times that a rule names, ascending; those before ``since`` may be left out.

    Parameters
    ----------
    rule
        Its own UNTIL is left to the caller, who knows the zone.
    first
        DTSTART on the wall, without a zone. It is given only where the rule names it.
    since, until
        What is wanted, on the wall, both included.
    spend
        Called with the number of days looked at; raises where that is too much.

    Source
    ------
    RFC 5545, section 3.3.10: what a period (day, week, month, year) holds, then BYSETPOS, then the count.

    Examples
    --------
    >>> rule = Rule.parse("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1")
    >>> span = {"since": datetime(2027, 1, 1), "until": datetime(2027, 3, 1)}
    >>> [at.day for at in walk(rule, datetime(2026, 1, 30, 9), **span, spend=lambda days: None)]
    [29, 26]
    """
    rule = rule.completed(first.date())
    times = _times(rule, first)
    left, plain = rule.count, rule.plain_weekdays()
    for days in _periods(rule, first.date(), since.date() if left is None else first.date(), until.date()):
        spend(len(days))
        held = [day for day in days if day.weekday() in plain] if plain else filter(rule.holds, days)
        wanted = [datetime.combine(day, at) for day in held for at in times]
        for at in _picked(wanted, rule.positions) if rule.positions else wanted:
            if at < first:
                continue
            if at > until or left == 0:
                return
            left = left - 1 if left is not None else None
            if at >= since:
                yield at


def _periods(rule: Rule, first: date, since: date, until: date) -> Iterator[list[date]]:
    """The days of each period, from the one that holds ``since`` to the one that holds ``until``."""
    size, start = {
        "DAILY": (1, first.toordinal()),
        "WEEKLY": (7, first.toordinal() - (first.weekday() - rule.week_start) % 7),
        "MONTHLY": (1, first.year * 12 + first.month - 1),
        "YEARLY": (12, first.year * 12),
    }[rule.frequency]
    in_days = rule.frequency in ("DAILY", "WEEKLY")
    step = size * rule.interval
    wanted, last = (
        (one.toordinal() if in_days else one.year * 12 + one.month - 1) for one in (max(since, first), until)
    )
    for at in range(start + (wanted - start) // step * step, last + 1, step):
        if in_days:
            yield [date.fromordinal(at + day) for day in range(size)]
        else:
            months = [at % 12 + 1] if size == 1 else _months(rule)
            yield [date(at // 12, month, day) for month in months for day in range(1, _days_in(at // 12, month) + 1)]


def _months(rule: Rule) -> tuple[int, ...]:
    """The months of a year worth looking at."""
    return tuple(sorted(rule.months)) or tuple(range(1, 13))


def _times(rule: Rule, first: datetime) -> list[time]:
    each = (rule.hours or (first.hour,), rule.minutes or (first.minute,), rule.seconds or (first.second,))
    return [time(*one) for one in sorted(product(*each))]


def _picked(wanted: list[datetime], positions: tuple[int, ...]) -> list[datetime]:
    count = len(wanted)
    places = {one - 1 if one > 0 else count + one for one in positions}
    return [wanted[place] for place in sorted(places) if 0 <= place < count]


def parts_of(text: str) -> dict[str, str]:
    """A rule's parts by name, without those that say nothing.

    Raises
    ------
    UnusableRuleError
        Where a part comes twice or has no value.
    """
    pairs = [part.partition("=") for part in text.upper().replace(" ", "").split(";") if part]
    parts = {name: value for name, _, value in pairs}
    if len(parts) < len(pairs) or not all(parts.values()):
        raise UnusableRuleError("is not an iCalendar rule of the Gregorian calendar")
    for name, usual in (("RSCALE", "GREGORIAN"), ("SKIP", "OMIT")):
        if parts.get(name) == usual:
            del parts[name]
    if parts.get("COUNT", "").startswith("-"):  # some exports write -1 for "without end"
        del parts["COUNT"]
    return parts


def _number(text: str) -> int:
    if not NUMBER.fullmatch(text):
        raise UnusableRuleError("holds what is no number")
    return int(text)


def _interval(text: str) -> int:
    interval = _number(text)
    if not 1 <= interval <= MOST_INTERVAL:
        raise UnusableRuleError(f"repeats at an interval outside 1 to {MOST_INTERVAL}")
    return interval


def _count(text: str) -> int:
    count = _number(text)
    if count < 1:
        raise UnusableRuleError("repeats less than once")
    return count


def _numbers(text: str, name: str) -> tuple[int, ...]:
    low, high, from_end = RANGES[name]
    numbers = tuple(sorted(set(map(_number, text.split(",")))))
    if any(not low <= (abs(one) if from_end else one) <= high for one in numbers):
        raise UnusableRuleError(f"holds a {name} that no calendar has")
    return numbers


def _week_start(text: str) -> int:
    if text not in WEEKDAYS:
        raise UnusableRuleError("holds a WKST that no week has")
    return WEEKDAYS.index(text)


def _weekday(text: str) -> tuple[int, int]:
    found = WEEKDAY.fullmatch(text)
    ordinal = int(found.group(1) or 0) if found else 0
    if not found or abs(ordinal) > 53 or (found.group(1) and not ordinal):
        raise UnusableRuleError("holds a BYDAY that no week has")
    return ordinal, WEEKDAYS.index(found.group(2))


def _among(wanted: tuple[int, ...], at: int, length: int) -> bool:
    """Whether a place, counted from 1 or from the end (-1 is the last), is wanted."""
    return at in wanted or at - length - 1 in wanted


def _days_in(year: int, month: int) -> int:
    leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return MONTH_LENGTHS[month - 1] + leap


def _month_length(day: date) -> int:
    return _days_in(day.year, day.month)


def _year_day(day: date) -> int:
    return day.toordinal() - date(day.year, 1, 1).toordinal() + 1


def _year_length(day: date) -> int:
    return 337 + _days_in(day.year, 2)
