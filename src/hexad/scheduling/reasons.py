"""Reasons of scheduling: a code, its values, and an English text that a product translates."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

TEMPLATES: Mapping[str, str] = MappingProxyType(
    {
        "slot.convenient": "Inside everybody's usual hours.",
        "slot.early": "Early for %(people)s members.",
        "slot.late": "Late for %(people)s members.",
        "slot.lunch": "Over lunch for %(people)s members.",
        "slot.tentative": "%(people)s members would have to give up a tentative entry.",
        "slot.movable": "%(people)s members would have to move a one-to-one.",
        "slot.stretch": "Outside usual hours for %(people)s members.",
        "slot.elsewhere": "%(people)s members work elsewhere at that time.",
        "slot.absent": "%(people)s members cannot come and would catch up.",
        "cycle.apart": "%(days)s days of practice in between.",
        "none.hours": "Their working hours never have %(minutes)s minutes in common.",
        "none.full": "%(people)s calendars are very full: less than a quarter of the hours is free.",
        "none.window": "No shared %(minutes)s minutes in these weeks.",
        "none.pair": "There are times, but no two of them lie %(low)s to %(high)s days apart.",
        "none.partner": "The other session of its cycle has no time.",
        "none.room": "There are times, but no room at %(site)s is free then.",
        "none.seats": "No room at %(site)s has %(seats)s seats.",
        "none.equipment": "No room at %(site)s has %(seats)s seats and the equipment that the group needs.",
        "none.ceiling": "A further session would take more work time of %(people)s members than the ceiling allows.",
        "gain.tentative": "If tentative entries gave way, there would be %(windows)s times.",
        "gain.movable": "If one-to-ones moved as well, there would be %(windows)s times.",
        "gain.stretch": "With stretch hours as well there would be %(windows)s times.",
        "gain.absent": "If one member could be absent, there would be %(windows)s times.",
        "gain.room": "Online there would be %(windows)s times.",
        "mode.same_site": "All work in %(site)s.",
        "mode.most_at_site": "%(people)s of %(members)s work in %(site)s, the others join online.",
        "mode.sites": "They work at %(sites)s sites.",
        "mode.unknown": "Where most of them work is not known.",
        "mode.used_to_it": "They work at one site, but are used to meeting online and chose it.",
    }
)
# The same about one person, or one time.
OF_ONE: Mapping[str, str] = MappingProxyType(
    {
        "slot.early": "Early for one member.",
        "slot.late": "Late for one member.",
        "slot.lunch": "Over lunch for one member.",
        "slot.tentative": "One member would have to give up a tentative entry.",
        "slot.movable": "One member would have to move a one-to-one.",
        "slot.stretch": "Outside usual hours for one member.",
        "slot.elsewhere": "One member works elsewhere at that time.",
        "slot.absent": "One member cannot come and would catch up.",
        "none.full": "One calendar is very full: less than a quarter of the hours is free.",
        "none.ceiling": "A further session would take more work time of one member than the ceiling allows.",
        "gain.tentative": "If tentative entries gave way, there would be one time.",
        "gain.movable": "If one-to-ones moved as well, there would be one time.",
        "gain.stretch": "With stretch hours as well there would be one time.",
        "gain.absent": "If one member could be absent, there would be one time.",
        "gain.room": "Online there would be one time.",
    }
)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a time or a mode is as it is. Values are counts and places, never a person's name."""

    code: str
    values: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The English sentence."""
        one = 1 in (self.values.get("people"), self.values.get("windows"))
        return (OF_ONE.get(self.code, TEMPLATES[self.code]) if one else TEMPLATES[self.code]) % dict(self.values)
