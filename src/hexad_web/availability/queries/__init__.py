"""Reads: ``engine`` answers the stages after this one, ``pages`` what its own pages show."""

from hexad_web.availability.queries.engine import (
    Freshness,
    busy_for,
    current_zones,
    freshness,
    hours_for,
    in_person_days,
    masks_for,
    sources_of,
    zone_of_person,
)
from hexad_web.availability.queries.pages import knows_region

__all__ = [
    "Freshness",
    "busy_for",
    "current_zones",
    "freshness",
    "hours_for",
    "in_person_days",
    "knows_region",
    "masks_for",
    "sources_of",
    "zone_of_person",
]
