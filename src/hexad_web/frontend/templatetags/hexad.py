"""Filters and tags of every template; docs/design-system.md lists them."""

from collections.abc import Hashable, Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django import template
from django.forms.boundfield import BoundField
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from hexad_web.frontend import controls, countries, icons, initials, moments, navigation, week
from hexad_web.frontend.languages import language_name

register = template.Library()

THEMES = {"light": "hexad-light", "dark": "hexad-dark"}


@register.simple_tag
def drawn_once(name: str, rows: Iterable[Hashable]) -> SafeString:
    """A template that knows its ``rows`` and the language, nothing else: pages that show the same rows share it."""
    return _drawn(get_language() or "", name, tuple(rows))


@lru_cache(maxsize=2048)
def _drawn(_language: str, name: str, rows: tuple[Hashable, ...]) -> SafeString:
    return mark_safe(render_to_string(name, {"rows": rows}))  # noqa: S308  # a template escapes for itself


@register.filter
def moment(at: datetime | None, zone: str | None = None) -> str:
    return moments.moment_text(at, zone) if at else ""


@register.filter
def clock(at: datetime | None, zone: str | None = None) -> str:
    return moments.time_text(at, zone) if at else ""


@register.filter
def day(value: date | None) -> str:
    return moments.day_text(value) if value else ""


@register.filter
def full_date(value: date | None) -> str:
    return moments.full_date_text(value) if value else ""


@register.filter
def day_range(first: date, last: date) -> str:
    return moments.day_range_text(first, last)


@register.filter
def duration(length: timedelta | float | None) -> str:
    return moments.duration_text(length) if length is not None else ""


@register.filter
def city(zone: str) -> str:
    return moments.city_of(zone)


@register.filter
def country(code: str) -> str:
    """One that nobody knows stays as it was written."""
    return countries.name_of(code) or code


@register.filter
def languages(codes: Iterable[str]) -> str:
    return ", ".join(map(language_name, codes))


@register.filter
def ago(at: datetime | None) -> str:
    return moments.ago_text(at, timezone.now()) if at else ""


@register.simple_tag
def span(start: datetime, end: datetime, zone: str | None = None) -> SafeString:
    return moments.unbroken(moments.span_text(start, end, zone))


@register.simple_tag
def elsewhere(start: datetime, end: datetime, zone: str, home_zone: str) -> SafeString:
    return moments.unbroken(moments.elsewhere_text(start, end, zone, home_zone))


@register.filter
def unbroken(text: str) -> SafeString:
    return moments.unbroken(text)


@register.filter
def in_language(text: str, language: str) -> SafeString:
    """A module's words, marked where their language is not the page's: they are read aloud in it."""
    if not language or language == get_language():
        return conditional_escape(text)
    return format_html('<bdi lang="{}">{}</bdi>', language, text)


@register.filter(name="initials")
def initials_of(name: str) -> str:
    return initials.initials(name)


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    return icons.icon_svg(name, label)


@register.simple_tag
def control(field: BoundField, hint: str = "") -> SafeString:
    return controls.draw_control(field, hint)


@register.filter
def control_kind(field: BoundField) -> str:
    return controls.kind_of(field)


@register.filter
def anchor(field: BoundField) -> str:
    return controls.anchor_of(field)


@register.simple_tag
def described_by(field: BoundField, hint: str = "") -> str:
    return controls.described_by(field, hint)


@register.simple_tag
def week_words(
    pattern: week.Rows | None = None, hours: week.Rows | None = None, first: int = 7, last: int = 20
) -> week.WeekWords:
    return week.week_words(pattern or [], hours or [], int(first), int(last))


@register.simple_tag(takes_context=True)
def navigation_entries(context: Context) -> list[navigation.Entry]:
    request: Any = context.get("request")
    actor = context.get("actor")
    return navigation.entries(request, actor.role) if request and actor else []


@register.filter
def pages_here(menu: list[navigation.Entry]) -> tuple[navigation.Entry, ...]:
    return navigation.pages_here(menu)


@register.simple_tag(takes_context=True)
def chosen_theme(context: Context) -> str:
    """The reader's stored choice; "" lets the system decide."""
    request: Any = context.get("request")
    return THEMES.get(request.COOKIES.get("hexad_theme", ""), "") if request else ""
