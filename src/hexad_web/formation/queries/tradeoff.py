"""What being able to meet costs, as a page shows it: a picture, a table and a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from hexad_web.formation.models import Run

WIDTH, HEIGHT, MARGIN = 320.0, 160.0, 12.0


@dataclass(frozen=True, slots=True)
class Choice:
    """One grouping; ``x`` and ``y`` are its place in the picture."""

    number: int
    can_meet: float
    points: float
    price: float | None  # points of diversity for each further group that can meet, coming from the one before
    x: float
    y: float

    @property
    def percent(self) -> str:
        return str(number_format(f"{100 * self.can_meet:.0f}"))


@dataclass(frozen=True, slots=True)
class TradeoffView:
    choices: list[Choice]
    line: str
    sentence: str
    width: float = WIDTH
    height: float = HEIGHT


def view_of(run: Run) -> TradeoffView:
    rows: list[Mapping[str, Any]] = run.result["points"]
    prices = [None, *run.result["prices"]]
    low, high = min(row["points"] for row in rows), max(row["points"] for row in rows)
    choices = [
        Choice(
            number=number,
            can_meet=row["can_meet"],
            points=row["points"],
            price=price,
            x=round(MARGIN + (WIDTH - 2 * MARGIN) * row["can_meet"], 1),
            y=round(HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * _share(row["points"], low, high), 1),
        )
        for number, (row, price) in enumerate(zip(rows, prices, strict=True))
    ]
    line = " ".join(f"{choice.x},{choice.y}" for choice in choices)
    return TradeoffView(choices, line, _sentence(choices))


def _share(value: float, low: float, high: float) -> float:
    return 1.0 if high <= low else (value - low) / (high - low)


def _sentence(choices: list[Choice]) -> str:
    first, last = choices[0], choices[-1]
    if len(choices) == 1:
        return _("%(share)s %% of groups can meet, and no other weight of calendars does better in anything.") % {
            "share": last.percent
        }
    lost = 100 * (first.points - last.points) / first.points if first.points > 0 else 0.0
    return _(
        "Without regard to calendars %(first)s %% of groups can meet; up to %(last)s %% can, "
        "for %(lost)s %% of the score of all other wishes."
    ) % {"first": first.percent, "last": last.percent, "lost": number_format(f"{lost:.1f}")}
