"""Zones by their IANA name."""

from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from hexad.availability.problems import AvailabilityError


@lru_cache(maxsize=512)
def zone_of(name: str) -> ZoneInfo:
    """The zone of an IANA name.

    Raises
    ------
    AvailabilityError
        Where the tz database knows no such zone.

    Examples
    --------
    >>> zone_of("Asia/Kathmandu").key
    'Asia/Kathmandu'
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise AvailabilityError(f"No time zone is called {name[:80]!r}; write a name such as Europe/Berlin.") from error
