"""When a round that compares has closed, what can be claimed is computed once and frozen."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db.models import F

from hexad.evidence.claim import Claim, Studied, claim_of, course_of
from hexad.evidence.design import GroupFacts, orders_of
from hexad.evidence.disclosure import SCORES
from hexad.evidence.estimate import Estimate, Note
from hexad.evidence.reliability import Reliability
from hexad.evidence.sheets import Category, Sheet
from hexad_web.evidence.models import ObserverSheet, OwnSheet, Result, Study
from hexad_web.evidence.queries import asked, measuring
from hexad_web.formation.models import GroupMember

FARTHEST = 1e9


def conclude(now: datetime) -> int:
    """Freeze the result of every round that closed and has none; returns how many."""
    made = 0
    for study in Study.objects.filter(state=Study.State.FROZEN).select_related("organisation"):
        today = measuring.today_in(study, now)
        over = [one for one in measuring.rounds(study) if one.closes <= today]
        known = set(Result.objects.filter(study=study).values_list("round", flat=True))
        for one in over:
            if one.number not in known:
                claim = _claim(study, one.number, compares=one.compares)
                row = Result(
                    organisation=study.organisation,
                    study=study,
                    round=one.number,
                    claim=as_stored(claim),
                    behind={str(number): [sorted(people) for people in sets] for number, sets in claim.said.items()},
                    made_at=now,
                )
                made += len(Result.objects.bulk_create([row], ignore_conflicts=True))
    return made


def _claim(study: Study, number: int, *, compares: bool) -> Claim:
    if not compares:
        return course_of(studied_in(study, (number,)))
    return claim_of(studied_in(study, tuple(range(number + 1))))


def studied_in(study: Study, rounds: tuple[int, ...] = ()) -> Studied:
    """A manager counts by the group that they were first in, also who left it since."""
    wave = {str(group): number for group, number in study.groups.values_list("group", "wave")}
    seats = GroupMember.objects.filter(group__in=[int(key) for key in wave]).order_by(
        F("joined_at").desc(nulls_last=True), "-pk"
    )
    scales = {scale.key: tuple(item.key for item in scale.items) for scale in asked.scales_of(study)}
    return Studied(
        sheets=list(_sheets(study)),
        items=scales[study.scale],
        group={str(person): str(group) for person, group in seats.values_list("person", "group")},
        wave=wave,
        rounds=rounds,
        orders=_orders(study, wave),
        scales=scales,
        said_before=_said_before(study),
        threshold=SCORES,
        seed=study.seed,
    )


def _orders(study: Study, wave: Mapping[str, int]) -> list[dict[str, int]]:
    """The orders that the lot could have given, from what the frozen plan says of the groups."""
    balanced = json.loads(study.plan_text).get("balanced", {})
    facts = {
        key: GroupFacts(key=key, size=one["size"], traits={name: tuple(of) for name, of in one["traits"].items()})
        for key, one in balanced.items()
    }
    return orders_of(facts, wave, seed=study.seed)


def _said_before(study: Study) -> dict[int, list[frozenset[str]]]:
    found: dict[int, list[frozenset[str]]] = defaultdict(list)
    for behind in Result.objects.filter(study=study).values_list("behind", flat=True):
        for number, sets in behind.items():
            found[int(number)] += [frozenset(people) for people in sets]
    return found


def _sheets(study: Study) -> Iterator[Sheet]:
    own = OwnSheet.objects.filter(study=study).order_by("pk")
    for number, person, answers in own.values_list("round", "person", "answers"):
        yield Sheet(round=number, manager=str(person), rater="", category=Category.SELF, values=answers)
    rows = ObserverSheet.objects.filter(observer__study=study).order_by("pk")
    wanted = ("round", "observer__person", "observer", "observer__category", "answers")
    for number, person, observer, category, answers in rows.values_list(*wanted):
        yield Sheet(round=number, manager=str(person), rater=str(observer), category=Category(category), values=answers)


def as_stored(claim: Claim) -> dict[str, Any]:
    """Numbers, and sentences with their values apart, so that a page says them in the reader's language."""
    return {
        "primary": estimate_as_stored(claim.primary),
        "by_lot": estimate_as_stored(claim.by_lot),
        "by_exposure": estimate_as_stored(claim.by_exposure),
        "why": _note(claim.why) if claim.why else None,
        "notes": [_note(note) for note in claim.notes],
        "description": list(claim.description) if claim.description else None,
        "course": {"observed": claim.course.observed, "own": claim.course.own},
        "observed": {str(number): share for number, share in claim.observed.items()},
        "scales": {name: _measured(one) for name, one in claim.scales.items()},
    }


def _measured(found: Reliability) -> dict[str, Any]:
    return {**found.as_json(), "caveats": [_note(one) for one in found.caveats]}


def estimate_as_stored(found: Estimate | None) -> dict[str, Any] | None:
    if found is None:
        return None
    ends = [max(-FARTHEST, min(FARTHEST, end)) for end in found.interval]  # no database keeps an endless number
    return {**found.as_json(), "interval": ends, "caveats": [_note(one) for one in found.caveats]}


def _note(note: Note) -> dict[str, Any]:
    return {"text": note.text, "values": dict(note.values)}
