"""Closed periods, and where the next one begins."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hexad.evidence.disclosure import SCORES
from hexad_web.accounts.access import Actor
from hexad_web.people.queries import coverage
from hexad_web.report import access
from hexad_web.report.queries.closing import Span


@dataclass(frozen=True, slots=True)
class NextPeriod:
    """``latest_date``: the last day that is over."""

    start_date: date
    latest_date: date
    threshold: int

    @property
    def can_close(self) -> bool:
        return self.start_date <= self.latest_date


def next_period(actor: Actor, now: datetime) -> NextPeriod:
    """It begins where the last one ended, the first one with the programme."""
    zone = ZoneInfo(actor.organisation.time_zone)
    last = access.periods_of(actor).first()
    began = coverage.first_asked_at(actor.organisation) or actor.organisation.created_at
    start = last.end_date if last else began.astimezone(zone).date()
    yesterday = now.astimezone(zone).date() - timedelta(days=1)
    return NextPeriod(start, yesterday, last.threshold if last else SCORES)


def span_until(actor: Actor, name: str, first: date, last: date) -> Span:
    return Span(name=name, start_date=first, end_date=last + timedelta(days=1), zone=actor.organisation.time_zone)
