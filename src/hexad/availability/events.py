"""One VEVENT made ready for expansion: its dates in their zones, its length, its rule checked."""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

import icalendar

from hexad.availability.content import DATE_LINES, Component, found, line_name
from hexad.availability.recurrence import Rule, UnusableRuleError
from hexad.availability.zone_names import Zones
from hexad.problems import Problem

ZONE = "X-HEXAD-ZONE"
NUMBER = "X-HEXAD-NUMBER"
PARAMETER = re.compile(r";\s*([A-Za-z0-9-]+)\s*=\s*(\"[^\"]*\"|[^;]*)")
DURATION = re.compile(r"\+?P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,8})S)?)?$")


class UnreadableEventError(ValueError):
    """An event whose start cannot be told; its text names the line at fault."""


@dataclass(frozen=True, slots=True)
class Length:
    """How long an event lasts: whole days by the clock on the wall, and then exact time.

    Source: RFC 5545, sections 3.3.6 and 3.8.5.3: a duration's days are nominal, its hours exact; an end given as
    a time means the same exact length for every instance.
    """

    days: int = 0
    exact: timedelta = timedelta()

    @property
    def is_nothing(self) -> bool:
        """Whether the event takes no time."""
        return self == Length()

    def end_of(self, start: datetime) -> datetime:
        """The end, in UTC, of an instance that starts at an aware time in its own zone."""
        return (start + timedelta(days=self.days)).astimezone(UTC) + self.exact


@dataclass(slots=True)
class Event:
    """An event that can be expanded.

    Attributes
    ----------
    component
        What the expansion sees: dates, rule, and a number that leads back to here.
    kind
        What it means for the owner's time; ``unknown`` where its length cannot be told.
    length
        Its length, or None: then it lasts to the end of its day.
    periods
        Exact ends of single dates that bring their own (RDATE;VALUE=PERIOD), by their start in UTC.
    steps
        How many dates the expansion walks through.
    """

    raw: Component
    component: Any  # icalendar.Event; its property access is untyped
    kind: str
    length: Length | None = None
    periods: dict[datetime, datetime] = field(default_factory=dict)
    steps: int = 1
    problems: list[Problem] = field(default_factory=list)

    @property
    def start(self) -> date | datetime:
        """DTSTART in its zone."""
        start: date | datetime = self.component["DTSTART"].dt
        return start

    def warn(self, name: str, remedy: str) -> None:
        """The event is used, with an assumption."""
        self._say(name, remedy, "warning")

    def fail(self, name: str, remedy: str) -> None:
        """Part of the event is not used."""
        self._say(name, remedy, "error")

    def _say(self, name: str, remedy: str, severity: Any) -> None:
        value = found(self.raw.value(name))
        self.problems.append(Problem(row=self.raw.row, field=name, found=value, remedy=remedy, severity=severity))


def prepare(raw: Component, kind: str, zones: Zones, last_day: date, owner_zone: str) -> Event:
    """Parse the date lines of one event and put every time into its zone.

    Raises
    ------
    UnreadableEventError
        Where its start cannot be told.
    """
    used: list[tzinfo] = []
    lines, unknown_zone = _clean_lines(raw, zones, used)
    component: Any = icalendar.Event.from_ical("\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT", ""]))
    broken = {name for name, _ in component.errors}
    if "DTSTART" in broken or "DTSTART" not in component or isinstance(component["DTSTART"], list):
        raise UnreadableEventError("DTSTART")
    if "RECURRENCE-ID" in broken or isinstance(component.get("RECURRENCE-ID"), list):
        raise UnreadableEventError("RECURRENCE-ID")
    _place(component, used, zones)
    event = Event(raw, component, kind)
    if unknown_zone:
        _doubt_zone(event, unknown_zone, zones)
    _drop_broken(event, broken)
    _measure(event, broken)
    _check_rule(event, last_day, owner_zone)
    _check_excluded(event)
    return event


def _clean_lines(raw: Component, zones: Zones, used: list[tzinfo]) -> tuple[list[str], str]:
    """The event's dates and rule, with each TZID turned into the number of a zone that we found ourselves.

    The parser keeps every zone it meets for the life of the process, by name: two people's "Customized Time Zone"
    would become one. So it never sees a TZID.
    """
    lines, unknown = [], ""
    for line in raw.lines:
        name = line_name(line)
        if name not in DATE_LINES:
            continue
        head, _, value = line.rpartition(":")
        parameters = {key.upper(): text.strip('"') for key, text in PARAMETER.findall(head)}
        clean = [f"{key}={parameters[key].upper()}" for key in ("VALUE", "RANGE") if parameters.get(key)]
        if parameters.get("TZID"):
            zone = zones.named(parameters["TZID"])
            unknown = unknown if zone else parameters["TZID"]
            used.append(zone or zones.default)
            clean.append(f"{ZONE}={len(used) - 1}")
        lines.append(";".join([name, *clean]) + f":{value.strip()}")
    return lines, unknown


def _place(component: Any, used: list[tzinfo], zones: Zones) -> None:
    """Give every time that has none its zone."""
    for name in DATE_LINES:
        values = component.get(name)
        for value in values if isinstance(values, list) else [values]:
            if value is None or not hasattr(value, "params"):
                continue
            number = value.params.get(ZONE)
            zone = used[int(number)] if number is not None else zones.default
            for one in getattr(value, "dts", [value]):
                one.dt = _placed(one.dt, zone)


