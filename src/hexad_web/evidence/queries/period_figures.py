"""Ratings and answers of a period, by person; figures of them are made in the report and go through disclosure."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from statistics import fmean

from hexad_web.accounts.models import Organisation
from hexad_web.evidence.models import Response
from hexad_web.scheduling.models import Meeting
from hexad_web.sessions.models import Session

Rating = tuple[int, float, float]  # person, before, after
SCALE = (1, 7)


def _answers(organisation: Organisation, measure: str) -> "Iterable[tuple[int, int, int, str, int]]":
    rows = Response.objects.filter(organisation=organisation, measure=measure)
    return rows.filter(session__state=Session.State.HELD).values_list(
        "person", "session__group", "session__cycle", "session__kind", "value"
    )


def ratings_in(organisation: Organisation, start: datetime, end: datetime) -> list[Rating]:
    """Those who rated themselves in a reflect session of the period and in explore before it; cycles averaged."""
    reflected = set(
        Session.objects.filter(
            organisation=organisation,
            kind=Meeting.Kind.REFLECT,
            state=Session.State.HELD,
            starts_at__gte=start,
            starts_at__lt=end,
        ).values_list("group", "cycle")
    )
    found: dict[tuple[int, int, int], dict[str, int]] = defaultdict(dict)
    for person, group, cycle, kind, value in _answers(organisation, Response.Measure.RATING):
        if (group, cycle) in reflected:
            found[person, group, cycle][kind] = value
    pairs: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for (person, _group, _cycle), values in found.items():
        if Meeting.Kind.EXPLORE in values and Meeting.Kind.REFLECT in values:
            pairs[person].append((values[Meeting.Kind.EXPLORE], values[Meeting.Kind.REFLECT]))
    return [(person, *map(fmean, zip(*rated, strict=True))) for person, rated in sorted(pairs.items())]  # type: ignore[misc]  # two of them


def questions_in(organisation: Organisation, start: datetime, end: datetime) -> dict[str, dict[int, float]]:
    """By question, what each person answered in sessions of the period, on average."""
    rows = Response.objects.filter(
        organisation=organisation,
        measure=Response.Measure.QUESTIONS,
        session__state=Session.State.HELD,
        session__starts_at__gte=start,
        session__starts_at__lt=end,
    )
    found: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for person, item, value in rows.values_list("person", "item", "value"):
        found[item][person].append(value)
    return {item: {person: fmean(values) for person, values in people.items()} for item, people in found.items()}
