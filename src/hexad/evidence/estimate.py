"""What an estimator returns, and when it refuses: an effect with its interval, never a bare difference."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hexad.problems import HexadError

Value = str | int | float


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence with its values apart, so that a page says it in the reader's language; ``str`` is its English."""

    text: str
    values: Mapping[str, Value] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text % self.values


class EvidenceError(HexadError):
    """There is nothing to estimate from these data; ``note`` says why and what would help."""

    def __init__(self, text: str, **values: Value) -> None:
        self.note = Note(text, values)
        super().__init__(str(self.note))


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """An effect in the outcome's own units.

    Attributes
    ----------
    estimate
        The effect.
    interval
        Ends of the 95 % interval.
    df
        Degrees of freedom behind it; None where the method has none.
    p
        Two-sided: how often chance alone would give an effect as large.
    n_groups, n_people
        Groups and people behind it; people are None where the data name none.
    method
        In words, with its source.
    caveats
        What a reader must know beside the number.
    by_exposure
        For the exposure-time model: the effect after so many periods, with its interval.
    """

    estimate: float
    interval: tuple[float, float]
    df: float | None
    p: float
    n_groups: int
    n_people: int | None
    method: str
    caveats: tuple[Note, ...] = ()
    by_exposure: Mapping[int, tuple[float, float, float]] = field(default_factory=dict)

    @property
    def spans_zero(self) -> bool:
        """Whether no effect is among what the data allow."""
        return self.interval[0] <= 0 <= self.interval[1]

    def as_json(self) -> dict[str, Any]:
        """Return the keys of the contract."""
        return {
            "estimate": self.estimate,
            "interval": list(self.interval),
            "df": self.df,
            "p": self.p,
            "n_groups": self.n_groups,
            "n_people": self.n_people,
            "method": self.method,
            "caveats": [str(one) for one in self.caveats],
            "by_exposure": {
                str(periods): {"estimate": effect, "interval": [low, high]}
                for periods, (effect, low, high) in self.by_exposure.items()
            },
        }
