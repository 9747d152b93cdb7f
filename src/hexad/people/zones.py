"""Time zones as people type them: IANA names, cities, and the names that Windows uses."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from zoneinfo import available_timezones

# Only names that mean one place all year round. "CST", "IST" or "UTC+1" mean several, or ignore summer time.
ALIASES: Mapping[str, str] = MappingProxyType(
    {
        "mez": "Europe/Berlin",
        "mitteleuropäische zeit": "Europe/Berlin",
        "central european time": "Europe/Berlin",
        "germany": "Europe/Berlin",
        "deutschland": "Europe/Berlin",
        "frankfurt": "Europe/Berlin",
        "hamburg": "Europe/Berlin",
        "münchen": "Europe/Berlin",
        "munich": "Europe/Berlin",
        "köln": "Europe/Berlin",
        "wien": "Europe/Vienna",
        "zürich": "Europe/Zurich",
        "rom": "Europe/Rome",
        "uk": "Europe/London",
        "united kingdom": "Europe/London",
        "eastern time": "America/New_York",
        "us/eastern": "America/New_York",
        "central time": "America/Chicago",
        "mountain time": "America/Denver",
        "pacific time": "America/Los_Angeles",
        "japan": "Asia/Tokyo",
        "india": "Asia/Kolkata",
        "gmt standard time": "Europe/London",
        "greenwich standard time": "Atlantic/Reykjavik",
        "w. europe standard time": "Europe/Berlin",
        "central europe standard time": "Europe/Budapest",
        "central european standard time": "Europe/Warsaw",
        "romance standard time": "Europe/Paris",
        "e. europe standard time": "Europe/Chisinau",
        "fle standard time": "Europe/Kiev",
        "gtb standard time": "Europe/Bucharest",
        "turkey standard time": "Europe/Istanbul",
        "russian standard time": "Europe/Moscow",
        "israel standard time": "Asia/Jerusalem",
        "egypt standard time": "Africa/Cairo",
        "south africa standard time": "Africa/Johannesburg",
        "arabian standard time": "Asia/Dubai",
        "arab standard time": "Asia/Riyadh",
        "india standard time": "Asia/Kolkata",
        "china standard time": "Asia/Shanghai",
        "singapore standard time": "Asia/Singapore",
        "se asia standard time": "Asia/Bangkok",
        "tokyo standard time": "Asia/Tokyo",
        "korea standard time": "Asia/Seoul",
        "taipei standard time": "Asia/Taipei",
        "aus eastern standard time": "Australia/Sydney",
        "e. australia standard time": "Australia/Brisbane",
        "w. australia standard time": "Australia/Perth",
        "new zealand standard time": "Pacific/Auckland",
        "eastern standard time": "America/New_York",
        "central standard time": "America/Chicago",
        "mountain standard time": "America/Denver",
        "us mountain standard time": "America/Phoenix",
        "pacific standard time": "America/Los_Angeles",
        "atlantic standard time": "America/Halifax",
        "central standard time (mexico)": "America/Mexico_City",
        "sa pacific standard time": "America/Bogota",
        "e. south america standard time": "America/Sao_Paulo",
        "argentina standard time": "America/Buenos_Aires",
    }
)


@cache
def _by_name() -> Mapping[str, str]:
    """Every IANA name, and every city that belongs to one name only, in lower case with spaces."""
    names = sorted(available_timezones() - {"localtime", "Factory"})
    places = [name for name in names if "/" in name and not name.startswith(("Etc/", "SystemV/", "posix/", "right/"))]
    cities: dict[str, set[str]] = {}
    for name in places:
        cities.setdefault(_plain(name.rpartition("/")[2]), set()).add(name)
    single = {city: next(iter(zones)) for city, zones in cities.items() if len(zones) == 1}
    return MappingProxyType({**single, **ALIASES, **{_plain(name): name for name in names}})


def _plain(name: str) -> str:
    return " ".join(name.replace("_", " ").casefold().split())


def zone_named(text: str) -> str:
    """Find the IANA name of a time zone.

    Returns
    -------
    str
        Empty where the text names no zone, or more than one (``CST``), or a fixed offset (``UTC+1``), which would be
        wrong for half of the year.

    Notes
    -----
    Source: IANA time zone database; Windows names as in the Unicode CLDR's windowsZones.

    >>> zone_named("berlin")
    'Europe/Berlin'
    """
    return _by_name().get(_plain(text), "")
