"""What scheduling refuses."""

from hexad.problems import HexadError


class SchedulingError(HexadError):
    """Input that nothing can be planned for: its text says what and what to do."""
