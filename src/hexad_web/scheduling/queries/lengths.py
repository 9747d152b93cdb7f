"""How long sessions take in a programme."""

from datetime import timedelta

from hexad.availability.horizon import SLOT
from hexad_web.formation.queries.lengths import length_of

__all__ = ["length_of", "slots_in"]


def slots_in(length: timedelta) -> int:
    """Rounded up: a session never ends outside the time that is free."""
    return -(-length // SLOT)
