"""Zone names as calendars write them: the ladder from an IANA name down to the zone's own rules.

IANA name, then the name behind a vendor's prefix, then the name that Windows uses, then the VTIMEZONE in the file.
Where all fail the caller takes the calendar's or owner's zone and says so; nothing ever becomes UTC in silence.
"""

from collections.abc import Mapping
from datetime import datetime, tzinfo
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import icalendar
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from hexad.availability.content import Component
from hexad.availability.recurrence import Rule, UnusableRuleError

# Facts that the CLDR table leaves out: names of older Windows and Exchange versions.
OLDER_NAMES: Mapping[str, str] = {
    "coordinated universal time": "UTC",
    "mitteleuropäische zeit": "Europe/Berlin",
    "central european time": "Europe/Berlin",
    "eastern time": "America/New_York",
    "central time": "America/Chicago",
    "mountain time": "America/Denver",
    "pacific time": "America/Los_Angeles",
    "kamchatka standard time": "Asia/Kamchatka",
    "mid-atlantic standard time": "Atlantic/South_Georgia",
}
# In one file, of all zones with rules of their own together; the longest histories of real zones have a few hundred
# dates. Working out one rule takes as long as reading two thousand entries.
MOST_CHANGES = 20_000
BROKEN = (ValueError, KeyError, TypeError, AttributeError, IndexError, ArithmeticError, AssertionError)


@cache
def _names() -> Mapping[str, str]:
    windows = {name.casefold(): zone for name, zone in WINDOWS_TO_OLSON.items()}
    iana = {name.casefold(): name for name in sorted(available_timezones() - {"localtime", "Factory"})}
    return {**windows, **OLDER_NAMES, **iana}


@cache
def iana_name(text: str) -> str:
    """The IANA name that a calendar's zone name means, or empty.

    Source: IANA tz database; RFC 5545 section 3.2.19 for prefixes; Unicode CLDR ``windowsZones`` for Windows names.

    Examples
    --------
    >>> iana_name("/freeassociation.sourceforge.net/Europe/Berlin"), iana_name("W. Europe Standard Time")
    ('Europe/Berlin', 'Europe/Berlin')
    >>> iana_name("Customized Time Zone")
    ''
    """
    parts = text.strip().strip('"').strip("/").split("/")
    names = _names()
    for first in range(min(len(parts), 8)):
        known = names.get("/".join(parts[first:]).casefold())
        if known:
            return known
    return ""


def zone_in_file(component: Component) -> tzinfo | None:
    """The zone that a VTIMEZONE's own rules describe; None where they cannot be used.

    Source: RFC 5545, section 3.6.5. Only yearly rules count, so that a hostile zone cannot walk for ever.
    """
    try:
        for line in component.all("RRULE"):
            if Rule.parse(line.partition(":")[2]).frequency != "YEARLY":
                return None
        text = "\r\n".join(["BEGIN:VTIMEZONE", *component.text, "END:VTIMEZONE", ""])
        parsed: Any = icalendar.Timezone.from_ical(text)  # typed as a plain component
        zone: tzinfo = parsed.to_tz(lookup_tzid=False)
        datetime(2026, 7, 1, 12, tzinfo=zone).utcoffset()  # some rules fail only when they are used
    except (UnusableRuleError, *BROKEN):
        return None
    return zone


def _cost(component: Component) -> int:
    """How many changes of the clock a VTIMEZONE brings; a rule or a block costs as much as a hundred dates."""
    dates = sum(line.count(",") + 1 for line in component.all("RDATE"))
    return dates + 100 * (len(component.all("BEGIN")) + len(component.all("RRULE")))


class Zones:
    """The zones of one calendar, by the names it uses.

    Parameters
    ----------
    components
        Its VTIMEZONE components.
    calendar_zone
        What the calendar calls its own zone, or empty.
    owner_zone
        Where that is empty or unknown.

    Attributes
    ----------
    default, default_name
        The zone for floating times and for names that nobody knows.
    """

    def __init__(self, components: list[Component], calendar_zone: str, owner_zone: ZoneInfo) -> None:
        self._rules = {one.value("TZID"): one for one in components}
        self._found: dict[str, tzinfo | None] = {}
        self._left = MOST_CHANGES
        inside = self.named(calendar_zone) if calendar_zone else None
        self.default: tzinfo = inside or owner_zone
        self.default_name = calendar_zone if inside else owner_zone.key
        self.calendar_zone_is_unknown = bool(calendar_zone) and inside is None

    def named(self, text: str) -> tzinfo | None:
        """The zone of a name, or None where the whole ladder fails."""
        if text not in self._found:
            name = iana_name(text)
            self._found[text] = ZoneInfo(name) if name else self._by_rules(text)
        return self._found[text]

    def _by_rules(self, text: str) -> tzinfo | None:
        rules = self._rules.get(text)
        if rules is None or _cost(rules) > self._left:
            return None
        self._left -= _cost(rules)
        return zone_in_file(rules)
