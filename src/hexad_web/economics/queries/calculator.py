"""The calculator's page: what groups cost against a training, what the answer hangs on, and where it turns."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.forms.boundfield import BoundField
from django.utils import formats
from django.utils.translation import gettext as _

from hexad.economics import Assumption, Comparison, Scenario, compare, load_assumptions
from hexad.economics.model import on_site
from hexad.economics.sensitivity import Bar, break_even, spread, tornado
from hexad_web.accounts.access import Actor
from hexad_web.economics import access
from hexad_web.economics.assumption_words import say
from hexad_web.economics.forms import ScenarioForm
from hexad_web.economics.queries.scenario import scenario_from, specs

TURNING = ("practice_hours", "external_rate", "sessions", "cohort")
GROUPS_OF_FIGURES = (
    ("groups", ("sessions", "session_hours", "size", "preparation_hours", "external_rate", "practice_hours")),
    ("money", ("wage", "platform", "materials", "work_hours")),
    ("training", ("offsite_hours", "days", "cohort", "trainer_day", "design", "day_rate", "offsite_materials")),
    ("travel", ("travel_hours", "nights", "hotel", "meals", "trip")),
)
WIDTH = 400  # of a picture, in its own units
MARGIN = 1.1  # a line ends a little behind its last mark


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRow:
    """One assumption: its field, the slider's range, where it comes from, and whether it is unusual."""

    field: BoundField
    unit: str
    source: str
    default: float
    value: float
    low: float
    high: float
    step: float
    is_given: bool
    unusual: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TornadoRow:
    key: str
    label: str
    low_input: str
    high_input: str
    at_low: str
    at_high: str
    x: float
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnRow:
    """Where one figure turns the answer; ``today`` and ``turn`` are places on its line, None where it never does."""

    key: str
    label: str
    words: str
    today: float
    turn: float | None

    @property
    def span(self) -> tuple[float, float]:
        """Where the stretch between the two begins, and how long it is."""
        turn = self.today if self.turn is None else self.turn
        return min(self.today, turn), round(abs(self.today - turn), 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Calculator:
    """``zero``, ``likely``: places on the tornado's line. ``reach``: low, length and likely saving, nil to all."""

    form: ScenarioForm
    currency: str
    blocks: list[tuple[str, str, list[FigureRow]]]
    figures: dict[str, str]
    tornado: list[TornadoRow]
    zero: float
    likely: float
    turns: list[TurnRow]
    reach: tuple[float, float, float]
    script: dict[str, Any]
    saved_at: Any
    is_saved: bool


def calculator(actor: Actor, form: ScenarioForm | None = None) -> Calculator:
    """Show what is saved, or what was typed where the form holds."""
    kept = access.assumptions_of(actor)
    saved = scenario_from(kept)
    shown = typed(form, saved) if form is not None and form.is_valid() else saved
    bound = form or form_of(saved)
    return Calculator(
        form=bound,
        currency=shown.currency,
        blocks=_blocks(bound, shown),
        figures=figures_of(shown),
        tornado=_tornado(shown),
        zero=_axis(tornado(shown), compare(shown))(0.0),
        likely=_axis(tornado(shown), compare(shown))(_share(compare(shown).saving_with_time)),
        turns=_turns(shown),
        reach=_reach(shown),
        script=_script(shown),
        saved_at=kept.saved_at if kept else None,
        is_saved=kept is not None,
    )


def saved_scenario(actor: Actor) -> Scenario:
    return scenario_from(access.assumptions_of(actor))


def blank_form(data: Mapping[str, Any]) -> ScenarioForm:
    return ScenarioForm(specs(), data)


def form_of(scenario: Scenario) -> ScenarioForm:
    """Every figure as it holds now: one that nobody changed is saved as nothing."""
    initial = {key: _plain(scenario[key]) for key in load_assumptions()}
    return ScenarioForm(specs(), initial={**initial, "currency": scenario.currency, "usd_rate": scenario.usd_rate})


def typed(form: ScenarioForm, before: Scenario) -> Scenario:
    """The scenario of a form that holds.

    A figure that equals its default is none of the organisation's own; neither is one that stood there as a default
    before the currency was changed.
    """
    currency, rate = form.cleaned_data["currency"], form.cleaned_data["usd_rate"]
    defaults = Scenario(currency=currency, usd_rate=rate or 1.0)
    is_mixed = rate is None and currency != "USD"
    values = {}
    for key, value in form.given.items():
        must_be_given = is_mixed and load_assumptions()[key].money
        stood_there = key not in before.values and _is_near(value, before[key])
        if must_be_given or not (stood_there or _is_near(value, defaults[key])):
            values[key] = value
    return Scenario(values=values, currency=currency, usd_rate=rate)


def _is_near(value: float, default: float) -> bool:
    return abs(value - default) <= max(abs(default) * 1e-9, 0.005)


def _plain(value: float) -> float:
    return int(value) if value == int(value) else round(value, 2)


def _share(value: float | None) -> float:
    return 0.0 if value is None else value


def _blocks(form: ScenarioForm, scenario: Scenario) -> list[tuple[str, str, list[FigureRow]]]:
    titles = {
        "groups": _("The groups"),
        "money": _("Wage, platform, work time"),
        "training": _("The training"),
        "travel": _("Travel to the training"),
    }
    return [
        (name, titles[name], [_row(form, scenario, load_assumptions()[key]) for key in keys])
        for name, keys in GROUPS_OF_FIGURES
    ]


def _row(form: ScenarioForm, scenario: Scenario, one: Assumption) -> FigureRow:
    default, value = scenario.in_currency(one.key, one.value), scenario[one.key]
    low, high = _usual(scenario, one)
    is_unusual = one.low is not None and not low <= value <= high
    least, most = _slider(one, low, high)
    text = _("Unusual: %(low)s to %(high)s is common.") % {"low": _number(low), "high": _number(high)}
    return FigureRow(
        field=form[one.key],
        unit=f"{scenario.currency} {say(one.unit)}" if one.money else say(one.unit),
        source=f"{say(one.source)}, {one.year}",
        default=_plain(default),
        value=_plain(value),
        low=_plain(least),
        high=_plain(most),
        step=1 if one.whole else _step(most - least),
        is_given=one.key in scenario.values,
        unusual=text if is_unusual else "",
    )


def _usual(scenario: Scenario, one: Assumption) -> tuple[float, float]:
    if one.low is None or one.high is None:
        middle = scenario.in_currency(one.key, one.value)
        return middle / 2, middle * 2
    return scenario.in_currency(one.key, one.low), scenario.in_currency(one.key, one.high)


def _slider(one: Assumption, low: float, high: float) -> tuple[float, float]:
    """A little wider than what is usual, inside what is accepted."""
    wider = (high - low) / 4
    least, most = max(low - wider, one.least), min(high + wider, one.most)
    return (float(int(least)), float(int(most + 0.999))) if one.whole else (least, most)


def _step(width: float) -> float:
    """A hundredth of the way, as a round number."""
    step = 0.05
    while step * 100 < width:
        step *= 10 if round(step * 100) % 10 == 5 else 2 if step < 0.2 else 5
    return round(step, 2)


def figures_of(scenario: Scenario) -> dict[str, str]:
    """The numbers of the page in words, by the names that the script uses too."""
    found, site, wide = compare(scenario), compare(on_site(scenario)), spread(scenario)
    groups, training = found.groups, found.training
    return {
        "saving_with_time": percent(found.saving_with_time),
        "saving_cash": percent(found.saving_cash),
        "low": percent(wide.low),
        "high": percent(wide.high),
        "dose_groups": _number(groups.learning_hours),
        "dose_training": _number(training.learning_hours),
        "groups_total": _money(groups.total),
        "groups_cash": _money(groups.cash),
        "groups_time": _money(groups.time),
        "groups_hour": _money(groups.per_learning_hour),
        "training_total": _money(training.total),
        "training_cash": _money(training.cash),
        "training_time": _money(training.time),
        "training_hour": _money(training.per_learning_hour),
        "site_total": _money(site.training.total),
        "site_cash": _money(site.training.cash),
        "site_time": _money(site.training.time),
        "site_hour": _money(site.training.per_learning_hour),
        "site_saving": percent(site.saving_with_time),
        "site_saving_cash": percent(site.saving_cash),
        "saving_hour": percent(found.saving_per_learning_hour),
        "cash_for_80": _money(found.cash_for_80_percent),
        "time_share": percent(found.time_share, 2),
        "time_share_with_preparation": percent(found.time_share_with_preparation, 2),
    }


def percent(share: float | None, places: int = 0) -> str:
    if share is None:
        return "–"
    return f"{formats.number_format(round(share * 100, places) + 0.0, places, use_l10n=True)}\u00a0%"


def _money(amount: float) -> str:
    return formats.number_format(round(amount), 0, use_l10n=True, force_grouping=True)


def _number(value: float) -> str:
    return formats.number_format(_plain(value), use_l10n=True, force_grouping=True)


def _axis(bars: tuple[Bar, ...], found: Comparison) -> Any:  # noqa: ANN401  # a function from share to place
    ends = [_share(found.saving_with_time), *(end for bar in bars for end in (bar.at_low, bar.at_high))]
    least, most = min(ends), max(ends)
    width = (most - least) or 1.0

    def place(share: float) -> float:
        return round((share - least) / width * WIDTH, 2)

    return place


def _tornado(scenario: Scenario) -> list[TornadoRow]:
    bars = tornado(scenario)
    place = _axis(bars, compare(scenario))
    rows = []
    for bar in bars:
        left, right = sorted((place(bar.at_low), place(bar.at_high)))
        rows.append(
            TornadoRow(
                key=bar.key,
                label=say(load_assumptions()[bar.key].label),
                low_input=_number(bar.low_input),
                high_input=_number(bar.high_input),
                at_low=percent(bar.at_low),
                at_high=percent(bar.at_high),
                x=left,
                width=round(max(right - left, 1), 2),
            )
        )
    return rows


def _reach(scenario: Scenario) -> tuple[float, float, float]:
    """Low to high saving with time on a line from nil to all; what lies outside ends at its edge."""
    wide = spread(scenario)
    low, likely, high = (round(min(max(share, 0.0), 1.0) * WIDTH, 2) for share in (wide.low, wide.likely, wide.high))
    return low, round(high - low, 2), likely


def _turns(scenario: Scenario) -> list[TurnRow]:
    """Where groups would cost what the training costs, one figure at a time."""
    rows = []
    for key in TURNING:
        found, one = break_even(scenario, key), load_assumptions()[key]
        unit = f"{scenario.currency} {say(one.unit)}" if one.money else say(one.unit)
        text = _("at no accepted value") if found is None else f"{_number(found)} {unit}"
        end = max(scenario[key], found or 0.0, 1e-9) * MARGIN
        places = [None if value is None else round(value / end * WIDTH, 2) for value in (scenario[key], found)]
        rows.append(TurnRow(key=key, label=say(one.label), words=text, today=places[0] or 0.0, turn=places[1]))
    return rows


def _script(scenario: Scenario) -> dict[str, Any]:
    """What the script computes with: the same figures that the library has."""
    keys = {
        key: {
            "value": one.value,
            "low": one.low,
            "high": one.high,
            "least": one.least,
            "most": one.most,
            "money": one.money,
            "whole": one.whole,
            "unit": say(one.unit),
        }
        for key, one in load_assumptions().items()
    }
    return {"assumptions": keys, "turning": TURNING, "width": WIDTH, "margin": MARGIN, "currency": scenario.currency}
