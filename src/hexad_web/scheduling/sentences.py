"""Reasons in words. Stored are a code and its values, so that each reader gets the sentence in their language."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hexad_web.frontend import moments

Stored = Mapping[str, Any]  # {"code": ..., "values": {...}}
Sentence = Callable[[Mapping[str, Any]], str]


def sentence(reason: Stored) -> str:
    """An empty reason is an empty sentence; so is one that a newer edition wrote and this one does not know."""
    make = SENTENCES.get(reason.get("code", ""))
    return make(reason.get("values", {})) if make else ""


def sentences(reasons: Iterable[Stored]) -> tuple[str, ...]:
    return tuple(text for text in map(sentence, reasons) if text)


def stored(code: str, **values: object) -> dict[str, Any]:
    return {"code": code, "values": values}


def _early(v: Mapping[str, Any]) -> str:
    return ngettext("Early for one member.", "Early for %(people)s members.", v["people"]) % v


def _late(v: Mapping[str, Any]) -> str:
    return ngettext("Late for one member.", "Late for %(people)s members.", v["people"]) % v


def _lunch(v: Mapping[str, Any]) -> str:
    return ngettext("Over lunch for one member.", "Over lunch for %(people)s members.", v["people"]) % v


def _tentative(v: Mapping[str, Any]) -> str:
    one = "One member would have to give up a tentative entry."
    return ngettext(one, "%(people)s members would have to give up a tentative entry.", v["people"]) % v


def _movable(v: Mapping[str, Any]) -> str:
    one = "One member would have to move a one-to-one."
    return ngettext(one, "%(people)s members would have to move a one-to-one.", v["people"]) % v


def _stretch(v: Mapping[str, Any]) -> str:
    one = "Outside usual hours for one member."
    return ngettext(one, "Outside usual hours for %(people)s members.", v["people"]) % v


def _absent(v: Mapping[str, Any]) -> str:
    one = "One member cannot come and would catch up."
    return ngettext(one, "%(people)s members cannot come and would catch up.", v["people"]) % v


def _apart(v: Mapping[str, Any]) -> str:
    return ngettext("%(days)s day of practice in between.", "%(days)s days of practice in between.", v["days"]) % v


def _full(v: Mapping[str, Any]) -> str:
    one = "One calendar is very full: less than a quarter of the hours is free."
    more = "%(people)s calendars are very full: less than a quarter of the hours is free."
    return ngettext(one, more, v["people"]) % v


def _window(v: Mapping[str, Any]) -> str:
    if "first" not in v:
        return _("No shared 90 minutes in these weeks.")
    days = moments.day_range_text(date.fromisoformat(v["first"]), date.fromisoformat(v["last"]))
    return _("No shared 90 minutes %(days)s.") % {"days": days}


def _unread(v: Mapping[str, Any]) -> str:
    one = "One calendar was not read for a while; an old copy was used."
    return ngettext(one, "%(people)s calendars were not read for a while; old copies were used.", v["people"]) % v


def _no_calendar(v: Mapping[str, Any]) -> str:
    one = "One member gave no calendar; working hours alone were used."
    return ngettext(one, "%(people)s members gave no calendar; working hours alone were used.", v["people"]) % v


SENTENCES: Mapping[str, Sentence] = {
    "slot.convenient": lambda v: _("Inside everybody's usual hours."),
    "slot.early": _early,
    "slot.late": _late,
    "slot.lunch": _lunch,
    "slot.tentative": _tentative,
    "slot.movable": _movable,
    "slot.stretch": _stretch,
    "slot.absent": _absent,
    "cycle.apart": _apart,
    "none.hours": lambda v: _("Their working hours never have 90 minutes in common."),
    "none.full": _full,
    "none.window": _window,
    "none.pair": lambda v: _("There are times, but no two of them lie %(low)s to %(high)s days apart.") % v,
    "none.members": lambda v: _("Fewer than two members are left in this group."),
    "none.unread": _unread,
    "none.no_calendar": _no_calendar,
    "none.failed": lambda v: _("This group could not be computed. Plan again."),
    "mode.same_site": lambda v: _("All work in %(site)s.") % v,
    "mode.most_at_site": lambda v: _("%(people)s of %(members)s work in %(site)s, the others join online.") % v,
    "mode.sites": lambda v: _("They work at %(sites)s sites.") % v,
    "mode.used_to_it": lambda v: _("They work at one site, but are used to meeting online and chose it."),
}
