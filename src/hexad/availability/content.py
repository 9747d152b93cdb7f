"""The text of a calendar: content lines cut into components, and only the lines that tell when.

Titles, descriptions, places and names are dropped here, before anything is parsed; sizes are bounded here too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from hexad.problems import Problem, shorten

DATE_LINES = frozenset({"DTSTART", "DTEND", "RECURRENCE-ID", "RDATE", "EXDATE"})
SINGLE_LINES = frozenset(
    {
        *("UID", "DURATION", "RRULE", "EXRULE", "SEQUENCE", "LAST-MODIFIED", "DTSTAMP", "STATUS", "TRANSP"),
        *("X-MICROSOFT-CDO-BUSYSTATUS", "ORGANIZER"),
    }
)
KEPT_LINES = DATE_LINES | SINGLE_LINES | {"ATTENDEE", "FREEBUSY"}
CALENDAR_LINES = ("X-WR-TIMEZONE", "TIMEZONE-ID")
ZONE_LINES = ("TZID", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME")
FOLDS = " \t"
# Only these lines are ever looked at, each with its continuations; the search passes over all others.
WANTED = "|".join(map(re.escape, sorted({"BEGIN", "END", *KEPT_LINES, *CALENDAR_LINES, *ZONE_LINES}, reverse=True)))
LINE = re.compile(rf"\n({WANTED})[ \t]*[;:][^\n]*+(?:\n[ \t][^\n]*+)*+", re.IGNORECASE | re.ASCII)
NAME = re.compile(r"\s*([A-Za-z0-9-]+)\s*[;:]")
LINE_END = re.compile(r"\r\n|\n|\r")
FOLDED_NAME = re.compile(r"\n([a-z0-9-]++(?:\n[ \t][a-z0-9-]*+)++)([;:])", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a feed is read at most; our choice, ten times what a full calendar of ten years needs.

    Attributes
    ----------
    size
        Bytes of the file.
    line
        Characters of one unfolded line.
    events
        Components of one file.
    occurrences
        Busy times within the window.
    steps
        Days that recurrence rules look at, and single dates and periods, over the whole file (about two seconds).
    """

    size: int = 30_000_000
    line: int = 100_000
    events: int = 50_000
    occurrences: int = 100_000
    steps: int = 1_000_000


LIMITS = Limits()


@dataclass(slots=True)
class Component:
    """One VEVENT, VFREEBUSY or VTIMEZONE as text: its lines by name.

    ``row`` is the line of its BEGIN, ``calendar`` the position of its VCALENDAR in the file; ``whole`` is False where
    its END is missing or a line was too long.
    """

    name: str
    row: int
    calendar: int = 0
    lines: dict[str, list[str]] = field(default_factory=dict)
    text: list[str] = field(default_factory=list)
    whole: bool = True

    def value(self, name: str) -> str:
        """The text after the colon of the first line of that name, or empty."""
        for line in self.all(name):
            return line.rpartition(":")[2].strip() if name in DATE_LINES else _value(line)
        return ""

    def all(self, name: str) -> list[str]:
        """Every line of that name."""
        return self.lines.get(name, [])

    def add(self, name: str, line: str) -> None:
        """Keep a line; a zone's are also kept as they stand, since their order tells what they belong to."""
        self.lines.setdefault(name, []).append(line)
        if self.name == "VTIMEZONE":
            self.text.append(line)


@dataclass(slots=True)
class Content:
    """One VCALENDAR as text."""

    zone_names: dict[str, str] = field(default_factory=dict)
    components: list[Component] = field(default_factory=list)
    ended: bool = False

    @property
    def zone_name(self) -> str:
        """What it calls the zone of its floating times, or empty: X-WR-TIMEZONE, else TIMEZONE-ID (RFC 7986)."""
        return next((self.zone_names[name] for name in CALENDAR_LINES if self.zone_names.get(name)), "")

    def named(self, name: str) -> list[Component]:
        """Components of one name, in file order."""
        return [one for one in self.components if one.name == name]


def _value(line: str) -> str:
    if '"' not in line:
        return line.partition(":")[2].strip()
    quoted = False
    for at, sign in enumerate(line):
        if sign == '"':
            quoted = not quoted
        elif sign == ":" and not quoted:
            return line[at + 1 :].strip()
    return ""


def line_name(line: str) -> str:
    """The property a content line sets, in capitals; empty where it sets none."""
    found = NAME.match(line)
    return found.group(1).upper() if found else ""


