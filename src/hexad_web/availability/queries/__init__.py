"""Reads: ``engine`` answers the stages after this one, ``pages`` what its own pages show."""

from hexad_web.availability.queries.engine import (
    Freshness,
    among,
    busy_for,
    contents_of,
    current_zones,
    freshness,
    hours_for,
    in_person_days,
    known_zone,
    masks_for,
    sources_of,
    zone_of_person,
)
from hexad_web.availability.queries.holidays import days_off_by_site, knows_region, name_of_day, site_holidays
from hexad_web.availability.queries.packed import busy_times_for, joined

__all__ = [
    "Freshness",
    "among",
    "busy_for",
    "busy_times_for",
    "contents_of",
    "current_zones",
    "days_off_by_site",
    "freshness",
    "hours_for",
    "in_person_days",
    "joined",
    "known_zone",
    "knows_region",
    "masks_for",
    "name_of_day",
    "site_holidays",
    "sources_of",
    "zone_of_person",
]
