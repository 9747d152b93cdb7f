"""Who reaches which row: a manager the own observers and sheets, an observer the one question that a link holds."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.core import signing
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import Organisation
from hexad_web.evidence.models import Observer, Study
from hexad_web.people.models import Person

LINKS = signing.Signer(salt="hexad.evidence.observer", sep=".")


def today_in(organisation: Organisation, now: datetime) -> date:
    return now.astimezone(ZoneInfo(organisation.time_zone)).date()


def frozen_study(actor: Actor) -> Study | None:
    studies = Study.objects.filter(organisation=actor.organisation, state=Study.State.FROZEN)
    return studies.select_related("organisation").order_by("-pk").first()


def observers_of(study: Study, person: Person) -> QuerySet[Observer]:
    """Those whom this manager named and did not take back, by address."""
    return Observer.objects.filter(study=study, person=person, removed_at=None).order_by("category", "email")


def observer_token(observer_id: int) -> str:
    return LINKS.sign(str(observer_id))


def observer_of(token: str) -> Observer:
    """The observer whom a mail's link names; whoever was taken back finds nothing."""
    try:
        key = int(LINKS.unsign(token))
    except (signing.BadSignature, ValueError):
        key = 0
    rows = Observer.objects.filter(removed_at=None).select_related("study__organisation", "person__user")
    return get_object_or_404(rows, pk=key)
