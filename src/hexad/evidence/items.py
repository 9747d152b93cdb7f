"""The twelve items of a study, in our own words and dedicated to the public domain; one scale of four for each aim.

Answered from 0, never, to 4, almost every time, about the last four weeks; "could not observe" is allowed. And the
method's two questions, asked where no study is under way.
"""

from dataclasses import dataclass

STEPS = ("Never", "Once or twice", "About half of the time", "Often", "Almost every time")
WEEKS = 4


@dataclass(frozen=True, slots=True)
class Item:
    """One behaviour; ``own``: as managers read it, ``other``: as somebody reads it who works with this manager."""

    key: str
    own: str
    other: str
    steps: tuple[str, ...] = STEPS


@dataclass(frozen=True, slots=True)
class Scale:
    """Four items that measure one thing."""

    key: str
    title: str
    items: tuple[Item, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """Every wording, in order: what a study freezes."""
        return (*(item.own for item in self.items), *(item.other for item in self.items))


SCALES = (
    Scale(
        "communication",
        "Communication",
        (
            Item(
                "restates",
                "I restate what was said before I answer.",
                "This manager restates what was said before answering.",
            ),
            Item(
                "decision",
                "I say what decision is needed and by when.",
                "This manager says what decision is needed and by when.",
            ),
            Item("quieter", "I ask the quieter person.", "This manager asks the quieter person."),
            Item("closes", "I close with who does what.", "This manager closes with who does what."),
        ),
    ),
    Scale(
        "conflict",
        "Conflict",
        (
            Item(
                "raises",
                "I raise a disagreement with the person concerned first.",
                "This manager raises a disagreement with the person concerned first.",
            ),
            Item("blame", "I describe the issue without blame.", "This manager describes the issue without blame."),
            Item("ways", "I propose two ways out.", "This manager proposes two ways out."),
            Item("checks", "I come back to check.", "This manager comes back to check."),
        ),
    ),
    Scale(
        "collaboration",
        "Collaboration",
        (
            Item("asks", "I ask another unit before I decide.", "This manager asks another unit before deciding."),
            Item(
                "shares",
                "I share what another unit needs without being asked.",
                "This manager shares what another unit needs without being asked.",
            ),
            Item(
                "offers",
                "I offer people or time to another unit.",
                "This manager offers people or time to another unit.",
            ),
            Item("credits", "I credit another unit in public.", "This manager credits another unit in public."),
        ),
    ),
)

ITEMS: tuple[Item, ...] = tuple(item for scale in SCALES for item in scale.items)  # all are asked, in this order


# Outside a study, after practice: neither names what the manager works on, since that stays with the group.
TWO = (
    Item(
        "different",
        "Seen to act differently",
        "In the last four weeks, have you seen this manager act differently?",
        ("Not at all", "A little", "Somewhat", "Clearly", "Very clearly"),
    ),
    Item(
        "effective",
        "More effective",
        "Is this manager more effective than four weeks ago?",
        ("Much less", "Less", "As before", "More", "Much more"),
    ),
)


def scale_of(key: str) -> Scale:
    """Return the scale of that name; KeyError where there is none.

    >>> len(scale_of("conflict").items)
    4
    """
    return {scale.key: scale for scale in SCALES}[key]
