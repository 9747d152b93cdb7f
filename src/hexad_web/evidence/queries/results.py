"""What a study found, as owner and sponsor read it: the claim, a picture, plain words, and what speaks against it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hexad_web.accounts.access import Actor
from hexad_web.evidence.models import Result
from hexad_web.evidence.queries import courses

WIDTH, HEIGHT, MARGIN = 320.0, 40.0, 12.0
INFINITE, LEAST_P = 1e6, 0.001


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate as a picture: nought, and a bar from end to end with the effect on it."""

    title: str
    effect: str
    low: str
    high: str
    p: str
    zero_x: float
    low_x: float
    high_x: float
    effect_x: float
    method: str


@dataclass(frozen=True, slots=True)
class ResultView:
    result: Result
    headline: str
    intervals: list[Interval]
    notes: list[str]
    why: str
    description: str
    base: str  # how many groups and managers stand behind it
    sight: str  # what the plan said that it could see
    course: courses.Course | None
    scales: list[courses.ScaleRow]
    width: float = WIDTH
    height: float = HEIGHT


def latest(actor: Actor) -> Result | None:
    """The latest that compares; rounds after the comparison describe, and stand in the course."""
    results = Result.objects.filter(organisation=actor.organisation).select_related("study__organisation")
    return results.filter(round__lte=F("study__waves")).order_by("-made_at", "-round").first()


@dataclass(frozen=True, slots=True)
class Primary:
    """The planned estimate of a frozen result, in steps of the observers' scale."""

    effect: float
    low: float
    high: float
    people: int


def primary_of(actor: Actor) -> Primary | None:
    """The latest there is; None where no round has closed, or nothing can be claimed of any."""
    claims = Result.objects.filter(organisation=actor.organisation).order_by("-made_at", "-round")
    claim = next((one["primary"] for one in claims.values_list("claim", flat=True) if one.get("primary")), None)
    if not claim:
        return None
    low, high = claim["interval"]
    return Primary(claim["estimate"], low, high, claim["n_people"] or 0)


def view_of(result: Result) -> ResultView:
    claim: Mapping[str, Any] = result.claim
    titles = (
        ("primary", _("As planned: one effect for all")),
        ("by_exposure", _("By time since the start, in the mean")),
        ("by_lot", _("By the orders of the lot")),
    )
    ends = [end for key, _title in titles if claim[key] for end in claim[key]["interval"]]
    reach = _reach(ends)  # one axis for all, to compare by eye
    return ResultView(
        result=result,
        headline=_headline(claim),
        intervals=[interval_of(title, claim[key], reach) for key, title in titles if claim[key]],
        notes=list(dict.fromkeys(say(note) for note in claim["notes"])),
        why=say(claim["why"]) if claim["why"] else "",
        description=_described(claim["description"]),
        base=_base(claim["primary"]),
        sight=_sight(result),
        course=courses.course_of(result.study),
        scales=courses.scales_in(result),
    )


def say(note: Mapping[str, Any]) -> str:
    return str(_(note["text"]) % note["values"])


def _base(primary: Mapping[str, Any] | None) -> str:
    if not primary:
        return ""
    groups = ngettext("%(n)d group", "%(n)d groups", primary["n_groups"]) % {"n": primary["n_groups"]}
    people = primary["n_people"] or 0
    managers = ngettext("%(n)d manager", "%(n)d managers", people) % {"n": people}
    return _("From %(groups)s and %(managers)s who were observed.") % {"groups": groups, "managers": managers}


def _sight(result: Result) -> str:
    """Said again from the frozen plan, so that nobody takes what could not be seen for what is not there."""
    plan = json.loads(result.study.plan_text or "{}")
    if "mde" not in plan:
        return ""
    text = _("With %(groups)d groups this rollout can see effects above %(effect)s of a standard deviation.")
    return text % {"groups": len(plan["waves"]), "effect": number_format(f"{plan['mde']:.2f}")}


def _headline(claim: Mapping[str, Any]) -> str:
    primary = claim["primary"]
    if not primary:
        return _("Not yet knowable.")
    low, high = primary["interval"]
    values = {"effect": _number(primary["estimate"]), "low": _number(low), "high": _number(high)}
    if low <= 0 <= high:
        text = _("No effect can be shown: between %(low)s and %(high)s steps of the scale, nought among them.")
        return text % values
    if low > 0:
        text = _("Observers see it more often: by %(effect)s steps of the scale (%(low)s to %(high)s).")
    else:
        text = _("Observers see it less often: by %(effect)s steps of the scale (%(low)s to %(high)s).")
    return text % values


def _described(pair: list[float] | None) -> str:
    if not pair:
        return ""
    text = _("Managers rated themselves %(before)s before and %(after)s in the last round, from 0 to 4.")
    return text % {"before": _number(pair[0]), "after": _number(pair[1])}


def interval_of(title: str, estimate: Mapping[str, Any], reach: float | None) -> Interval:
    """Draw an estimate up to ``reach`` on both sides of nought; None: as far as its own ends."""
    reach = reach or _reach(estimate["interval"])
    low, high = estimate["interval"]
    return Interval(
        title=title,
        effect=_number(estimate["estimate"]),
        low=_number(low),
        high=_number(high),
        p="p < 0.001" if estimate["p"] < LEAST_P else f"p = {_number(estimate['p'], 3)}",
        zero_x=_x(0.0, reach),
        low_x=_x(low, reach),
        high_x=_x(high, reach),
        effect_x=_x(estimate["estimate"], reach),
        method=estimate["method"],
    )


def _reach(ends: Iterable[float]) -> float:
    return max([abs(one) for one in ends if abs(one) < INFINITE], default=0.0) or 1.0


def _x(value: float, reach: float) -> float:
    return round(WIDTH / 2 + (WIDTH / 2 - MARGIN) * max(-1.0, min(1.0, value / reach)), 1)


def _number(value: float, places: int = 2) -> str:
    if abs(value) >= INFINITE:
        return "∞" if value > 0 else "-∞"
    return str(number_format(f"{value:.{places}f}"))
