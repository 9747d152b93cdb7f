"""What formation cannot answer, said with the people and the rules in conflict."""

from collections.abc import Sequence
from dataclasses import dataclass

from hexad.formation.reasons import Reason
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
    reasons
        The conflict and its remedy: codes and values, so that a product can say them in the reader's language.
    """

    rules: tuple[str, ...]
    people: tuple[str, ...]
    reasons: tuple[Reason, ...]

    @property
    def sentence(self) -> str:
        """Return the conflict and its remedy in English."""
        return " ".join(reason.text for reason in self.reasons)


class Impossible(FormationError):  # noqa: N818  # it is an answer, not a defect
    """No grouping keeps the rules that must be kept; ``conflicts`` says why."""

    def __init__(self, conflicts: Sequence[Conflict]) -> None:
        super().__init__(" ".join(conflict.sentence for conflict in conflicts))
        self.conflicts = tuple(conflicts)
