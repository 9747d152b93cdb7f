"""One run as its page shows it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from hexad_web.formation.models import Run
from hexad_web.formation.queries.policy import HIDDEN, title_of
from hexad_web.formation.queries.wording import say_why

ROWS_SHOWN = 12
SMALL = 0.00005  # below half a hundredth of a percent nothing could be read anyway


Point = tuple[float, float, float | None]


@dataclass(frozen=True, slots=True)
class Remedy:
    """A rule that could become a wish."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class RunView:
    run: Run
    points: list[Point]
    rows: list[Point]
    seconds: float
    gap_words: str
    reasons: list[str]
    remedies: list[Remedy]


def view_of(run: Run, now: datetime) -> RunView:
    last = run.progress[-1] if run.progress else None
    gap = run.gap if run.has_groups else _gap_so_far(run)
    return RunView(
        run=run,
        points=run.progress,
        rows=sample(run.progress),
        seconds=last[0] if last else _waited(run, now),
        gap_words=gap_in_words(gap) if last or run.has_groups else "",
        reasons=[say_why(reason) for reason in run.reasons],
        remedies=_remedies(run),
    )


def _gap_so_far(run: Run) -> float | None:
    if not run.progress:
        return None
    _seconds, best, bound = run.progress[-1]
    return None if not bound else max(0.0, (bound - best) / bound)


def _waited(run: Run, now: datetime) -> float:
    return max(0.0, (now - (run.started_at or run.created_at)).total_seconds())


def gap_in_words(gap: float | None) -> str:
    if gap is None:
        return _("No useful bound for these rules.")
    if gap < SMALL:
        return _("No grouping of these people scores higher.")
    return _("At most %(percent)s %% better is possible.") % {"percent": number_format(f"{gap * 100:.2f}")}


def _remedies(run: Run) -> list[Remedy]:
    keys = dict.fromkeys(key for reason in run.reasons for key in reason.get("rules", []))
    hard = {rule["key"] for rule in run.params.get("rules", {}).get("rules", []) if rule["mode"] == "must"}
    return [Remedy(key, title_of(key)) for key in keys if key in hard and key not in HIDDEN]


def sample(points: list[Point]) -> list[Point]:
    """A dozen rows for the table beside the curve, the last one always among them."""
    step = max(1, -(-len(points) // ROWS_SHOWN))
    return [*points[:-1][::step], *points[-1:]]
