"""The return as a page says it: what was credited and on what grounds, what it cost, and what has no price."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hexad.economics import compare
from hexad.economics.roi import Benefit, Return, return_on
from hexad.evidence.disclosure import SCORES
from hexad_web.accounts.access import Actor
from hexad_web.economics.queries.scenario import scenario_of
from hexad_web.evidence.models import ReturnItem
from hexad_web.evidence.queries import results
from hexad_web.evidence.queries.results import Interval, say
from hexad_web.formation.models import Group, GroupMember

Kind = ReturnItem.Kind
CENTS = 100_000  # amounts from here on are said without cents


@dataclass(frozen=True, slots=True)
class Row:
    """One side of the return in words; ``credited`` empty: ``note`` says why nothing is."""

    item: ReturnItem
    grounds: str
    credited: str
    note: str
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class CostRow:
    """``item`` None: what the calculator says of the groups."""

    item: ReturnItem | None
    name: str
    source: str
    amount: str


@dataclass(frozen=True, slots=True)
class ReturnView:
    headline: str
    picture: Interval | None  # the ROI with its interval
    notes: list[str]
    rows: list[Row]
    costs: list[CostRow]
    total: str
    intangibles: list[ReturnItem]
    taken_out: list[ReturnItem]
    currency: str
    has_groups: bool
    has_study: bool


def return_of(actor: Actor) -> ReturnView:
    return _Reckoning(actor).view()


def has_return(actor: Actor) -> bool:
    """Whether anything in money is credited."""
    return any(row.credited for row in return_of(actor).rows)


class _Reckoning:
    """One organisation's return. Only what was added with a source stands in it, and the calculator's costs."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.scenario = scenario_of(actor)
        items = list(ReturnItem.objects.filter(organisation=actor.organisation).select_related("study"))
        self.items = [item for item in items if item.removed_at is None]
        self.taken_out = [item for item in items if item.removed_at is not None]
        self.planned = results.primary_of(actor)
        self.managers = _managers(actor)

    def view(self) -> ReturnView:
        credited = {item.pk: self.benefit(item) for item in self.items if item.kind in (Kind.MEASURED, Kind.STATED)}
        benefits = [one for one in credited.values() if one is not None]
        costs = self.usual_costs() + sum(item.amount or 0.0 for item in self.of(Kind.COST) if self.is_ours(item))
        found = return_on(benefits, costs, seed=1) if costs > 0 else None
        return ReturnView(
            headline=self.headline(found, benefits),
            picture=_picture(found),
            notes=list(self.notes(benefits)),
            rows=[self.row(item, credited[item.pk]) for item in self.items if item.pk in credited],
            costs=list(self.costs()),
            total=self.money(costs),
            intangibles=self.of(Kind.INTANGIBLE),
            taken_out=self.taken_out,
            currency=self.scenario.currency,
            has_groups=self.managers > 0,
            has_study=self.planned is not None,
        )

    def of(self, kind: str) -> list[ReturnItem]:
        return [item for item in self.items if item.kind == kind]

    def is_ours(self, item: ReturnItem) -> bool:
        return item.currency == self.scenario.currency

    @property
    def is_refuted(self) -> bool:
        """The planned comparison shows no gain: a stated share would claim what it could not show."""
        return self.planned is not None and self.planned.low <= 0

    def benefit(self, item: ReturnItem) -> Benefit | None:
        """What may be credited at all; an effect that may be nought is still held against the rule of the library."""
        if not self.is_ours(item):
            return None
        if item.kind == Kind.STATED:
            if self.is_refuted:
                return None
            return Benefit(value=item.amount or 0.0, share=item.share or 0.0, confidence=item.confidence or 0.0)
        found = item.estimate.get("found")
        if not found:
            return None
        low, high = found["interval"]
        worth = (item.amount or 0.0) * (item.periods or 0.0) * (item.groups or 0)
        return Benefit(value=worth, share=found["estimate"], share_low=low, share_high=high)

    def row(self, item: ReturnItem, benefit: Benefit | None) -> Row:
        found = item.estimate.get("found")
        note = self.why_not(item, benefit)
        return Row(
            item=item,
            grounds=self.grounds(item),
            credited=self.money(benefit.credited) if benefit and not note else "",
            note=note,
            interval=results.interval_of(item.unit, found, None) if found else None,
        )

    def why_not(self, item: ReturnItem, benefit: Benefit | None) -> str:
        if not self.is_ours(item):
            text = _("Given in %(given)s; the organisation reckons in %(ours)s now. Not credited.")
            return text % {"given": item.currency, "ours": self.scenario.currency}
        if benefit is None and item.kind == Kind.STATED:
            return _("Not credited: the planned comparison shows no gain, and a stated share cannot stand against it.")
        if benefit is None:
            return say(item.estimate["why"]) if item.estimate.get("why") else _("Not credited.")
        if benefit.spans_zero:
            return _("Not credited: the effect may be nought.")
        return ""

    def grounds(self, item: ReturnItem) -> str:
        if item.kind == Kind.MEASURED:
            text = _("Measured: groups that began against groups that waited. One unit is worth %(worth)s.")
            return text % {"worth": self.money(item.amount or 0.0, item.currency)}
        text = _("Stated: %(amount)s a year, %(share)s %% of it due to the programme, %(sure)s %% sure. Not measured.")
        return text % {
            "amount": self.money(item.amount or 0.0, item.currency),
            "share": number_format(f"{100 * (item.share or 0.0):.0f}"),
            "sure": number_format(f"{100 * (item.confidence or 0.0):.0f}"),
        }

    def headline(self, found: Return | None, benefits: list[Benefit]) -> str:
        if found is None:
            return _("No groups yet: nothing was spent, and nothing can come back.")
        if found.bcr is None or found.roi_percent is None:
            even = {"costs": self.money(found.break_even), "each": self.money(found.break_even / max(1, self.managers))}
            if benefits:
                text = _("No return is claimed: the effect may be nought. It breaks even at %(costs)s a year")
            else:
                text = _("No return is claimed. It breaks even at %(costs)s a year")
            return (text + _(", %(each)s a manager.")) % even
        values = {"bcr": number_format(f"{found.bcr:.2f}"), "roi": _percent(found.roi_percent)}
        if found.interval is None:
            return _("Benefit-cost ratio %(bcr)s, ROI %(roi)s in the first year, if what is stated holds.") % values
        low, high = map(_percent, found.interval)
        text = _("Benefit-cost ratio %(bcr)s, ROI %(roi)s in the first year (95 %% interval %(low)s to %(high)s).")
        return text % {**values, "low": low, "high": high}

    def notes(self, benefits: list[Benefit]) -> Iterable[str]:
        if any(not one.is_estimated for one in benefits):
            yield _("A stated share is somebody's judgement. It moves the ratio, and nothing of it was measured.")
        if self.planned is None and not any(one.is_estimated for one in benefits):
            yield _("Nothing was compared yet: without a rollout in waves nobody can tell what the programme caused.")
        yield _(
            "The first year only; all costs in, managers' own time among them. Benefits must not count one thing twice."
        )

    def usual_costs(self) -> float:
        return compare(self.scenario).groups.total * self.managers

    def costs(self) -> Iterable[CostRow]:
        if self.managers:
            each = self.money(compare(self.scenario).groups.total)
            name = ngettext("Groups for %(n)d manager", "Groups for %(n)d managers", self.managers) % {
                "n": self.managers
            }
            source = _("The calculator: %(each)s a head, time included") % {"each": each}
            yield CostRow(None, name % {"n": self.managers}, source, self.money(self.usual_costs()))
        for item in self.of(Kind.COST):
            note = "" if self.is_ours(item) else f" ({self.why_not(item, None)})"
            yield CostRow(item, item.name, item.source + note, self.money(item.amount or 0.0, item.currency))

    def money(self, amount: float, currency: str = "") -> str:
        places = 0 if abs(amount) >= CENTS or amount == int(amount) else 2
        return f"{currency or self.scenario.currency} {number_format(f'{amount:.{places}f}', force_grouping=True)}"


def _managers(actor: Actor) -> int:
    """Seats of published groups: who sits in which is the owner's knowledge; few are said as none."""
    groups = Group.objects.filter(organisation=actor.organisation, state=Group.State.PUBLISHED)
    count = GroupMember.objects.filter(group__in=groups, is_active=True).values("person").distinct().count()
    return count if count >= SCORES else 0


def _percent(value: float) -> str:
    return f"{number_format(f'{value:.0f}', force_grouping=True)} %"


def _picture(found: Return | None) -> Interval | None:
    if found is None or found.interval is None or found.roi_percent is None:
        return None
    stored: Mapping[str, Any] = {
        "estimate": found.roi_percent,
        "interval": found.interval,
        "p": 1.0,
        "method": _("10,000 draws of each estimated effect"),
    }
    return results.interval_of(_("Return on investment, per cent"), stored, None)
