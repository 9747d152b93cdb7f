"""The catalogue of rules: key, title, sentence, default mode and weight, and the options of each.

The reference in ``docs/formation.md`` is generated from this table, and so is the owner's policy page.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Literal

Kind = Literal["common", "pair", "attribute"]
OptionValue = bool | int | float | str | tuple[float, ...] | tuple[str, ...]
NO_OPTIONS: Mapping[str, "Option"] = MappingProxyType({})


class Mode(StrEnum):
    """How strictly a rule is taken."""

    MUST = "must"
    WISH = "wish"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Option:
    """One setting of a rule: its default and what it means."""

    default: OptionValue
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleKind:
    """What is known of a rule before anybody sets it.

    Attributes
    ----------
    kind
        ``common``: the members need something in common; ``pair``: about two people;
        ``attribute``: a property in which members should differ (or agree).
    private
        A conflict of this rule is reported as "a private constraint" and names nobody.
    """

    key: str
    kind: Kind
    title: str
    sentence: str
    mode: Mode
    weight: float = 1.0
    options: Mapping[str, Option] = field(default_factory=lambda: NO_OPTIONS)
    private: bool = False


DIFFERENT = Option("different", "Whether members should be different or the same.")
SAME = Option("same", "Whether members should be different or the same.")
NUMERIC = Option(False, "Read the column as a number and spread low and high values.")
AS_NUMBER = Option(True, "Read the column as a number.")

CATALOGUE: Mapping[str, RuleKind] = MappingProxyType(
    {
        rule.key: rule
        for rule in (
            RuleKind(
                key="level",
                kind="common",
                title="Same level",
                sentence="Members carry the same level of responsibility.",
                mode=Mode.MUST,
            ),
            RuleKind(
                key="line",
                kind="pair",
                title="Outside the reporting line",
                sentence="Nobody meets a boss, a boss's boss or a fellow report.",
                mode=Mode.MUST,
                options={"steps": Option(2, "How many bosses up the line count; fellow reports always do.")},
            ),
            RuleKind(
                key="apart",
                kind="pair",
                title="Kept apart",
                sentence="People whom the owner keeps apart are not in one group.",
                mode=Mode.MUST,
            ),
            RuleKind(
                key="rivals",
                kind="pair",
                title="A private constraint",
                sentence="Private wishes to be apart are kept, and nobody sees them.",
                mode=Mode.MUST,
                private=True,
            ),
            RuleKind(
                key="together",
                kind="pair",
                title="Kept together",
                sentence="People whom the owner puts together share a group.",
                mode=Mode.MUST,
            ),
            RuleKind(
                key="topic",
                kind="common",
                title="Shares the challenge",
                sentence="Every member accepts the group's challenge.",
                mode=Mode.MUST,
                weight=4.0,
            ),
            RuleKind(
                key="ranking",
                kind="common",
                title="Ranked high",
                sentence="Members get the challenge that they ranked first, or at least second.",
                mode=Mode.WISH,
                weight=4.0,
            ),
            RuleKind(
                key="meet",
                kind="common",
                title="Can meet",
                sentence="All members share a free window in every four weeks.",
                mode=Mode.MUST,
                weight=5.0,
                options={
                    "minutes": Option(90, "Length of the window that the members need in common."),
                    "may_miss": Option(0, "How many members may be absent from the window."),
                    "tentative": Option(False, "Tentative and movable entries count as free."),
                    "stretch": Option(False, "The hours that people are willing to stretch to count as work."),
                },
            ),
            RuleKind(
                key="language",
                kind="common",
                title="A language in common",
                sentence="All members speak one language.",
                mode=Mode.MUST,
                weight=4.0,
            ),
            RuleKind(
                key="department",
                kind="attribute",
                title="Different departments",
                sentence="Members come from different departments.",
                mode=Mode.WISH,
                weight=3.0,
                options={"prefer": DIFFERENT},
            ),
            RuleKind(
                key="site",
                kind="attribute",
                title="Different sites",
                sentence="Members come from different sites.",
                mode=Mode.WISH,
                weight=1.0,
                options={"prefer": DIFFERENT},
            ),
            RuleKind(
                key="tenure",
                kind="attribute",
                title="Mixed tenure",
                sentence="New and seasoned managers meet.",
                mode=Mode.WISH,
                weight=1.0,
                options={
                    "prefer": DIFFERENT,
                    "bands": Option((2.0, 5.0, 10.0), "Years of service at which a new band begins."),
                },
            ),
            RuleKind(
                key="function",
                kind="attribute",
                title="Different functions",
                sentence="Members come from different functions.",
                mode=Mode.WISH,
                weight=1.0,
                options={"prefer": DIFFERENT},
            ),
            RuleKind(
                key="alone",
                kind="common",
                title="Nobody the only one of a kind",
                sentence="Nobody stands alone where all the others agree.",
                mode=Mode.OFF,
                weight=2.0,
                options={"columns": Option(("site", "country"), "Columns in which being the only one isolates.")},
            ),
            RuleKind(
                key="repeats",
                kind="pair",
                title="New faces",
                sentence="Members have not shared a group before; the fresher a group, the more it counts.",
                mode=Mode.WISH,
                weight=3.0,
            ),
            RuleKind(
                key="face",
                kind="common",
                title="Face to face at first",
                sentence="Members work at one site, so that the first session can be in person.",
                mode=Mode.OFF,
                weight=1.0,
            ),
            RuleKind(
                key="gives",
                kind="pair",
                title="Gives and wants meet",
                sentence="What a member wants, another can give.",
                mode=Mode.WISH,
                weight=1.0,
            ),
            RuleKind(
                key="online",
                kind="attribute",
                title="Similar digital habits",
                sentence="Members are used to meeting online to a similar degree.",
                mode=Mode.OFF,
                weight=0.5,
                options={"prefer": SAME, "numeric": AS_NUMBER},
            ),
        )
    }
)

ATTRIBUTE = RuleKind(
    key="<column>",
    kind="attribute",
    title="Further column",
    sentence="Members differ in a further column of the file.",
    mode=Mode.WISH,
    weight=1.0,
    options={"prefer": DIFFERENT, "numeric": NUMERIC},
)
"""Any other table of a rules file names a further column of ``people.csv``."""

RELAX: tuple[str, ...] = ("meet", "topic")
"""Which hard rules may give way, first to last, where nobody says otherwise."""


def kind_of(key: str) -> RuleKind:
    """Return the catalogue's entry for a key; a further column has the entry of ``<column>``."""
    return CATALOGUE.get(key, ATTRIBUTE)
