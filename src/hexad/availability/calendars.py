"""Reading a calendar: an iCalendar file becomes busy intervals and problems, and nothing else leaves.

The walk: text is cut into components (:mod:`content`), times get their zones (:mod:`zone_names`), the newest revision
of each entry is kept, its dates are read (:mod:`events`), and its instances near the window are worked out
(:mod:`expansion`) along rules that are checked first (:mod:`recurrence`). Every step counts against a budget.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from hexad.availability.content import LIMITS, Component, Content, Limits, decode, found, read_content
from hexad.availability.events import Event, UnreadableEventError, prepare
from hexad.availability.expansion import expand
from hexad.availability.free_busy import read_free_busy
from hexad.availability.intervals import KINDS, Busy, instant, merge_busy
from hexad.availability.kinds import kinds_of
from hexad.availability.moments import FIRST_YEAR, LAST_YEAR
from hexad.availability.problems import AvailabilityError
from hexad.availability.revisions import newest, series_of
from hexad.availability.zone_names import ZoneRules, Zones
from hexad.availability.zones import zone_of
from hexad.problems import Problem

Window = tuple[datetime, datetime]


class Occurrence(NamedTuple):
    """One instance as the calendar has it: in UTC, cancelled and free ones included."""

    uid: str
    start: datetime
    end: datetime
    kind: str

    def as_json(self) -> dict[str, str]:
        """Keys and form of the contract."""
        return {"uid": self.uid, "start": instant(self.start), "end": instant(self.end), "kind": self.kind}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a calendar says about its owner's time: merged by kind, sorted by start, within the window."""

    busy: tuple[Busy, ...]
    problems: tuple[Problem, ...] = ()


def read_ics(
    data: bytes,
    *,
    owner_zone: str,
    owner_email: str = "",
    window: Window,
    limits: Limits = LIMITS,
    leaves_out: Callable[[str], bool] = lambda uid: False,
) -> Reading:
    """Read a calendar into busy times.

    Parameters
    ----------
    data
        An iCalendar file; UTF-8 or UTF-16.
    owner_zone
        IANA name: for all-day entries, floating times and zones that nobody knows.
    owner_email
        Whose answers count; declined invitations are free.
    window
        Two instants; busy times are cut to it.
    leaves_out
        Told an entry's UID; what it is true for does not count, before anything is joined.

    Returns
    -------
    Reading
        What cannot be parsed is ``unknown``, never free; each such entry is a problem with its row. A file that
        is no calendar, or too large, is a problem of the field ``file``, and the whole window is unknown.

    Raises
    ------
    AvailabilityError
        Where ``owner_zone`` is no zone, or the window lies outside the years 1200 to 8000.

    Source
    ------
    RFC 5545; docs/availability.md has the rules and why.

    Examples
    --------
    >>> event = ["BEGIN:VEVENT", "UID:1", "DTSTART:20261207T090000", "DURATION:PT1H", "END:VEVENT"]
    >>> text = "\\r\\n".join(["BEGIN:VCALENDAR", *event, "END:VCALENDAR"])
    >>> window = (datetime(2026, 12, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
    >>> [one.as_json()["start"] for one in read_ics(text.encode(), owner_zone="Europe/Berlin", window=window).busy]
    ['2026-12-07T08:00:00Z']
    """
    occurrences, problems = read_occurrences(
        data, owner_zone=owner_zone, owner_email=owner_email, window=window, limits=limits
    )
    counted = (one for one in occurrences if not leaves_out(one.uid))
    return Reading(merge_busy(_cut(counted, window)), tuple(problems))


def read_occurrences(
    data: bytes, *, owner_zone: str, owner_email: str = "", window: Window, limits: Limits = LIMITS
) -> tuple[list[Occurrence], list[Problem]]:
    """Every instance that touches the window, cancelled and free ones too, sorted, nothing merged.

    Parameters, errors and source as for :func:`read_ics`.
    """
    reader = _Reader(zone_of(owner_zone), owner_email, _checked(window), limits)
    if len(data) > limits.size:
        reader.give_up_file(f"Export a shorter period; at most {limits.size // 1_000_000} MB are read.", _size(data))
        return reader.found, reader.problems
    text, problems = decode(data)
    calendars, cut = read_content(text, limits)
    reader.problems += [*problems, *cut]
    if not calendars:
        remedy = "Give the address or file of a calendar (.ics); this one holds none."
        reader.give_up_file(remedy, found(text.strip()[:80]))
    reader.read(calendars)
    if any(problem.field == "entries" for problem in cut):
        reader.block_all()  # the entries that were left out may be at any time
    return sorted(reader.found, key=lambda one: (one.start, one.end, one.uid, one.kind)), reader.problems


def _size(data: bytes) -> str:
    return f"{len(data) // 1_000_000} MB"


