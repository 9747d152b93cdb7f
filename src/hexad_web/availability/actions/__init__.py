"""What people do to their calendars and hours, and what the worker does to feeds. One function per intention."""

from hexad_web.availability.actions.hours import HoursValues, set_hours
from hexad_web.availability.actions.painting import Stroke, copy_monday, paint, set_week, undo_paint
from hexad_web.availability.actions.sources import Upload, add_feed, add_upload, ask_to_read, remove, restore

__all__ = [
    "HoursValues",
    "Stroke",
    "Upload",
    "add_feed",
    "add_upload",
    "ask_to_read",
    "copy_monday",
    "paint",
    "remove",
    "restore",
    "set_hours",
    "set_week",
    "undo_paint",
]
