"""One person: what the file says, the answer, and the reporting line around them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models.functions import Lower

from hexad.people.lines import chain_above
from hexad_web.accounts.access import Actor
from hexad_web.people import access
from hexad_web.people.models import Consent, Participation, Person

STEPS_SHOWN = 5
REPORTS_SHOWN = 50


@dataclass(frozen=True, slots=True)
class ReportingLine:
    """``above``: nearest first. ``unknown_boss``: an address that is not in the list."""

    above: Sequence[Person]
    unknown_boss: str
    reports: Sequence[Person]
    more_reports: int


def reporting_line(actor: Actor, person: Person) -> ReportingLine:
    """In a constant number of queries, whatever the length of the line."""
    above = _above(actor, person)
    reports = list(
        access.people_of(actor)
        .filter(boss=person)
        .exclude(participation=Participation.LEFT)
        .order_by(Lower("name"))[: REPORTS_SHOWN + 1]
    )
    more = len(reports) > REPORTS_SHOWN and person.reports.count() - REPORTS_SHOWN
    unknown = "" if person.boss_id else person.boss_email
    return ReportingLine(above, unknown, reports[:REPORTS_SHOWN], int(more))


def _above(actor: Actor, person: Person) -> list[Person]:
    path = "__".join(["boss"] * STEPS_SHOWN)
    start = access.people_of(actor).select_related(path).get(pk=person.pk)
    by_email: dict[str, Person] = {}
    current: Person | None = start
    for _step in range(STEPS_SHOWN + 1):
        if current is None:
            break
        by_email[current.email] = current
        current = current.boss if _step < STEPS_SHOWN else None
    bosses = {email: found.boss.email if found.boss_id and found.boss else "" for email, found in by_email.items()}
    return [by_email[email] for email in chain_above(start.email, bosses, STEPS_SHOWN) if email in by_email]


def last_answer(person: Person) -> Consent | None:
    return person.consents.order_by("-at", "-pk").first()


def answer_of(person: Person) -> str:
    """The answer that stands, as the form knows it."""
    standing = {Participation.JOINED: Consent.Answer.JOIN, Participation.DECLINED: Consent.Answer.DECLINE}
    return str(standing.get(Participation(person.participation), ""))
