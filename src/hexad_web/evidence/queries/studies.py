"""The rollout as an experiment, as its page shows it: who could be drawn, what could be seen, what was settled."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from hexad.evidence.design import MOST_WAVES, WHEN_PLANS_CHANGE, GroupFacts, even_waves, usual_waves
from hexad.evidence.estimate import EvidenceError
from hexad.evidence.power import Rollout, curve, smallest_effect
from hexad_web.accounts.access import Actor
from hexad_web.evidence.models import Study, StudyGroup
from hexad_web.evidence.queries import asked
from hexad_web.evidence.queries.measuring import is_over
from hexad_web.formation.models import Group, GroupMember
from hexad_web.scheduling.models import Meeting

# What is assumed before anybody has answered; it stands in the plan. Differences between groups and over time as in
# trials of the field, half of what somebody answers lasting.
ICC, CAC, IAC = 0.10, 0.80, 0.50
ANSWERING = 0.75  # of a group's members
LEAST_GROUPS = 4
WIDTH, HEIGHT, MARGIN = 320.0, 160.0, 12.0


def study_of(actor: Actor) -> Study | None:
    """The latest; those before it are over."""
    return Study.objects.filter(organisation=actor.organisation).order_by("-pk").first()


def over(now: datetime) -> list[Study]:
    """Studies of all organisations whose last round had closed by then."""
    frozen = Study.objects.filter(state=Study.State.FROZEN).select_related("organisation")
    return [study for study in frozen if is_over(study, now)]


def not_begun(actor: Actor) -> QuerySet[Group]:
    """Published groups that never had a meeting: only they can still be told when to begin."""
    met = Meeting.objects.filter(organisation=actor.organisation, state__in=Meeting.LIVE).values("group")
    groups = Group.objects.filter(organisation=actor.organisation, state=Group.State.PUBLISHED)
    return groups.exclude(pk__in=met).order_by("number", "pk")


def facts_of(groups: Iterable[Group]) -> list[GroupFacts]:
    """Size, sites and departments of each group, in one query."""
    members: dict[int, list[tuple[str, str]]] = {group.pk: [] for group in groups}
    seats = GroupMember.objects.filter(group__in=list(members), is_active=True)
    for group, site, department in seats.values_list("group", "person__site", "person__department"):
        members[group].append((site, department))
    return [
        GroupFacts(
            key=str(group),
            size=len(people),
            traits={
                "site": tuple(site for site, _department in people if site),
                "department": tuple(department for _site, department in people if department),
            },
        )
        for group, people in members.items()
    ]


def rollout_of(facts: Sequence[GroupFacts], waves: Sequence[int]) -> Rollout:
    size = sum(one.size for one in facts) / max(1, len(facts))
    answering = max(1.0, size * ANSWERING)
    return Rollout(waves=tuple(waves), periods=len(waves) + 1, n=answering, icc=ICC, cac=CAC, iac=IAC)


@dataclass(frozen=True, slots=True)
class Sight:
    """What a rollout can see, before it starts."""

    mde: float
    sentence: str
    rows: list[tuple[float, int]]  # effect, chance in percent
    line: str
    reaches: float  # height of four in five in the picture
    width: float = WIDTH
    height: float = HEIGHT


def sight_of(facts: Sequence[GroupFacts], waves: Sequence[int]) -> Sight | None:
    """None where the groups are too few for any test."""
    try:
        rollout = rollout_of(facts, waves)
        least, points = smallest_effect(rollout), curve(rollout)
    except EvidenceError:
        return None
    sentence = _("With %(groups)d groups this rollout can see effects above %(effect)s of a standard deviation.") % {
        "groups": rollout.groups,
        "effect": number_format(f"{least:.2f}"),
    }
    line = " ".join(f"{_x(effect):.1f},{_y(chance):.1f}" for effect, chance in points)
    rows = [(effect, round(100 * chance)) for effect, chance in points[1::2]]
    return Sight(least, sentence, rows, line, round(_y(0.8), 1))


def _x(effect: float) -> float:
    return MARGIN + (WIDTH - 2 * MARGIN) * effect


def _y(chance: float) -> float:
    return HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * chance


@dataclass(frozen=True, slots=True)
class Wave:
    number: int
    first_date: date
    groups: list[Group]


@dataclass(frozen=True, slots=True)
class StudyView:
    study: Study
    waves: list[Wave]
    sight: Sight | None
    balance: str
    compared: list[str]
    beside: list[str]
    questions: int
    rules: list[str]


@dataclass(frozen=True, slots=True)
class Offer:
    """Before anything is drawn: how many waves there can be, and what each number would see."""

    groups: int
    usual: int
    choices: list[tuple[int, str]]
    scales: list[tuple[str, str]]
    can_draw: bool


def offer_of(actor: Actor) -> Offer:
    groups = list(not_begun(actor))
    count = len(groups)
    scales = [(scale.key, _(scale.title)) for scale in asked.scales_now(actor.organisation.pk)]
    if count < LEAST_GROUPS:
        return Offer(count, 2, [], scales, can_draw=False)
    facts = facts_of(groups)
    choices = []
    for waves in range(2, min(6, MOST_WAVES, count) + 1):
        sight = sight_of(facts, even_waves(count, waves))
        choices.append((waves, number_format(f"{sight.mde:.2f}") if sight else "–"))
    return Offer(count, len(usual_waves(count)), choices, scales, can_draw=True)


def view_of(study: Study) -> StudyView:
    rows = list(StudyGroup.objects.filter(study=study).select_related("group").order_by("wave", "group__number"))
    dates = first_dates(study)
    waves = [
        Wave(number + 1, day, [row.group for row in rows if row.wave == number]) for number, day in enumerate(dates)
    ]
    sizes = [len(wave.groups) for wave in waves]
    facts = facts_of([row.group for row in rows])
    scales = asked.scales_of(study)
    return StudyView(
        study=study,
        waves=waves,
        sight=sight_of(facts, sizes) if all(sizes) else None,
        balance=_balance(study),
        compared=[_(item.other) for scale in scales if scale.key == study.scale for item in scale.items],
        beside=[_(item.other) for scale in scales if scale.key != study.scale for item in scale.items],
        questions=sum(len(scale.items) for scale in scales),
        rules=[_(rule) for rule in WHEN_PLANS_CHANGE],
    )


def first_dates(study: Study) -> list[date]:
    return [study.first_date + timedelta(weeks=study.weeks * wave) for wave in range(study.waves)]


def _balance(study: Study) -> str:
    if study.usual_imbalance <= 0:
        return _("The groups are alike in size, sites and departments.")
    percent = number_format(f"{100 * study.imbalance / study.usual_imbalance:.0f}")
    text = _("The waves differ in size, sites and departments by %(percent)s %% of what a plain lot would leave.")
    return text % {"percent": percent}


def plan_json(study: Study) -> Mapping[str, Any]:
    """The frozen plan with its hash, to keep outside."""
    frozen = study.frozen_at.isoformat() if study.frozen_at else None
    return {"plan": json.loads(study.plan_text), "sha256": study.plan_hash, "frozen_at": frozen}
