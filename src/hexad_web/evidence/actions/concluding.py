"""When a round that compares has closed, what can be claimed is computed once and frozen."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from hexad.evidence.claim import Claim, Studied, claim_of
from hexad.evidence.disclosure import SCORES
from hexad.evidence.estimate import Estimate, Note
from hexad.evidence.items import scale_of
from hexad.evidence.sheets import Category, Sheet
from hexad_web.evidence.models import ObserverSheet, OwnSheet, Result, Study
from hexad_web.evidence.queries import measuring
from hexad_web.formation.models import GroupMember

FARTHEST = 1e9


@transaction.atomic
def conclude(now: datetime) -> int:
    """Freeze the result of every round that closed and has none; returns how many."""
    made = 0
    for study in Study.objects.filter(state=Study.State.FROZEN).select_related("organisation"):
        today = measuring.today_in(study, now)
        over = [one.number for one in measuring.rounds(study) if one.compares and one.closes <= today]
        known = set(Result.objects.filter(study=study).values_list("round", flat=True))
        for number in over:
            if number not in known:
                claim = claim_of(_studied(study, tuple(range(number + 1))))
                row = Result(
                    organisation=study.organisation, study=study, round=number, claim=as_stored(claim), made_at=now
                )
                made += len(Result.objects.bulk_create([row], ignore_conflicts=True))
    return made


def _studied(study: Study, rounds: tuple[int, ...]) -> Studied:
    """A manager counts by the group that they were first in, also who left it since."""
    wave = {str(group): number for group, number in study.groups.values_list("group", "wave")}
    seats = GroupMember.objects.filter(group__in=[int(key) for key in wave]).order_by(
        F("joined_at").desc(nulls_last=True), "-pk"
    )
    return Studied(
        sheets=list(_sheets(study)),
        items=tuple(item.key for item in scale_of(study.scale).items),
        group={str(person): str(group) for person, group in seats.values_list("person", "group")},
        wave=wave,
        rounds=rounds,
        threshold=SCORES,
        seed=study.seed,
    )


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
    }


def estimate_as_stored(found: Estimate | None) -> dict[str, Any] | None:
    if found is None:
        return None
    ends = [max(-FARTHEST, min(FARTHEST, end)) for end in found.interval]  # no database keeps an endless number
    return {**found.as_json(), "interval": ends, "caveats": [_note(one) for one in found.caveats]}


def _note(note: Note) -> dict[str, Any]:
    return {"text": note.text, "values": dict(note.values)}
