"""What people do to their calendars and hours, and what the worker does to feeds. One function per intention."""

from hexad_web.availability.actions.connecting import add_calendars, calendars_waiting, search_account
from hexad_web.availability.actions.hours import HoursValues, set_hours
from hexad_web.availability.actions.painting import Stroke, copy_monday, paint, set_week, undo_paint
from hexad_web.availability.actions.sites import add_day, set_country, switch_day
from hexad_web.availability.actions.sources import Upload, add_feed, add_upload, ask_to_read, remove, restore

__all__ = [
    "HoursValues",
    "Stroke",
    "Upload",
    "add_calendars",
    "add_day",
    "add_feed",
    "add_upload",
    "ask_to_read",
    "calendars_waiting",
    "copy_monday",
    "paint",
    "remove",
    "restore",
    "search_account",
    "set_country",
    "set_hours",
    "set_week",
    "switch_day",
    "undo_paint",
]
