"""What is wrong with input, said so that somebody can mend it: never a stack trace, never a half-done import."""

from dataclasses import asdict, dataclass
from typing import Literal

Severity = Literal["error", "warning"]


class HexadError(Exception):
    """Base of every error that Hexad raises on purpose; its text is a sentence for the user."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One unusable or doubtful piece of input.

    Attributes
    ----------
    row
        Line of the file as a spreadsheet counts it (the header is row 1); 0 where no row is meant.
    field
        Column or property, as the contract names it.
    found
        What stood there, cut to 80 characters.
    remedy
        What to do, as an imperative sentence.
    severity
        ``error``: the row or component is not used; ``warning``: it is used, with the assumption stated.
    """

    row: int = 0
    field: str = ""
    found: str = ""
    remedy: str
    severity: Severity = "error"

    def as_json(self) -> dict[str, str | int]:
        """Return the keys of the contract."""
        return asdict(self)


def shorten(text: str, length: int = 80) -> str:
    """Cut a found value so that a million characters never reach a message."""
    return text if len(text) <= length else text[: length - 1] + "…"
