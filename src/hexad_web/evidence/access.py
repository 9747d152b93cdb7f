"""Who reaches which row: a manager the own observers and sheets, an observer the one question that a link holds."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.core import signing
from django.db.models import F, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.crypto import salted_hmac

from hexad_web.accounts.models import Organisation
from hexad_web.evidence.models import Observer, OwnScale, ReturnItem, Study
from hexad_web.people.models import Person

A_DAY = timedelta(days=1)
LINKS = signing.Signer(salt="hexad.evidence.observer", sep=".")


def today_in(organisation: Organisation, now: datetime) -> date:
    return now.astimezone(ZoneInfo(organisation.time_zone)).date()


def frozen_study(organisation: Organisation) -> Study | None:
    """The latest."""
    studies = Study.objects.filter(organisation=organisation, state=Study.State.FROZEN)
    return studies.select_related("organisation").order_by("-pk").first()


def own_scales(organisation: Organisation) -> QuerySet[OwnScale]:
    """Also those that were taken out, last."""
    return OwnScale.objects.filter(organisation=organisation).order_by(F("removed_at").asc(nulls_first=True), "pk")


def own_scale(organisation: Organisation, sent: str) -> OwnScale:
    number = int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 12 else 0
    return get_object_or_404(OwnScale, pk=number, organisation=organisation)


def return_item(organisation: Organisation, sent: str) -> ReturnItem:
    number = int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 12 else 0
    return get_object_or_404(ReturnItem, pk=number, organisation=organisation)


def observers_of(study: Study | None, person: Person) -> QuerySet[Observer]:
    """Those whom this manager named and did not take back, by address."""
    return Observer.objects.filter(study=study, person=person, removed_at=None).order_by("category", "email")


def fingerprint(person: Person, email: str) -> str:
    """Tell an address again without keeping it."""
    return salted_hmac("hexad.evidence.decline", f"{person.pk} {email.strip().lower()}", algorithm="sha256").hexdigest()


def observer_token(observer_id: int) -> str:
    return LINKS.sign(str(observer_id))


def observer_of(token: str) -> Observer:
    """The observer whom a mail's link names; whoever was taken back finds nothing."""
    try:
        key = int(LINKS.unsign(token))
    except (signing.BadSignature, ValueError):
        key = 0
    rows = Observer.objects.filter(removed_at=None).select_related(
        "organisation", "study__organisation", "person__user"
    )
    return get_object_or_404(rows, pk=key)
