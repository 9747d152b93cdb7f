"""One VEVENT made ready for expansion: its dates in their zones, its length, its rules checked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache

from hexad.availability.content import Component, found
from hexad.availability.moments import (
    DAY,
    FIRST_YEAR,
    LAST_YEAR,
    Length,
    Moment,
    UnreadableDateError,
    day_of,
    in_utc,
    midnight,
    parse_duration,
    parse_moment,
    parse_period,
)
from hexad.availability.recurrence import FREQUENCIES, Rule, Spend, UnusableRuleError, parts_of
from hexad.availability.zone_names import Zones
from hexad.problems import Problem, Severity

PARAMETER = re.compile(r";\s*([A-Za-z0-9-]+)\s*=\s*(\"[^\"]*\"|[^;]*)")
USUAL_LENGTH = 100
SHORT = re.compile(r"\d{1,6}")
FREE_KINDS = ("free", "cancelled")
PARTS_OF_A_DAY = {"HOURLY": timedelta(hours=1), "MINUTELY": timedelta(minutes=1), "SECONDLY": timedelta(seconds=1)}
ENDLESS = datetime(LAST_YEAR, 1, 1, tzinfo=UTC)
FOR_EVER = timedelta(days=366 * (LAST_YEAR - FIRST_YEAR))


class UnreadableEventError(ValueError):
    """An event whose start cannot be told; its text names the line at fault."""


@dataclass(slots=True)
class Event:
    """An event that can be expanded.

    Attributes
    ----------
    kind
        What it means for the owner's time; ``unknown`` where its length or rule cannot be told.
    start
        DTSTART, a date or a time in its own zone.
    length
        Its length, or None: then it lasts to the end of its day.
    rules
        Each with the last moment that its UNTIL allows, or None.
    dates
        RDATE, single starts.
    periods
        Exact ends of single dates that bring their own (RDATE;VALUE=PERIOD), by their start in UTC.
    excluded
        EXDATE: instants in UTC, and local days.
    replaces
        RECURRENCE-ID: the instance that this one stands for.
    onwards
        Whether it stands for all later ones too (RANGE=THISANDFUTURE).
    unknown_to
        Where it repeats in a way that is not worked out: from its start to here, all time is unknown.
    """

    raw: Component
    kind: str
    start: Moment
    length: Length | None = None
    rules: list[tuple[Rule, Moment | None]] = field(default_factory=list)
    dates: list[Moment] = field(default_factory=list)
    periods: dict[datetime, datetime] = field(default_factory=dict)
    excluded: set[Moment] = field(default_factory=set)
    replaces: Moment | None = None
    onwards: bool = False
    unknown_to: datetime | None = None
    problems: list[Problem] = field(default_factory=list)

    def say(self, name: str, remedy: str, *, value: str = "", severity: Severity = "error") -> None:
        """Add a problem: ``error`` where part of the event is not used, ``warning`` where it is, with an assumption."""
        given = found(value or self.raw.value(name))
        self.problems.append(Problem(row=self.raw.row, field=name, found=given, remedy=remedy, severity=severity))

    @property
    def is_single(self) -> bool:
        """Whether it takes place once, as its own lines say."""
        repeats = self.rules or self.dates or self.excluded or self.unknown_to
        return not repeats and self.replaces is None

    def doubt(self) -> None:
        """What cannot be told is unknown; what blocks nothing anyway stays free."""
        if self.kind not in FREE_KINDS:
            self.kind = "unknown"


def prepare(raw: Component, kind: str, zones: Zones, owner_zone: tzinfo, spend: Spend) -> Event:
    """Read the date lines of one event and put every time into its zone.

    Parameters
    ----------
    spend
        Called with the number of dates; raises where that is too much.

    Raises
    ------
    UnreadableEventError
        Where its start, or the instance it stands for, cannot be told.
    """
    lines = _Lines(raw, zones)
    event = Event(raw, kind, lines.only("DTSTART"))
    lines.zone = event.start.tzinfo if isinstance(event.start, datetime) else None
    if raw.all("RECURRENCE-ID"):
        event.replaces = lines.only("RECURRENCE-ID")
        event.onwards = "THISANDFUTURE" in raw.all("RECURRENCE-ID")[0].upper()
    _measure(event, lines)
    if event.replaces is None:
        _read_rules(event, owner_zone)
        _read_dates(event, lines, owner_zone, spend)
    if lines.unknown:
        _doubt_zone(event, lines.unknown, zones)
    return event


class _Lines:
    """The date lines of one event, each read in the zone it names."""

    def __init__(self, raw: Component, zones: Zones) -> None:
        self.raw, self.zones = raw, zones
        self.zone: tzinfo | None = None  # for times without one: the zone of DTSTART, once that is read
        self.unknown = ""

    def only(self, name: str) -> Moment:
        lines = self.raw.all(name)
        if len(lines) != 1:
            raise UnreadableEventError(name)
        text, zone, parameters = self.split(lines[0])
        if parameters.get("VALUE", "").upper() == "DATE":
            text = text[:8]  # some exports add a midnight
        try:
            return parse_moment(text, zone)
        except UnreadableDateError:
            raise UnreadableEventError(name) from None

    def split(self, line: str) -> tuple[str, tzinfo, dict[str, str]]:
        """The value, the zone for times without ``Z``, and the parameters."""
        head, _, value = line.rpartition(":")
        parameters = _usual_parameters(head) if len(head) < USUAL_LENGTH else _parameters(head)
        name = parameters.get("TZID", "")
        zone = self.zones.named(name) if name else self.zone
        if name and zone is None:
            self.unknown = name
        return value.strip(), zone or self.zones.default, parameters


def _parameters(head: str) -> dict[str, str]:
    return {key.upper(): text.strip('"') for key, text in PARAMETER.findall(head)}


_usual_parameters = lru_cache(maxsize=1024)(_parameters)  # a calendar writes the same few before all of its dates


def _doubt_zone(event: Event, name: str, zones: Zones) -> None:
    assumed = f"{zones.default_name} was assumed, so the time counts as tentative."
    event.say("DTSTART", f"Nobody knows the zone {found(name)!r}; {assumed}", severity="warning")
    event.kind = "tentative" if event.kind in ("busy", "movable") else event.kind


def _measure(event: Event, lines: _Lines) -> None:
    """Find the event's length; where it cannot be told, the time to the end of the day is unknown."""
    if not event.raw.whole:
        _lose_length(event, "END", "Fetch the calendar again; this entry is cut off, the rest of its day is unknown.")
        event.kind = event.kind if event.kind == "cancelled" else "unknown"  # what says that it is free may be missing
    elif event.raw.all("DTEND"):
        _measure_end(event, lines)
    elif event.raw.value("DURATION"):
        _measure_duration(event)
    else:
        event.length = Length() if isinstance(event.start, datetime) else Length(days=1)