def decode(data: bytes) -> tuple[str, list[Problem]]:
    """Bytes as text with one kind of line end: UTF-8, or UTF-16 where the file says so; what is neither is replaced."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _one_line_end(data.decode("utf-16", "replace")), []
    problems = []
    if b"\x00" in data:
        data = data.replace(b"\x00", b"")
        remedy = "Export the calendar again; the file holds NUL bytes, which were left out."
        problems.append(Problem(field="file", found="NUL bytes", remedy=remedy, severity="warning"))
    # On bytes, since the text takes four times as much where a single sign needs it.
    data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in data else data
    return data.decode("utf-8-sig", "replace"), problems


def _one_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def unfold(text: str, longest: int) -> Iterator[tuple[int, str, bool]]:
    """Logical lines as ``(line number, text, whole)``; a longer one is cut and not whole.

    Source: RFC 5545, section 3.1.
    """
    first, parts, size = 1, [""], 0
    for number, line in enumerate(LINE_END.split(text), start=1):
        if line[:1] in (" ", "\t"):
            size += len(line) - 1
            if size <= longest:
                parts.append(line[1:])
            continue
        yield first, "".join(parts)[:longest], size <= longest
        first, parts, size = number, [line[:longest]], len(line)
    yield first, "".join(parts)[:longest], size <= longest


def read_content(text: str, limits: Limits = LIMITS) -> tuple[list[Content], list[Problem]]:
    """Cut a file into calendars and their components.

    Source: RFC 5545, sections 3.1 (folded lines) and 3.6; a missing END closes what it should have closed and marks it.
    """
    text = FOLDED_NAME.sub(_name_first, f"\n{text.lstrip(FOLDS)}")
    cutter = _Cutter(limits)
    row = seen = 0
    for match in LINE.finditer(text):
        line = match[0][1:]
        if "\n" in line:
            line = line.replace("\n ", "").replace("\n\t", "")
        name = match[1].upper()
        if name == "BEGIN":
            here = match.start() + 1
            row, seen = row + text.count("\n", seen, here), here
            cutter.begin(row, _value(line).upper())
        elif name == "END":
            cutter.end(_value(line).upper())
        else:
            cutter.take(name, line[: limits.line], whole=len(line) <= limits.line)
    cutter.close()
    return cutter.calendars, cutter.problems


def _name_first(match: re.Match[str]) -> str:
    """A name that was folded, whole again; the folds stand behind it, so that rows stay what they are."""
    parts = re.split(r"\n[ \t]", match[1])
    return "\n" + "".join(parts) + match[2] + "\n " * (len(parts) - 1)


class _Cutter:
    """Where we are in the file: the calendar, the component, and how deep below it."""

    def __init__(self, limits: Limits) -> None:
        self.limits, self.count = limits, 0
        self.calendars: list[Content] = []
        self.problems: list[Problem] = []
        self.component: Component | None = None
        self.below: list[str] = []  # components inside the component: alarms, a zone's standard and daylight time

    def take(self, name: str, line: str, *, whole: bool) -> None:
        component = self.component
        if component is None:
            if name in CALENDAR_LINES and self.calendars:
                self.calendars[-1].zone_names.setdefault(name, _value(line))
        elif component.name == "VTIMEZONE":
            component.add(name, line)
        elif not self.below and name in KEPT_LINES:
            component.lines.setdefault(name, []).append(line)
            component.whole = component.whole and whole

    def begin(self, row: int, name: str) -> None:
        if name in ("VCALENDAR", "VEVENT", "VFREEBUSY", "VTIMEZONE"):
            self._close_component(whole=False)
        if name == "VCALENDAR":
            self._open_calendar(row)
        elif self.component is not None:
            self.below.append(name)
            if self.component.name == "VTIMEZONE":
                self.component.add("BEGIN", f"BEGIN:{name}")
        elif name in ("VEVENT", "VFREEBUSY", "VTIMEZONE") and self.calendars:
            self.component = Component(name, row, len(self.calendars) - 1)

    def _open_calendar(self, row: int) -> None:
        """A calendar costs as much as an entry; some servers put each entry into one of its own."""
        if len(self.calendars) < self.limits.events:
            self.calendars.append(Content())
        elif self.count <= self.limits.events:
            self._too_many(row)

    def _too_many(self, row: int) -> None:
        remedy = f"Export a shorter period; only the first {self.limits.events} entries are read."
        self.problems.append(Problem(row=row, field="entries", remedy=remedy))
        self.count = self.limits.events + 1

    def end(self, name: str) -> None:
        if self.component is not None and self.below and name == self.below[-1]:
            self.below.pop()
            if self.component.name == "VTIMEZONE":
                self.component.add("END", f"END:{name}")
        elif self.component is not None and name == self.component.name:
            self._close_component(whole=True)
        elif name == "VCALENDAR" and self.calendars:
            self._close_component(whole=False)
            self.calendars[-1].ended = True

    def _close_component(self, *, whole: bool) -> None:
        if self.component is None:
            return
        self.component.whole = self.component.whole and whole
        if self.count < self.limits.events:
            self.calendars[-1].components.append(self.component)
        elif self.count == self.limits.events:
            self._too_many(self.component.row)
        self.count += 1
        self.component, self.below = None, []

    def close(self) -> None:
        """The end of the file."""
        self._close_component(whole=False)
        if not all(calendar.ended for calendar in self.calendars):
            remedy = "Fetch the calendar again; the file ends early, what came before was read."
            self.problems.append(Problem(field="END:VCALENDAR", found="missing", remedy=remedy))


def found(text: str) -> str:
    """What stood in a date or rule, cut for a message."""
    return shorten(text, 80)