def _checked(window: Window) -> Window:
    start, end = (at.astimezone(UTC) for at in window)
    if not FIRST_YEAR < start.year <= end.year < LAST_YEAR:
        raise AvailabilityError(f"Calendars are read between the years {FIRST_YEAR} and {LAST_YEAR}.")
    return start, end


def _cut(occurrences: Iterable[Occurrence], window: Window) -> Iterable[Busy]:
    for one in occurrences:
        start, end = max(one.start, window[0]), min(one.end, window[1])
        if one.kind in KINDS and start < end:
            yield Busy(one.uid, start, end, one.kind)


class _TooMuchError(Exception):
    """The budget of steps is spent."""


@dataclass(slots=True)
class _Reader:
    """One file on its way: what was found, what is wrong, and what is left of the budget."""

    owner_zone: ZoneInfo
    owner_email: str
    window: Window
    limits: Limits
    found: list[Occurrence] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    steps: int = 0

    def read(self, calendars: Sequence[Content]) -> None:
        """Read all calendars of a file together: some servers put each entry into one of its own."""
        rules = ZoneRules()
        zones = [Zones(one.named("VTIMEZONE"), one.zone_name, self.owner_zone, rules) for one in calendars]
        for calendar, known in zip(calendars, zones, strict=True):
            if known.calendar_zone_is_unknown:
                remedy = f"Nobody knows this zone; times without one were taken in {self.owner_zone.key}."
                name = found(calendar.zone_name)
                self.problems.append(Problem(field="X-WR-TIMEZONE", found=name, remedy=remedy, severity="warning"))
            for component in calendar.named("VFREEBUSY"):
                self._read_free_busy(component)
        events = [event for calendar in calendars for event in calendar.named("VEVENT")]
        for series in series_of(newest(events)):
            if len(self.found) > self.limits.occurrences:
                return  # everything is unknown already
            self._read_series(series, zones)

    def give_up_file(self, remedy: str, value: str) -> None:
        """A file that cannot be read says nothing about any day."""
        self.problems.append(Problem(field="file", found=value, remedy=remedy))
        self.block_all()

    def block_all(self) -> None:
        """Unknown is never free."""
        self.found.append(Occurrence("", *self.window, "unknown"))

    def _spend(self, steps: int) -> None:
        self.steps += steps
        if self.steps > self.limits.steps:
            raise _TooMuchError

    def _read_free_busy(self, component: Component) -> None:
        try:
            stretches, problems = read_free_busy(component, self._spend)
        except _TooMuchError:
            self._give_up(component, "FREEBUSY", "Ask for a shorter period; this is more than can be read.")
            return
        self.problems += problems
        uid = component.value("UID")
        self._keep(Occurrence(uid, *stretch) for stretch in stretches)

    def _read_series(self, series: Sequence[Component], zones: Sequence[Zones]) -> None:
        recurring = len(series) > 1 or any(series[0].all(name) for name in ("RRULE", "RDATE"))
        kinds = kinds_of(series, self.owner_email, recurring=recurring)
        try:
            prepared = [self._prepare(raw, kind, zones[raw.calendar]) for raw, kind in zip(series, kinds, strict=True)]
            events = [event for event in prepared if event is not None]
            stretches = list(expand(events, self.window, self.owner_zone, self._spend))
        except _TooMuchError:
            self._give_up(series[0], "RRULE", "Export a shorter period; this is more than can be worked out.")
            return
        except ArithmeticError:  # dates at the end of all calendars
            self._give_up(series[0], "RRULE", "Correct the entry in the calendar; its dates cannot be worked out.")
            return
        for event in events:
            self.problems += event.problems
        uid = series[0].value("UID")
        self._keep(Occurrence(uid, one.start, one.end, one.event.kind) for one in stretches)

    def _prepare(self, raw: Component, kind: str, zones: Zones) -> Event | None:
        try:
            return prepare(raw, kind, zones, self.owner_zone, self._spend)
        except UnreadableEventError as error:
            name = str(error)
            remedy = "Correct the entry in the calendar; when it takes place cannot be told."
            self.problems.append(Problem(row=raw.row, field=name, found=found(raw.value(name)), remedy=remedy))
            return None

    def _give_up(self, raw: Component, name: str, remedy: str) -> None:
        """An entry whose times cannot be told blocks the whole window: unknown is never free."""
        self.problems.append(Problem(row=raw.row, field=name, found=found(raw.value(name)), remedy=remedy))
        self._keep([Occurrence(raw.value("UID"), *self.window, "unknown")])

    def _keep(self, occurrences: Iterable[Occurrence]) -> None:
        for one in occurrences:
            if one.start >= self.window[1] or one.end < self.window[0]:
                continue
            if len(self.found) == self.limits.occurrences:
                remedy = f"Ask for a shorter period; only {self.limits.occurrences} times are read."
                self.problems.append(Problem(field="entries", remedy=remedy))
                self.block_all()
            elif len(self.found) < self.limits.occurrences:
                self.found.append(one)
