"""A manager takes part and names observers; both answer; the worker asks and reminds."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hexad.evidence.items import ITEMS
from hexad_web.evidence import mails
from hexad_web.evidence.models import Observer, ObserverSheet, OwnSheet, Study, Taking
from hexad_web.evidence.queries import measuring
from hexad_web.evidence.queries.measuring import Asked
from hexad_web.outbox.actions import fresh_keys, queue_mails
from hexad_web.outbox.rendering import Mail
from hexad_web.people.models import Person
from hexad_web.practice.refusals import Refused

MOST_OBSERVERS = 15


@transaction.atomic
def take_part(*, study: Study, person: Person, now: datetime) -> None:
    """First: without the manager's yes nobody is asked about them."""
    if not measuring.is_in(study, person):
        raise Refused(_("Your group is not part of a study."))
    Taking.objects.update_or_create(
        study=study,
        person=person,
        defaults={"organisation": study.organisation, "agreed_at": now, "stopped_at": None},
    )


@transaction.atomic
def stop(*, study: Study, person: Person, now: datetime) -> None:
    """Nobody is asked any more; what was answered stays in the totals, which name nobody."""
    Taking.objects.filter(study=study, person=person, stopped_at=None).update(stopped_at=now)


@transaction.atomic
def name_observer(*, study: Study, person: Person, email: str, category: str, now: datetime) -> Observer:
    if measuring.taking_of(study, person) is None:
        raise Refused(_("Agree first, then name who may be asked."))
    email = email.strip().lower()
    if email == person.email.lower():
        raise Refused(_("Name others; your own answers have their own page."))
    known = Observer.objects.filter(study=study, person=person)
    if known.filter(removed_at=None).count() >= MOST_OBSERVERS:
        raise Refused(_("Fifteen are enough. Take somebody back first."))
    before = known.filter(email=email).first()
    if before is not None:
        # Who declined for good is never asked again, and nobody learns it. The category stays too: means that change
        # with one person's category would tell what that person answered.
        Observer.objects.filter(pk=before.pk).update(removed_at=None)
        return before
    return Observer.objects.create(
        organisation=study.organisation, study=study, person=person, email=email, category=category, named_at=now
    )


@transaction.atomic
def take_back(*, study: Study, person: Person, observer_id: int, now: datetime) -> None:
    """Before they answered: what was answered stays, as one of many."""
    Observer.objects.filter(study=study, person=person, pk=observer_id, removed_at=None).update(removed_at=now)


@transaction.atomic
def answer_own(*, study: Study, person: Person, answers: Mapping[str, str], now: datetime) -> None:
    asks = measuring.open_round(study, now)
    if asks is None or measuring.taking_of(study, person) is None:
        raise Refused(_("Nothing is asked just now."))
    OwnSheet.objects.update_or_create(
        study=study,
        person=person,
        round=asks.number,
        defaults={"organisation": study.organisation, "answers": _values(answers), "answered_at": now},
    )


@transaction.atomic
def observe(*, observer: Observer, answers: Mapping[str, str], now: datetime) -> None:
    asks = measuring.open_round(observer.study, now)
    if asks is None or observer.declined_at or measuring.taking_of(observer.study, observer.person) is None:
        raise Refused(_("Nothing is asked just now."))
    ObserverSheet.objects.update_or_create(
        observer=observer,
        round=asks.number,
        defaults={
            "organisation": observer.organisation,
            "answers": _values(answers),
            "answered_at": now,
        },
    )


@transaction.atomic
def decline(*, observer: Observer, now: datetime) -> None:
    """For good, in every round; the manager does not learn it."""
    Observer.objects.filter(pk=observer.pk, declined_at=None).update(declined_at=now)


def _values(answers: Mapping[str, str]) -> dict[str, int | None]:
    """Every item has an answer, even where it is that nothing could be observed."""
    found: dict[str, int | None] = {}
    allowed = {str(value): value for value in range(5)}
    for item in ITEMS:
        word = answers.get(item.key, "")
        if word not in allowed and word != "none":
            raise Refused(_("Answer each question; “could not observe” is an answer too."))
        found[item.key] = allowed.get(word)
    return found


@transaction.atomic
def ask_due(now: datetime) -> int:
    """Queue what is due; returns how many mails are new."""
    waiting = defaultdict(list)
    for asked in measuring.due(now):
        waiting[asked.study.organisation].append(asked)
    queued = 0
    for organisation, of in waiting.items():
        fresh = fresh_keys(organisation, [asked.key for asked in of])
        written = [_letter(asked, now) for asked in of if asked.key in fresh]
        queued += len(queue_mails(organisation=organisation, mails=written, now=now))
    return queued


def _letter(asked: Asked, now: datetime) -> Mail:
    return mails.ask_observer(asked, now) if asked.observer else mails.ask_manager(asked, now)
