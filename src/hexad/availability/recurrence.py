"""Recurrence rules: what is accepted, and what walking through one costs.

Feeds are untrusted, and a rule of thirty characters can run for hours. So a rule is checked before it is expanded: by
day, week, month or year only, every 1 to 99, no date that never comes, and not more dates than a budget.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from hexad.availability.zones import zone_of

DAYS_A_PERIOD = {"DAILY": 1.0, "WEEKLY": 7.0, "MONTHLY": 30.4, "YEARLY": 365.2}
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
MONTH_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
PARTS = frozenset(
    {
        *("FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO"),
        *("BYSETPOS", "BYHOUR", "BYMINUTE", "BYSECOND"),
    }
)
LARGEST = {"BYMONTH": 12, "BYMONTHDAY": 31, "BYYEARDAY": 366, "BYWEEKNO": 53, "BYSETPOS": 366}
SPARSE = ("BYYEARDAY", "BYWEEKNO", "BYSETPOS")
YEARS_TO_THE_END = 8000  # the expansion gives up in the year 9999
TIMES_A_DAY = 24
MOST_STEPS = 60_000  # one rule: daily since 1862


class UnusableRuleError(ValueError):
    """A rule that is not expanded; its text says why."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One RRULE, checked.

    Attributes
    ----------
    parts
        Name and value as written, in capitals, without what does not matter.
    """

    parts: tuple[tuple[str, str], ...]

    @classmethod
    def parse(cls, text: str) -> "Rule":
        """Read and check a rule's form.

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
        pairs = [part.partition("=") for part in text.upper().replace(" ", "").split(";") if part]
        parts = {name: value for name, _, value in pairs}
        if parts.pop("RSCALE", "GREGORIAN") != "GREGORIAN" or not set(parts) <= PARTS or len(parts) < len(set(parts)):
            raise UnusableRuleError("is not an iCalendar rule of the Gregorian calendar")
        if parts.get("COUNT", "").startswith("-"):  # some exports write -1 for "without end"
            del parts["COUNT"]
        rule = cls(tuple(parts.items()))
        rule._check()
        return rule

    def get(self, name: str) -> str:
        """A part's value, or empty."""
        return dict(self.parts).get(name, "")

    def numbers(self, name: str) -> list[int]:
        """A part that is a list of whole numbers."""
        value = self.get(name)
        return [int(one) for one in value.split(",")] if value else []

    @property
    def interval(self) -> int:
        """Every how many periods."""
        return int(self.get("INTERVAL") or 1)

    @property
    def weekdays(self) -> list[str]:
        """BYDAY without ordinals."""
        return [one[-2:] for one in self.get("BYDAY").split(",") if one]

    def _check(self) -> None:
        if self.get("FREQ") not in DAYS_A_PERIOD:
            raise UnusableRuleError(f"repeats {self.get('FREQ') or 'without a frequency'}")
        try:
            if not 1 <= self.interval <= 99:
                raise UnusableRuleError("repeats at an interval outside 1 to 99")
            if self.get("COUNT") and self.get("UNTIL"):
                raise UnusableRuleError("has both COUNT and UNTIL")
            self._check_numbers()
        except ValueError as error:
            raise (
                error if isinstance(error, UnusableRuleError) else UnusableRuleError("holds what is no number")
            ) from error

    def _check_numbers(self) -> None:
        if self.get("COUNT") and int(self.get("COUNT")) < 1:
            raise UnusableRuleError("repeats less than once")
        for name, largest in LARGEST.items():
            if any(not 1 <= abs(one) <= largest for one in self.numbers(name)):
                raise UnusableRuleError(f"holds a {name} that no calendar has")
        if any(day not in WEEKDAYS for day in self.weekdays):
            raise UnusableRuleError("holds a BYDAY that no week has")
        if any(abs(int(one[:-2] or 1)) > 53 for one in self.get("BYDAY").split(",") if one):
            raise UnusableRuleError("holds a BYDAY that no year has")
        if self.times_a_day > TIMES_A_DAY:
            raise UnusableRuleError("repeats more often than hourly")

    def check_yearly(self) -> None:
        """For the rules of a zone: yearly, once.

        Raises
        ------
        UnusableRuleError
            Where it is not.
        """
        if self.get("FREQ") != "YEARLY" or self.times_a_day > 1:
            raise UnusableRuleError("is no rule for a change of the clock")
        self._check_days()

    @property
    def times_a_day(self) -> int:
        """How many times of day the rule names."""
        times = 1
        for name in ("BYHOUR", "BYMINUTE", "BYSECOND"):
            times *= max(1, len(self.numbers(name)))
        return times

    def steps(self, start: date | datetime, end: date) -> int:
        """About how many dates an expansion walks through up to ``end``.

        Raises
        ------
        UnusableRuleError
            Where the rule names a date that never comes, or walks too far.
        """
        self._check_comes(start)
        first = start.date() if isinstance(start, datetime) else start
        days = max((end - first).days, 0)
        periods = days / DAYS_A_PERIOD[self.get("FREQ")] / self.interval
        wide = self.get("FREQ") in ("MONTHLY", "YEARLY")
        each = max(1, len(self.weekdays) * (5 if wide else 1), len(self.numbers("BYMONTHDAY")))
        steps = periods * each * self.times_a_day
        if any(self.get(name) for name in SPARSE):
            steps += YEARS_TO_THE_END * 365 / DAYS_A_PERIOD[self.get("FREQ")] / self.interval
        if steps > MOST_STEPS:
            raise UnusableRuleError("repeats too many times")
        return int(steps) + 1

    def _check_comes(self, start: date | datetime) -> None:
        self._check_days()
        start_day = WEEKDAYS[start.weekday()]
        whole_weeks = self.get("FREQ") == "DAILY" and self.interval % 7 == 0
        if whole_weeks and self.weekdays and start_day not in self.weekdays:
            raise UnusableRuleError("names a weekday that never comes")
        if self.get("FREQ") == "MONTHLY" and self.get("BYMONTH") and not self._month_comes(start.month):
            raise UnusableRuleError("names a month that never comes")
        if self.get("FREQ") == "MONTHLY" and any(abs(int(day[:-2] or 1)) > 5 for day in self._days()):
            raise UnusableRuleError("names a weekday that no month has")

    def _days(self) -> list[str]:
        return [one for one in self.get("BYDAY").split(",") if one]

    def _month_comes(self, start: int) -> bool:
        seen = {(start + step * self.interval - 1) % 12 + 1 for step in range(12)}
        return bool(seen & set(self.numbers("BYMONTH")))

    def _check_days(self) -> None:
        months = self.numbers("BYMONTH") or range(1, 13)
        days = self.numbers("BYMONTHDAY")
        if days and not any(abs(day) <= MONTH_LENGTHS[month - 1] for month in months for day in days):
            raise UnusableRuleError("names a day that no month has")

    def text(self, start: date | datetime, owner_zone: str) -> str:
        """The rule as the expansion wants it: UNTIL of the same kind as the start.

        An UNTIL that is a date includes that whole day; one in UTC for an all-day series means the owner's day.
        """
        parts = dict(self.parts)
        if parts.get("UNTIL"):
            parts["UNTIL"] = _until(parts["UNTIL"], start, owner_zone)
        return ";".join(f"{name}={value}" for name, value in parts.items())


def _until(text: str, start: date | datetime, owner_zone: str) -> str:
    try:
        last = datetime.strptime(text[:15], "%Y%m%dT%H%M%S" if "T" in text else "%Y%m%d")  # noqa: DTZ007  # zone follows
    except ValueError as error:
        raise UnusableRuleError("ends at what is no date") from error
    if not isinstance(start, datetime):
        if text.endswith("Z") and last.time() != time():
            last = last.replace(tzinfo=UTC).astimezone(zone_of(owner_zone))
        return last.strftime("%Y%m%d")
    if "T" not in text:
        last = last.replace(hour=23, minute=59, second=59)
    zone = UTC if text.endswith("Z") else start.tzinfo
    return last.replace(tzinfo=zone).astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
