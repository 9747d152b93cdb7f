"""What each round of a study said by itself: a description with its gaps, no evidence; and how well scales measure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from hexad_web.evidence.models import Result, Study
from hexad_web.evidence.queries import asked, measuring

WIDTH, HEIGHT, MARGIN, HIGHEST = 320.0, 120.0, 14.0, 4.0  # of the picture; the scale's last step


@dataclass(frozen=True, slots=True)
class RoundRow:
    """``share``: of the managers somebody answered about, in per cent; None: not shown, as with the means."""

    number: int
    asked_until: date
    compares: bool
    share: int | None
    observed: str
    own: str


@dataclass(frozen=True, slots=True)
class Course:
    rows: list[RoundRow]
    lines: dict[str, list[tuple[float, float]]]  # places of the means in the picture, by who answered
    steps: list[tuple[int, float]]  # of the scale, with their heights
    width: float = WIDTH
    height: float = HEIGHT

    @property
    def observed(self) -> str:
        return _points(self.lines["observed"])

    @property
    def own(self) -> str:
        return _points(self.lines["own"])


@dataclass(frozen=True, slots=True)
class ScaleRow:
    """How well one scale measures; empty words where a figure could not be reckoned."""

    title: str
    is_compared: bool
    answers: int
    alpha: str
    omega: str
    item_rest: str
    icc: str
    rwg: str
    may_be_scored: bool


def course_of(study: Study) -> Course | None:
    """From the frozen results of its rounds; None before the first."""
    claims = dict(Result.objects.filter(study=study).values_list("round", "claim"))
    if not claims:
        return None
    rows, lines = [], dict[str, list[tuple[float, float]]](observed=[], own=[])
    rounds = measuring.rounds(study)
    for one in rounds:
        claim = claims.get(one.number)
        if claim is None:
            continue
        means = claim.get("course", {})
        share = claim.get("observed", {}).get(str(one.number))
        percent = None if share is None else round(100 * share)
        words = {name: _mean(means.get(name)) for name in lines}
        rows.append(RoundRow(one.number + 1, one.closes, one.compares, percent, **words))
        for name, points in lines.items():
            if means.get(name) is not None:
                points.append((_x(one.number, len(rounds)), _y(means[name])))
    return Course(rows, lines, [(step, _y(step)) for step in range(int(HIGHEST) + 1)])


def scales_in(result: Result) -> list[ScaleRow]:
    titles = {scale.key: _(scale.title) for scale in asked.scales_of(result.study)}
    found = result.claim.get("scales", {})
    return [_scale(titles[key], found[key], is_compared=key == result.study.scale) for key in titles if key in found]


def _scale(title: str, one: Mapping[str, Any], *, is_compared: bool) -> ScaleRow:
    low, high = one["alpha_ci"]
    rests = [value for value in one["item_rest"] if value is not None]
    return ScaleRow(
        title=title,
        is_compared=is_compared,
        answers=one["n"],
        alpha=f"{_mean(one['alpha'])} ({_mean(low)} – {_mean(high)})",
        omega=_mean(one["omega"]),
        item_rest=_range(rests),
        icc=f"{_mean(one['icc1'])} / {_mean(one['icc2'])}",
        rwg=_mean(one["rwg"]),
        may_be_scored=not one["caveats"],
    )


def _range(values: Sequence[float]) -> str:
    return f"{_mean(min(values))} – {_mean(max(values))}" if values else ""


def _mean(value: float | None) -> str:
    return "" if value is None else str(number_format(f"{value:.2f}"))


def _x(number: int, count: int) -> float:
    return round(MARGIN + (WIDTH - 2 * MARGIN) * number / max(1, count - 1), 1)


def _y(value: float) -> float:
    return round(HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * value / HIGHEST, 1)


def _points(places: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
