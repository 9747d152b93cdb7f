"""Drawing who begins when, and freezing the plan before anybody does."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hexad.evidence.design import GroupFacts, Plan, draw_waves, even_waves
from hexad.evidence.disclosure import SCORES
from hexad.evidence.estimate import EvidenceError
from hexad.evidence.power import smallest_effect
from hexad_web.accounts import audit
from hexad_web.accounts.access import Actor
from hexad_web.evidence.models import Study, StudyGroup
from hexad_web.evidence.queries import asked, measuring, studies
from hexad_web.formation.actions.holding import hold_until


class NotDrawn(Exception):  # noqa: N818  # an answer for the owner: nothing was changed, and this is the remedy
    pass


@dataclass(frozen=True, slots=True)
class Wanted:
    scale: str
    waves: int
    first_date: date
    weeks: int


@transaction.atomic
def draw(*, actor: Actor, wanted: Wanted, now: datetime) -> Study:
    """Draw an order, or another one; every draw is counted, so that nobody can draw until it suits unseen."""
    before = _latest(actor)
    if before is not None and measuring.is_over(before, now):
        before = None
    if before is not None and before.is_frozen:
        raise NotDrawn(_("The plan is frozen; it no longer changes."))
    groups = list(studies.not_begun(actor))
    if len(groups) < studies.LEAST_GROUPS:
        raise NotDrawn(_("A comparison needs four published groups that have not begun."))
    if wanted.first_date <= now.date():
        raise NotDrawn(_("Choose a first day that lies ahead."))
    if wanted.scale not in {scale.key for scale in asked.scales_now(actor.organisation.pk)}:
        raise NotDrawn(_("Choose what should change."))
    seed = secrets.randbelow(1 << 31)
    try:
        drawn = draw_waves(studies.facts_of(groups), even_waves(len(groups), wanted.waves), seed=seed)
    except EvidenceError as error:
        raise NotDrawn(_("So many waves do not fit so few groups. Choose fewer.")) from error
    study = before or Study(organisation=actor.organisation, created_by=actor.user, created_at=now, draws=0)
    study.scale, study.first_date, study.weeks, study.waves = (
        wanted.scale,
        wanted.first_date,
        wanted.weeks,
        wanted.waves,
    )
    study.seed, study.draws = seed, study.draws + 1
    study.imbalance, study.usual_imbalance = drawn.imbalance, drawn.usual_imbalance
    study.save()
    StudyGroup.objects.filter(study=study).delete()
    StudyGroup.objects.bulk_create(
        StudyGroup(organisation=actor.organisation, study=study, group=group, wave=drawn.wave[str(group.pk)])
        for group in groups
    )
    audit.record(actor=actor, action="evidence.draw", target=f"Study {study.pk}", now=now, draws=study.draws)
    return study


def _latest(actor: Actor) -> Study | None:
    return Study.objects.select_for_update().filter(organisation=actor.organisation).order_by("-pk").first()


@transaction.atomic
def discard(*, actor: Actor, now: datetime) -> None:
    """Give up a plan that is not frozen."""
    gone, _rows = Study.objects.filter(organisation=actor.organisation, state=Study.State.DRAFT).delete()
    if gone:
        audit.record(actor=actor, action="evidence.discard", now=now)


@transaction.atomic
def freeze(*, actor: Actor, seed: int, now: datetime) -> Study:
    """Freeze the plan that the owner saw, by its seed, and tell each group when it begins."""
    study = _latest(actor)
    if study is None or study.is_frozen or study.seed != seed:
        raise NotDrawn(_("The plan changed after you opened this page. Look again, then freeze."))
    waves = dict(study.groups.values_list("group", "wave"))
    groups = [group for group in studies.not_begun(actor) if group.pk in waves]
    if len(groups) < len(waves):
        raise NotDrawn(_("A group of this plan has begun or closed meanwhile. Draw again."))
    if study.first_date <= now.date():
        raise NotDrawn(_("Choose a first day that lies ahead."))
    scales = asked.scales_now(actor.organisation.pk)
    if study.scale not in {scale.key for scale in scales}:
        raise NotDrawn(_("The questions that this plan compares are not asked any more. Draw again."))
    study.asked = [asked.stored(scale) for scale in scales]
    plan = _plan(study, waves, studies.facts_of(groups))
    study.state, study.frozen_at = Study.State.FROZEN, now
    study.plan_text, study.plan_hash = plan.text, plan.hash
    study.save()
    dates = studies.first_dates(study)
    hold_until(actor=actor, first_dates={group: dates[wave] for group, wave in waves.items()}, now=now)
    audit.record(actor=actor, action="evidence.freeze", target=f"Study {study.pk}", now=now, plan=plan.hash)
    return study


def _plan(study: Study, waves: dict[int, int], facts: Sequence[GroupFacts]) -> Plan:
    sizes = [list(waves.values()).count(wave) for wave in range(study.waves)]
    rollout = studies.rollout_of(facts, sizes)
    return Plan(
        outcome=study.scale,
        items=tuple(text for scale in asked.scales_of(study) for text in scale.texts),
        model="fe-cr2",
        waves={str(group): wave for group, wave in waves.items()},
        starts=tuple(day.isoformat() for day in studies.first_dates(study)),
        seed=study.seed,
        threshold=SCORES,
        expected_n=round(rollout.n, 3),
        mde=round(smallest_effect(rollout), 4),
        draws=study.draws,
        assumed={"icc": rollout.icc, "cac": rollout.cac, "iac": rollout.iac},
        balanced={one.key: one for one in facts},
    )
