"""Dates and times as readers see them: weekday, day, clock, and the zone's city on the same line."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import formats, timezone, translation
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext, pgettext

TWELVE_HOUR_LANGUAGES = frozenset({"en-us", "en-ca", "en-au", "en-nz", "en-in", "ar", "hi", "ko"})
HOUR = r"\d{1,2}:\d\d(?:\s\w+\.(?:\w+\.)?)?"  # 14:00, 2:00 p.m., 2:00 nachm.
HOURS = re.compile(rf"({HOUR}–{HOUR})")
# The reader's own choice ("12", "24" or "" for the language's habit), set per request and per mail.
reader_clock: ContextVar[str] = ContextVar("reader_clock", default="")


@contextmanager
def clock_of_reader(choice: str) -> Iterator[None]:
    token = reader_clock.set(choice)
    try:
        yield
    finally:
        reader_clock.reset(token)


def reader() -> tuple[str, str, str]:
    """Who reads, as far as words and hours depend on it."""
    return translation.get_language() or "", timezone.get_current_timezone_name(), reader_clock.get()


def reads_twelve_hours() -> bool:
    choice = reader_clock.get()
    return choice == "12" or (not choice and (translation.get_language() or "") in TWELVE_HOUR_LANGUAGES)


def city_of(zone: str) -> str:
    """``America/Argentina/Buenos_Aires`` is Buenos Aires; UTC stays UTC. Never an abbreviation such as CST."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def local(at: datetime, zone: str | None) -> tuple[datetime, str]:
    """The reader's zone where none is named."""
    name = zone or str(timezone.get_current_timezone())
    return at.astimezone(ZoneInfo(name)), name


def clock_text(at: datetime) -> str:
    if reads_twelve_hours():
        return formats.date_format(at, "g:i a")
    return f"{at:%H:%M}"


def day_text(day: date) -> str:
    return formats.date_format(day, pgettext("weekday, day, month; Django date format", "D j F"))


def full_date_text(day: date) -> str:
    return formats.date_format(day, pgettext("weekday, day, month, year; Django date format", "D j F Y"))


def moment_text(at: datetime, zone: str | None = None) -> str:
    here, name = local(at, zone)
    return gettext("%(day)s, %(time)s (%(city)s)") % {
        "day": day_text(here),
        "time": clock_text(here),
        "city": city_of(name),
    }


def time_text(at: datetime, zone: str | None = None) -> str:
    here, name = local(at, zone)
    return gettext("%(time)s (%(city)s)") % {"time": clock_text(here), "city": city_of(name)}


def span_text(start: datetime, end: datetime, zone: str | None = None) -> str:
    """``Thu 4 June, 14:00–15:30 (Berlin)``; past midnight the end reads "next day"."""
    here, name = local(start, zone)
    until, _name = local(end, zone)
    values = {
        "day": day_text(here),
        "start": clock_text(here),
        "end": clock_text(until),
        "city": city_of(name),
    }
    if until.date() == here.date():
        return gettext("%(day)s, %(start)s–%(end)s (%(city)s)") % values
    return gettext("%(day)s, %(start)s–%(end)s next day (%(city)s)") % values


def elsewhere_text(start: datetime, end: datetime, zone: str, home_zone: str) -> str:
    """The same span for somebody in another zone; says so when it falls on another day than at home."""
    there = local(start, zone)[0].date()
    here = local(start, home_zone)[0].date()
    text = span_text(start, end, zone)
    if there == here:
        return text
    flag = gettext("next day") if there > here else gettext("the day before")
    return gettext("%(span)s, %(flag)s") % {"span": text, "flag": flag}


def unbroken(text: str) -> SafeString:
    """No line ends within "14:00–15:30"."""
    return mark_safe(HOURS.sub(r'<span class="whitespace-nowrap">\1</span>', conditional_escape(text)))  # noqa: S308  # escaped here


def day_range_text(first: date, last: date) -> str:
    """``4–29 May``, ``28 April – 3 May``, and years when they differ. Both days are included."""
    if first == last:
        return day_text(first)
    month = pgettext("day, month; Django date format", "j F")
    year = pgettext("day, month, year; Django date format", "j F Y")
    if first.year != last.year:
        return f"{formats.date_format(first, year)} – {formats.date_format(last, year)}"
    if first.month != last.month:
        return f"{formats.date_format(first, month)} – {formats.date_format(last, month)}"
    day = pgettext("day alone, before a range's dash; Django date format", "j")
    return f"{formats.date_format(first, day)}–{formats.date_format(last, month)}"


def duration_text(length: timedelta | int | float) -> str:
    """Minutes up to 120, then hours; a number counts as minutes."""
    minutes = round(length.total_seconds() / 60) if isinstance(length, timedelta) else round(length)
    if minutes <= 120:
        return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    hours, rest = divmod(minutes, 60)
    if not rest:
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    return gettext("%(hours)d h %(minutes)02d") % {"hours": hours, "minutes": rest}


def ago_text(at: datetime, now: datetime) -> str:
    """How fresh something is, in words: "6 minutes ago", "3 days ago"."""
    minutes = max(0, int((now - at).total_seconds() // 60))
    if minutes < 1:
        return gettext("just now")
    if minutes < 60:
        return ngettext("%(count)d minute ago", "%(count)d minutes ago", minutes) % {"count": minutes}
    hours = minutes // 60
    if hours < 48:
        return ngettext("%(count)d hour ago", "%(count)d hours ago", hours) % {"count": hours}
    return ngettext("%(count)d day ago", "%(count)d days ago", hours // 24) % {"count": hours // 24}