def _placed(value: Any, zone: tzinfo) -> Any:
    if isinstance(value, tuple):
        return tuple(_placed(one, zone) for one in value)
    if isinstance(value, datetime) and value.tzinfo is None:
        return value.replace(tzinfo=zone)
    return value


def _doubt_zone(event: Event, name: str, zones: Zones) -> None:
    remedy = f"Nobody knows the zone {found(name)!r}; {zones.default.key} was assumed, so the time counts as tentative."
    event.warn("DTSTART", remedy)
    event.kind = "tentative" if event.kind in ("busy", "movable") else event.kind


def _drop_broken(event: Event, broken: set[str | None]) -> None:
    for name in ("EXDATE", "RDATE"):
        if name in broken:
            event.component.pop(name, None)
            event.fail(name, "Correct the dates in the calendar; they were left out.")


def _measure(event: Event, broken: set[str | None]) -> None:
    """Find the event's length; where it cannot be told, the time to the end of the day is unknown."""
    start, end = event.start, event.component.get("DTEND")
    duration = event.raw.value("DURATION")
    if "DTEND" in broken or isinstance(end, list):
        _lose_length(event, "DTEND", "Correct the end in the calendar; the rest of the day counts as unknown.")
    elif end is not None:
        _measure_end(event, start, end.dt)
    elif duration:
        _measure_duration(event, duration)
    else:
        event.length = Length() if isinstance(start, datetime) else Length(days=1)
    if not event.raw.whole:
        _lose_length(event, "END", "Fetch the calendar again; this entry is cut off, the rest of its day is unknown.")
    for name in ("DTEND", "DURATION"):
        event.component.pop(name, None)
    event.component["DTEND"] = icalendar.vDDDTypes(_seen_end(start, event.length))


def _lose_length(event: Event, name: str, remedy: str) -> None:
    event.fail(name, remedy)
    event.length = None
    if event.kind != "cancelled":
        event.kind = "unknown"


def _measure_end(event: Event, start: date | datetime, end: date | datetime) -> None:
    if not isinstance(start, datetime):
        last = end.date() if isinstance(end, datetime) else end
        length = Length(days=max((last - start).days, 1) if last >= start else -1)
    else:
        until = end if isinstance(end, datetime) else datetime.combine(end, time(), tzinfo=start.tzinfo)
        length = Length(exact=until.astimezone(UTC) - start.astimezone(UTC))
    if length.days < 0 or length.exact < timedelta():
        _lose_length(event, "DTEND", "Correct the end; it lies before the start, the rest of the day is unknown.")
    else:
        event.length = length


def _measure_duration(event: Event, text: str) -> None:
    matched = DURATION.match(text.upper())
    if not matched or text.upper() in ("P", "PT"):
        _lose_length(event, "DURATION", "Correct the duration; the rest of the day counts as unknown.")
        return
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in matched.groups())
    exact = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if isinstance(event.start, datetime):
        event.length = Length(7 * weeks + days, exact)
    else:
        event.length = Length(max(7 * weeks + days + -(-exact // timedelta(days=1)), 1))


def _seen_end(start: date | datetime, length: Length | None) -> date | datetime:
    """The end that the expansion sees: long enough to find every instance that reaches into the window."""
    if isinstance(start, datetime):
        return start + (timedelta(days=length.days) + length.exact if length else timedelta(days=1))
    return start + timedelta(days=length.days if length else 1)


def _check_rule(event: Event, last_day: date, owner_zone: str) -> None:
    rules = event.raw.all("RRULE")
    event.component.pop("RRULE", None)
    if not rules or "RECURRENCE-ID" in event.component:
        return
    try:
        if len(rules) > 1 or event.raw.all("EXRULE"):
            raise UnusableRuleError("has more than one rule")
        rule = Rule.parse(event.raw.value("RRULE"))
        text = rule.text(event.start, owner_zone)
        event.steps = rule.steps(event.start, _last_day(rule, text, last_day))
        event.component.add("RRULE", icalendar.vRecur.from_ical(text))
    except ValueError as error:
        reason = str(error) if isinstance(error, UnusableRuleError) else "cannot be read"
        event.fail("RRULE", f"Correct the repetition in the calendar; it {reason}, so only its first date is blocked.")
        if event.kind != "cancelled":
            event.kind = "unknown"


def _last_day(rule: Rule, text: str, last_day: date) -> date:
    until = dict(part.split("=", 1) for part in text.split(";")).get("UNTIL")
    return min(datetime.strptime(until[:8], "%Y%m%d").date(), last_day) if until else last_day  # noqa: DTZ007  # a date


def _check_excluded(event: Event) -> None:
    values = event.component.get("EXDATE")
    lists = values if isinstance(values, list) else [values] if values is not None else []
    dates = [one.dt for value in lists for one in value.dts]
    if isinstance(event.start, datetime) and any(not isinstance(one, datetime) for one in dates):
        event.warn("EXDATE", "Nothing to do: a date without a time takes out that whole local day.")
    values = event.component.get("RDATE")
    for value in values if isinstance(values, list) else [values] if values is not None else []:
        for one in value.dts:
            if isinstance(one.dt, tuple):
                start, end = one.dt
                stop = end if isinstance(end, datetime) else start.astimezone(UTC) + end
                event.periods[start.astimezone(UTC)] = stop.astimezone(UTC)
