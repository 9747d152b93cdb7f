"""Reasons: a code, its values, and an English text. A product translates the template and fills in the values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

Value = str | int | float
NO_VALUES: Mapping[str, Value] = MappingProxyType({})

TEMPLATES: Mapping[str, str] = MappingProxyType(
    {
        "level.kept": "All carry the level %(value)s.",
        "level.broken": "%(missing)s of %(members)s carry another level than %(value)s.",
        "line.kept": "Nobody meets a boss or a fellow report.",
        "line.broken": "%(first)s and %(second)s share a reporting line.",
        "apart.kept": "Nobody meets somebody to be kept apart from.",
        "apart.broken": "%(first)s and %(second)s are to be kept apart.",
        "rivals.kept": "Private constraints are kept.",
        "rivals.broken": "A private constraint is not kept.",
        "together.kept": "Nobody is parted from somebody to be together with.",
        "together.broken": "%(first)s is to be together with %(second)s.",
        "topic.kept": "All accept the challenge %(value)s.",
        "topic.broken": "%(missing)s of %(members)s do not accept the challenge %(value)s.",
        "ranking.kept": "%(value)s is everybody's first choice.",
        "ranking.broken": "One first choice unites %(first)s of %(members)s; "
        "one of the first two choices unites %(second)s.",
        "meet.kept": "All can meet in each of %(blocks)s stretches of the calendar.",
        "meet.quorum": "All but one can meet in each of %(blocks)s stretches of the calendar.",
        "meet.broken": "No window suits all in %(missing)s of %(blocks)s stretches of the calendar.",
        "cycle.none": "No two of their windows lie 21 to 28 days apart, as an explore and its reflect session do.",
        "language.kept": "All speak %(value)s.",
        "language.broken": "%(missing)s of %(members)s do not speak %(value)s.",
        "common.open": "Nothing is known that stands against it.",
        "department.spread": "They come from %(values)s departments.",
        "site.spread": "They work at %(values)s sites.",
        "tenure.spread": "They bring %(values)s bands of experience.",
        "attribute.spread": "%(title)s: %(values)s different among %(members)s.",
        "attribute.alone": "All share one value of %(title)s.",
        "department.alone": "All come from one department.",
        "site.alone": "All work at one site.",
        "tenure.alone": "All have been here for about as long.",
        "function.alone": "All have one function.",
        "function.spread": "They come from %(values)s functions.",
        "alone.kept": "Nobody is the only one of a kind.",
        "alone.broken": "One member stands alone where all the others agree: %(columns)s.",
        "repeats.kept": "Nobody meets somebody from an earlier group.",
        "repeats.broken": "Pairs who meet again: %(pairs)s.",
        "face.kept": "All work at %(value)s and can meet in person.",
        "face.broken": "%(missing)s of %(members)s do not work at %(value)s.",
        "gives.kept": "Wants that somebody here can meet: %(wants)s.",
        "gives.none": "Nobody here gives what another wants.",
        "number.spread": "%(title)s reaches from %(low)s to %(high)s.",
        "size.kept": "%(members)s members.",
        "size.broken": "A group of %(members)s, outside %(low)s to %(high)s.",
        "waiting.size": "%(name)s waits, drawn by lot: %(people)s people make no groups of %(low)s to %(high)s.",
        "waiting.rolling": "%(name)s waits: no group of %(low)s to %(high)s that keeps every rule can begin yet.",
        "person.brings": "%(name)s is the only one here from %(value)s.",
        "person.shares": "%(name)s shares %(value)s with %(others)s here.",
        "person.fits": "%(name)s fits the group's rules.",
        "conflict.few": "%(people)s people are fewer than a group of %(low)s. "
        "Invite %(more)s more or allow smaller groups.",
        "conflict.team": "%(names)s are to be together, more than a group of %(high)s holds: part them.",
        "conflict.pair": "%(names)s are to be together, which breaks the rule “%(title)s”: drop one of the two.",
        "conflict.clique": "%(names)s: %(people)s people may not meet each other, "
        "and there are %(groups)s groups to spread them over. "
        "Invite more people, make smaller groups, or let the rule give way.",
        "conflict.private_pair": "People are to be together, and they cannot be. "
        "A private constraint stands against it.",
        "conflict.private_clique": "%(people)s people may not meet each other, "
        "and there are %(groups)s groups to spread them over. A private constraint stands against it.",
        "conflict.locked": "%(names)s: locked into two groups; keep one.",
        "conflict.nobody": "No rule leaves enough people for a single group: "
        "let a rule give way, or allow smaller groups.",
        "conflict.rule": "No grouping was found that keeps the rule “%(title)s”.",
        "conflict.private": "A private constraint stands against it.",
        "conflict.remedy": "Let the rule give way, invite more people, or change the sizes.",
    }
)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is as it is; ``TEMPLATES[code]`` is the English sentence with named places for the values."""

    code: str
    values: Mapping[str, Value] = field(default_factory=lambda: NO_VALUES)

    @property
    def text(self) -> str:
        """Return the English sentence."""
        return TEMPLATES[self.code] % dict(self.values)

    def as_json(self) -> dict[str, Any]:
        """Return code, values and text as plain data."""
        return {"code": self.code, "values": dict(self.values), "text": self.text}
