"""Closing a period: once, for ever, and with all that it tells."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from hexad_web.accounts import audit
from hexad_web.accounts.access import Actor, user_of
from hexad_web.report.actions.replying import follow_releases
from hexad_web.report.models import Period
from hexad_web.report.queries import closing, periods
from hexad_web.sessions.actions.releasing import mark_read

MOST_DAYS = 366 * 2


class RefusedError(Exception):
    """The period cannot be closed; the text says why, ``field`` where."""

    def __init__(self, text: str, field: str = "end_date") -> None:
        super().__init__(text)
        self.field = field


@dataclass(frozen=True, slots=True)
class Wanted:
    """``end_date``: the last day that belongs to it."""

    name: str
    start_date: date
    last_date: date
    threshold: int


def close_period(*, actor: Actor, wanted: Wanted, now: datetime) -> Period:
    """Count, freeze, and take from the authors of stories and obstacles the right to withdraw what now is published."""
    span = _span_of(actor, wanted, now)
    try:
        with transaction.atomic():
            follow_releases(now=now)
            counted = closing.closing_of(actor, span, threshold=wanted.threshold, now=now)
            text = counted.snapshot.as_json()
            period = Period.objects.create(
                organisation=actor.organisation,
                name=span.name,
                start_date=span.start_date,
                end_date=span.end_date,
                threshold=wanted.threshold,
                snapshot=text,
                digest=hashlib.sha256(text.encode()).hexdigest(),
                closed_by=user_of(actor),
                closed_at=now,
            )
            for release in counted.releases:
                mark_read(release=release, now=now)
            audit.record(actor=actor, action="report.close", target=f"Period {period.pk}", now=now)
    except IntegrityError as error:
        raise RefusedError(_("This period is closed already. Nothing was changed.")) from error
    return period


def _span_of(actor: Actor, wanted: Wanted, now: datetime) -> closing.Span:
    following = periods.next_period(actor, now)
    if wanted.start_date != following.start_date:
        raise RefusedError(_("This period is closed already. Nothing was changed."))
    if wanted.last_date < following.start_date:
        raise RefusedError(_("The last day lies before the first."))
    if wanted.last_date > following.latest_date:
        raise RefusedError(_("Days that are not over cannot be closed. Choose yesterday or an earlier day."))
    if (wanted.last_date - following.start_date).days > MOST_DAYS:
        raise RefusedError(_("Two years are the most for one period."))
    if wanted.threshold < following.threshold:
        text = _("The least number of people can be raised, never lowered: %(n)d or more.")
        raise RefusedError(text % {"n": following.threshold}, "threshold")
    return periods.span_until(actor, wanted.name, following.start_date, wanted.last_date)
