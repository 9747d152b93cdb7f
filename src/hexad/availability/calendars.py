"""Reading a calendar: an iCalendar file becomes busy intervals and problems, and nothing else leaves.

The walk: text is cut into components (:mod:`content`), times get their zones (:mod:`zone_names`), the newest revision
of each entry is kept, rules are checked against a budget (:mod:`recurrence`), and what is left is expanded by
recurring-ical-events, the reference for recurrence in Python.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from hexad.availability.content import LIMITS, Component, Content, Limits, decode, found, read_content
from hexad.availability.events import Event, UnreadableEventError, prepare
from hexad.availability.expansion import expand
from hexad.availability.free_busy import read_free_busy
from hexad.availability.intervals import KINDS, Busy, instant, merge_busy
from hexad.availability.kinds import kind_of
from hexad.availability.revisions import newest, series_of
from hexad.availability.zone_names import BROKEN, Zones, iana_name
from hexad.availability.zones import zone_of
from hexad.problems import Problem

Window = tuple[datetime, datetime]
DAY = timedelta(days=1)


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
    data: bytes, *, owner_zone: str, owner_email: str = "", window: Window, limits: Limits = LIMITS
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

    Returns
    -------
    Reading
        What cannot be parsed is ``unknown``, never free; each such entry is a problem with its row.

    Raises
    ------
    AvailabilityError
        Where ``owner_zone`` is no zone.

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
    return Reading(merge_busy(_cut(occurrences, window)), tuple(problems))


def read_occurrences(
    data: bytes, *, owner_zone: str, owner_email: str = "", window: Window, limits: Limits = LIMITS
) -> tuple[list[Occurrence], list[Problem]]:
    """Every instance that touches the window, cancelled and free ones too, sorted, nothing merged.

    Parameters, errors and source as for :func:`read_ics`.
    """
    reader = _Reader(owner_zone, owner_email, (window[0].astimezone(UTC), window[1].astimezone(UTC)), limits)
    if len(data) > limits.size:
        remedy = f"Export a shorter period; at most {limits.size // 1_000_000} MB are read."
        reader.problems.append(Problem(field="file", found=f"{len(data) // 1_000_000} MB", remedy=remedy))
        return [], reader.problems
    text, problems = decode(data)
    calendars, cut = read_content(text, limits)
    reader.problems += [*problems, *cut]
    if not calendars:
        remedy = "Give the address or file of a calendar (.ics); this one holds none."
        reader.problems.append(Problem(field="file", found=found(text.strip()[:80]), remedy=remedy))
    for calendar in calendars:
        reader.read(calendar)
    return sorted(reader.found, key=lambda one: (one.start, one.end, one.uid)), reader.problems


def _cut(occurrences: Iterable[Occurrence], window: Window) -> Iterable[Busy]:
    for one in occurrences:
        start, end = max(one.start, window[0]), min(one.end, window[1])
        if one.kind in KINDS and start < end:
            yield Busy(one.uid, start, end, one.kind)


@dataclass(slots=True)
class _Reader:
    """One file on its way: what was found, what is wrong, and what is left of the budget."""

    owner_zone: str
    owner_email: str
    window: Window
    limits: Limits
    found: list[Occurrence] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    steps: int = 0

    def read(self, calendar: Content) -> None:
        default = zone_of(iana_name(calendar.zone_name) or self.owner_zone)
        zones = Zones(calendar.named("VTIMEZONE"), default)
        for component in calendar.named("VFREEBUSY"):
            stretches, problems = read_free_busy(component)
            self.problems += problems
            self._keep(Occurrence(component.value("UID"), *stretch) for stretch in stretches)
        for series in series_of(newest(calendar.named("VEVENT"))):
            self._read_series(series, zones)

    def _read_series(self, series: Sequence[Component], zones: Zones) -> None:
        recurring = len(series) > 1 or bool(series[0].all("RRULE"))
        events = [event for raw in series if (event := self._prepare(raw, zones, recurring=recurring))]
        self.steps += sum(event.steps for event in events)
        if self.steps > self.limits.steps:
            self._give_up(series[0], "Export a shorter period; this repetition is more than can be worked out.")
            return
        try:
            stretches = list(expand(events, self.window, zone_of(self.owner_zone)))
        except BROKEN:
            self._give_up(series[0], "Correct the entry in the calendar; its dates cannot be worked out.")
            return
        for event in events:
            self.problems += event.problems
        self._keep(Occurrence(one.event.raw.value("UID"), one.start, one.end, one.event.kind) for one in stretches)

    def _prepare(self, raw: Component, zones: Zones, *, recurring: bool) -> Event | None:
        kind = kind_of(raw, self.owner_email, recurring=recurring)
        try:
            return prepare(raw, kind, zones, self.window[1].date() + DAY, self.owner_zone)
        except (UnreadableEventError, *BROKEN) as error:
            name = str(error) if isinstance(error, UnreadableEventError) else "DTSTART"
            remedy = "Correct the entry in the calendar; when it takes place cannot be told."
            self.problems.append(Problem(row=raw.row, field=name, found=found(raw.value(name)), remedy=remedy))
            return None

    def _give_up(self, raw: Component, remedy: str) -> None:
        """An entry whose times cannot be told blocks the whole window: unknown is never free."""
        self.problems.append(Problem(row=raw.row, field="RRULE", found=found(raw.value("RRULE")), remedy=remedy))
        self._keep([Occurrence(raw.value("UID"), self.window[0], self.window[1], "unknown")])

    def _keep(self, occurrences: Iterable[Occurrence]) -> None:
        for one in occurrences:
            if one.start >= self.window[1] or one.end < self.window[0]:
                continue
            if len(self.found) == self.limits.occurrences:
                remedy = f"Ask for a shorter period; only the first {self.limits.occurrences} times are read."
                self.problems.append(Problem(field="file", remedy=remedy))
                rest = max(self.window[0], *(each.start for each in self.found))
                self.found.append(Occurrence("", rest, self.window[1], "unknown"))
            elif len(self.found) < self.limits.occurrences:
                self.found.append(one)
