"""A manager takes part and names observers; both answer; the worker asks and reminds."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from hexad.evidence.items import Item
from hexad.evidence.rounds import OPEN_DAYS
from hexad_web.accounts.private_text import seal
from hexad_web.evidence import access, mails
from hexad_web.evidence.models import Asking, Decline, Observer, ObserverSheet, OwnSheet, Study, Taking
from hexad_web.evidence.queries import asked, measuring
from hexad_web.evidence.queries.measuring import Asked
from hexad_web.formation.models import GroupMember
from hexad_web.outbox.actions import fresh_keys, queue_in_turns
from hexad_web.outbox.rendering import Mail
from hexad_web.people.models import Person
from hexad_web.practice.refusals import Refused
from hexad_web.scheduling.models import Meeting
from hexad_web.sessions.models import Session

MOST_OBSERVERS = 15
LONGEST_COMMENT = 500  # characters


@transaction.atomic
def take_part(*, study: Study | None, person: Person, now: datetime) -> None:
    """First: without the manager's yes nobody is asked about them. Without a study: after each practice."""
    if not measuring.is_in(study, person):
        raise Refused(_("Your group is not part of a study.") if study else _("You are not in a group yet."))
    Taking.objects.update_or_create(
        study=study,
        person=person,
        defaults={"organisation": person.organisation, "agreed_at": now, "stopped_at": None},
    )


@transaction.atomic
def stop(*, study: Study | None, person: Person, now: datetime) -> None:
    """Nobody is asked any more; what was answered stays in the totals, which name nobody."""
    Taking.objects.filter(study=study, person=person, stopped_at=None).update(stopped_at=now)


@transaction.atomic
def name_observer(*, study: Study | None, person: Person, email: str, category: str, now: datetime) -> Observer:
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
    declined = Decline.objects.filter(person=person, fingerprint=access.fingerprint(person, email)).first()
    return Observer.objects.create(
        organisation=person.organisation,
        study=study,
        person=person,
        email=email,
        category=category,
        named_at=now,
        declined_at=declined.declined_at if declined else None,
    )


@transaction.atomic
def take_back(*, study: Study | None, person: Person, observer_id: int, now: datetime) -> None:
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
        defaults={
            "organisation": study.organisation,
            "answers": _values(asked.items_of(study), answers),
            "answered_at": now,
        },
    )


@transaction.atomic
def observe(*, observer: Observer, answers: Mapping[str, str], comment: str = "", now: datetime) -> None:
    """Take the answers; ``comment`` is sealed, and read by the manager alone, from three raters on."""
    ask = measuring.ask_of(observer, now)
    if ask is None:
        raise Refused(_("Nothing is asked just now."))
    words = comment.strip()[:LONGEST_COMMENT]
    ObserverSheet.objects.update_or_create(
        observer=observer,
        round=ask.number,
        asking=ask.asking,
        defaults={
            "organisation": observer.organisation,
            "answers": _values(ask.items, answers),
            "comment": seal(words) if words else b"",
            "answered_at": now,
        },
    )


@transaction.atomic
def decline(*, observer: Observer, now: datetime) -> None:
    """For good, about this manager, in every study to come; the manager does not learn it."""
    Observer.objects.filter(pk=observer.pk, declined_at=None).update(declined_at=now)
    Decline.objects.get_or_create(
        person=observer.person,
        fingerprint=access.fingerprint(observer.person, observer.email),
        defaults={"organisation": observer.organisation, "declined_at": now},
    )


def _values(items: Sequence[Item], answers: Mapping[str, str]) -> dict[str, int | None]:
    """Every item has an answer, even where it is that nothing could be observed."""
    found: dict[str, int | None] = {}
    allowed = asked.values()
    for item in items:
        word = answers.get(item.key, "")
        if word not in allowed and word != "none":
            raise Refused(_("Answer each question; “could not observe” is an answer too."))
        found[item.key] = allowed.get(word)
    return found


def open_askings(now: datetime) -> int:
    """Ask around managers whose practice ended in a reflect session just now, where no study asks; returns how many."""
    takings = Taking.objects.filter(study=None, stopped_at=None).select_related("person", "organisation")
    busy = measuring.in_studies(now) if takings else set()
    people = {taking.person_id: taking for taking in takings if taking.person_id not in busy}
    reflected = Session.objects.filter(
        kind=Meeting.Kind.REFLECT,
        state=Session.State.HELD,
        starts_at__gt=now - timedelta(days=OPEN_DAYS),
        starts_at__lte=now,
    )
    seats = GroupMember.objects.filter(person__in=people, is_active=True, group__in=reflected.values("group"))
    members = defaultdict(list)
    for person, group in seats.values_list("person", "group"):
        members[group].append(person)
    sessions = list(reflected.filter(group__in=members).order_by("pk"))
    known = set(Asking.objects.filter(session__in=sessions).values_list("person", "session"))
    fresh = []
    for session in sessions:
        for person in members[session.group_id]:
            taking = people[person]
            if (person, session.pk) in known:
                continue
            today = access.today_in(taking.organisation, now)
            until = today + timedelta(days=OPEN_DAYS)
            row = Asking(
                organisation=taking.organisation, person=taking.person, session=session, opens=today, closes=until
            )
            fresh.append(row)
    return len(Asking.objects.bulk_create(fresh, ignore_conflicts=True))


def ask_due(now: datetime) -> int:
    """Queue what is due; returns how many mails are new."""
    waiting = defaultdict(list)
    for one in measuring.due(now):
        waiting[one.organisation].append(one)
    queued = 0
    for organisation, of in waiting.items():
        fresh = fresh_keys(organisation, [one.key for one in of])
        written = (_letter(one) for one in of if one.key in fresh)
        queued += queue_in_turns(organisation=organisation, mails=written, now=now)
    return queued


def _letter(one: Asked) -> Mail:
    return mails.ask_observer(one) if one.observer else mails.ask_manager(one)
