"""Reasons in words. Stored are a code and its values, so that each reader gets the sentence in their language."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from hexad_web.frontend import moments

Stored = Mapping[str, Any]  # {"code": ..., "values": {...}}

AS_BEFORE = 90  # minutes: reasons stored before sessions could have another length say none

# The third word of a counted sentence names the value that is counted.
SENTENCES: Mapping[str, Any] = {
    "slot.convenient": _("Inside everybody's usual hours."),
    "slot.early": ngettext_lazy("Early for one member.", "Early for %(people)s members.", "people"),
    "slot.late": ngettext_lazy("Late for one member.", "Late for %(people)s members.", "people"),
    "slot.lunch": ngettext_lazy("Over lunch for one member.", "Over lunch for %(people)s members.", "people"),
    "slot.tentative": ngettext_lazy(
        "One member would have to give up a tentative entry.",
        "%(people)s members would have to give up a tentative entry.",
        "people",
    ),
    "slot.movable": ngettext_lazy(
        "One member would have to move a one-to-one.",
        "%(people)s members would have to move a one-to-one.",
        "people",
    ),
    "slot.stretch": ngettext_lazy(
        "Outside usual hours for one member.", "Outside usual hours for %(people)s members.", "people"
    ),
    "slot.elsewhere": ngettext_lazy(
        "One member works elsewhere at that time.", "%(people)s members work elsewhere at that time.", "people"
    ),
    "slot.absent": ngettext_lazy(
        "One member cannot come and would catch up.", "%(people)s members cannot come and would catch up.", "people"
    ),
    "cycle.apart": ngettext_lazy(
        "%(days)s day of practice in between.", "%(days)s days of practice in between.", "days"
    ),
    "none.hours": _("Their working hours never have %(minutes)s minutes in common."),
    "none.full": ngettext_lazy(
        "One calendar is very full: less than a quarter of the hours is free.",
        "%(people)s calendars are very full: less than a quarter of the hours is free.",
        "people",
    ),
    "none.window": _("No shared %(minutes)s minutes in these weeks."),
    "none.between": _("No shared %(minutes)s minutes %(days)s."),
    "none.pair": _("There are times, but no two of them lie %(low)s to %(high)s days apart."),
    "none.members": _("Fewer than two members are left in this group."),
    "none.unread": ngettext_lazy(
        "One calendar was not read for a while; an old copy was used.",
        "%(people)s calendars were not read for a while; old copies were used.",
        "people",
    ),
    "none.no_calendar": ngettext_lazy(
        "One member gave no calendar; working hours alone were used.",
        "%(people)s members gave no calendar; working hours alone were used.",
        "people",
    ),
    "none.ceiling": ngettext_lazy(
        "A further cycle would take more work time of one member than the ceiling allows.",
        "A further cycle would take more work time of %(people)s members than the ceiling allows.",
        "people",
    ),
    "none.partner": _("The other session of its cycle has no time."),
    "none.room": _("There are times, but no room at %(site)s is free then."),
    "none.seats": _("No room at %(site)s has %(seats)s seats."),
    "none.equipment": _("No room at %(site)s with %(seats)s seats has a screen and a camera."),
    "none.later": _("Nothing is due in these weeks: its next cycle begins on %(day)s or later."),
    "none.due": _("Nothing is due in these weeks."),
    "none.unsound": _("The plan did not pass its own check, and nothing of it was kept. Plan again, or report it."),
    "gain.tentative": ngettext_lazy(
        "If tentative entries gave way, there would be one time.",
        "If tentative entries gave way, there would be %(windows)s times.",
        "windows",
    ),
    "gain.movable": ngettext_lazy(
        "If one-to-ones moved as well, there would be one time.",
        "If one-to-ones moved as well, there would be %(windows)s times.",
        "windows",
    ),
    "gain.stretch": ngettext_lazy(
        "With stretch hours as well there would be one time.",
        "With stretch hours as well there would be %(windows)s times.",
        "windows",
    ),
    "gain.absent": ngettext_lazy(
        "If one member could be absent, there would be one time.",
        "If one member could be absent, there would be %(windows)s times.",
        "windows",
    ),
    "gain.room": ngettext_lazy(
        "Online there would be one time.", "Online there would be %(windows)s times.", "windows"
    ),
    "none.failed": _("This group could not be computed. Plan again."),
    "mode.same_site": _("All work in %(site)s."),
    "mode.most_at_site": _("%(people)s of %(members)s work in %(site)s, the others join online."),
    "mode.sites": _("They work at %(sites)s sites."),
    "mode.unknown": _("Where most of them work is not known."),
    "mode.short": _("Three quarters of an hour: nobody travels for it."),
    "mode.used_to_it": _("They work at one site, but are used to meeting online and chose it."),
}


def sentence(reason: Stored) -> str:
    """An empty reason is an empty sentence; so is one that a newer edition wrote and this one does not know."""
    code, values = reason.get("code", ""), {"minutes": AS_BEFORE, **reason.get("values", {})}
    if code == "none.window" and "first" in values:
        first, last = (date.fromisoformat(values[name]) for name in ("first", "last"))
        code, values = "none.between", {**values, "days": moments.day_range_text(first, last)}
    if code == "none.later" and "day" in values:
        values = {**values, "day": moments.day_text(date.fromisoformat(values["day"]))}
    return str(SENTENCES[code] % values) if code in SENTENCES else ""


def sentences(reasons: Iterable[Stored]) -> tuple[str, ...]:
    return tuple(text for text in map(sentence, reasons) if text)


def stored(code: str, **values: object) -> dict[str, Any]:
    return {"code": code, "values": values}
