"""What formation cannot answer, said with the people and the rules in conflict."""

from collections.abc import Sequence
from dataclasses import dataclass

from hexad.problems import HexadError, Problem


class FormationError(HexadError):
    """Base of every error of formation; ``problems`` lists all that was found, not only the first."""

    def __init__(self, text: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__(text)
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A certificate: these people and these rules cannot go together.

    Attributes
    ----------
    rules
        Keys of the rules in conflict.
    people
        Keys of the people; empty when a private constraint plays a part, which names nobody.
    sentence
        The conflict and its remedy, for a reader.
    """

    rules: tuple[str, ...]
    people: tuple[str, ...]
    sentence: str


class Impossible(FormationError):  # noqa: N818  # it is an answer, not a defect
    """No grouping keeps the rules that must be kept; ``conflicts`` says why."""

    def __init__(self, conflicts: Sequence[Conflict]) -> None:
        super().__init__(" ".join(conflict.sentence for conflict in conflicts))
        self.conflicts = tuple(conflicts)
