"""What the return is reckoned from: added with its source, taken out, put back. A file is taken whole or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from hexad.evidence.estimate import EvidenceError
from hexad.evidence.imported import Measured, effect_on, periods_a_year, read_results
from hexad.people.roster import PeopleError
from hexad.problems import Problem
from hexad_web.accounts import audit
from hexad_web.accounts.access import Actor
from hexad_web.economics.queries.scenario import scenario_of
from hexad_web.evidence import access
from hexad_web.evidence.actions.concluding import estimate_as_stored
from hexad_web.evidence.models import ReturnItem, Study
from hexad_web.evidence.queries import studies
from hexad_web.practice.refusals import Refused

MOST_ITEMS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A side of the return as it was typed; ``share`` and ``confidence`` from 0 to 1."""

    kind: str
    name: str
    source: str = ""
    amount: float | None = None
    share: float | None = None
    confidence: float | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Unusable(Exception):  # noqa: N818  # an answer for the owner, who mends the file
    """A file of which nothing was taken."""

    problems: list[Problem] = field(default_factory=list)


@transaction.atomic
def add(*, actor: Actor, given: Given, now: datetime, **more: Any) -> ReturnItem:  # noqa: ANN401  # columns of the row
    if ReturnItem.objects.filter(organisation=actor.organisation, removed_at=None).count() >= MOST_ITEMS:
        raise Refused(_("Forty are enough. Take something out first."))
    item = ReturnItem.objects.create(
        organisation=actor.organisation,
        kind=given.kind,
        name=given.name,
        source=given.source,
        amount=given.amount,
        share=given.share,
        confidence=given.confidence,
        unit=given.unit,
        currency=scenario_of(actor).currency,
        added_at=now,
        **more,
    )
    audit.record(actor=actor, action="evidence.add_return", target=f"ReturnItem {item.pk}", now=now)
    return item


def add_measured(*, actor: Actor, given: Given, data: bytes, now: datetime) -> ReturnItem:
    """Take a file of figures by group and date, and compare groups that began with groups that waited, once.

    Raises ``Unusable`` with every problem where the file is no such table, ``Refused`` where there is no study.
    """
    study = access.frozen_study(actor.organisation)
    if study is None:
        raise Refused(
            _("Figures by group are compared along the waves of a study. Freeze one first, or state a share.")
        )
    begins = _begins(study)
    try:
        measured, problems = read_results(data, begins)
    except PeopleError as error:
        raise Refused(_(error.sentence) % error.values if error.values else _(error.sentence)) from error
    if problems:
        raise Unusable(problems)
    estimate, periods = _compared(measured, begins)
    return add(actor=actor, given=given, now=now, study=study, estimate=estimate, periods=periods, groups=len(begins))


def _begins(study: Study) -> dict[str, date]:
    dates = studies.first_dates(study)
    return {str(number): dates[wave] for number, wave in study.groups.values_list("group__number", "wave")}


def _compared(measured: Sequence[Measured], begins: Mapping[str, date]) -> tuple[dict[str, Any], float | None]:
    try:
        return {"found": estimate_as_stored(effect_on(measured, begins)), "why": None}, periods_a_year(measured)
    except EvidenceError as error:
        return {"found": None, "why": {"text": error.note.text, "values": dict(error.note.values)}}, None


@transaction.atomic
def take_out(*, actor: Actor, item: ReturnItem, now: datetime) -> None:
    if ReturnItem.objects.filter(pk=item.pk, removed_at=None).update(removed_at=now):
        audit.record(actor=actor, action="evidence.take_out_return", target=f"ReturnItem {item.pk}", now=now)


@transaction.atomic
def put_back(*, actor: Actor, item: ReturnItem, now: datetime) -> None:
    if ReturnItem.objects.filter(pk=item.pk).exclude(removed_at=None).update(removed_at=None):
        audit.record(actor=actor, action="evidence.put_back_return", target=f"ReturnItem {item.pk}", now=now)
