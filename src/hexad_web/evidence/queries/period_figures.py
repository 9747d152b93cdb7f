"""Ratings and answers of a period, by person; figures of them are made in the report and go through disclosure."""

from collections import defaultdict
from datetime import datetime, timedelta
from statistics import fmean
from zoneinfo import ZoneInfo

from django.db.models import Avg

from hexad.evidence.items import TWO
from hexad_web.accounts.models import Organisation
from hexad_web.evidence.models import ObserverSheet, Response
from hexad_web.scheduling.models import Meeting
from hexad_web.sessions.models import Session

Rating = tuple[int, float, float]  # person, before, after
SCALE = (1, 7)
PERSON_AND_MEAN = ("person", "item", "mean")
EARLIEST = timedelta(days=366)  # explore lies so far before its reflect at most


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
    held = Session.objects.filter(
        organisation=organisation, state=Session.State.HELD, starts_at__gte=start - EARLIEST, starts_at__lt=end
    )
    sessions = {pk: (group, cycle, kind) for pk, group, cycle, kind in held.values_list("pk", "group", "cycle", "kind")}
    rated = Response.objects.filter(measure=Response.Measure.RATING, session__in=held.values("pk"))
    for person, session, value in rated.values_list("person", "session", "value"):
        group, cycle, kind = sessions[session]
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
    found: dict[str, dict[int, float]] = defaultdict(dict)
    for person, item, mean in rows.values("person", "item").annotate(mean=Avg("value")).values_list(*PERSON_AND_MEAN):
        found[item][person] = mean
    return dict(found)


def seen_in(organisation: Organisation, start: datetime, end: datetime) -> dict[str, dict[int, float]]:
    """By figure, what those around each manager answered to the two questions, on average; times that ended then."""
    first, after = (moment.astimezone(ZoneInfo(organisation.time_zone)).date() for moment in (start, end))
    rows = ObserverSheet.objects.filter(asking__closes__gte=first, asking__closes__lt=after, organisation=organisation)
    found: dict[str, dict[int, list[int]]] = {f"seen_{item.key}": defaultdict(list) for item in TWO}
    for person, answers in rows.values_list("asking__person", "answers"):
        for item in TWO:
            if (value := answers.get(item.key)) is not None:
                found[f"seen_{item.key}"][person].append(value)
    return {key: {person: fmean(values) for person, values in people.items()} for key, people in found.items()}
