"""Ties between units as owner and sponsor read them, and one manager's own sheet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hexad.evidence.rounds import turn_of
from hexad_web.accounts.access import Actor
from hexad_web.evidence import access
from hexad_web.evidence.models import TiesRound, TiesSheet
from hexad_web.evidence.queries.results import Interval, interval_of, say
from hexad_web.people.models import Participation, Person

FOUND_AT_MOST, LEAST_LETTERS = 8, 2
# Ratios to chance from which a cell has the next shade.
SHADES = (0.5, 0.8, 1.25, 2.0)
WIDTH, HEIGHT, MARGIN = 320.0, 44.0, 12.0


@dataclass(frozen=True, slots=True)
class HeatCell:
    """``shade``: 0 far fewer than by chance, 2 about as many, 4 far more; None: not shown."""

    density: str
    word: str
    shade: int | None


@dataclass(frozen=True, slots=True)
class HeatRow:
    unit: str
    cells: list[HeatCell]


@dataclass(frozen=True, slots=True)
class Asked:
    """One time of asking that is over."""

    round: TiesRound
    sentence: str
    why: str
    base: str
    index: float | None
    chance: float | None
    index_x: float
    chance_x: float
    low_x: float
    high_x: float
    facts: list[tuple[str, str]]
    units: list[str]
    rows: list[HeatRow]
    change: Interval | None
    width: float = WIDTH
    height: float = HEIGHT


@dataclass(frozen=True, slots=True)
class SiloPage:
    headline: str
    open: TiesRound | None
    asked: list[Asked]


def page_of(actor: Actor) -> SiloPage:
    """The latest first."""
    rounds = list(TiesRound.objects.filter(organisation=actor.organisation).order_by("-number"))
    over = [_asked(one) for one in rounds if one.result is not None]
    is_open = next((one for one in rounds if one.result is None), None)
    return SiloPage(_headline(over), is_open, over)


def _headline(over: list[Asked]) -> str:
    """Gaps to chance beside each other; two numbers are a description."""
    known = [one for one in over if one.index is not None and one.chance is not None]
    if not known:
        return ""
    gaps = [float(one.chance or 0) - float(one.index or 0) for one in known]
    now = number_format(f"{gaps[0]:.2f}")
    if len(gaps) == 1 and gaps[0] < 0:
        return _("Ties across departments lie %(gap)s above chance.") % {"gap": number_format(f"{-gaps[0]:.2f}")}
    if len(gaps) == 1:
        return _("Ties across departments lie %(gap)s below chance.") % {"gap": now}
    before = number_format(f"{gaps[-1]:.2f}")
    text = _("The gap to chance was %(before)s at first and is %(now)s now: a description, not proof.")
    return text % {"before": before, "now": now}


def _asked(asks: TiesRound) -> Asked:
    found: Mapping[str, Any] = asks.result or {}
    low, high = found["low"], found["high"]
    return Asked(
        round=asks,
        sentence=_sentence(found),
        why=say(found["why"]) if found["why"] else "",
        base=_base(found),
        index=found["ei"],
        chance=found["expected"],
        index_x=_x(found["ei"]),
        chance_x=_x(found["expected"]),
        low_x=_x(low),
        high_x=_x(high),
        facts=_facts(found),
        units=[unit or _("Other departments") for unit in found["units"]],
        rows=_rows(found),
        change=interval_of(_("Groups that began against groups that waited"), found["change"], None)
        if found["change"]
        else None,
    )


def _sentence(found: Mapping[str, Any]) -> str:
    if found["gate"] == "hidden":
        return ""
    chance = number_format(f"{found['expected']:.2f}")
    if found["gate"] == "bounds":
        text = _("The E-I index lies between %(low)s and %(high)s; by chance it would be %(chance)s.")
        ends = {key: number_format(f"{found[key]:.2f}") for key in ("low", "high")}
        return text % {**ends, "chance": chance}
    text = _("The E-I index is %(index)s; with people dealt to the departments by lot it would be %(chance)s.")
    return text % {"index": number_format(f"{found['ei']:.2f}"), "chance": chance}


def _base(found: Mapping[str, Any]) -> str:
    """How many answered: a count of the whole organisation, shown where anything is."""
    if found["gate"] == "hidden":
        return ""
    count = found["answered"]
    text = ngettext("%(n)s of %(of)s answered.", "%(n)s of %(of)s answered.", count)
    return text % {"n": number_format(count), "of": number_format(found["asked"])}


def _facts(found: Mapping[str, Any]) -> list[tuple[str, str]]:
    facts = []
    if found["bridging"] is not None:
        facts.append((_("Used help from another department"), f"{number_format(round(100 * found['bridging']))} %"))
    if found["density"] is not None:
        facts.append((_("Ties there are, of those there could be"), _percent(found["density"])))
    if found["modularity"] is not None:
        facts.append(
            (_("Modularity of the departments (0: as by chance)"), number_format(f"{found['modularity']:.2f}"))
        )
    return facts


def _rows(found: Mapping[str, Any]) -> list[HeatRow]:
    cells = {(source, target): (density, ratio) for source, target, density, ratio in found["cells"]}
    return [
        HeatRow(source or _("Other departments"), [_cell(*cells[source, target]) for target in found["units"]])
        for source in found["units"]
    ]


def _cell(density: float | None, ratio: float | None) -> HeatCell:
    if density is None or ratio is None:
        return HeatCell("", _("not shown"), None)
    shade = sum(ratio >= edge for edge in SHADES)
    words = (_("far fewer"), _("fewer"), _("as by chance"), _("more"), _("far more"))
    return HeatCell(_percent(density), words[shade], shade)


def _percent(share: float) -> str:
    return f"{number_format(f'{100 * share:.1f}')} %"


def _x(index: float | None) -> float:
    return round(WIDTH / 2 + (WIDTH / 2 - MARGIN) * (index or 0.0), 1)


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody of the roster."""

    pk: int
    name: str
    unit: str


