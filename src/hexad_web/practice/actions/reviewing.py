"""Once a month: which share of plans came to nothing, by module. Frozen, so that no answer moves a figure by itself."""

from datetime import UTC, datetime

from django.db import transaction

from hexad_web.accounts.models import Organisation
from hexad_web.practice.models import ScrapReview
from hexad_web.practice.queries.scrap import figures_of
from hexad_web.scheduling.models import Meeting
from hexad_web.sessions.models import Session


def review_month(now: datetime) -> int:
    """Look back from the first of this month wherever a group had reflected by then; returns in how many."""
    until = now.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    reflected = Session.objects.filter(kind=Meeting.Kind.REFLECT, state=Session.State.HELD, ends_at__lt=until)
    done = ScrapReview.objects.filter(until_date=until.date()).values("organisation")
    waiting = Organisation.objects.filter(pk__in=reflected.values("organisation")).exclude(pk__in=done)
    for organisation in waiting:
        _review(organisation, until, now)
    return len(waiting)


@transaction.atomic
def _review(organisation: Organisation, until: datetime, now: datetime) -> None:
    figures = figures_of(organisation, until)
    row = ScrapReview(organisation=organisation, until_date=until.date(), figures=figures, made_at=now)
    ScrapReview.objects.bulk_create([row], ignore_conflicts=True)  # another worker may have been as quick
