"""The horizon: the stretch of time in which meetings are sought, cut into slots of a quarter hour."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from hexad.availability.problems import AvailabilityError
from hexad.availability.zones import zone_of

SLOT = timedelta(minutes=15)
SLOTS_A_WEEK = 7 * 24 * 4
MOST_SLOTS = 3 * 53 * SLOTS_A_WEEK  # three years: bitmaps stay small, and nobody plans further
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Horizon:
    """Slots ``0 .. slots - 1`` of 15 minutes in UTC, from ``start``.

    Every zone in use lies a whole number of quarter hours from UTC (Kathmandu: 5:45), so one grid serves all.

    Attributes
    ----------
    start
        UTC, on a quarter hour.
    slots
        Number of slots, 1 to 106,848 (three years).

    Examples
    --------
    >>> horizon = Horizon(datetime(2026, 12, 7, tzinfo=UTC), slots=96)
    >>> horizon.slot_of(datetime(2026, 12, 7, 9, 10, tzinfo=UTC)), horizon.time_of(36).isoformat()
    (36, '2026-12-07T09:00:00+00:00')
    """

    start: datetime
    slots: int

    def __post_init__(self) -> None:
        if self.start.utcoffset() != timedelta(0):
            raise AvailabilityError("A horizon starts at a time in UTC.")
        if (self.start - EPOCH) % SLOT:
            raise AvailabilityError("A horizon starts on a quarter hour.")
        if not 0 < self.slots <= MOST_SLOTS:
            raise AvailabilityError("A horizon ends after it starts and lasts three years at most.")

    @classmethod
    def between(cls, start: date | datetime, end: date | datetime, zone: str = "UTC") -> "Horizon":
        """The horizon from ``start`` up to ``end``; a date means midnight in ``zone``, the end is exclusive.

        Examples
        --------
        >>> Horizon.between(date(2026, 12, 7), date(2026, 12, 14), "Europe/Berlin")
        Horizon(start=datetime.datetime(2026, 12, 6, 23, 0, tzinfo=datetime.timezone.utc), slots=672)
        """
        first, last = instant_of(start, zone), instant_of(end, zone)
        begin = EPOCH + (first - EPOCH) // SLOT * SLOT
        return cls(begin, -((begin - last) // SLOT))

    @property
    def end(self) -> datetime:
        """The first instant after the horizon."""
        return self.start + self.slots * SLOT

    @property
    def all(self) -> int:
        """The bitmap with every slot set."""
        return (1 << self.slots) - 1

    def slot_of(self, at: datetime, *, round_up: bool = False) -> int:
        """The slot that holds ``at``, or the first that starts at or after it; it may lie outside the horizon."""
        past = at - self.start
        return -(-past // SLOT) if round_up else past // SLOT

    def time_of(self, slot: int) -> datetime:
        """When a slot starts, in UTC."""
        return self.start + slot * SLOT

    def bits(self, first: int, last: int) -> int:
        """The bitmap of slots ``first .. last - 1``, cut to the horizon."""
        first, last = max(first, 0), min(last, self.slots)
        return ((1 << (last - first)) - 1) << first if first < last else 0


def instant_of(at: date | datetime, zone: str) -> datetime:
    """A date (its local midnight in ``zone``), a floating or an aware datetime as an instant in UTC.

    Examples
    --------
    >>> instant_of(date(2026, 10, 21), "Europe/Berlin").isoformat()
    '2026-10-20T22:00:00+00:00'
    """
    moment = at if isinstance(at, datetime) else datetime.combine(at, time())
    if moment.utcoffset() is None:
        moment = moment.replace(tzinfo=zone_of(zone))
    return moment.astimezone(UTC)