@dataclass(frozen=True, slots=True)
class TiesPage:
    sheet: TiesSheet | None
    named: list[Found]
    found: list[Found]
    query: str
    asked: int


def open_sheet(person: Person, now: datetime) -> TiesSheet | None:
    today = access.today_in(person.organisation, now)
    sheets = TiesSheet.objects.filter(person=person, round__opens__lte=today, round__closes__gt=today)
    return sheets.select_related("round", "organisation").order_by("-round").first()


def ties_page(person: Person, query: str, now: datetime) -> TiesPage:
    """What this manager wrote, and who of the asked answers to the letters typed."""
    sheet = open_sheet(person, now)
    if sheet is None:
        return TiesPage(None, [], [], "", 0)
    roster = TiesSheet.objects.filter(round=sheet.round)
    of_named = roster.filter(person__in=sheet.ties.values("named"))
    query = " ".join(query.split())[:60]
    found: list[Found] = []
    if len(query) >= LEAST_LETTERS:
        here = roster.exclude(person=person).exclude(person__in=sheet.ties.values("named"))
        for word in query.split():
            here = here.filter(Q(person__name__icontains=word) | Q(unit__icontains=word))
        found = _people(here)[:FOUND_AT_MOST]
    return TiesPage(sheet, _people(of_named), found, query, roster.count())


def _people(sheets: QuerySet[TiesSheet]) -> list[Found]:
    rows = sheets.order_by("person__name", "person").values_list("person", "person__name", "unit")
    return [Found(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class AskedAgain:
    """One mail that is due to who is asked; ``turn`` counts from 0."""

    sheet: TiesSheet
    turn: int

    @property
    def key(self) -> str:
        return f"evidence.ties.{self.sheet.round_id}.p{self.sheet.person_id}.{self.turn}"


def due(now: datetime) -> list[AskedAgain]:
    """Whom to ask, and whom to remind; the outbox takes each key once. Two reminders, none after an answer."""
    found = []
    for asks in TiesRound.objects.filter(made_at=None).select_related("organisation"):
        today = access.today_in(asks.organisation, now)
        if not asks.opens <= today < asks.closes:
            continue
        waiting = asks.sheets.filter(answered_at=None, declined_at=None, person__participation=Participation.JOINED)
        waiting = waiting.select_related("person__user", "organisation", "round").order_by("pk")
        found += [AskedAgain(sheet, turn_of(asks.opens, today)) for sheet in waiting]
    return found