def _lose_length(event: Event, name: str, remedy: str) -> None:
    event.say(name, remedy)
    event.length = None
    event.doubt()


def _measure_end(event: Event, lines: _Lines) -> None:
    try:
        end = lines.only("DTEND")
    except UnreadableEventError:
        _lose_length(event, "DTEND", "Correct the end in the calendar; the rest of the day counts as unknown.")
        return
    start = event.start
    if isinstance(start, datetime):
        until = end if isinstance(end, datetime) else midnight(end, start.tzinfo or UTC)
        length = Length(exact=until.astimezone(UTC) - start.astimezone(UTC))
    else:
        last = end.date() if isinstance(end, datetime) else end
        length = Length(days=max((last - start).days, 1) if last >= start else -1)
    if length.days < 0 or length.exact < timedelta():
        _lose_length(event, "DTEND", "Correct the end; it lies before the start, the rest of the day is unknown.")
    else:
        event.length = length


def _measure_duration(event: Event) -> None:
    try:
        length = parse_duration(event.raw.value("DURATION"))
    except UnreadableDateError:
        _lose_length(event, "DURATION", "Correct the duration; the rest of the day counts as unknown.")
        return
    if not isinstance(event.start, datetime):
        length = Length(max(length.days + -(-length.exact // DAY), 1))
    event.length = length


def _read_rules(event: Event, owner_zone: tzinfo) -> None:
    for line in event.raw.all("RRULE"):
        text = line.partition(":")[2].strip()
        try:
            rule = Rule.parse(text)
            event.rules.append((rule, _last(rule.until, event.start, owner_zone)))
        except UnusableRuleError as error:
            _block_repetition(event, text, str(error), owner_zone)
    if event.raw.all("EXRULE"):
        remedy = "Exclude single dates instead; nobody knows this kind of exception any more, so nothing is excluded."
        event.say("EXRULE", remedy, severity="warning")


def _block_repetition(event: Event, text: str, reason: str, owner_zone: tzinfo) -> None:
    """A repetition that is not worked out is unknown, and unknown is never free.

    By day, week, month or year it can come at its time of any day; in any other way, at any time.
    """
    event.doubt()
    try:
        parts = parts_of(text)
        last = _last(parts.get("UNTIL", ""), event.start, owner_zone)
    except UnusableRuleError:
        parts, last = {}, None
    if parts.get("FREQ") in FREQUENCIES and not {"BYHOUR", "BYMINUTE", "BYSECOND"} & set(parts):
        event.rules.append((Rule(frequency="DAILY"), last))
        blocked = "its time of every day"
    else:
        first = in_utc(event.start, owner_zone)
        last_start = first + min(in_utc(last or ENDLESS, owner_zone) - first, _most_by_count(parts))
        event.unknown_to = (event.length or Length(days=1)).end_of(last_start)
        blocked = "all time from its first date on"
    event.say("RRULE", f"Correct the repetition in the calendar; it {reason}, so {blocked} is unknown.", value=text)


def _most_by_count(parts: Mapping[str, str]) -> timedelta:
    """How far a count of hours, minutes or seconds reaches; without one, for ever."""
    unit = PARTS_OF_A_DAY.get(parts.get("FREQ", ""))
    numbers = [parts.get("COUNT", ""), parts.get("INTERVAL", "1")]
    if unit is None or any(name.startswith("BY") for name in parts) or not all(map(SHORT.fullmatch, numbers)):
        return FOR_EVER
    return unit * int(numbers[0]) * int(numbers[1])


def _last(text: str, start: Moment, owner_zone: tzinfo) -> Moment | None:
    """The last start that an UNTIL allows, of the same kind as the entry's own.

    An UNTIL that is a date includes that whole day; one in UTC for an all-day series means the owner's day.
    """
    if not text:
        return None
    zone = start.tzinfo if isinstance(start, datetime) else None
    try:
        last = parse_moment(text, zone or owner_zone)
    except UnreadableDateError:
        raise UnusableRuleError("ends at what is no date") from None
    if not isinstance(start, datetime):
        as_written = text.endswith("Z") and "T000000" in text  # midnight in UTC is how many write a date
        return last.date() if isinstance(last, datetime) and as_written else day_of(last, owner_zone)
    if not isinstance(last, datetime):
        last = midnight(last + DAY, zone or owner_zone) - timedelta(seconds=1)
    return last.astimezone(UTC)


def _read_dates(event: Event, lines: _Lines, owner_zone: tzinfo, spend: Spend) -> None:
    for name, use in (("RDATE", _add_date), ("EXDATE", _exclude)):
        for line in event.raw.all(name):
            value, zone, _ = lines.split(line)
            texts = value.split(",")
            spend(len(texts))
            for text in texts:
                try:
                    use(event, text, zone, owner_zone)
                except UnreadableDateError:
                    event.say(name, "Correct the date in the calendar; it was left out.", value=text)
    if isinstance(event.start, datetime) and any(not isinstance(at, datetime) for at in event.excluded):
        remedy = "Nothing to do: a date without a time takes out that whole local day."
        event.say("EXDATE", remedy, severity="warning")


def _add_date(event: Event, text: str, zone: tzinfo, owner_zone: tzinfo) -> None:
    """A single date: a date alone takes the series' time of day, a time in an all-day series its day."""
    if "/" in text:
        at, end = parse_period(text, zone)
        event.periods[at.astimezone(UTC)] = end
        event.dates.append(at)
        return
    moment, start = parse_moment(text, zone), event.start
    if not isinstance(start, datetime):
        event.dates.append(day_of(moment, owner_zone))
    elif isinstance(moment, datetime):
        event.dates.append(moment)
    else:
        event.dates.append(datetime.combine(moment, start.timetz()))


def _exclude(event: Event, text: str, zone: tzinfo, owner_zone: tzinfo) -> None:
    at = parse_moment(text, zone)
    if not isinstance(event.start, datetime):
        event.excluded.add(day_of(at, owner_zone))
    else:
        event.excluded.add(at.astimezone(UTC) if isinstance(at, datetime) else at)
