"""Zone names as calendars write them: the ladder from an IANA name down to the zone's own rules.

IANA name, then the name behind a vendor's prefix, then the name that Windows uses, then the VTIMEZONE in the file.
Where all fail the caller takes the calendar's or owner's zone and says so; nothing ever becomes UTC in silence.
"""

import re
from collections.abc import Mapping
from datetime import datetime, tzinfo
from functools import cache, lru_cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from hexad.availability.content import Component
from hexad.availability.problems import AvailabilityError
from hexad.availability.recurrence import Rule, UnusableRuleError
from hexad.availability.zones import zone_of

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


# Its usual spelling is taken without the tables, which take longer to load than most calendars to read.
USUAL_NAME = re.compile(
    r"(?:Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific)/[A-Za-z/_-]{1,40}"
)


@cache
def _names() -> Mapping[str, str]:
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON  # only here: it loads the whole package

    windows = {name.casefold(): zone for name, zone in WINDOWS_TO_OLSON.items()}
    iana = {name.casefold(): name for name in sorted(available_timezones() - {"localtime", "Factory"})}
    return {**windows, **OLDER_NAMES, **iana}


@lru_cache(maxsize=4096)  # names come from strangers
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
    if USUAL_NAME.fullmatch(text) and _is_known(text):
        return text
    parts = text.strip().strip('"').strip("/").split("/")
    names = _names()
    for first in range(min(len(parts), 8)):
        known = names.get("/".join(parts[first:]).casefold())
        if known:
            return known
    return ""


def _is_known(name: str) -> bool:
    try:
        zone_of(name)
    except AvailabilityError:
        return False
    return True


def zone_in_file(component: Component) -> tzinfo | None:
    """The zone that a VTIMEZONE's own rules describe; None where they cannot be used.

    Source: RFC 5545, section 3.6.5. Only yearly rules count, so that a hostile zone cannot walk for ever.
    """
    import icalendar  # only here: most calendars name zones that are known

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


class ZoneRules:
    """Zones that the rules in a file describe: each text is worked out once, and all together have one budget."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, ...], tzinfo | None] = {}
        self._left = MOST_CHANGES

    def zone_of(self, component: Component) -> tzinfo | None:
        """None where the rules cannot be used or the budget is spent."""
        text = tuple(component.text)
        if text not in self._found:
            cost = _cost(component)
            if cost > self._left:
                return None
            self._left -= cost
            self._found[text] = zone_in_file(component)
        return self._found[text]


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
    rules
        Shared by the calendars of one file.

    Attributes
    ----------
    default, default_name
        The zone for floating times and for names that nobody knows.
    """

    def __init__(
        self,
        components: list[Component],
        calendar_zone: str,
        owner_zone: ZoneInfo,
        rules: ZoneRules | None = None,
    ) -> None:
        self._rules = rules or ZoneRules()
        self._components = {one.value("TZID"): one for one in components}
        self._found: dict[str, tzinfo | None] = {}
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
        described = self._components.get(text)
        return self._rules.zone_of(described) if described else None
