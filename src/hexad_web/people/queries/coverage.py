"""Who was asked in a period, and what they answered; figures of it are made in the report and nowhere else."""

from datetime import datetime

from django.db.models import Min, Q

from hexad_web.accounts.models import Organisation
from hexad_web.people.models import Consent, Invitation, Person

JOINED, DECLINED, UNANSWERED = "joined", "declined", "unanswered"


def standings(organisation: Organisation, start: datetime, end: datetime) -> dict[int, str]:
    """Everybody whose first answer came in the period, and everybody first asked in it who had not answered.

    An answer counts once, in the period in which it was given; a later change of mind moves nobody.
    """
    given = Consent.objects.filter(organisation=organisation, at__lt=end).order_by("at", "pk")
    firsts: dict[int, tuple[str, datetime]] = {}
    for person, answer, at in given.values_list("person", "answer", "at"):
        firsts.setdefault(person, (answer, at))
    found = {
        person: JOINED if answer == Consent.Answer.JOIN else DECLINED
        for person, (answer, at) in firsts.items()
        if at >= start
    }
    asked = Invitation.objects.filter(organisation=organisation).values("person").annotate(first=Min("invited_at"))
    for person in asked.filter(first__gte=start, first__lt=end).values_list("person", flat=True):
        if person not in firsts:
            found[person] = UNANSWERED
    return found


def waiting_since(organisation: Organisation) -> dict[int, datetime]:
    """When each person last said that they join."""
    joined = Consent.objects.filter(organisation=organisation, answer=Consent.Answer.JOIN)
    return dict(joined.order_by("at", "pk").values_list("person", "at"))


def departments(organisation: Organisation) -> dict[int, str]:
    """The department of everybody who has one."""
    people = Person.objects.filter(organisation=organisation).exclude(department="")
    return dict(people.values_list("pk", "department"))


def first_asked_at(organisation: Organisation) -> datetime | None:
    """When the programme began for its people."""
    first = Invitation.objects.filter(organisation=organisation).order_by("invited_at")
    return first.values_list("invited_at", flat=True).first()


def weekly_hours(organisation: Organisation) -> dict[int, float]:
    """Hours a week of everybody whose file said so."""
    people = Person.objects.filter(~Q(weekly_hours=None), organisation=organisation)
    return {pk: hours for pk, hours in people.values_list("pk", "weekly_hours") if hours}
