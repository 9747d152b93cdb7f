"""What can be wrong with hours, horizons and calendars."""

from hexad.problems import HexadError


class AvailabilityError(HexadError):
    """Hours, a zone or a horizon that cannot be: its text says which and what to do."""
