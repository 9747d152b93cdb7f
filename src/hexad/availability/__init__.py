"""Availability: when somebody can meet.

``read_ics`` turns a calendar into busy intervals, ``mask_of`` puts them and the working hours on the
quarter hours of a ``Horizon``, ``windows`` finds the starts at which a whole group is free, ``can_meet``
says whether there is one in every block. No title, place or attendee ever leaves the reader.
"""

from hexad.availability.calendars import Reading, read_ics
from hexad.availability.horizon import SLOT, Horizon
from hexad.availability.hours import Span, WorkHours, holidays_of, nine_to_five
from hexad.availability.intervals import Busy, Interval
from hexad.availability.masks import Mask, mask_of
from hexad.availability.problems import AvailabilityError
from hexad.availability.windows import blocks, can_meet, starts, windows

__all__ = [
    "SLOT",
    "AvailabilityError",
    "Busy",
    "Horizon",
    "Interval",
    "Mask",
    "Reading",
    "Span",
    "WorkHours",
    "blocks",
    "can_meet",
    "holidays_of",
    "mask_of",
    "nine_to_five",
    "read_ics",
    "starts",
    "windows",
]
